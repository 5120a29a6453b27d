package ratelimit_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
)

var five = ratelimit.Limits{PerSecond: 5, Margin: 15 * time.Millisecond}

// The callers come and go as they like: in bursts and one by one, patient and impatient, after idle times of any length.
func TestLocalNeverAllowsMoreThanTheQuotaInASlidingSecond(t *testing.T) {
	for _, limits := range []ratelimit.Limits{five, {PerSecond: 1}, {PerSecond: 50, Margin: 100 * time.Millisecond}, ratelimit.Default} {
		for seed := range uint64(5) {
			t.Run(fmt.Sprintf("%d per second, seed %d", limits.PerSecond, seed), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					var got permits
					limiter, random := ratelimit.NewLocal(limits), rand.New(rand.NewPCG(seed, 0))
					var callers sync.WaitGroup
					for caller := range 1 + random.IntN(40) {
						own := rand.New(rand.NewPCG(seed, uint64(caller)))
						callers.Go(func() { restless(t, limiter, &got, own) })
					}
					callers.Wait()
					require.Greater(t, len(got.times), limits.PerSecond, "the pattern proves nothing")
					got.within(t, limits.PerSecond, time.Second+limits.Margin)
				})
			})
		}
	}
}

// restless asks for permits in one random way after another.
func restless(t *testing.T, limiter ratelimit.Limiter, got *permits, random *rand.Rand) {
	for range 40 {
		ctx, cancel := context.WithCancel(t.Context())
		switch random.IntN(4) {
		case 0: // gives up at a moment that the limiter does not know
			timer := time.AfterFunc(time.Duration(random.Int64N(int64(2*time.Second))), cancel)
			defer timer.Stop()
		case 1: // has a deadline
			var end context.CancelFunc
			ctx, end = context.WithTimeout(ctx, time.Duration(random.Int64N(int64(3*time.Second))))
			defer end()
		case 2: // has been away
			time.Sleep(time.Duration(random.Int64N(int64(4 * time.Second))))
		}
		_ = got.take(ctx, limiter, 0)
		cancel()
	}
}

func TestLocalUsesNearlyTheWholeQuota(t *testing.T) {
	for _, callers := range []int{1, 256} {
		t.Run(fmt.Sprintf("%d callers", callers), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				const seconds = 600
				limiter := ratelimit.NewLocal(five)
				ctx, cancel := context.WithCancel(t.Context())
				var got permits
				var running sync.WaitGroup
				for range callers {
					running.Go(func() {
						for got.take(ctx, limiter, 0) == nil {
						}
					})
				}
				time.Sleep(seconds * time.Second)
				cancel()
				running.Wait()
				require.GreaterOrEqual(t, len(got.times), seconds*five.PerSecond*97/100)
				got.within(t, five.PerSecond, time.Second+five.Margin)
			})
		})
	}
}

func TestLocalGivesWhatIsThereAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limiter := ratelimit.NewLocal(five)
		drain(t, limiter, 5)
		time.Sleep(time.Hour)
		drain(t, limiter, 5) // idle time is not saved up: the sixth waits
		require.Equal(t, 1015*time.Millisecond, exceeded(t, limiter, time.Second))
	})
}

func TestLocalWithoutLimitNeverWaits(t *testing.T) {
	for name, limiter := range map[string]*ratelimit.Local{"no limits": ratelimit.NewLocal(ratelimit.Limits{}), "zero value": {}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { drain(t, limiter, 10_000) })
		})
	}
}
