package ratelimit_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// permits are the moments at which permits came, in that order.
type permits struct {
	mu    sync.Mutex
	times []time.Time
	order []int
}

// take waits for a permit and notes it under the number of its caller.
func (p *permits) take(ctx context.Context, limiter ratelimit.Limiter, caller int) error {
	err := limiter.Wait(ctx)
	if err == nil {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.times, p.order = append(p.times, time.Now()), append(p.order, caller)
	}
	return err
}

// within requires that no stretch of time of a length has more than limit permits.
func (p *permits) within(t *testing.T, limit int, length time.Duration) {
	t.Helper()
	for i := limit; i < len(p.times); i++ {
		require.GreaterOrEqual(t, p.times[i].Sub(p.times[i-limit]), length, "permits %d to %d", i-limit, i)
	}
}

// drain takes n permits that must be there at once.
func drain(t *testing.T, limiter ratelimit.Limiter, n int) {
	t.Helper()
	start := time.Now()
	for range n {
		require.NoError(t, limiter.Wait(t.Context()))
	}
	require.Zero(t, time.Since(start), "the permits were not there at once")
}

// exceeded requires that a limiter refuses a permit within a time, without using any of it, and returns by how much.
func exceeded(t *testing.T, limiter ratelimit.Limiter, within time.Duration) time.Duration {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), within)
	defer cancel()
	start := time.Now()
	err := limiter.Wait(ctx)
	require.Zero(t, time.Since(start), "the refusal took time")
	var refusal *ratelimit.Exceeded
	require.True(t, errors.As(err, &refusal), "%v", err)
	return refusal.RetryAfter
}

// queue starts n callers, one after the other, and returns when all of them wait.
func queue(ctx context.Context, p *permits, limiter ratelimit.Limiter, n int) {
	for caller := range n {
		go func() { _ = p.take(ctx, limiter, caller) }()
		synctest.Wait()
	}
}

// pass lets time pass, and everything happen that happens in it.
func pass(length time.Duration) {
	time.Sleep(length)
	synctest.Wait()
}
