package operation_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
)

const (
	envelope = `{"code":"no","message":"Not like this"}`
	page     = "<html><body>502 Bad Gateway</body></html>"
)

// TestOutcome is the table of the design, over real HTTP.
func TestOutcome(t *testing.T) {
	type want struct {
		outcome   apierror.Outcome
		kind      error
		temporary bool
	}
	rejected := func(kind error) want { return want{apierror.Rejected, kind, false} }
	ambiguous := func(kind error) want { return want{apierror.Ambiguous, kind, false} }
	again := func(kind error) want { return want{apierror.Ambiguous, kind, true} }
	for _, test := range []struct {
		name   string
		status int
		body   string
		want   want
	}{
		{"envelope", 400, envelope, rejected(nil)},
		{"envelope", 401, envelope, rejected(apierror.ErrUnauthorized)},
		{"envelope", 403, envelope, rejected(apierror.ErrForbidden)},
		{"envelope", 404, envelope, rejected(apierror.ErrNotFound)},
		{"envelope", 409, envelope, rejected(nil)},
		{"envelope", 422, envelope, rejected(apierror.ErrValidation)},
		{"envelope", 429, envelope, want{apierror.Rejected, apierror.ErrRateLimited, true}},
		{"envelope with fields", 400, `{"code":"no","fields":{"amount":"is required"}}`, rejected(apierror.ErrValidation)},
		{"envelope whose code says more than the status", 400, `{"code":"thing_not_found"}`, rejected(apierror.ErrNotFound)},
		{"code of an existing key", 400, `{"code":"ref_exists"}`, rejected(apierror.ErrExists)},
		{"code of an existing key, with fields", 409, `{"code":"ref_exists","fields":{"ref":"is taken"}}`, rejected(apierror.ErrExists)},
		{"code of an existing key", 500, `{"code":"ref_exists"}`, again(apierror.ErrExists)},
		{"envelope, unusual status", 405, envelope, again(nil)},
		{"envelope, unusual status", 402, envelope, again(nil)},
		{"envelope, timeout", 408, envelope, again(nil)},
		{"envelope", 500, envelope, again(nil)},
		{"envelope", 503, envelope, again(nil)},
		{"caller's mistake", 500, `{"code":"invalid_arguments"}`, rejected(nil)},
		{"caller's mistake, redirected", 302, `{"code":"invalid_arguments"}`, again(nil)},
		{"envelope", 302, envelope, again(nil)},

		{"page", 400, page, again(nil)},
		{"page", 401, page, ambiguous(apierror.ErrUnauthorized)},
		{"page", 403, page, ambiguous(apierror.ErrForbidden)},
		{"page of a proxy says nothing about a payment", 404, page, again(nil)},
		{"page", 409, page, again(nil)},
		{"page", 422, page, again(apierror.ErrValidation)},
		{"page", 429, page, again(apierror.ErrRateLimited)},
		{"page", 500, page, again(nil)},
		{"page", 502, page, again(nil)},
		{"nothing", 400, "", again(nil)},
		{"nothing", 408, "", again(nil)},
		{"nothing", 503, "", again(nil)},
		{"other JSON", 400, `{"error":"no"}`, again(nil)},
		{"moved", 301, "", again(nil)},
		{"moved", 302, page, again(nil)},
		{"moved", 303, "", again(nil)},
		{"not modified", 304, "", again(nil)},
		{"moved", 307, "", again(nil)},
		{"moved", 308, "", again(nil)},

		{"nothing", 200, "", again(nil)},
		{"white space", 200, " \n", again(nil)},
		{"page", 200, page, again(nil)},
		{"cut off", 200, `{"data":{"id":"a"`, again(nil)},
		{"cut off list", 200, `[{"id":"a"}`, again(nil)},
		{"text", 201, "created", again(nil)},
		{"unreadable inside", 200, `{"data":{"id":"a",}}`, ambiguous(nil)},
		{"no payload", 200, `{}`, ambiguous(nil)},
		{"no content, where there should be some", 204, "", ambiguous(nil)},
	} {
		t.Run(fmt.Sprint(test.status, " ", test.name), func(t *testing.T) {
			elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("a redirect was followed") }))
			defer elsewhere.Close()
			p := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("X-Request-Id", "req-1")
				if test.status/100 == 3 {
					w.Header().Set("Location", elsewhere.URL)
				}
				w.WriteHeader(test.status)
				_, _ = io.WriteString(w, test.body)
			})
			for _, op := range []*operation.Operation{&createThing, &getThing} {
				op := *op
				op.Retry.Exists = createThing.Retry.Exists
				_, err := operation.One[thing](t.Context(), p.Caller, &op, new(operation.Input))
				got := failed(t, err)
				require.Equal(t, test.want, want{got.Outcome, got.Kind, got.Temporary})
				require.Equal(t, test.status, got.Status)
				require.Equal(t, "req-1", got.RequestID)
				require.Equal(t, op.ID, got.Operation)
				if test.status != 304 && test.status != 204 {
					require.Equal(t, test.body, string(got.Body))
				}
				require.NotContains(t, err.Error(), "Bad Gateway", "the body is not printed")
			}
			require.Len(t, p.received(), 2)
		})
	}
}

