package operation_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

// A platform that repeats what it was sent: none of the secrets is in the error, wherever they were sent, and the rest of
// what it says is.
func TestWhatWasSentAsASecretIsInNoMessage(t *testing.T) {
	const hidden = "hunter2"
	own := secret.New(hidden)
	plain := func() *operation.Input { return new(operation.Input).Path("thingId", "t").Path("partId", "p") }
	for name, test := range map[string]struct {
		in      *operation.Input
		options []operation.Option
		header  secret.String
	}{
		"parameter of the path":  {new(operation.Input).Path("thingId", own).Path("partId", "p"), nil, secret.String{}},
		"parameter of the query": {plain().Query("key", own, "form", true), nil, secret.String{}},
		"body":                   {plain().Body(credentials{User: "ada", PIN: own}), nil, secret.String{}},
		"field of the body": {
			plain().Body(credentials{User: "ada"}), []operation.Option{operation.WithBodyField("more", own)}, secret.String{},
		},
		"header of a transport": {plain(), nil, own},
	} {
		t.Run(name, func(t *testing.T) {
			for _, op := range []operation.Operation{getThing, flagged} {
				caller := through(func(req *http.Request) (*http.Response, error) {
					operation.FromContext(req.Context()).Hide(test.header)
					if op.SuccessFlag != "" {
						return answer(200, `{"Success":false,"code":"no","message":"hunter2 is wrong"}`), nil
					}
					return answer(422, `{"code":"no","message":"hunter2 is wrong","fields":{"items.hunter2":"not hunter2"}}`), nil
				})
				_, err := operation.One[thing](t.Context(), caller, &op, test.in, test.options...)
				refused := failed(t, err)
				require.Equal(t, "[redacted] is wrong", refused.Message)
				if op.SuccessFlag == "" {
					require.Equal(t, []apierror.Field{{Name: "items.[redacted]", Message: "not [redacted]"}}, refused.Fields)
				}
				require.NotContains(t, fmt.Sprintf("%v %+v %#v", err, err, err), hidden)
			}
		})
	}
}

var flagged = func() operation.Operation {
	op := getThing
	op.SuccessFlag = "Success"
	return op
}()

func TestHide(t *testing.T) {
	for name, test := range map[string]struct {
		hidden        []secret.String
		message, want string
	}{
		"several":                 {[]secret.String{secret.New("one"), secret.New("two")}, "two, one, two", "[redacted], [redacted], [redacted]"},
		"one that holds another":  {[]secret.String{secret.New("horse"), secret.New("horseman")}, "a horseman", "a [redacted]"},
		"too short to be told":    {[]secret.String{secret.New("is"), {}}, "this is it", "this is it"},
		"the replacement's parts": {[]secret.String{secret.New("one"), secret.New("red")}, "one red", "[redacted] [redacted]"},
		"none":                    {nil, "Not like this", "Not like this"},
	} {
		t.Run(name, func(t *testing.T) {
			call := &operation.Call{Operation: &createThing, DecodeError: decodeError}
			call.Hide(test.hidden...)
			got := call.Check(answer(400, ""), []byte(`{"code":"no","message":"`+test.message+`"}`))
			require.Equal(t, test.want, got.Message)
		})
	}
	(*operation.Call)(nil).Hide(secret.New("hunter2")) // of a request without a call
}
