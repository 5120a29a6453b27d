package retry_test

import (
	"context"
	"errors"
	"math"
	"net/http"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/retry"
)

// Clients that failed together must not come back together: the wait is anything between nothing and its longest.
func TestWaitIsJitteredAndGrows(t *testing.T) {
	const runs = 1000
	for _, test := range []struct {
		name    string
		policy  retry.Policy
		longest []time.Duration
	}{
		{"default", retry.Policy{}, []time.Duration{500 * time.Millisecond, time.Second, 2 * time.Second}},
		{"up to the cap", retry.Policy{MaxAttempts: 6, BaseDelay: time.Second, MaxDelay: 5 * time.Second}, []time.Duration{
			time.Second, 2 * time.Second, 4 * time.Second, 5 * time.Second, 5 * time.Second,
		}},
		{"cap below the base", retry.Policy{MaxAttempts: 3, BaseDelay: 10 * time.Second, MaxDelay: time.Second}, []time.Duration{
			time.Second, time.Second,
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				test.policy.Budget = runs * 10
				waits := make([][]time.Duration, len(test.longest))
				var last time.Time
				var told time.Duration
				server := serve(func(*http.Request) (*http.Response, error) {
					if !last.IsZero() {
						require.Equal(t, told, time.Since(last), "the wait was another than the hook was told")
					}
					return nil, errConnection
				})
				transport := chain(server, test.policy, func(_ context.Context, event retry.Event) {
					last, told = time.Now(), event.Delay
					waits[event.Attempt-1] = append(waits[event.Attempt-1], event.Delay)
				})
				for range runs {
					last = time.Time{}
					require.Error(t, send(t.Context(), transport, operation.Safe))
				}
				for i, longest := range test.longest {
					require.Len(t, waits[i], runs)
					shortest, greatest, sum := waits[i][0], waits[i][0], time.Duration(0)
					for _, wait := range waits[i] {
						shortest, greatest, sum = min(shortest, wait), max(greatest, wait), sum+wait
					}
					require.GreaterOrEqual(t, shortest, time.Duration(0))
					require.LessOrEqual(t, greatest, longest)
					require.Less(t, shortest, longest/20)
					require.Greater(t, greatest, longest*19/20)
					require.InDelta(t, longest/2, sum/runs, float64(longest)/10)
				}
			})
		})
	}
}

func TestRetryAfterIsWaitedForInFull(t *testing.T) {
	inSevenSeconds := func(req *http.Request) (*http.Response, error) {
		return answer(503, `{"code":"busy"}`, "Retry-After", time.Now().Add(7*time.Second).UTC().Format(http.TimeFormat))(req)
	}
	for name, test := range map[string]struct {
		failure step
		class   operation.Class
		least   time.Duration
	}{
		"429, seconds":       {limited, operation.Never, 3 * time.Second},
		"503, seconds":       {busy, operation.Safe, 3 * time.Second},
		"503, date":          {inSevenSeconds, operation.Safe, 7 * time.Second},
		"no call":            {busy, "GET", 3 * time.Second},
		"date of the past":   {answer(503, "", "Retry-After", "Fri, 31 Dec 1999 23:59:59 GMT"), operation.Safe, 0},
		"neither of the two": {answer(503, "", "Retry-After", "soon"), operation.Safe, 0},
		"a negative number":  {answer(503, "", "Retry-After", "-5"), operation.Safe, 0},
		"none":               {html, operation.Safe, 0},
		"login":              {loginLimited, operation.Never, 4 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			spread := map[time.Duration]bool{}
			for range 20 {
				synctest.Test(t, func(t *testing.T) {
					start := time.Now()
					transport := chain(serve(test.failure, success), retry.Policy{}, nil)
					if name == "login" {
						transport = retry.New(serve(test.failure, success), retry.Policy{}, nil)
					}
					if test.class == "GET" {
						req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://api.example.com", http.NoBody)
						require.NoError(t, err)
						_, err = transport.RoundTrip(req)
						require.NoError(t, err)
					} else {
						require.NoError(t, send(t.Context(), transport, test.class))
					}
					waited := time.Since(start)
					require.GreaterOrEqual(t, waited, test.least)
					require.LessOrEqual(t, waited, test.least+retry.Default.BaseDelay)
					spread[waited] = true
				})
			}
			require.Greater(t, len(spread), 1, "everybody would come back at the same moment")
		})
	}
}