func TestRefusalIsReadable(t *testing.T) {
	c := answering(400, `{"code":"no","message":"card 4111 1111 1111 1111 declined","fields":{"pan":"4111111111111111 is wrong"}}`)
	got := failed(t, one(t, c, new(operation.Input)))
	require.Equal(t, "no", got.Code)
	require.Equal(t, "card [redacted] declined", got.Message)
	require.Equal(t, []apierror.Field{{Name: "pan", Message: "[redacted] is wrong"}}, got.Fields)

	c = answering(400, envelope)
	c.DecodeError = nil
	require.Equal(t, apierror.Ambiguous, failed(t, one(t, c, new(operation.Input))).Outcome, "nobody can tell that it is the platform's")
}

func TestLostAnswers(t *testing.T) {
	for name, handle := range map[string]http.HandlerFunc{
		"cut off": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, `{"data":{}}`)
		},
		"cut off in a chunk": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, `{"data":{}}`)
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		},
		"refusal, cut off": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			w.WriteHeader(400)
			_, _ = io.WriteString(w, envelope)
		},
		"no answer": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	} {
		t.Run(name, func(t *testing.T) {
			p := serve(t, handle)
			err := one(t, p.Caller, new(operation.Input).Body(thing{}))
			got := failed(t, err)
			require.Equal(t, apierror.Ambiguous, got.Outcome)
			require.Error(t, got.Err)
			require.Len(t, p.received(), 1)
		})
	}
	server := httptest.NewServer(nil)
	server.Close()
	c := &operation.Caller{BaseURL: server.URL, Transport: http.DefaultTransport}
	require.Equal(t, apierror.Ambiguous, failed(t, one(t, c, new(operation.Input))).Outcome, "a foreign transport proves nothing")
}

func TestWorstOutcomeOfTheAttempts(t *testing.T) {
	for _, test := range []struct {
		name  string
		noted []apierror.Outcome
		last  *http.Response
		want  apierror.Outcome
	}{
		{"rejected at once", nil, answer(400, envelope), apierror.Rejected},
		{"rejected after an ambiguous attempt", []apierror.Outcome{apierror.Ambiguous}, answer(400, envelope), apierror.Ambiguous},
		{"the order does not matter", []apierror.Outcome{apierror.Ambiguous, apierror.NotSent, apierror.Rejected}, answer(429, envelope), apierror.Ambiguous},
		{"rejected after one that was not sent", []apierror.Outcome{apierror.NotSent}, answer(400, envelope), apierror.Rejected},
		{"ambiguous in the end", []apierror.Outcome{apierror.Rejected}, answer(502, page), apierror.Ambiguous},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := through(func(req *http.Request) (*http.Response, error) {
				call := operation.FromContext(req.Context())
				for _, outcome := range test.noted {
					call.CountAttempt()
					call.Note(outcome)
				}
				call.CountAttempt()
				return test.last, nil
			})
			got := failed(t, one(t, c, new(operation.Input)))
			require.Equal(t, test.want, got.Outcome)
			require.Equal(t, len(test.noted)+1, got.Attempts)
		})
	}
	c := through(func(req *http.Request) (*http.Response, error) {
		operation.FromContext(req.Context()).Note(apierror.Ambiguous)
		return answer(200, `{"data":{}}`), nil
	})
	require.NoError(t, one(t, c, new(operation.Input)), "a success in the end is one")
	require.NoError(t, one(t, answering(200, `{"data":{}}`), new(operation.Input)), "calls know nothing of each other")
}

