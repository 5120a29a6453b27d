package retry_test

import (
	"errors"
	"net/http"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/retry"
)

const (
	notSent   = apierror.NotSent
	rejected  = apierror.Rejected
	ambiguous = apierror.Ambiguous
)

// How often a failure leads to a request, out of three, and how the call ends.
var failures = []struct {
	name    string
	failure step
	safe    int // attempts
	others  int // attempts of the classes keyed and never
	get     int // attempts of a GET that belongs to no call
	outcome apierror.Outcome
	status  int
}{
	{"no connection", refused, 3, 3, 3, notSent, 0},
	{"connection lost", lost, 3, 1, 3, ambiguous, 0},
	{"no answer in time", silent, 3, 1, 3, ambiguous, 0},
	{"answer breaks off", truncated, 3, 1, 3, ambiguous, 200},
	{"answer too large", tooLarge, 1, 1, 1, ambiguous, 200},
	{"success without a body", answer(200, ""), 3, 1, 1, ambiguous, 200},
	{"success as HTML", answer(200, "<html>"), 3, 1, 1, ambiguous, 200},
	{"redirect", answer(307, ""), 3, 1, 1, ambiguous, 307},
	{"400 envelope", answer(400, `{"code":"invalid_amount"}`), 1, 1, 1, rejected, 400},
	{"400 HTML", answer(400, "<html>"), 3, 1, 1, ambiguous, 400},
	{"404 HTML", answer(404, "<html>"), 3, 1, 1, ambiguous, 404},
	{"401 envelope", answer(401, `{"code":"token"}`), 1, 1, 1, rejected, 401},
	{"408 HTML", answer(408, "<html>"), 3, 1, 3, ambiguous, 408},
	{"409 envelope", answer(409, `{"code":"exists"}`), 1, 1, 1, rejected, 409},
	{"429 envelope", limited, 3, 3, 3, rejected, 429},
	{"429 HTML", answer(429, "<html>"), 3, 1, 3, ambiguous, 429},
	{"500 envelope", answer(500, `{"code":"oops"}`), 3, 1, 3, ambiguous, 500},
	{"500 envelope, caller's mistake", answer(500, `{"code":"invalid_wallet"}`), 1, 1, 3, rejected, 500},
	{"502 HTML", html, 3, 1, 3, ambiguous, 502},
	{"503 envelope", busy, 3, 1, 3, ambiguous, 503},
}

var three = retry.Policy{MaxAttempts: 3, Budget: 1000}

func TestCallsAreRepeatedByClassAndFailure(t *testing.T) {
	for _, test := range failures {
		for class, attempts := range map[operation.Class]int{
			operation.Safe: test.safe, operation.Keyed: test.others, operation.Never: test.others, "": test.others,
		} {
			t.Run(test.name+"/"+string(class), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					server := serve(test.failure)
					err := send(t.Context(), chain(server, three, nil), class)
					failed := apierror.Of(err)
					require.NotNil(t, failed)
					require.Equal(t, attempts, server.requests)
					require.Equal(t, attempts, failed.Attempts)
					require.Equal(t, test.outcome, failed.Outcome)
					require.Equal(t, test.status, failed.Status)
					require.Equal(t, "createSimplePayment", failed.Operation)
				})
			})
			t.Run(test.name+" once/"+string(class), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					server := serve(test.failure, success)
					err := send(t.Context(), chain(server, three, nil), class)
					require.Equal(t, attempts > 1, err == nil)
					require.Equal(t, min(attempts, 2), server.requests)
				})
			})
		}
	}
}

func TestRequestsWithoutACallAreRepeatedIfTheyAreReads(t *testing.T) {
	for _, test := range failures {
		for method, attempts := range map[string]int{
			http.MethodGet: test.get, http.MethodHead: test.get, http.MethodPost: 1, http.MethodPut: 1, http.MethodDelete: 1,
		} {
			t.Run(test.name+"/"+method, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					server := serve(test.failure)
					req, err := http.NewRequestWithContext(t.Context(), method, "https://api.example.com", http.NoBody)
					require.NoError(t, err)
					resp, err := chain(server, three, nil).RoundTrip(req)
					require.Equal(t, attempts, server.requests)
					if err == nil {
						require.Equal(t, test.status, resp.StatusCode)
					} else {
						require.Equal(t, test.outcome, apierror.Of(err).Outcome)
					}
				})
			})
		}
	}
}

