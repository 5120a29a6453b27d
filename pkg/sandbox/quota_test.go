package sandbox_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

func TestRateLimit(t *testing.T) {
	type step struct {
		after  time.Duration
		status int
	}
	for _, test := range []struct {
		name              string
		perSecond, perDay int
		steps             []step // after the login, which counts
	}{
		{"any second, not every second", 2, 0, []step{{900 * time.Millisecond, 200}, {99 * time.Millisecond, 429}, {time.Second, 200}}},
		{"has room again when the first is a second old", 2, 0, []step{{900 * time.Millisecond, 200}, {100 * time.Millisecond, 200}, {0, 429}}},
		{"refused requests count", 2, 0, []step{{0, 200}, {0, 429}, {500 * time.Millisecond, 429}, {499 * time.Millisecond, 429}, {401 * time.Millisecond, 429}, {time.Second, 200}}},
		{"any day", 0, 3, []step{{time.Hour, 200}, {time.Hour, 200}, {time.Hour, 429}, {22*time.Hour - 1, 429}, {time.Hour, 429}}},
		{"a day later there is room", 0, 2, []step{{time.Hour, 200}, {23 * time.Hour, 200}, {0, 429}}},
		{"no limit", 0, 0, []step{{0, 200}, {0, 200}, {0, 200}, {0, 200}, {0, 200}, {0, 200}, {0, 200}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := connect(t, sandbox.WithRateLimit(test.perSecond, test.perDay), sandbox.WithTokenLifetime(72*time.Hour))
			refused := 0
			for i, step := range test.steps {
				c.sandbox.Advance(step.after)
				answer := c.do("GET", "/currencies/v1/pairs", nil)
				require.Equal(t, step.status, answer.status, "step %d", i)
				if step.status == http.StatusTooManyRequests {
					refused++
					require.Equal(t, "rate_limit_exceeded", answer.error(t).ErrorCode)
					require.Equal(t, "1", answer.header.Get("Retry-After"))
				}
			}
			require.Equal(t, refused, c.sandbox.Stats().OverLimit)
		})
	}
}

func TestDefaultRateLimit(t *testing.T) {
	c := connect(t, sandbox.WithRateLimit(5, 432_000))
	c.key = "" // the limit comes first, and counts everything
	for range 4 {
		require.Equal(t, http.StatusForbidden, c.do("GET", "/currencies/v1/pairs", nil).status)
	}
	require.Equal(t, http.StatusTooManyRequests, c.do("GET", "/currencies/v1/pairs", nil).status)
}
