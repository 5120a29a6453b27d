package fleet_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/internal/redistest"
	"github.com/wallex-sdk/wallex-go/pkg/fleet"
	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
)

func TestRedisIsKilledAndStartedAgain(t *testing.T) {
	t.Parallel()
	for _, away := range []time.Duration{50 * time.Millisecond, 4 * time.Second} {
		t.Run(away.String(), func(t *testing.T) {
			t.Parallel()
			server := redistest.Start(t)
			limits := ratelimit.Limits{PerSecond: 10, Margin: 300 * time.Millisecond} // for a busy machine
			logged := newMessages()
			all := replicas(t, server, 2, limits, fleet.WithLimiterLogger(slog.New(logged)))
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			var got taken
			var callers sync.WaitGroup
			for i := range 6 {
				callers.Go(func() {
					for got.take(ctx, all[i%2], fmt.Sprint(i)) == nil {
					}
				})
			}
			pause(t, 3*time.Second)
			server.Kill()
			killed := time.Now()
			pause(t, away)
			server.Restart()
			back := time.Now()
			pause(t, 5*time.Second)
			cancel()
			callers.Wait()

			if away > 3*time.Second {
				require.Positive(t, got.between(killed.Add(time.Second), back), "everybody is stuck")
				require.Subset(t, []string{
					"WARN the shared quota is replaced by this process's share of it", "INFO the shared quota is back",
				}, logged.seen())
				require.GreaterOrEqual(t, len(logged.seen()), 4, "each lost and found Redis")
				require.Less(t, len(logged.seen()), 20, "once, where the machine does not stand still")
			}
			require.Len(t, got.shares(), 6)
			require.LessOrEqual(t, got.most(time.Second), limits.PerSecond+limits.PerSecond/2)
			require.GreaterOrEqual(t, got.between(back.Add(2*time.Second), back.Add(5*time.Second)), 3*limits.PerSecond*45/100)
		})
	}
}

// Nobody asks while a process is idle, so that what it knows about Redis may be old.
func TestAnIdleProcessFindsRedisBeforeItUsesItsShare(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	logged := newMessages()
	limits := ratelimit.Limits{PerSecond: 5, Margin: 300 * time.Millisecond} // for a busy machine
	idle := replicas(t, server, 5, limits, fleet.WithLimiterLogger(slog.New(logged)))
	server.Kill()
	var lost sync.WaitGroup
	for _, limiter := range idle {
		lost.Go(func() {
			ctx, cancel := context.WithTimeout(t.Context(), 1200*time.Millisecond) // the share begins after it
			defer cancel()
			require.Error(t, limiter.Wait(ctx))
		})
	}
	lost.Wait()
	pause(t, time.Second)
	server.Restart()
	fresh := replicas(t, server, 1, limits)[0]
	ready(t, fresh)
	pause(t, 2500*time.Millisecond) // all shares have begun
	var got taken
	var callers sync.WaitGroup
	for _, limiter := range append(idle, fresh) {
		for range 3 {
			callers.Go(func() { require.NoError(t, got.take(t.Context(), limiter, "")) })
		}
	}
	callers.Wait()
	require.LessOrEqual(t, got.most(time.Second), limits.PerSecond)
	require.GreaterOrEqual(t, len(logged.seen()), 10, "each lost and found Redis")
}

// What a server has after a restart may be older than what it gave out, of one quota or of another.
func TestARestartWithDataForgetsNoPermit(t *testing.T) {
	t.Parallel()
	for name, keep := range map[string][]string{"AOF": redistest.Keep, "RDB": {"--save", "3600 1"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := redistest.Start(t, keep...)
			client := server.Client()
			limits := ratelimit.Limits{PerSecond: 5, Margin: time.Second} // for a busy machine
			got := map[string]*taken{"one": {}, "two": {}}
			limiters := map[string]*fleet.Limiter{}
			for name := range got {
				limiters[name] = fleet.NewLimiter(client, name, limits)
				require.NoError(t, limiters[name].Wait(t.Context()))
			}
			if name == "RDB" {
				_ = client.Save(t.Context()) // which the stand-in does not know
			}
			pause(t, 2200*time.Millisecond)
			for name, limiter := range limiters {
				for range 5 {
					require.NoError(t, got[name].take(t.Context(), limiter, ""))
				}
			}
			server.Kill()
			server.Restart()
			for name, limiter := range limiters {
				require.NoError(t, got[name].take(t.Context(), limiter, ""))
				require.Equal(t, 5, got[name].most(1700*time.Millisecond), name)
			}
		})
	}
}

// partition is a network that can be cut between a server and its clients. The server keeps what it holds.
type partition struct {
	*redistest.Server
	isCut atomic.Bool
}

// replicas returns limiters of processes that have this network to the server.
func (p *partition) replicas(t *testing.T, n int, limits ratelimit.Limits) (all []*fleet.Limiter) {
	for range n {
		options, err := redis.ParseURL(p.URL())
		require.NoError(t, err)
		options.DialerRetries = 1
		options.Dialer = func(ctx context.Context, network, address string) (net.Conn, error) {
			if p.isCut.Load() {
				return nil, errors.New("the network is cut")
			}
			return new(net.Dialer).DialContext(ctx, network, address)
		}
		client := redis.NewClient(options)
		t.Cleanup(func() { require.NoError(t, client.Close()) })
		all = append(all, fleet.NewLimiter(client, "test", limits, fleet.WithReplicas(n)))
	}
	return all
}