func TestRefusalsThatWillNotPassAreNotRepeated(t *testing.T) {
	for name, refusal := range map[string]*apierror.Error{
		"permanent": {Outcome: notSent, Err: errors.New("the limit of the day")},
		"temporary": {Outcome: notSent, Err: errors.New("no login"), Temporary: true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := serve(func(*http.Request) (*http.Response, error) {
					own := *refusal
					return nil, &own
				})
				err := send(t.Context(), retry.New(server, three, nil), operation.Never)
				require.ErrorIs(t, err, refusal.Err)
				require.ErrorIs(t, err, apierror.ErrNotSent)
				require.Equal(t, map[bool]int{false: 1, true: 3}[refusal.Temporary], server.requests)
			})
		})
	}
}

func TestWorstOutcomeOfTheAttemptsCounts(t *testing.T) {
	invalid := answer(400, `{"code":"invalid_amount"}`)
	for _, test := range []struct {
		name    string
		class   operation.Class
		steps   []step
		outcome apierror.Outcome // 0 for a success
		status  int
	}{
		{"lost, then no connection", operation.Safe, []step{lost, refused}, ambiguous, 0},
		{"no connection, then lost", operation.Safe, []step{refused, lost}, ambiguous, 0},
		{"lost, then refused", operation.Safe, []step{lost, invalid}, ambiguous, 400},
		{"502, then no connection", operation.Safe, []step{html, refused}, ambiguous, 0},
		{"broken off, then limited", operation.Safe, []step{truncated, limited}, ambiguous, 429},
		{"limited, then no connection", operation.Keyed, []step{limited, refused}, rejected, 0},
		{"no connection, then refused", operation.Never, []step{refused, invalid}, rejected, 400},
		{"limited, then lost", operation.Keyed, []step{limited, lost}, ambiguous, 0},
		{"no connection twice", operation.Never, []step{refused, refused}, notSent, 0},
		{"lost, then success", operation.Safe, []step{lost, success}, 0, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				err := send(t.Context(), chain(serve(test.steps...), retry.Policy{MaxAttempts: 2}, nil), test.class)
				if test.outcome == 0 {
					require.NoError(t, err)
					return
				}
				failed := apierror.Of(err)
				require.NotNil(t, failed)
				require.Equal(t, test.outcome, failed.Outcome)
				require.Equal(t, test.status, failed.Status)
			})
		})
	}
}

// A transport of somebody else's, in place of attempt, has errors of its own.
func TestErrorsOfForeignTransportsAreAmbiguous(t *testing.T) {
	for _, test := range []struct {
		class    operation.Class
		steps    []step
		attempts int
	}{
		{operation.Safe, []step{lost}, 3},
		{operation.Safe, []step{truncated}, 3},
		{operation.Safe, []step{lost, tooLarge}, 2},
		{operation.Never, []step{lost}, 1},
		{operation.Never, []step{truncated}, 1},
	} {
		synctest.Test(t, func(t *testing.T) {
			server := serve(test.steps...)
			err := send(t.Context(), retry.New(server, three, nil), test.class)
			require.ErrorIs(t, err, apierror.ErrAmbiguous)
			require.Equal(t, test.attempts, server.requests)
		})
	}
}

func TestNumberOfAttempts(t *testing.T) {
	for _, test := range []struct{ most, want int }{{0, retry.Default.MaxAttempts}, {1, 1}, {2, 2}, {7, 7}} {
		synctest.Test(t, func(t *testing.T) {
			server := serve(lost)
			require.Error(t, send(t.Context(), chain(server, retry.Policy{MaxAttempts: test.most}, nil), operation.Safe))
			require.Equal(t, test.want, server.requests)
		})
	}
}
