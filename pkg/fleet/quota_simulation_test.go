package fleet_test

import (
	"container/heap"
	"fmt"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/fleet"
	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
)

var five = ratelimit.Limits{PerSecond: 5, Margin: 15 * time.Millisecond}

// simulation has callers ask a server for permits on a clock that the test moves, so that hours take no time and what
// happens is always the same.
type simulation struct {
	*testing.T
	clock  *miniredis.Miniredis
	now    time.Time
	asker  *fleet.Asker
	events events
	asked  int
	seldom time.Duration // where it is set, how often those ask that could do so every minute
	taken
}

// event is the next moment at which somebody does something.
type event struct {
	at time.Time
	do func()
}

type events []event

func (e events) Len() int           { return len(e) }
func (e events) Less(i, j int) bool { return e[i].at.Before(e[j].at) }
func (e events) Swap(i, j int)      { e[i], e[j] = e[j], e[i] }
func (e *events) Push(x any)        { *e = append(*e, x.(event)) }
func (e *events) Pop() (last any) {
	last, *e = (*e)[len(*e)-1], (*e)[:len(*e)-1]
	return last
}

func simulate(t *testing.T, limits ratelimit.Limits) *simulation {
	t.Parallel()
	server := miniredis.RunT(t)
	client := redis.NewClient(&redis.Options{Addr: server.Addr(), ReadTimeout: time.Minute, ContextTimeoutEnabled: true})
	t.Cleanup(func() { require.NoError(t, client.Close()) })
	s := &simulation{T: t, clock: server, asker: fleet.NewAsker(client, "simulated", limits)}
	s.now = time.Date(2026, time.March, 1, 12, 0, 0, 0, time.UTC)
	s.pass(0)
	kind, wait, err := s.asker.Ask(t.Context(), "first", ratelimit.Low) // the server knows nothing yet
	require.NoError(t, err)
	if limits.PerSecond > 0 {
		require.Equal(t, fleet.Queued, kind)
		s.pass(wait + 10*time.Second) // the first is gone
		_, _, err = s.asker.Ask(t.Context(), "", ratelimit.Low)
		require.NoError(t, err)
	}
	return s
}

func (s *simulation) pass(length time.Duration) {
	s.now = s.now.Add(length)
	s.clock.SetTime(s.now)
}

func (s *simulation) after(wait time.Duration, do func()) {
	heap.Push(&s.events, event{s.now.Add(wait), do})
}

// run lets a length of time pass, and everything happen that happens in it.
func (s *simulation) run(length time.Duration) {
	end := s.now.Add(length)
	for s.events.Len() > 0 && s.events[0].at.Before(end) {
		next := heap.Pop(&s.events).(event)
		s.pass(next.at.Sub(s.now))
		next.do()
	}
	s.pass(end.Sub(s.now))
}

// wait has somebody wait for a permit and then do something.
func (s *simulation) wait(name string, priority ratelimit.Priority, then func()) {
	s.asked++
	kind, wait, err := s.asker.Ask(s.Context(), name, priority)
	require.NoError(s, err)
	if wait == time.Minute {
		wait = max(wait, s.seldom)
	}
	s.after(wait, func() {
		if kind == fleet.Queued {
			s.wait(name, priority, then)
			return
		}
		require.Equal(s, fleet.Granted, kind)
		s.note(s.now, name)
		then()
	})
}

// worker has somebody take one permit after another.
func (s *simulation) worker(name string, priority ratelimit.Priority) {
	s.wait(name, priority, func() { s.worker(name, priority) })
}

func once() {}

func TestQuotaIsUsedUpAndSharedFairly(t *testing.T) {
	for _, workers := range []int{1, 2, 8, 32} {
		t.Run(fmt.Sprint(workers), func(t *testing.T) {
			s := simulate(t, five)
			const seconds = 20
			for i := range workers {
				s.worker(fmt.Sprint(i), ratelimit.Low)
			}
			s.run(seconds * time.Second)
			require.Equal(t, 5, s.most(time.Second+five.Margin))
			require.GreaterOrEqual(t, len(s.times), seconds*5*98/100)
			least, most := seconds*5, 0
			for i := range workers {
				share := s.shares()[fmt.Sprint(i)]
				least, most = min(least, share), max(most, share)
			}
			require.LessOrEqual(t, most-least, 1, "round robin: %v", s.shares())
			t.Logf("%.1f round trips for a permit", float64(s.asked)/float64(len(s.times)))
		})
	}
}