// loginLimited is a request that was not sent because its login has to wait.
var loginLimited step = func(*http.Request) (*http.Response, error) {
	return nil, &apierror.Error{Outcome: notSent, Temporary: true, RetryAfter: 4 * time.Second, Err: errors.New("login failed")}
}

func TestWaitThatDoesNotFitTheDeadlineReturnsTheAnswerAtOnce(t *testing.T) {
	for name, test := range map[string]struct {
		failure step
		status  int
		after   time.Duration
		kind    error
	}{
		"429":           {limited, 429, 3 * time.Second, apierror.ErrRateLimited},
		"503":           {busy, 503, 3 * time.Second, apierror.ErrAmbiguous},
		"503, for ever": {answer(503, "", "Retry-After", strconv.Itoa(math.MaxInt)), 503, math.MaxInt64 / time.Second * time.Second, apierror.ErrAmbiguous},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
				defer cancel()
				server, start := serve(test.failure), time.Now()
				told := func(context.Context, retry.Event) { t.Error("there is no next attempt") }
				policy := retry.Policy{BaseDelay: time.Hour, MaxDelay: time.Hour}
				err := send(ctx, chain(server, policy, told), operation.Safe)
				require.Zero(t, time.Since(start))
				require.Equal(t, 1, server.requests)
				require.ErrorIs(t, err, test.kind)
				require.NotErrorIs(t, err, context.DeadlineExceeded)
				require.Equal(t, test.status, apierror.Of(err).Status)
				require.Equal(t, test.after, apierror.Of(err).RetryAfter)
			})
		})
	}
}

func TestWaitEndsWithTheContext(t *testing.T) {
	reason := errors.New("the user went away")
	for name, failure := range map[string]step{"an answer": busy, "no connection": refused, "connection lost": lost} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancelCause(t.Context())
				server, start := serve(failure), time.Now()
				var kept *apierror.Error
				transport := chain(server, retry.Policy{BaseDelay: time.Hour, MaxDelay: time.Hour},
					func(_ context.Context, event retry.Event) {
						kept = apierror.Of(event.Err)
						time.AfterFunc(min(event.Delay, time.Millisecond), func() { cancel(reason) })
					})

				resp, err := transport.RoundTrip(upload(ctx, t, http.NoBody))

				require.Nil(t, resp)
				require.LessOrEqual(t, time.Since(start), time.Millisecond)
				require.Equal(t, 1, server.requests)
				require.ErrorIs(t, err, reason)
				failed := apierror.Of(err)
				require.Equal(t, ambiguousUnless(name == "no connection"), failed.Outcome)
				require.Equal(t, kept.Status, failed.Status)
				require.Equal(t, kept.RetryAfter, failed.RetryAfter)
				if kept.Err != nil {
					require.ErrorIs(t, err, kept.Err)
				}
				require.NotErrorIs(t, kept, reason, "what the hook was given has changed under its hands")
			})
		})
	}
}

func ambiguousUnless(nothingWasSent bool) apierror.Outcome {
	if nothingWasSent {
		return notSent
	}
	return ambiguous
}

func TestContextThatEndsInAnAttemptIsNoRetry(t *testing.T) {
	reason := errors.New("the user went away")
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(time.Second, func() { cancel(reason) })
		told := func(context.Context, retry.Event) { t.Error("there is no next attempt") }
		_, err := chain(serve(silent), retry.Policy{}, told).RoundTrip(upload(ctx, t, http.NoBody))
		require.ErrorIs(t, err, reason)
		require.ErrorIs(t, err, apierror.ErrAmbiguous)
	})
}
