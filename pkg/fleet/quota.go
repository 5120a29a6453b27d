package fleet

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
)

// Limiter is the quota of all processes that use the same Redis and name. It is a [ratelimit.Limiter]; make it with
// [NewLimiter]. It is safe for concurrent use and needs no closing.
//
// Permits come in the order in which they were asked for, with two exceptions: what has [ratelimit.High] passes what
// has [ratelimit.Low], which gets every fifth permit all the same; and who has been asleep when its turn came takes the
// next one. A permit that is not used, because its caller has gone after it was given out, is lost; it is given out a
// quarter of a second before its time at the earliest.
//
// While Redis does not answer, each process keeps to its own share of the quota, see [WithReplicas].
type Limiter struct {
	server   server
	limits   ratelimit.Limits
	replicas int
	log      *slog.Logger
	path     path

	mu     sync.Mutex
	away   *outage   // nil while Redis answers
	paused time.Time // end of the longest pause that this process has seen
}

var _ interface {
	ratelimit.Limiter
	ratelimit.Pauser
} = (*Limiter)(nil)

// LimiterOption changes a [Limiter].
type LimiterOption func(*Limiter)

// WithReplicas says how many processes share the quota. While Redis is away each of them takes that part of it: it is
// ten unless given. The quota of a second is never exceeded then by as many processes as it has permits, or fewer.
// More of them keep to it on average, but not strictly: in one second each of them may send one request.
func WithReplicas(n int) LimiterOption { return func(l *Limiter) { l.replicas = max(1, n) } }

// WithLimiterLogger logs, as one warning each time, that Redis is away, and that it is back. Nothing is logged unless
// set.
func WithLimiterLogger(logger *slog.Logger) LimiterOption { return func(l *Limiter) { l.log = logger } }

// NewLimiter returns the limiter of a quota. The name stands for the API key that the quota belongs to: whatever has
// the same name shares it, and should be given the same limits. The margin of the limits has to cover by how much the
// ways to the platform differ from request to request and from process to process; a third of it, or 7.5 ms where that
// is more, is for the way from Redis and for late timers. A longer way to Redis costs quota. See docs/fleet.md.
//
// The limiter remembers in Redis what was used in the last second and day. A Redis that may have forgotten it, such as
// one that was restarted, gives out the first permit a little more than a second after it was asked. It counts the day
// from what it still has.
func NewLimiter(client redis.UniversalClient, name string, limits ratelimit.Limits, options ...LimiterOption) *Limiter {
	l := &Limiter{limits: limits, replicas: 10, log: slog.New(slog.DiscardHandler)}
	for _, option := range options {
		option(l)
	}
	l.server = newServer(client, name, limits)
	return l
}

// tries is how often a permit that came too late to be used is given up for another one. The last one is used: where
// every way to Redis takes that long, nothing would be sent otherwise.
const tries = 3

// usualLate is how late a permit may be used at least; a third of a larger margin is allowed as well.
const usualLate = 7500 * time.Microsecond

func (l *Limiter) late() time.Duration { return max(usualLate, l.limits.Margin/3) }

// Wait returns when a request may be sent. See [ratelimit.Limiter].
func (l *Limiter) Wait(ctx context.Context) error {
	for try := 1; ; {
		if err := context.Cause(ctx); err != nil {
			return err
		}
		if away := l.outage(); away != nil {
			if back, err := away.wait(ctx); !back {
				return err
			}
			continue
		}
		late, err := l.shared(ctx)
		switch {
		case errors.Is(err, errAway): // the share is next
		case err != nil:
			return err
		case late <= l.late() || try == tries:
			return nil
		default:
			try++
		}
	}
}

// shared waits for a permit of the shared quota and returns how late it has come, at most, but for the way to Redis where
// that is so long that the permit counts as used until then.
func (l *Limiter) shared(ctx context.Context) (late time.Duration, err error) {
	t := ticket{id: rand.Text(), priority: ratelimit.PriorityOf(ctx)}
	for {
		t.path = l.path.length(l.late())
		asked := time.Now()
		answer, err := l.ask(ctx, t)
		if err != nil {
			return 0, err
		}
		if answer.kind == refused {
			return 0, &ratelimit.Exceeded{RetryAfter: answer.wait}
		}
		// The wait began somewhere on the way to Redis and back: in the middle of it, give or take a half. What belongs
		// to the path is waited for, so that the permit is not used too early.
		trip := time.Since(asked)
		l.path.note(trip)
		due := asked.Add((trip+t.path)/2 + answer.wait)
		if err := sleep(ctx, time.Until(due)); err != nil {
			if answer.kind == queued {
				go l.server.leave(ctx, t)
			}
			return 0, err
		}
		if answer.kind == granted {
			return time.Since(due) + (trip-t.path)/2, nil
		}
	}
}

// ask asks for a permit that comes before the end of ctx. It goes on without a caller that does not wait for the answer:
// otherwise nobody would find out that Redis hangs where all are in a hurry, and the place in the queue would be kept for
// who has gone.
func (l *Limiter) ask(ctx context.Context, t ticket) (answer, error) {
	type reply struct {
		answer
		error
	}
	within := -time.Second // any
	if deadline, ok := ctx.Deadline(); ok {
		within = max(0, time.Until(deadline))
	}
	replies := make(chan reply)
	go func() {
		got, err := l.server.ask(ctx, t, within)
		if err != nil {
			l.lost(err)
		}
		select {
		case replies <- reply{got, err}:
		case <-ctx.Done():
			if got.kind == queued {
				l.server.leave(ctx, t)
			}
		}
	}()
	select {
	case r := <-replies:
		return r.answer, r.error
	case <-ctx.Done():
		return answer{}, context.Cause(ctx)
	}
}

func sleep(ctx context.Context, length time.Duration) error {
	if length <= 0 {
		return nil
	}
	timer := time.NewTimer(length)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// Pause holds back the permits of all processes, but for those given out already: for a second where the length is 0.
// See [ratelimit.Pauser].
func (l *Limiter) Pause(ctx context.Context, length time.Duration) {
	if length <= 0 {
		length = time.Second
	}
	l.mu.Lock()
	if until := time.Now().Add(length); until.After(l.paused) {
		l.paused = until
	}
	away := l.away
	l.mu.Unlock()
	if away != nil {
		away.share.Pause(ctx, length)
		return
	}
	if err := l.server.pause(ctx, length); err != nil {
		l.lost(err)
	}
}