func (p *partition) cut() {
	p.isCut.Store(true)
	p.Drop()
}

// What the processes have used of their shares counts when they find a Redis again that has not been away itself.
func TestSharesCountWhenTheNetworkIsBack(t *testing.T) {
	t.Parallel()
	network := &partition{Server: redistest.Start(t)}
	limits := ratelimit.Limits{PerSecond: 5, PerDay: 1000, Margin: 200 * time.Millisecond}
	ctx, cancel := context.WithCancel(t.Context())
	var got taken
	var callers sync.WaitGroup
	all := network.replicas(t, 5, limits)
	for i, limiter := range all {
		for range 2 {
			callers.Go(func() {
				for got.take(ctx, limiter, fmt.Sprint(i)) == nil {
				}
			})
		}
	}
	pause(t, 2*time.Second)
	network.cut()
	pause(t, 5*time.Second)
	network.isCut.Store(false)
	pause(t, 3*time.Second)
	cancel()
	callers.Wait()
	require.LessOrEqual(t, got.most(time.Second), limits.PerSecond)
	day := 0
	state := network.Client().HGetAll(t.Context(), "wallex:{quota:test}:state").Val()
	_, err := fmt.Sscan(state["spent"], &day)
	require.NoError(t, err)
	require.InDelta(t, len(got.times), day, 8, "what was given out to who has gone counts as well")
}

func TestAPauseIsToldWhenRedisIsBack(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	all := replicas(t, server, 2, five)
	ready(t, all[0])
	server.Kill()
	require.Positive(t, refusal(t, all[0], 500*time.Millisecond))
	all[0].Pause(t.Context(), time.Minute)
	server.Restart()
	pause(t, time.Second)
	for _, limiter := range all {
		require.Greater(t, refusal(t, limiter, 10*time.Second), 30*time.Second)
	}
}

// silent returns the address of a server that accepts connections and never answers.
func silent(t *testing.T) string {
	t.Helper()
	port, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, port.Close()) })
	return port.Addr().String()
}

// absent returns an address that nobody listens on.
func absent(t *testing.T) string {
	t.Helper()
	port, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, port.Close())
	return port.Addr().String()
}

func TestWithoutRedisEachProcessKeepsToItsShare(t *testing.T) {
	t.Parallel()
	for name, address := range map[string]func(*testing.T) string{"silent": silent, "absent": absent} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := redis.NewClient(&redis.Options{Addr: address(t), ContextTimeoutEnabled: true})
			t.Cleanup(func() { require.NoError(t, client.Close()) })
			logged := newMessages()
			limits := ratelimit.Limits{PerSecond: 20, Margin: 50 * time.Millisecond}
			limiter := fleet.NewLimiter(client, "test", limits, fleet.WithReplicas(4), fleet.WithLimiterLogger(slog.New(logged)))
			var got taken
			for range 15 {
				require.NoError(t, got.take(t.Context(), limiter, ""))
			}
			require.LessOrEqual(t, got.most(time.Second), 5)
			require.Len(t, logged.seen(), 1)
			require.Positive(t, refusal(t, limiter, 300*time.Millisecond))
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			require.ErrorIs(t, limiter.Wait(ctx), context.Canceled)
		})
	}
}

// Where all callers are in a hurry, none of them sees that Redis takes too long.
func TestARedisThatHangsIsFoundOutWhoeverAsks(t *testing.T) {
	t.Parallel()
	client := redis.NewClient(&redis.Options{Addr: silent(t), ContextTimeoutEnabled: true})
	t.Cleanup(func() { require.NoError(t, client.Close()) })
	logged := newMessages()
	limiter := fleet.NewLimiter(client, "test", five, fleet.WithReplicas(1), fleet.WithLimiterLogger(slog.New(logged)))
	var got taken
	for start := time.Now(); time.Since(start) < 5*time.Second; {
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		if got.take(ctx, limiter, "") != nil {
			pause(t, 10*time.Millisecond)
		}
		cancel()
	}
	require.GreaterOrEqual(t, len(got.times), 5)
	require.Len(t, logged.seen(), 1)
}

func TestWithoutRedisManyProcessesSendSeldom(t *testing.T) {
	t.Parallel()
	client := redis.NewClient(&redis.Options{Addr: absent(t), ContextTimeoutEnabled: true})
	t.Cleanup(func() { require.NoError(t, client.Close()) })
	limiter := fleet.NewLimiter(client, "test", five, fleet.WithReplicas(10))
	require.NoError(t, limiter.Wait(t.Context()))
	require.InDelta(t, 2*1015*time.Millisecond, refusal(t, limiter, time.Second), float64(time.Second))
}

func TestAPauseIsKeptWithoutRedis(t *testing.T) {
	t.Parallel()
	client := redis.NewClient(&redis.Options{Addr: absent(t), ContextTimeoutEnabled: true})
	t.Cleanup(func() { require.NoError(t, client.Close()) })
	limiter := fleet.NewLimiter(client, "test", five)
	limiter.Pause(t.Context(), time.Minute)
	require.Greater(t, refusal(t, limiter, 30*time.Second), 50*time.Second)
	limiter.Pause(t.Context(), time.Hour)
	require.Greater(t, refusal(t, limiter, 30*time.Minute), 50*time.Minute)
}
