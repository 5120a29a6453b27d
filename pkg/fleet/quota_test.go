package fleet_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/internal/redistest"
	"github.com/wallex-sdk/wallex-go/pkg/fleet"
	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
)

// replicas returns limiters that share a quota, each with connections of its own, as processes have them.
func replicas(t *testing.T, server *redistest.Server, n int, limits ratelimit.Limits, options ...fleet.LimiterOption) []*fleet.Limiter {
	t.Helper()
	var all []*fleet.Limiter
	for range n {
		all = append(all, fleet.NewLimiter(server.Client(), "test", limits, append(options, fleet.WithReplicas(n))...))
	}
	return all
}

// ready takes the first permit, for which a server that knows nothing makes its callers wait.
func ready(t *testing.T, limiter ratelimit.Limiter) {
	t.Helper()
	require.NoError(t, limiter.Wait(t.Context()))
	pause(t, 1300*time.Millisecond) // nothing is in use
}

func drain(t *testing.T, limiter ratelimit.Limiter, n int) {
	t.Helper()
	for range n {
		require.NoError(t, limiter.Wait(t.Context()))
	}
}

// The callers come and go as they like: in bursts and one by one, patient and impatient.
func TestLimiterNeverAllowsMoreThanTheQuotaInASlidingSecond(t *testing.T) {
	t.Parallel()
	limits := ratelimit.Limits{PerSecond: 20, Margin: 300 * time.Millisecond} // for a busy machine; a third is for late timers
	var got taken
	var callers sync.WaitGroup
	for i, limiter := range replicas(t, redistest.Start(t), 4, limits) {
		for j := range 6 {
			random := rand.New(rand.NewPCG(uint64(i), uint64(j)))
			callers.Go(func() {
				for range 15 {
					ctx, cancel := context.WithTimeout(t.Context(), time.Duration(random.Int64N(int64(2*time.Second))))
					switch random.IntN(3) {
					case 0:
						ctx = ratelimit.WithPriority(ctx, ratelimit.High)
					case 1:
						pause(t, time.Duration(random.Int64N(int64(300*time.Millisecond))))
					}
					err := got.take(ctx, limiter, "")
					cancel()
					if exceeded := (*ratelimit.Exceeded)(nil); err != nil && !errors.As(err, &exceeded) {
						require.ErrorIs(t, err, context.DeadlineExceeded)
					}
				}
			})
		}
	}
	callers.Wait()
	require.Greater(t, len(got.times), 2*limits.PerSecond, "the pattern proves nothing")
	require.LessOrEqual(t, got.most(time.Second), limits.PerSecond)
}

func TestLimiterSharesTheQuota(t *testing.T) {
	t.Parallel()
	all := replicas(t, redistest.Start(t), 2, ratelimit.Limits{PerSecond: 6, Margin: time.Minute})
	require.Positive(t, refusal(t, all[0], time.Second), "nobody knows what was used before")
	all = replicas(t, redistest.Start(t), 2, ratelimit.Limits{PerSecond: 6, Margin: 2 * time.Second})
	require.NoError(t, all[0].Wait(t.Context()))
	pause(t, 3*time.Second)
	drain(t, all[0], 3)
	drain(t, all[1], 3)
	for _, limiter := range all {
		require.InDelta(t, 3*time.Second, refusal(t, limiter, time.Second), float64(2*time.Second))
	}
}

func TestLimiterRefusesAtOnceWhatDoesNotFitTheDeadline(t *testing.T) {
	t.Parallel()
	limiter := replicas(t, redistest.Start(t), 1, five)[0]
	ready(t, limiter)
	limiter.Pause(t.Context(), 4*time.Second)
	for range 6 {
		require.LessOrEqual(t, refusal(t, limiter, 500*time.Millisecond), 4*time.Second)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	require.NoError(t, limiter.Wait(ctx), "the refusals cost nobody a place")
}

func TestLimiterEndsTheWaitWithTheContext(t *testing.T) {
	t.Parallel()
	reason := errors.New("the user went away")
	limiter := replicas(t, redistest.Start(t), 1, five)[0]
	ready(t, limiter)
	limiter.Pause(t.Context(), 3*time.Second)
	ctx, cancel := context.WithCancelCause(t.Context())
	var gone sync.WaitGroup
	for range 100 {
		gone.Go(func() { require.Equal(t, reason, limiter.Wait(ctx)) })
	}
	pause(t, 300*time.Millisecond)
	cancel(reason)
	gone.Wait()
	require.Equal(t, reason, limiter.Wait(ctx))
	require.Eventually(t, func() bool {
		hurried, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		return limiter.Wait(hurried) == nil
	}, 4*time.Second, 100*time.Millisecond, "the places of a hundred callers that have gone are free, before they lapse")
}

// slowly makes commands take a while longer, and notes that they have begun.
type slowly struct {
	redis.Hook
	begun chan struct{}
	pause time.Duration
}

func (s slowly) DialHook(next redis.DialHook) redis.DialHook { return next }
func (s slowly) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}
func (s slowly) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, command redis.Cmder) error {
		err := next(ctx, command)
		s.begun <- struct{}{}
		time.Sleep(s.pause)
		return err
	}
}

func TestLimiterLeavesTheQueueForWhoHasGoneMeanwhile(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	ready(t, replicas(t, server, 1, five)[0])
	client := server.Client()
	limiter := fleet.NewLimiter(client, "test", five)
	limiter.Pause(t.Context(), time.Minute)
	hook := slowly{begun: make(chan struct{}, 100), pause: 20 * time.Millisecond}
	client.AddHook(hook)
	for range 5 {
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			<-hook.begun // the place is in the queue, and the answer is under way
			cancel()
		}()
		require.ErrorIs(t, limiter.Wait(ctx), context.Canceled)
	}
	require.Eventually(t, func() bool {
		return server.Client().ZCard(t.Context(), "wallex:{quota:test}:others").Val() == 0
	}, 900*time.Millisecond, 50*time.Millisecond, "the places have not lapsed yet")
}

