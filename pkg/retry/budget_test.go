package retry_test

import (
	"context"
	"math"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/retry"
)

func TestBudgetStopsStorms(t *testing.T) {
	const callers, calls = 16, 10
	for _, test := range []struct{ budget, want int }{
		{0, retry.Default.Budget}, {1, 1}, {7, 7}, {-1, 0}, {math.MaxInt, callers * calls * (retry.Default.MaxAttempts - 1)},
	} {
		synctest.Test(t, func(t *testing.T) {
			var requests atomic.Int64
			transport := retry.New(foreign(func(*http.Request) (*http.Response, error) {
				requests.Add(1)
				return nil, errConnection
			}), retry.Policy{Budget: test.budget}, nil)
			var storm sync.WaitGroup
			for range callers {
				storm.Go(func() {
					for range calls {
						_ = send(t.Context(), transport, operation.Safe)
					}
				})
			}
			storm.Wait()
			require.EqualValues(t, callers*calls+test.want, requests.Load())
		})
	}
}

type foreign func(*http.Request) (*http.Response, error)

func (f foreign) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

func TestBudgetIsEarnedBackBySuccesses(t *testing.T) {
	for _, test := range []struct {
		name      string
		successes int
		refusals  int
		want      int // retries
	}{
		{"nothing", 0, 0, 0},
		{"nearly one", 9, 0, 0},
		{"one", 10, 0, 1},
		{"three", 39, 0, 3},
		{"no more than was spent", 1000, 0, 5},
		{"refusals earn nothing", 0, 100, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				retries, failing := 0, lost
				server := serve(func(req *http.Request) (*http.Response, error) { return failing(req) })
				policy := retry.Policy{MaxAttempts: 100, Budget: 5}
				transport := chain(server, policy, func(context.Context, retry.Event) { retries++ })
				require.Error(t, send(t.Context(), transport, operation.Safe))
				require.Equal(t, 5, retries)

				failing = success
				for range test.successes {
					require.NoError(t, send(t.Context(), transport, operation.Safe))
				}
				failing = answer(400, `{"code":"invalid"}`)
				for range test.refusals {
					require.Error(t, send(t.Context(), transport, operation.Safe))
				}

				failing, retries = lost, 0
				require.Error(t, send(t.Context(), transport, operation.Safe))
				require.Equal(t, test.want, retries)
			})
		})
	}
}
