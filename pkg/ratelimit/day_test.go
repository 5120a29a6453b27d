package ratelimit_test

import (
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
)

const day = 24 * time.Hour

func TestLocalReleasesTheDayAfter24Hours(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limiter := ratelimit.NewLocal(ratelimit.Limits{PerSecond: 5, PerDay: 12})
		for range 12 {
			require.NoError(t, limiter.Wait(t.Context()))
			time.Sleep(time.Hour)
		}
		wait := exceeded(t, limiter, 11*time.Hour)
		require.InDelta(t, 12*time.Hour, wait, float64(2*time.Minute)) // the first of the twelve is twelve hours old
		time.Sleep(wait - time.Minute - time.Second)
		require.Positive(t, exceeded(t, limiter, time.Second))
		time.Sleep(time.Minute + time.Second)
		drain(t, limiter, 1)
		require.InDelta(t, time.Hour, exceeded(t, limiter, time.Minute), float64(2*time.Minute))
	})
}

func TestLocalNeverAllowsMoreThanTheQuotaIn24Hours(t *testing.T) {
	for _, limits := range []ratelimit.Limits{{PerSecond: 5, PerDay: 40}, {PerDay: 1}, {PerDay: 7, Margin: time.Second}} {
		for seed := range uint64(5) {
			synctest.Test(t, func(t *testing.T) {
				var got permits
				var callers sync.WaitGroup
				limiter := ratelimit.NewLocal(limits)
				for caller := range uint64(5) {
					random := rand.New(rand.NewPCG(seed, caller))
					callers.Go(func() {
						for range 20 {
							time.Sleep(time.Duration(random.Int64N(int64(8 * time.Hour))))
							_ = got.take(t.Context(), limiter, 0)
						}
					})
				}
				callers.Wait()
				require.Len(t, got.times, 100)
				got.within(t, limits.PerDay, day)
			})
		}
	}
}

func TestLocalUsesNearlyTheWholeDay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const days = 30
		var got permits
		limiter := ratelimit.NewLocal(ratelimit.Limits{PerSecond: 5, PerDay: 100})
		start := time.Now()
		for time.Since(start) < days*day {
			require.NoError(t, got.take(t.Context(), limiter, 0))
		}
		require.GreaterOrEqual(t, len(got.times), days*100*97/100)
		got.within(t, 100, day)
	})
}