// far makes every command take as long as a way of that length, in equal parts there and back.
type far struct {
	slowly
	trip time.Duration
}

func (f far) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, command redis.Cmder) error {
		time.Sleep(f.trip / 2)
		defer time.Sleep(f.trip / 2)
		return next(ctx, command)
	}
}

// It runs alone: on a busy machine, timers are late, too.
func TestLimiterUsesTheQuotaFarFromRedis(t *testing.T) {
	const trip = 150 * time.Millisecond
	limits := ratelimit.Limits{PerSecond: 10, Margin: 150 * time.Millisecond} // for a busy machine
	server := redistest.Start(t)
	ctx, cancel := context.WithCancel(t.Context())
	var got taken
	var callers sync.WaitGroup
	for i := range 2 {
		client := server.Client()
		client.AddHook(far{trip: trip})
		limiter := fleet.NewLimiter(client, "test", limits)
		for range 2 {
			callers.Go(func() {
				for got.take(ctx, limiter, fmt.Sprint(i)) == nil {
				}
			})
		}
	}
	pause(t, 2*time.Second)
	const length = 3 * time.Second
	best := 0
	for tries := 0; tries < 4 && best < 16; tries++ {
		begun := time.Now()
		pause(t, length)
		best = max(best, got.between(begun, begun.Add(length)))
	}
	cancel()
	callers.Wait()
	require.GreaterOrEqual(t, best, 16, "of 24; a third where permits are given up")
	require.LessOrEqual(t, got.most(900*time.Millisecond), limits.PerSecond)
}

func TestLimiterPausesForWhoHasGone(t *testing.T) {
	t.Parallel()
	all := replicas(t, redistest.Start(t), 2, five)
	ready(t, all[0])
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	all[0].Pause(ctx, time.Minute)
	require.Greater(t, refusal(t, all[1], 10*time.Second), 50*time.Second)
}

func TestLimiterPausesAllReplicas(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ length, longest time.Duration }{
		"as told":                {10 * time.Second, 10 * time.Second},
		"not told for how long":  {0, time.Second},
		"longer than one before": {5 * time.Second, 5 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all := replicas(t, redistest.Start(t), 2, ratelimit.Limits{PerSecond: 50})
			ready(t, all[0])
			drain(t, all[1], 1)
			all[0].Pause(t.Context(), test.length)
			all[1].Pause(t.Context(), test.length/2)
			for _, limiter := range all {
				require.LessOrEqual(t, refusal(t, limiter, 300*time.Millisecond), test.longest)
			}
		})
	}
}

// A cluster hashes what is between the first { and the next } of a key, or all of it where that is nothing.
func TestAQuotaIsInOneSlotAndLapses(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"acme", "", "}", "}x", "{", "a}b{c}"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := redistest.Start(t).Client()
			limiter := fleet.NewLimiter(client, name, ratelimit.Limits{PerSecond: 1})
			limiter.Pause(t.Context(), time.Minute)
			for _, length := range []time.Duration{time.Second, 2 * time.Second} {
				tags := map[string]bool{}
				for _, key := range client.Keys(t.Context(), "*").Val() {
					_, rest, _ := strings.Cut(key, "{")
					tag, _, _ := strings.Cut(rest, "}")
					require.NotEmpty(t, tag)
					tags[tag] = true
					require.Positive(t, client.TTL(t.Context(), key).Val(), key)
				}
				require.Len(t, tags, 1)
				refusal(t, limiter, length)
			}
		})
	}
}

func TestLimiterLetsPaymentsPass(t *testing.T) {
	t.Parallel()
	all := replicas(t, redistest.Start(t), 2, five)
	ready(t, all[0])
	ctx, cancel := context.WithCancel(t.Context())
	var got taken
	var polls sync.WaitGroup
	for i := range 40 {
		polls.Go(func() { _ = got.take(ctx, all[i%2], "poll") })
	}
	pause(t, 300*time.Millisecond)
	for i := range 4 {
		require.NoError(t, got.take(ratelimit.WithPriority(ctx, ratelimit.High), all[i%2], "payment"))
	}
	require.Less(t, got.shares()["poll"], 20, "the payments waited for the polls")
	cancel()
	polls.Wait()
}

func TestLimiterSurvivesDroppedConnections(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	limits := ratelimit.Limits{PerSecond: 40, Margin: 300 * time.Millisecond}
	all := replicas(t, server, 3, limits)
	ctx, cancel := context.WithCancel(t.Context())
	var got taken
	var callers sync.WaitGroup
	for i, limiter := range all {
		callers.Go(func() {
			for got.take(ctx, limiter, fmt.Sprint(i)) == nil {
			}
		})
	}
	for range 6 {
		pause(t, 500*time.Millisecond)
		server.Drop()
	}
	pause(t, 2*time.Second)
	before := len(got.shares())
	cancel()
	callers.Wait()
	require.Equal(t, 3, before, "everybody gets permits")
	require.LessOrEqual(t, got.most(time.Second), limits.PerSecond)
}

func BenchmarkLimiter(b *testing.B) {
	server := redistest.Start(b)
	for name, limits := range map[string]ratelimit.Limits{
		"second": {PerSecond: 1_000_000}, "second and day": {PerSecond: 1_000_000, PerDay: 1_000_000_000},
	} {
		b.Run(name, func(b *testing.B) {
			limiter := fleet.NewLimiter(server.Client(), name, limits)
			for b.Loop() {
				if err := limiter.Wait(b.Context()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