func TestQuotaTakesOneRoundTripWhereItIsNotUsedUp(t *testing.T) {
	s := simulate(t, five)
	for i := range 5 {
		var turn func()
		turn = func() { s.after(1100*time.Millisecond, func() { s.wait(fmt.Sprint(i), ratelimit.Low, turn) }) }
		turn()
	}
	s.run(time.Minute)
	require.Greater(t, len(s.times), 250)
	require.Equal(t, len(s.times), s.asked)
}

func TestPaymentsPassThePolls(t *testing.T) {
	s := simulate(t, five)
	for i := range 40 {
		s.worker(fmt.Sprint("poll ", i), ratelimit.Low)
	}
	s.run(5 * time.Second)
	for i := range 10 {
		asked, came := s.now, time.Time{}
		s.wait(fmt.Sprint("payment ", i), ratelimit.High, func() { came = s.now })
		s.run(1300 * time.Millisecond)
		require.False(t, came.IsZero(), "the payment waits")
		require.Less(t, came.Sub(asked), 500*time.Millisecond) // what has a permit already, and a fifth of a second
	}
}

func TestPollsGetEveryFifthPermit(t *testing.T) {
	s := simulate(t, five)
	for i := range 20 {
		s.worker(fmt.Sprint("payment ", i), ratelimit.High)
	}
	s.worker("poll", ratelimit.Low)
	s.run(25 * time.Second)
	require.InDelta(t, len(s.times)/5, s.shares()["poll"], 3)
	require.Equal(t, 5, s.most(time.Second+five.Margin))
}

func TestTheDeadHoldNobodyUp(t *testing.T) {
	s := simulate(t, five)
	for i := range 200 { // ask once and are never heard of again
		_, _, err := s.asker.Ask(t.Context(), fmt.Sprint("dead ", i), ratelimit.High)
		require.NoError(t, err)
	}
	s.run(time.Second)
	start := s.now
	for i := range 5 {
		s.worker(fmt.Sprint("alive ", i), ratelimit.Low)
	}
	s.run(25 * time.Second)
	require.GreaterOrEqual(t, s.between(start, s.now), 24*5*80/100)
	require.GreaterOrEqual(t, s.between(s.now.Add(-10*time.Second), s.now), 48)
}

func TestAnEmptyServerBeginsAfterWhatMayHaveBeenGivenOut(t *testing.T) {
	s := simulate(t, five)
	s.worker("worker", ratelimit.High)
	s.run(10 * time.Second)
	s.clock.FlushAll()
	s.run(10 * time.Second)
	require.Equal(t, 5, s.most(time.Second+five.Margin))
	require.Zero(t, s.between(s.now.Add(-9500*time.Millisecond), s.now.Add(-9*time.Second)))
	require.GreaterOrEqual(t, s.between(s.now.Add(-8*time.Second), s.now), 38)
}

func TestAServerThatForgetsItsScriptsBeginsOnce(t *testing.T) {
	s := simulate(t, five)
	for i := range 3 {
		s.worker(fmt.Sprint(i), ratelimit.High)
	}
	s.run(10 * time.Second)
	client := redis.NewClient(&redis.Options{Addr: s.clock.Addr()})
	defer client.Close()
	before := len(s.times)
	for range 4 {
		require.NoError(t, client.ScriptFlush(t.Context()).Err())
		s.run(250 * time.Millisecond)
	}
	s.run(10 * time.Second)
	require.Equal(t, 5, s.most(time.Second+five.Margin))
	require.GreaterOrEqual(t, len(s.times)-before, 47)
}

// One process that was alone without Redis holds nobody up, and what it has used counts.
func TestTheShareOfOneProcessCounts(t *testing.T) {
	s := simulate(t, ratelimit.Limits{PerSecond: 5, PerDay: 500, Margin: five.Margin})
	s.worker("other", ratelimit.High)
	for range 10 {
		s.run(time.Second)
		require.NoError(t, s.asker.Back(t.Context(), 5*time.Second, 6, 300*time.Millisecond))
	}
	require.InDelta(t, 43, len(s.times), 4, "as many as there are, but for those that the share has used")
	s.events = nil
	s.run(2 * time.Second)
	require.NoError(t, s.asker.Back(t.Context(), 0, 0, 900*time.Millisecond, 400*time.Millisecond, 0))
	before := len(s.times)
	for i := range 5 {
		s.wait(fmt.Sprint("last ", i), ratelimit.High, once)
	}
	s.run(100 * time.Millisecond)
	require.Equal(t, before+2, len(s.times))
	s.run(100 * time.Millisecond)
	require.Equal(t, before+3, len(s.times))
}

