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

// stale is how long ago a process must have found out to take nothing from its share before it does so again.
const stale = again + usualPatience

// errBack ends the waits for the own share when Redis is back.
var errBack = errors.New("the Redis of the shared quota is back")

// outage is a time without Redis.
type outage struct {
	share  *ratelimit.Local
	window time.Duration
	begun  time.Time
	over   context.Context // ends with errBack
	end    context.CancelCauseFunc
	found  func() bool // asks Redis, and ends the outage where that is back

	mu      sync.Mutex
	waiting int
	probing bool
	asked   time.Time     // when Redis was away last
	fresh   chan struct{} // closed when asked is not stale
	used    int           // permits of the share
	newest  []time.Time   // when those of the last window were used
}

func (l *Limiter) outage() *outage {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.away
}

func (l *Limiter) pauseEnd() time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.paused
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
	now := time.Now()
	away := &outage{share: ratelimit.NewLocal(share), window: l.server.window, begun: now, asked: now}
	away.share.Pause(context.Background(), max(pause, time.Until(l.paused)))
	away.over, away.end = context.WithCancelCause(context.Background())
	l.away = away
	l.log.Warn("the shared quota is replaced by this process's share of it", slog.Any("reason", reason),
		slog.Int("replicas", l.replicas))
	away.found = func() bool {
		ctx := context.Background()
		if l.server.works(ctx) != nil || l.server.back(ctx, away.told(l.pauseEnd())) != nil {
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
	fresh := o.enter()
	defer o.leave()
	select {
	case <-fresh:
	case <-ctx.Done():
		return false, context.Cause(ctx)
	}
	if o.over.Err() != nil {
		return true, nil
	}
	until, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(o.over, func() { cancel(errBack) })()
	if err = o.share.Wait(until); err != nil {
		return errors.Is(err, errBack), err
	}
	return !o.use(), nil
}

// use counts a permit of the share, unless Redis is back.
func (o *outage) use() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.used++
	now := time.Now()
	for len(o.newest) > 0 && now.Sub(o.newest[0]) > o.window {
		o.newest = o.newest[1:]
	}
	o.newest = append(o.newest, now)
	return o.over.Err() == nil
}

// told returns what Redis is to know when it is back.
func (o *outage) told(pauseEnd time.Time) meanwhile {
	o.mu.Lock()
	defer o.mu.Unlock()
	m := meanwhile{away: time.Since(o.begun), paused: time.Until(pauseEnd), used: o.used}
	for _, at := range o.newest {
		if age := time.Since(at); age < o.window {
			m.ages = append(m.ages, age)
		}
	}
	return m
}

// enter has Redis asked from now on. Who has not asked for long, because nobody waited, is to use the share only when the
// returned channel is closed: Redis may have been back for long.
func (o *outage) enter() (fresh <-chan struct{}) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.waiting++
	if !o.probing {
		o.probing = true
		o.fresh = make(chan struct{})
		pause := again
		if time.Since(o.asked) > stale {
			pause = 0
		} else {
			close(o.fresh)
		}
		go o.probe(pause)
	}
	return o.fresh
}

func (o *outage) leave() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.waiting--
}

// probe asks Redis again and again, after a pause, until it is back or nobody waits any more.
func (o *outage) probe(pause time.Duration) {
	for wanted := true; wanted; pause = again {
		time.Sleep(pause)
		found := o.found()
		o.mu.Lock()
		wanted = o.waiting > 0 && !found
		o.probing, o.asked = wanted, time.Now()
		if pause == 0 {
			close(o.fresh)
		}
		o.mu.Unlock()
	}
}
