package operation_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
)

// onBehalf returns an operation whose requests say for whom they are, in the body or in the query.
func onBehalf(method, in string) *operation.Operation {
	return &operation.Operation{
		Platform: "test", ID: "actFor", Method: method, Path: "/things", Empty: true,
		Evidence: operation.Documented, Retry: operation.Retry{Class: operation.Never}, MovesMoney: true,
		Shared: []operation.Shared{{Name: "account", In: in}, {Name: "user", In: in}},
	}
}

func TestSharedFields(t *testing.T) {
	type body = map[string]any
	post, get := onBehalf("POST", "body"), onBehalf("GET", "query")
	for _, test := range []struct {
		name   string
		op     *operation.Operation
		shared map[string]string
		in     *operation.Input
		uri    string
		body   string
	}{
		{"in the body", post, map[string]string{"account": "A1"}, new(operation.Input).Body(body{"n": 1}), "/things", `{"account":"A1","n":1}`},
		{"in a body of its own", post, map[string]string{"account": "A1"}, new(operation.Input), "/things", `{"account":"A1"}`},
		{"in the query", get, map[string]string{"account": "A 1&"}, new(operation.Input).Query("n", 1, "form", true), "/things?n=1&account=A+1%26", ``},
		{"empty counts as absent", post, map[string]string{"account": "A1"}, new(operation.Input).Body(body{"account": ""}), "/things", `{"account":"A1"}`},
		{"null, too", post, map[string]string{"account": "A1"}, new(operation.Input).Body(body{"account": nil}), "/things", `{"account":"A1"}`},
		{"the call's own goes first", post, map[string]string{"account": "A1"}, new(operation.Input).Body(body{"account": "B2"}), "/things", `{"account":"B2"}`},
		{"even if it is another field", post, map[string]string{"account": "A1"}, new(operation.Input).Body(body{"user": "U1"}), "/things", `{"user":"U1"}`},
		{"in the query as well", get, map[string]string{"account": "A1"}, new(operation.Input).Query("user", "U1", "form", true), "/things?user=U1", ``},
		{"unknown to the operation", post, map[string]string{"app": "A1"}, new(operation.Input).Body(body{"n": 1}), "/things", `{"n":1}`},
		{"none", post, nil, new(operation.Input).Body(body{"n": 1}), "/things", `{"n":1}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
			p.Shared = test.shared
			require.NoError(t, operation.None(t.Context(), p.Caller, test.op, test.in))
			require.Equal(t, test.uri, p.got[0].URI)
			if test.body == "" {
				require.Empty(t, p.got[0].Body)
			} else {
				require.JSONEq(t, test.body, p.got[0].Body)
			}
		})
	}
}

// A client that acts for a member must not move the partner's own money because an operation cannot say for whom it is.
func TestUnscopedOperationsThatMoveMoneyAreRefused(t *testing.T) {
	unscoped := onBehalf("POST", "body")
	unscoped.Shared = nil
	caller := unreachable(t)
	caller.Shared = map[string]string{"account": "A1"}
	err := operation.None(t.Context(), caller, unscoped, new(operation.Input))
	require.ErrorIs(t, err, operation.ErrUnscoped)
	require.ErrorIs(t, err, apierror.ErrNotSent)

	unscoped.MovesMoney = false
	p := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	p.Shared = caller.Shared
	require.NoError(t, operation.None(t.Context(), p.Caller, unscoped, new(operation.Input)))
}

func TestBodyThatCannotHoldSharedFields(t *testing.T) {
	caller := unreachable(t)
	caller.Shared = map[string]string{"account": "A1"}
	notSent(t, operation.None(t.Context(), caller, onBehalf("POST", "body"), new(operation.Input).Body([]int{1})))
}

// A success can carry a refusal.
func TestSuccessFlag(t *testing.T) {
	flagged := operation.Operation{
		Platform: "test", ID: "setStatus", Method: "POST", Path: "/things", Evidence: operation.Documented,
		Retry: operation.Retry{Class: operation.Never}, SuccessFlag: "ok",
	}
	for _, test := range []struct {
		body, code, message string
		refused             bool
	}{
		{`{"ok":true}`, "", "", false},
		{`{"id":"1"}`, "", "", false},
		{`{"ok":"false"}`, "", "", false},
		{`{"ok":null}`, "", "", false},
		{`{"okay":false}`, "", "", false},
		{`{"ok":false}`, "", "the answer says ok: false", true},
		{`{"OK":false}`, "", "the answer says ok: false", true},
		{`{"ok":false,"code":"locked","message":"The card is locked"}`, "locked", "The card is locked", true},
		{`{"ok":false,"code":"locked"}`, "locked", "the answer says ok: false", true},
	} {
		t.Run(test.body, func(t *testing.T) {
			_, err := operation.One[thing](t.Context(), answering(http.StatusOK, test.body), &flagged, new(operation.Input))
			if !test.refused {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, apierror.ErrRejected)
			require.Equal(t, test.code, apierror.Of(err).Code)
			require.Equal(t, test.message, apierror.Of(err).Message)
		})
	}
}

func TestPayloadWithOrWithoutAnEnvelope(t *testing.T) {
	either := getThing
	either.Result = []string{"data", operation.WholeAnswer}
	for _, body := range []string{`{"data":{"id":"1"}}`, `{"id":"1"}`, `{"data":null,"id":"1"}`} {
		got, err := operation.One[thing](t.Context(), answering(200, body), &either, new(operation.Input))
		require.NoError(t, err)
		require.Equal(t, &thing{ID: "1"}, got)
	}
	_, err := operation.One[thing](t.Context(), answering(200, `{"id":1}`), &either, new(operation.Input))
	require.ErrorIs(t, err, apierror.ErrAmbiguous)
}