func TestAServerThatAllWereWithoutBeginsOnce(t *testing.T) {
	s := simulate(t, five)
	s.run(4 * time.Second)
	require.NoError(t, s.asker.Back(t.Context(), 3*time.Second, 0))
	s.wait("first", ratelimit.High, once)
	s.run(1200 * time.Millisecond)
	require.Empty(t, s.times)
	require.NoError(t, s.asker.Back(t.Context(), 4*time.Second, 0), "the last process to come back")
	s.run(100 * time.Millisecond)
	require.Len(t, s.times, 1)
}

func TestAClockThatIsPutBackHoldsNobodyUp(t *testing.T) {
	for name, limits := range map[string]ratelimit.Limits{"second": five, "day": {PerDay: 1000}} {
		t.Run(name, func(t *testing.T) {
			s := simulate(t, limits)
			client := redis.NewClient(&redis.Options{Addr: s.clock.Addr()})
			defer client.Close()
			for i := range 7 {
				s.wait(fmt.Sprint("before ", i), ratelimit.High, once)
			}
			fleet.NewLimiter(client, "simulated", limits).Pause(t.Context(), time.Minute)
			s.run(time.Second)
			s.pass(-time.Hour)
			s.events = nil
			for i := range 3 {
				s.wait(fmt.Sprint("after ", i), ratelimit.Low, once)
			}
			before := len(s.times)
			s.run(3 * time.Second)
			require.Equal(t, before+3, len(s.times))
		})
	}
}

func TestAClockThatIsPutBackKeepsTheQuotaOfADay(t *testing.T) {
	for _, back := range []time.Duration{10 * time.Minute, 10 * time.Hour, 1000 * time.Hour} {
		t.Run(back.String(), func(t *testing.T) {
			s := simulate(t, ratelimit.Limits{PerDay: 20})
			ask := func() (granted int) {
				for i := range 22 {
					kind, _, err := s.asker.Ask(t.Context(), fmt.Sprint(s.now, i), ratelimit.Low)
					require.NoError(t, err)
					if kind == fleet.Granted {
						granted++
					}
				}
				return granted
			}
			require.Equal(t, 19, ask(), "one was used before")
			s.pass(-back)
			require.Zero(t, ask())
			for range 2 {
				s.pass(23 * time.Hour)
				require.Zero(t, ask())
				s.pass(time.Hour + 5*time.Minute)
				require.Equal(t, 20, ask())
			}
		})
	}
}

func TestQuotaFollowsAnotherLimit(t *testing.T) {
	s := simulate(t, five)
	for i := range 4 {
		s.worker(fmt.Sprint(i), ratelimit.Low)
	}
	s.run(10 * time.Second)
	client := redis.NewClient(&redis.Options{Addr: s.clock.Addr()})
	defer client.Close()
	for _, limit := range []int{10, 2} {
		s.asker = fleet.NewAsker(client, "simulated", ratelimit.Limits{PerSecond: limit, Margin: five.Margin})
		s.run(5 * time.Second)
		before := len(s.times)
		s.run(20 * time.Second)
		require.InDelta(t, 20*limit, len(s.times)-before, float64(limit))
	}
}

func TestARaisedLimitIsNoticedWithinAMinute(t *testing.T) {
	s := simulate(t, ratelimit.Limits{PerDay: 5})
	for i := range 8 {
		s.wait(fmt.Sprint(i), ratelimit.Low, once)
	}
	s.run(time.Hour)
	require.Len(t, s.times, 4)
	client := redis.NewClient(&redis.Options{Addr: s.clock.Addr()})
	defer client.Close()
	s.asker = fleet.NewAsker(client, "simulated", ratelimit.Limits{PerDay: 100})
	s.run(time.Minute + time.Second)
	require.Len(t, s.times, 8)
}

func TestQuotaOfADay(t *testing.T) {
	const day = 24 * time.Hour
	for name, limits := range map[string]ratelimit.Limits{
		"alone": {PerDay: 20}, "beside that of a second": {PerSecond: 5, PerDay: 20, Margin: five.Margin}, "one": {PerDay: 1},
	} {
		t.Run(name, func(t *testing.T) {
			s := simulate(t, limits)
			s.seldom = time.Hour // the scripts of the stand-in are slow
			for i := range 3 {
				s.worker(fmt.Sprint(i), ratelimit.Low)
			}
			s.run(day + 2*time.Hour)
			require.Equal(t, limits.PerDay, s.most(day))
			require.InDelta(t, 2*limits.PerDay, len(s.times), 1)
		})
	}
}
