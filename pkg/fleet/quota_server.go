package fleet

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
)

//go:embed quota.lua
var quotaLua string

// pauseScript puts off the end of a pause, and never nearer.
var pauseScript = redis.NewScript(`
	local clock = redis.call('TIME')
	local until_ = tonumber(clock[1]) * 1e6 + tonumber(clock[2]) + tonumber(ARGV[1])
	if until_ > tonumber(redis.call('HGET', KEYS[1], 'paused') or 0) then
		redis.call('HSET', KEYS[1], 'paused', string.format('%.0f', until_))
	end
	redis.call('EXPIRE', KEYS[1], 25 * 3600)
	return 0`)

const (
	usualPatience = 250 * time.Millisecond
	// aheads is which part of the window before its use a permit is given out at the earliest. More would save round
	// trips, and let a payment wait behind more of what has a permit already.
	aheads = 4
)

// errAway says that Redis did not do what it was asked.
var errAway = errors.New("the Redis of the shared quota is away")

// server is the quota as it is kept in Redis.
type server struct {
	client redis.UniversalClient
	script *redis.Script // of this quota alone
	keys   []string
	limits ratelimit.Limits
	window time.Duration // in which no more permits are used than the limit of a second
	ahead  time.Duration // how long before its use a permit is given out at the earliest
	// patience is how long Redis may take to answer before it counts as away.
	patience time.Duration
}

func newServer(client redis.UniversalClient, name string, limits ratelimit.Limits) server {
	window := time.Second + limits.Margin
	s := server{client: client, limits: limits, window: window, ahead: window / aheads, patience: usualPatience}
	s.script = redis.NewScript(fmt.Sprintf("%s-- %x", quotaLua, name))
	for _, key := range []string{"permits", "payments", "others", "due", "state"} {
		s.keys = append(s.keys, "wallex:{quota:"+name+"}:"+key) // in one slot of a cluster, whatever the name
	}
	return s
}

// ticket is the place of one caller in the queue.
type ticket struct {
	id       string
	priority ratelimit.Priority
	path     time.Duration // within which after its time the permit may be used
}

// answer is what becomes of a ticket.
type answer struct {
	kind int64
	wait time.Duration
}

// The kinds of answers.
const (
	granted int64 = iota + 1 // the permit may be used after the wait
	queued                   // ask again after the wait
	refused                  // the permit would come after the wait, which is too late
)

// Whether the server knew the script.
const (
	unknown = iota
	known
)

// meanwhile is what a process tells Redis when it has found it again.
type meanwhile struct {
	away   time.Duration   // for how long it was without
	paused time.Duration   // for how long a pause goes on that it knows of, if more than none
	used   int             // permits of its share
	ages   []time.Duration // how long ago the newest of them were used
}

// back tells Redis what this process did without it.
func (s *server) back(ctx context.Context, m meanwhile) error {
	told := []any{m.away.Microseconds(), max(0, m.paused).Microseconds(), m.used}
	for _, age := range m.ages {
		told = append(told, age.Microseconds())
	}
	_, err := s.ask(ctx, ticket{}, 0, told...)
	return err
}

// works finds out whether Redis is there and can be written to.
func (s *server) works(ctx context.Context) error {
	_, err := s.ask(ctx, ticket{}, 0)
	return err
}

// ask asks for a permit that comes within a time, or any where that is negative.
//
// A server that does not know it was restarted, or has taken another one's place: what it has of the last second may be
// out of date, and the script is told so as it becomes known, so that nobody comes between.
func (s *server) ask(ctx context.Context, t ticket, within time.Duration, told ...any) (answer, error) {
	args := []any{
		t.id, int(t.priority), max(0, s.limits.PerSecond), s.window.Microseconds(), max(0, s.limits.PerDay),
		s.ahead.Microseconds(), within.Microseconds(), t.path.Microseconds(),
	}
	var got []int64
	err := s.do(ctx, func(ctx context.Context) (err error) {
		got, err = s.script.EvalSha(ctx, s.client, s.keys, slices.Concat(args, []any{known}, told)...).Int64Slice()
		if redis.HasErrorPrefix(err, "NOSCRIPT") {
			got, err = s.script.Eval(ctx, s.client, s.keys, slices.Concat(args, []any{unknown}, told)...).Int64Slice()
		}
		return err
	})
	if err != nil {
		return answer{}, err
	}
	return answer{got[0], time.Duration(got[1]) * time.Microsecond}, nil
}

// leave gives up the place of a ticket. Where that fails the place lapses.
func (s *server) leave(ctx context.Context, t ticket) {
	_ = s.do(ctx, func(ctx context.Context) error {
		_, err := s.client.Pipelined(ctx, func(pipe redis.Pipeliner) error {
			for _, queue := range s.keys[1:4] {
				pipe.ZRem(ctx, queue, t.id)
			}
			return nil
		})
		return err
	})
}

// pause holds back the permits of all.
func (s *server) pause(ctx context.Context, length time.Duration) error {
	return s.do(ctx, func(ctx context.Context) error {
		return pauseScript.Run(ctx, s.client, s.keys[4:], length.Microseconds()).Err()
	})
}

// do runs a command for no longer than patience, whether ctx ends or not: clients of Redis do not end one with its context
// unless they are told to. It returns errAway where the command has failed or takes longer.
func (s *server) do(ctx context.Context, command func(context.Context) error) error {
	limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.patience)
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- command(limited) }()
	var err error
	select {
	case err = <-done:
	case <-limited.Done():
		err = limited.Err()
	}
	if err != nil {
		return fmt.Errorf("%w: %w", errAway, err)
	}
	return nil
}
