package ratelimit

import (
	"container/list"
	"context"
	"sync"
	"time"
)

// Limits is a quota.
type Limits struct {
	PerSecond int // requests in any sliding second; 0 is no limit
	PerDay    int // requests in any 24 hours; 0 is no limit
	// Margin is added to the second: how much closer together two requests may arrive than they were sent.
	Margin time.Duration
}

// Default is what the platform allows a partner who has agreed on nothing else, with a margin for ordinary networks.
var Default = Limits{PerSecond: 5, PerDay: 432_000, Margin: 15 * time.Millisecond}

// Local is the limiter of one process. What has the priority [High] passes what has [Low], which gets every fifth permit
// all the same while both wait; otherwise permits come in the order in which they were asked for. Who is passed so often
// that the permit no longer comes before its deadline waits until then.
//
// It counts in sliding windows: a token bucket such as x/time/rate lets twice its rate pass in a second that begins with
// a full bucket.
type Local struct {
	mu      sync.Mutex
	second  window
	day     buckets
	paused  time.Time
	waiting [2]list.List // by priority, of chan struct{}, closed when the permit has come
	run     int          // permits of High in a row while Low waited
	timer   *time.Timer
}

// longestRun is how many permits of High come in a row while Low waits.
const longestRun = 4

// NewLocal returns a limiter for a quota.
func NewLocal(limits Limits) *Local {
	l := &Local{
		second: window{length: time.Second + limits.Margin, granted: make([]time.Time, max(0, limits.PerSecond))},
		day:    buckets{limit: limits.PerDay},
	}
	if limits.PerDay > 0 {
		l.day.counts = make(map[int64]int)
	}
	return l
}

// Wait returns when a request may be sent. See [Limiter].
func (l *Local) Wait(ctx context.Context) error {
	if err := context.Cause(ctx); err != nil {
		return err
	}
	l.mu.Lock()
	now := time.Now()
	queue := queueOf(ctx)
	at := l.next(now, l.ahead(queue))
	if l.count() == 0 && !at.After(now) {
		l.grant(now)
		l.mu.Unlock()
		return nil
	}
	if deadline, ok := ctx.Deadline(); ok && !at.Before(deadline) {
		l.mu.Unlock()
		return &Exceeded{RetryAfter: at.Sub(now)}
	}
	permit := make(chan struct{})
	place := l.waiting[queue].PushBack(permit)
	if l.count() == 1 {
		l.wake(at.Sub(now))
	}
	l.mu.Unlock()

	select {
	case <-permit:
		return nil
	case <-ctx.Done():
		l.leave(queue, place, permit)
		return context.Cause(ctx)
	}
}

// serve hands out the permits that are due and sets the timer for the next.
func (l *Local) serve() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for l.count() > 0 {
		now := time.Now()
		if at := l.next(now, 0); at.After(now) {
			l.wake(at.Sub(now))
			return
		}
		l.grant(now)
		queue := l.turn()
		close(queue.Remove(queue.Front()).(chan struct{}))
	}
}

func (l *Local) count() int { return l.waiting[Low].Len() + l.waiting[High].Len() }

// ahead returns how many permits come before that of somebody who joins a queue now.
func (l *Local) ahead(queue Priority) int {
	low, high := l.waiting[Low].Len(), l.waiting[High].Len()
	if queue == High {
		return high + min(low, (l.run+high)/longestRun)
	}
	return low + min(high, longestRun*(low+1)-l.run)
}

// turn returns the queue whose first gets the next permit.
func (l *Local) turn() *list.List {
	low, high := &l.waiting[Low], &l.waiting[High]
	if high.Len() == 0 || low.Len() > 0 && l.run == longestRun {
		l.run = 0
		return low
	}
	if low.Len() > 0 {
		l.run++
	}
	return high
}

// queueOf returns the queue of a request, whatever its priority.
func queueOf(ctx context.Context) Priority {
	if PriorityOf(ctx) >= High {
		return High
	}
	return Low
}

// wake has serve called after a delay. There is one timer, whatever else has set it meanwhile.
func (l *Local) wake(delay time.Duration) {
	if l.timer == nil {
		l.timer = time.AfterFunc(delay, l.serve)
		return
	}
	l.timer.Reset(delay)
}

// leave takes a waiter out of the queue. The timer is stopped with the last one.
func (l *Local) leave(queue Priority, place *list.Element, permit chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	select {
	case <-permit: // it came at the same moment and is spent: to give it back would let another request pass too soon
	default:
		l.waiting[queue].Remove(place)
	}
	if l.count() == 0 && l.timer != nil {
		l.timer.Stop()
	}
}

// next returns when the permit comes that has ahead others before it.
func (l *Local) next(now time.Time, ahead int) time.Time {
	if l.paused.After(now) {
		now = l.paused
	}
	at := l.second.next(now, ahead)
	if day := l.day.next(now, ahead); day.After(at) {
		return day
	}
	return at
}

// Pause gives out no permit for a length of time, which may be 0. See [Pauser].
func (l *Local) Pause(_ context.Context, length time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if until := time.Now().Add(length); until.After(l.paused) {
		l.paused = until
	}
}

func (l *Local) grant(now time.Time) {
	l.second.grant(now)
	l.day.grant(now)
}

// window allows len(granted) permits in any stretch of time of its length.
type window struct {
	length  time.Duration
	granted []time.Time // a ring of the newest permits
	oldest  int
}

func (w *window) next(now time.Time, ahead int) time.Time {
	n := len(w.granted)
	if n == 0 {
		return now
	}
	at := w.granted[(w.oldest+ahead)%n].Add(w.length)
	if at.Before(now) {
		at = now
	}
	return at.Add(time.Duration(ahead/n) * w.length)
}

func (w *window) grant(now time.Time) {
	if n := len(w.granted); n > 0 {
		w.granted[w.oldest] = now
		w.oldest = (w.oldest + 1) % n
	}
}

// buckets allows limit permits in any 24 hours. It counts by the minute, so that it needs little memory, and lets a
// minute go only when it is a whole day old, so that it never allows too much.
type buckets struct {
	limit  int
	counts map[int64]int // minute since the epoch to permits
	total  int
}

const day = 24 * 60 // minutes

func (b *buckets) next(now time.Time, ahead int) time.Time {
	if b.limit <= 0 {
		return now
	}
	minute := now.Unix() / 60
	for old, count := range b.counts {
		if old < minute-day {
			b.total -= count
			delete(b.counts, old)
		}
	}
	// The oldest minutes make room first; who has the whole quota ahead waits for as many days more.
	at := now
	missing := b.total + ahead%b.limit + 1 - b.limit
	for m := minute - day; missing > 0; m++ {
		missing -= b.counts[m]
		at = time.Unix((m+day+1)*60, 0)
	}
	return at.Add(time.Duration(ahead/b.limit) * (day + 1) * time.Minute)
}

func (b *buckets) grant(now time.Time) {
	if b.limit > 0 {
		b.counts[now.Unix()/60]++
		b.total++
	}
}