func TestNoteFromManyGoroutines(t *testing.T) {
	call := &operation.Call{Operation: &createThing}
	var group sync.WaitGroup
	for i := range 30 {
		group.Go(func() {
			call.CountAttempt()
			call.Note(apierror.Outcome(i%3 + 1))
		})
	}
	group.Wait()
	got := call.Refuse(nil, io.EOF)
	require.Equal(t, apierror.Ambiguous, got.Outcome)
	require.Equal(t, 30, got.Attempts)
}

func TestRequestsWithoutACall(t *testing.T) {
	call := operation.FromContext(t.Context())
	require.Nil(t, call)
	call.CountAttempt()
	got := call.Refuse(apierror.ErrRateLimited, io.EOF)
	require.Equal(t, &apierror.Error{Outcome: apierror.NotSent, Kind: apierror.ErrRateLimited, Err: io.EOF}, got)
	require.Equal(t, apierror.Rejected, call.Fail(&apierror.Error{Outcome: apierror.Rejected}).Outcome)
	require.Equal(t, apierror.Ambiguous, call.Unreadable(answer(200, ""), []byte("x"), io.EOF).Outcome)

	known := &operation.Call{Operation: &createThing}
	require.Same(t, known, operation.FromContext(operation.NewContext(t.Context(), known)))
}

func TestRetryAfter(t *testing.T) {
	for _, test := range []struct {
		name, value string
		min, max    time.Duration
	}{
		{"seconds", "7", 7 * time.Second, 7 * time.Second},
		{"date", time.Now().Add(time.Hour).UTC().Format(http.TimeFormat), 59 * time.Minute, time.Hour},
		{"date gone by", time.Now().Add(-time.Hour).UTC().Format(http.TimeFormat), 0, 0},
		{"0", "0", 0, 0},
		{"negative", "-5", 0, 0},
		{"nonsense", "soon", 0, 0},
		{"none", "", 0, 0},
		{"too long for a Duration", "10000000000", 200 * 365 * 24 * time.Hour, 1<<63 - 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, status := range []int{429, 503} {
				p := serve(t, func(w http.ResponseWriter, _ *http.Request) {
					w.Header().Set("Retry-After", test.value)
					w.WriteHeader(status)
					_, _ = io.WriteString(w, envelope)
				})
				got := failed(t, one(t, p.Caller, new(operation.Input)))
				require.GreaterOrEqual(t, got.RetryAfter, test.min)
				require.LessOrEqual(t, got.RetryAfter, test.max)
			}
		})
	}
}

func TestRequestID(t *testing.T) {
	for _, header := range []string{"X-Request-Id", "x-amzn-RequestId"} {
		c := through(func(*http.Request) (*http.Response, error) {
			resp := answer(400, envelope)
			resp.Header.Set(header, "req-1")
			return resp, nil
		})
		err := one(t, c, new(operation.Input))
		require.Equal(t, "req-1", failed(t, err).RequestID)
		require.ErrorContains(t, err, "req-1")
	}
}

func TestBodyOfAnErrorIsCappedAndNotPrinted(t *testing.T) {
	long := strings.Repeat("Ada Lovelace, ", 1000)
	for name, c := range map[string]*operation.Caller{
		"page":       answering(502, long),
		"refusal":    answering(400, `{"code":"no","x":"`+long+`"}`),
		"unreadable": answering(200, long),
		"no payload": answering(200, `{"x":"`+long+`"}`),
	} {
		t.Run(name, func(t *testing.T) {
			var raw operation.RawResponse
			err := one(t, c, new(operation.Input), operation.WithRawResponse(&raw))
			got := failed(t, err)
			require.Len(t, got.Body, apierror.MaxBody)
			require.Equal(t, string(raw.Body[:apierror.MaxBody]), string(got.Body))
			require.Greater(t, len(raw.Body), apierror.MaxBody)
			require.NotContains(t, fmt.Sprintf("%v %+v %#v %s %q", err, err, err, err, err), "Lovelace")
			raw.Body[0]++
			require.NotEqual(t, raw.Body[0], got.Body[0], "the error keeps its own copy")
		})
	}
}
