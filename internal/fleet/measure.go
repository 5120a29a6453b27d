package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/wallex-sdk/wallex-go/internal/redisserver"
	"github.com/wallex-sdk/wallex-go/pkg/fleet"
	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

// result is what is printed.
type result struct {
	Processes   int     `json:"processes"`
	Seconds     float64 `json:"seconds"`      // from the first arrival on
	Permits     int     `json:"permits"`      // arrivals in that time
	UsedPercent float64 `json:"used_percent"` // of the quota, after the first second
	OverLimit   int     `json:"over_limit"`   // arrivals in excess of the limit in the second before them
	OverShares  int     `json:"over_shares"`  // those of them that the shares without Redis do not allow either
	Logins      int     `json:"logins"`
	P50Wait     float64 `json:"p50_wait_ms"` // for a permit
	P99Wait     float64 `json:"p99_wait_ms"`
	// Fairness is arrivals of the worker with the fewest divided by those of that with the most, after the first second.
	Fairness float64 `json:"fairness"`
}

// measure starts everything, waits and ends it.
func measure(ctx context.Context, s settings) (r result, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // ends what an error has left running
	s.Key = make([]byte, fleet.KeySize)
	_, _ = rand.Read(s.Key) // it never fails
	var down outage
	interrupted := make(chan error, 1)
	if !s.Local && s.Redis == "" {
		server, err := redisserver.Start(ctx)
		if err != nil {
			return r, err
		}
		defer server.Close()
		s.Redis = server.URL()
		if s.Outage > 0 {
			go func() { interrupted <- interrupt(ctx, server, s, &down) }()
		}
	}
	var p platform
	box, err := start(ctx, &p, sandboxRole)
	if err != nil {
		return r, err
	}
	s.Sandbox, s.APIKey, s.ID, s.Pass = p.URL, p.APIKey, p.ID, p.Pass
	all, err := workers(ctx, s)
	if err != nil {
		return r, err
	}
	if err := spend(ctx, p.URL, s.Duration); err != nil {
		return r, err
	}
	var arrivals []arrival
	var stats sandbox.Stats
	if err := errors.Join(get(ctx, p.URL+arrivalsPath, &arrivals), get(ctx, p.URL+"/sandbox/stats", &stats)); err != nil {
		return r, err
	}
	waits, err := gather(all)
	if err != nil {
		return r, err
	}
	if s.Outage > 0 {
		if err := <-interrupted; err != nil {
			return r, err
		}
	}
	r = evaluate(s, arrivals, waits, down)
	r.OverLimit, r.Logins = max(r.OverLimit, stats.OverLimit), stats.Logins
	return r, box.end(nil)
}

// outage is when Redis was down.
type outage struct{ from, to time.Time }

// allowed returns how many requests may arrive in the second before a moment: the limit or, where processes may use their
// shares in it, those of all of them.
func (o outage) allowed(at time.Time, processes int) int {
	const returning, second = 2 * time.Second, time.Second
	limit := ratelimit.Default.PerSecond
	if at.Before(o.from) || at.After(o.to.Add(returning+second)) {
		return limit
	}
	return max(limit, processes*max(1, limit/processes))
}

// interrupt kills Redis in the middle of the measurement, starts it again, and notes when.
func interrupt(ctx context.Context, server *redisserver.Server, s settings, down *outage) error {
	kill := func() error {
		down.from = time.Now()
		return server.Kill()
	}
	restart := func() error {
		err := server.Restart(ctx)
		down.to = time.Now()
		return err
	}
	for _, step := range []struct {
		after time.Duration
		do    func() error
	}{{s.Duration / 3, kill}, {s.Outage, restart}} {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(step.after):
		}
		if err := step.do(); err != nil {
			return err
		}
	}
	return nil
}

// workers starts all workers, and lets them begin when the last is ready.
func workers(ctx context.Context, s settings) ([]*role, error) {
	var all []*role
	for s.Worker = range s.Processes {
		told, err := json.Marshal(s)
		if err != nil {
			return nil, err
		}
		var ready string
		worker, err := start(ctx, &ready, workerRole, string(told))
		if err != nil {
			return nil, err
		}
		all = append(all, worker)
	}
	for _, worker := range all {
		if err := worker.goOn(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// spend returns a length of time after the first arrival at the sandbox.
func spend(ctx context.Context, url string, length time.Duration) error {
	for {
		var arrivals []arrival
		if err := get(ctx, url+arrivalsPath, &arrivals); err != nil {
			return err
		}
		pause := 20 * time.Millisecond
		if len(arrivals) > 0 {
			pause = time.Until(arrivals[0].At.Add(length))
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
		if len(arrivals) > 0 {
			return nil
		}
	}
}

// gather ends the workers and returns how long they waited for permits.
func gather(workers []*role) (waits []time.Duration, err error) {
	for _, worker := range workers {
		var done worked
		if err := worker.end(&done); err != nil {
			return nil, err
		}
		for failure, times := range done.Failed {
			return nil, fmt.Errorf("%d calls failed: %s", times, failure)
		}
		waits = append(waits, done.Waits...)
	}
	return waits, nil
}

func get(ctx context.Context, url string, into any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return json.NewDecoder(resp.Body).Decode(into)
}

// evaluate turns what was observed into the result.
func evaluate(s settings, arrivals []arrival, waits []time.Duration, down outage) result {
	r := result{Processes: s.Processes, Seconds: s.Duration.Seconds()}
	if len(arrivals) == 0 {
		return r
	}
	limit := ratelimit.Default.PerSecond
	slices.SortFunc(arrivals, func(a, b arrival) int { return a.At.Compare(b.At) })
	begun, later := arrivals[0].At, 0
	shares := make([]int, s.Processes)
	for i, a := range arrivals {
		since := a.At.Sub(begun)
		if i >= limit && a.At.Sub(arrivals[i-limit].At) < time.Second {
			r.OverLimit++
		}
		if n := down.allowed(a.At, s.Processes); i >= n && a.At.Sub(arrivals[i-n].At) < time.Second {
			r.OverShares++
		}
		if since >= s.Duration {
			break
		}
		r.Permits++
		if since < time.Second {
			continue
		}
		later++
		if worker, err := strconv.Atoi(a.Worker); err == nil {
			shares[worker]++
		}
	}
	r.UsedPercent = round(100 * float64(later) / (float64(limit) * (s.Duration - time.Second).Seconds()))
	r.Fairness = round(float64(slices.Min(shares)) / float64(slices.Max(shares)))
	slices.Sort(waits)
	r.P50Wait, r.P99Wait = percentile(waits, 50), percentile(waits, 99)
	return r
}

// percentile returns a percentile of sorted durations, in milliseconds.
func percentile(sorted []time.Duration, percent int) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return round(float64(sorted[(len(sorted)-1)*percent/100]) / float64(time.Millisecond))
}

func round(x float64) float64 { return math.Round(100*x) / 100 }
