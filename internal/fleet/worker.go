package main

import (
	"context"
	"encoding/json"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/fleet"
	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

// worked is what a worker says last.
type worked struct {
	Waits  []time.Duration // for permits
	Failed map[string]int  // calls, by their error
}

// work is the role of a worker: it calls the sandbox from when it is told to until its input ends.
func work(ctx context.Context, s settings, in io.Reader, out io.Writer) error {
	limits := ratelimit.Default
	limits.Margin = s.Margin
	waits := &timed{limiter: ratelimit.NewLocal(limits)}
	options := []client.Option{
		client.WithBaseURL(s.Sandbox), client.WithLimiter(waits), client.WithTransport(delayed(s.Jitter)),
		client.WithHeader(workerHeader, strconv.Itoa(s.Worker)), client.WithTimeout(0),
	}
	if !s.Local {
		address, err := redis.ParseURL(s.Redis)
		if err != nil {
			return err
		}
		shared := redis.NewClient(address)
		defer shared.Close()
		waits.limiter = fleet.NewLimiter(shared, "fleet", limits, fleet.WithReplicas(s.Processes))
		tokens, err := fleet.NewTokens(shared, s.Key)
		if err != nil {
			return err
		}
		options = append(options, client.WithTokenStore(tokens))
	}
	keys := wallex.Credentials{APIKey: secret.New(s.APIKey), AccessKeyID: secret.New(s.ID), SecretAccessKey: secret.New(s.Pass)}
	platform, err := wallex.New(keys, options...)
	if err != nil {
		return err
	}
	defer platform.Close()
	if err := json.NewEncoder(out).Encode("ready"); err != nil {
		return err
	}
	if ctx, err = untilEnd(ctx, in); err != nil {
		return err
	}
	done := worked{Failed: map[string]int{}}
	var mu sync.Mutex
	var callers sync.WaitGroup
	for range s.Goroutines {
		callers.Go(func() {
			for ctx.Err() == nil {
				_, err := platform.V1.Balances.Retrieve(ctx, "USD", nil)
				if err != nil && ctx.Err() == nil {
					mu.Lock()
					done.Failed[err.Error()]++
					mu.Unlock()
				}
			}
		})
	}
	callers.Wait()
	done.Waits = waits.all
	return json.NewEncoder(out).Encode(done)
}

// pausable is what both limiters are.
type pausable interface {
	ratelimit.Limiter
	ratelimit.Pauser
}

// timed notes how long permits took to come.
type timed struct {
	limiter pausable

	mu  sync.Mutex
	all []time.Duration
}

func (t *timed) Wait(ctx context.Context) error {
	begun := time.Now()
	err := t.limiter.Wait(ctx)
	if err == nil {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.all = append(t.all, time.Since(begun))
	}
	return err
}

func (t *timed) Pause(ctx context.Context, length time.Duration) { t.limiter.Pause(ctx, length) }

// delayed returns a transport on which each request takes longer than usual by any time up to jitter.
func delayed(jitter time.Duration) http.RoundTripper {
	return transport(func(req *http.Request) (*http.Response, error) {
		time.Sleep(rand.N(jitter + 1))
		return http.DefaultTransport.RoundTrip(req)
	})
}

type transport func(*http.Request) (*http.Response, error)

func (t transport) RoundTrip(req *http.Request) (*http.Response, error) { return t(req) }
