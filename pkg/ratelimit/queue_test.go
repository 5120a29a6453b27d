package ratelimit_test

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	"weak"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
)

func TestLocalServesFirstComeFirstServed(t *testing.T) {
	for _, limits := range []ratelimit.Limits{five, {PerSecond: 1}} {
		synctest.Test(t, func(t *testing.T) {
			var got permits
			start := time.Now()
			queue(t.Context(), &got, ratelimit.NewLocal(limits), 103)
			pass(2 * time.Minute)
			require.Len(t, got.times, 103)
			for i, caller := range got.order {
				second := time.Duration(caller / limits.PerSecond)
				require.Equal(t, second*(time.Second+limits.Margin), got.times[i].Sub(start), "caller %d", caller)
			}
		})
	}
}

func TestLocalLetsPaymentsPassAndPollsNotStarve(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var got permits
		limiter := ratelimit.NewLocal(ratelimit.Limits{PerSecond: 1})
		drain(t, limiter, 1)
		queue(t.Context(), &got, limiter, 20)
		payments := ratelimit.WithPriority(t.Context(), ratelimit.High)
		for i := range 12 {
			ctx, cancel := context.WithTimeout(payments, time.Nanosecond)
			var refusal *ratelimit.Exceeded
			require.ErrorAs(t, limiter.Wait(ctx), &refusal)
			require.Equal(t, time.Duration(1+i+i/4)*time.Second, refusal.RetryAfter, "payment %d", i)
			cancel()
			go func() { _ = got.take(payments, limiter, 100+i) }()
			synctest.Wait()
		}
		require.Equal(t, 33*time.Second, exceeded(t, limiter, time.Second), "a poll comes last")
		pass(time.Minute)
		require.Equal(t, []int{100, 101, 102, 103, 0, 104, 105, 106, 107, 1, 108, 109, 110, 111, 2, 3}, got.order[:16])
		require.Len(t, got.order, 32)
	})
}

func TestLocalLetsNobodyPassTheQueue(t *testing.T) {
	for range 100 { // what happens at the same moment happens in any order
		synctest.Test(t, func(t *testing.T) {
			var waiting, late permits
			limiter := ratelimit.NewLocal(five)
			drain(t, limiter, 5)
			start := time.Now()
			queue(t.Context(), &waiting, limiter, 7)
			time.Sleep(time.Second + five.Margin) // the first five permits come now
			_ = late.take(t.Context(), limiter, 0)
			synctest.Wait()
			require.Len(t, waiting.times, 7)
			require.Equal(t, 2*(time.Second+five.Margin), late.times[0].Sub(start))
		})
	}
}

func TestLocalRefusesAtOnceWhatDoesNotFitTheDeadline(t *testing.T) {
	const length = 1015 * time.Millisecond
	for _, test := range []struct {
		name    string
		waiting int
		within  time.Duration
		after   time.Duration
	}{
		{"next permit", 0, time.Second, length},
		{"at the very deadline", 0, length, length},
		{"last of the next second", 4, 100 * time.Millisecond, length},
		{"first of the second after", 5, length, 2 * length},
		{"behind a long queue", 52, 10 * length, 11 * length},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var got permits
				limiter := ratelimit.NewLocal(five)
				drain(t, limiter, 5)
				queue(t.Context(), &got, limiter, test.waiting)
				require.Equal(t, test.after, exceeded(t, limiter, test.within))

				pass(test.after)
				require.Len(t, got.times, test.waiting, "a refusal must cost nobody a place")
				drain(t, limiter, 1) // RetryAfter was right
			})
		})
	}
}

// What a refusal says is when the permit would have come, however many wait and whichever limit holds them up.
func TestLocalTellsWhenThePermitComes(t *testing.T) {
	for name, limits := range map[string]ratelimit.Limits{
		"by the second": five, "one by the second": {PerSecond: 1}, "by the day": {PerDay: 3}, "one by the day": {PerDay: 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var got permits
				limiter := ratelimit.NewLocal(limits)
				for range limits.PerSecond + limits.PerDay {
					drain(t, limiter, 1)
					pass(70 * time.Millisecond)
				}
				var told []time.Time
				for range 17 {
					told = append(told, time.Now().Add(exceeded(t, limiter, time.Nanosecond)))
					queue(t.Context(), &got, limiter, 1)
					pass(time.Millisecond)
				}
				pass(30 * 24 * time.Hour)
				require.Len(t, got.times, len(told))
				for i := range told {
					require.True(t, told[i].Equal(got.times[i]), "permit %d: told %s, came %s", i, told[i], got.times[i])
				}
			})
		})
	}
}

