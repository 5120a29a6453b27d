package fleet

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
)

// again is how often a process that waits finds out whether Redis is back.
const again = 250 * time.Millisecond

// errBack ends the waits for the own share when Redis is back.
var errBack = errors.New("the Redis of the shared quota is back")

// outage is a time without Redis.
type outage struct {
	share *ratelimit.Local
	over  context.Context // ends with errBack
	end   context.CancelCauseFunc
	found func() bool // asks Redis, and ends the outage where that is back

	mu      sync.Mutex
	waiting int
	probing bool
}

func (l *Limiter) outage() *outage {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.away
}

// lost begins an outage, unless there is one.
func (l *Limiter) lost(reason error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.away != nil {
		return
	}
	share := l.share()
	// What others have got from Redis may be used until it is as old as a permit is given out ahead of its use. From
	// then on the shares begin, each at a moment of its own.
	pause := l.server.window + l.server.ahead + rand.N(time.Second+share.Margin)
	away := &outage{share: ratelimit.NewLocal(share)}
	away.share.Pause(context.Background(), max(pause, time.Until(l.paused)))
	away.over, away.end = context.WithCancelCause(context.Background())
	l.away = away
	l.log.Warn("the shared quota is replaced by this process's share of it", slog.Any("reason", reason),
		slog.Int("replicas", l.replicas))
	away.found = func() bool {
		if l.server.works(context.Background()) != nil {
			return false
		}
		l.mu.Lock()
		l.away = nil
		l.mu.Unlock()
		away.end(errBack)
		l.log.Info("the shared quota is back")
		return true
	}
}

// share is the part of the quota that one process keeps to by itself: so many requests in a second that those of all
// together are no more than the limit or, where that is less than one, one request in a longer time.
func (l *Limiter) share() ratelimit.Limits {
	share := ratelimit.Limits{Margin: l.limits.Margin}
	if limit := l.limits.PerSecond; limit > 0 {
		share.PerSecond = max(1, limit/l.replicas)
		window := time.Duration(l.replicas*share.PerSecond) * l.server.window / time.Duration(limit)
		share.Margin = max(window, l.server.window) - time.Second
	}
	if limit := l.limits.PerDay; limit > 0 {
		share.PerDay = max(1, limit/l.replicas)
	}
	return share
}

// wait waits for a permit of the process's share. It reports whether Redis came back before, so that there is none.
func (o *outage) wait(ctx context.Context) (back bool, err error) {
	o.enter()
	defer o.leave()
	until, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(o.over, func() { cancel(errBack) })()
	err = o.share.Wait(until)
	return errors.Is(err, errBack), err
}

func (o *outage) enter() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.waiting++
	if !o.probing {
		o.probing = true
		go o.probe()
	}
}

func (o *outage) leave() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.waiting--
}

// probe asks Redis again and again until it is back or nobody waits any more.
func (o *outage) probe() {
	for wanted := true; wanted; {
		time.Sleep(again)
		if o.found() {
			return
		}
		o.mu.Lock()
		wanted = o.waiting > 0
		o.probing = wanted
		o.mu.Unlock()
	}
}
