package fleet_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/internal/redistest"
	"github.com/wallex-sdk/wallex-go/pkg/fleet"
	"github.com/wallex-sdk/wallex-go/pkg/webhook"
)

func newEvents(server *redistest.Server, options ...fleet.StoreOption) *fleet.Events {
	return fleet.NewEvents(server.Client(), "ledger", time.Hour, append([]fleet.StoreOption{slow}, options...)...)
}

// begun requires that a notification could be claimed.
func begun(t *testing.T, events *fleet.Events, key string) {
	t.Helper()
	handled, err := events.Begin(t.Context(), key)
	require.NoError(t, err)
	require.False(t, handled)
}

// handled requires that a notification was handled before.
func handled(t *testing.T, events *fleet.Events, key string) {
	t.Helper()
	handled, err := events.Begin(t.Context(), key)
	require.NoError(t, err)
	require.True(t, handled)
}

func isBusy(t *testing.T, events *fleet.Events, key string) {
	t.Helper()
	_, err := events.Begin(t.Context(), key)
	require.ErrorIs(t, err, webhook.ErrBusy)
}

func TestANotificationIsHandledByOneProcess(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	a, b := newEvents(server), newEvents(server)
	begun(t, a, "payment 1")
	isBusy(t, a, "payment 1")
	isBusy(t, b, "payment 1")
	begun(t, b, "payment 2")
	require.NoError(t, a.End(t.Context(), "payment 1", false))
	begun(t, b, "payment 1")
	require.NoError(t, b.End(t.Context(), "payment 1", true))
	handled(t, a, "payment 1")
	handled(t, b, "payment 1")

	begun(t, fleet.NewEvents(server.Client(), "mailer", time.Hour), "payment 1")
	for _, text := range dump(t, server) {
		require.NotContains(t, text, "payment")
	}
}

func TestWhatWasHandledIsForgottenAfterItsLifetime(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	events := fleet.NewEvents(server.Client(), "ledger", 300*time.Millisecond)
	begun(t, events, "payment 1")
	require.NoError(t, events.End(t.Context(), "payment 1", true))
	handled(t, events, "payment 1")
	server.Pass(300 * time.Millisecond)
	begun(t, events, "payment 1")
}

// A process that dies while it handles a notification leaves it to another, which nobody who was thought dead disturbs.
func TestAClaimToANotificationLapses(t *testing.T) {
	t.Parallel()
	const lapse = 500 * time.Millisecond
	server := redistest.Start(t)
	for _, succeeded := range []bool{true, false} {
		key := fmt.Sprint(succeeded)
		slow, other := newEvents(server, fleet.WithClaim(lapse)), newEvents(server)
		begun(t, slow, key)
		isBusy(t, other, key)
		server.Pass(lapse)
		begun(t, other, key)
		require.ErrorIs(t, slow.End(t.Context(), key, succeeded), fleet.ErrLapsed)
		isBusy(t, slow, key)
		require.NoError(t, other.End(t.Context(), key, true))
		handled(t, slow, key)
	}
	slow := newEvents(server, fleet.WithClaim(lapse))
	begun(t, slow, "nobody else")
	server.Pass(lapse)
	require.NoError(t, slow.End(t.Context(), "nobody else", true))
	handled(t, newEvents(server), "nobody else")
}

func TestLostAnswersAboutNotificationsAreNoHarm(t *testing.T) {
	t.Parallel()
	client := redistest.Start(t).Client()
	client.AddHook(twice{})
	events := fleet.NewEvents(client, "ledger", time.Hour)
	begun(t, events, "payment 1")
	require.NoError(t, events.End(t.Context(), "payment 1", false))
	begun(t, events, "payment 1")
	require.NoError(t, events.End(t.Context(), "payment 1", true))
	handled(t, events, "payment 1")
}

// mute loses the answer to one script.
type mute struct {
	slowly
	left atomic.Int64
}

func (m *mute) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, command redis.Cmder) error {
		err := next(ctx, command)
		if err == nil && m.left.Add(-1) == 0 {
			err = errors.New("the answer is lost")
			command.SetErr(err)
		}
		return err
	}
}

func TestAClaimWhoseAnswerIsLostHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	client := server.Client()
	begun(t, fleet.NewEvents(client, "ledger", time.Hour, slow), "the server knows the scripts")
	hook := new(mute)
	hook.left.Store(1)
	client.AddHook(hook)
	events := fleet.NewEvents(client, "ledger", time.Hour, slow)
	_, err := events.Begin(t.Context(), "payment 1")
	require.ErrorContains(t, err, "lost")
	other := newEvents(server)
	require.Eventually(t, func() bool {
		_, err := other.Begin(t.Context(), "payment 1")
		return err == nil
	}, 10*time.Second, 20*time.Millisecond)
}

// Without Redis nothing is handled: the platform sends it again.
func TestNotificationsWithoutRedis(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	var count atomic.Int64
	handler, err := webhook.New(func(context.Context, webhook.Event) error {
		count.Add(1)
		return nil
	}, webhook.WithStore(newEvents(server, brief)), webhook.WithObserver(quiet))
	require.NoError(t, err)
	server.Kill()
	require.Equal(t, http.StatusServiceUnavailable, deliver(handler, 1))
	require.Zero(t, count.Load())
	server.Restart()
	require.Equal(t, http.StatusOK, deliver(handler, 1))
	require.Equal(t, http.StatusOK, deliver(handler, 1))
	require.EqualValues(t, 1, count.Load())
}

func quiet(context.Context, webhook.Delivery) {}

// deliver sends a notification about a payment and returns the status of the answer.
func deliver(handler http.Handler, payment int) int {
	body := fmt.Sprintf(`{"resource":"simple_payment","resourceId":"p-%d","status":"paid"}`, payment)
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body)))
	return answer.Code
}

// Three thousand deliveries, a third of them duplicates, come to three processes in any order, and some fail at first. The
// platform sends again what was not answered with 200.
func TestEachOfManyNotificationsIsHandledOnce(t *testing.T) {
	t.Parallel()
	const payments, deliveries = 2_100, 3_000
	server := redistest.Start(t)
	random := rand.New(rand.NewPCG(1, 2))
	queue := make(chan int, deliveries)
	for i := range deliveries {
		queue <- i
	}
	close(queue)
	order := make([]int, deliveries)
	for i := range order {
		order[i] = i % payments
	}
	random.Shuffle(deliveries, func(i, j int) { order[i], order[j] = order[j], order[i] })

	var tried, succeeded [payments]atomic.Int64
	handlers := make([]*webhook.Handler, 3)
	for i := range handlers {
		var err error
		handlers[i], err = webhook.New(func(_ context.Context, event webhook.Event) error {
			var payment int
			if _, err := fmt.Sscanf(event.About, "p-%d", &payment); err != nil {
				return err
			}
			if tried[payment].Add(1) == 1 && payment%10 == 0 {
				return errors.New("no database")
			}
			succeeded[payment].Add(1)
			return nil
		}, webhook.WithStore(newEvents(server)), webhook.WithObserver(quiet))
		require.NoError(t, err)
	}
	var senders sync.WaitGroup
	for range 48 {
		senders.Go(func() {
			for i := range queue {
				for try := i; deliver(handlers[try%3], order[i]) != http.StatusOK; try++ {
					time.Sleep(time.Millisecond)
				}
			}
		})
	}
	senders.Wait()
	for payment := range payments {
		require.EqualValues(t, 1, succeeded[payment].Load(), payment)
	}
}