func TestLocalWaitsWhereTheDeadlineAllows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limiter := ratelimit.NewLocal(five)
		drain(t, limiter, 5)
		ctx, cancel := context.WithTimeout(t.Context(), 1016*time.Millisecond)
		defer cancel()
		start := time.Now()
		require.NoError(t, limiter.Wait(ctx))
		require.Equal(t, 1015*time.Millisecond, time.Since(start))
	})
}

func TestLocalEndsTheWaitWithTheContext(t *testing.T) {
	reason := errors.New("the user went away")
	for _, test := range []struct {
		name  string
		after time.Duration
	}{{"before it asks", 0}, {"while it waits", 300 * time.Millisecond}} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				limiter := ratelimit.NewLocal(five)
				drain(t, limiter, 5)
				ctx, cancel := context.WithCancelCause(t.Context())
				start := time.Now()
				if test.after == 0 {
					cancel(reason)
				}
				time.AfterFunc(test.after, func() { cancel(reason) })
				require.Equal(t, reason, limiter.Wait(ctx))
				require.Equal(t, test.after, time.Since(start))
			})
		})
	}
}

func TestLocalGivesTheDeadNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limiter := ratelimit.NewLocal(five)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		for range 100 {
			require.ErrorIs(t, limiter.Wait(ctx), context.Canceled)
		}
		drain(t, limiter, 5)
	})
}

func TestLocalGivesThePlaceOfACancelledWaiterToTheNext(t *testing.T) {
	for name, leaves := range map[string]int{"first": 0, "middle": 3, "last of the second": 4} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var got permits
				limiter := ratelimit.NewLocal(five)
				drain(t, limiter, 5)
				start := time.Now()
				queue(t.Context(), &got, limiter, leaves)
				leaving, cancel := context.WithCancel(t.Context())
				queue(leaving, &permits{}, limiter, 1)
				queue(t.Context(), &got, limiter, 5-leaves) // with the one before them, the last would wait a second more
				pass(time.Second)
				cancel()
				pass(time.Second)
				require.Len(t, got.times, 5)
				for _, at := range got.times {
					require.Equal(t, 1015*time.Millisecond, at.Sub(start))
				}
			})
		})
	}
}

func TestLocalIsNotDelayedByAMassCancellation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limiter := ratelimit.NewLocal(five)
		drain(t, limiter, 5)
		start := time.Now()
		crowd, cancel := context.WithCancel(t.Context())
		var leaving sync.WaitGroup
		for range 5_000 {
			leaving.Go(func() { _ = limiter.Wait(crowd) })
		}
		synctest.Wait()
		require.Equal(t, 1001*1015*time.Millisecond, exceeded(t, limiter, time.Minute))
		pass(time.Second)
		cancel()
		leaving.Wait()

		var got permits
		queue(t.Context(), &got, limiter, 5)
		pass(time.Second)
		require.Len(t, got.times, 5)
		for _, at := range got.times {
			require.Equal(t, 1015*time.Millisecond, at.Sub(start))
		}
	})
}

// A timer that was left behind would keep the limiter alive until it fires, here in a day.
func TestLocalLeavesNoTimerBehind(t *testing.T) {
	limiter := ratelimit.NewLocal(ratelimit.Limits{PerDay: 1})
	gone := weak.Make(limiter)
	require.NoError(t, limiter.Wait(t.Context()))
	ctx, cancel := context.WithCancel(t.Context())
	waiting := make(chan struct{}, 1)
	var leaving sync.WaitGroup
	leaving.Go(func() { _ = limiter.Wait(observed{ctx, waiting}) })
	<-waiting
	cancel()
	leaving.Wait()
	for range 100 {
		if runtime.GC(); gone.Value() == nil {
			return
		}
		runtime.Gosched() // the runtime forgets stopped timers when it has time for it
	}
	require.Nil(t, gone.Value())
}

// observed is a context that tells when somebody waits for its end.
type observed struct {
	context.Context
	waiting chan<- struct{}
}

func (o observed) Done() <-chan struct{} {
	o.waiting <- struct{}{}
	return o.Context.Done()
}
