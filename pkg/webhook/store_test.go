package webhook_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/webhook"
)

// claim claims a notification, and gives the claim up.
func claim(t *testing.T, m *webhook.Memory, key string) (handled bool) {
	t.Helper()
	handled, err := m.Begin(t.Context(), key)
	require.NoError(t, err)
	if !handled {
		require.NoError(t, m.End(t.Context(), key, true))
	}
	return handled
}

func TestMemoryForgetsAfterItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := webhook.NewMemory(time.Hour, 10)
		require.False(t, claim(t, m, "a"))
		time.Sleep(time.Hour - 1)
		require.True(t, claim(t, m, "a"))
		time.Sleep(time.Nanosecond)
		require.False(t, claim(t, m, "a"))
		require.True(t, claim(t, m, "a"))
	})
}

func TestMemoryForgetsTheOldest(t *testing.T) {
	m := webhook.NewMemory(time.Hour, 10)
	for i := range 12 {
		require.False(t, claim(t, m, fmt.Sprint(i)))
	}
	require.True(t, claim(t, m, "11"))
	require.True(t, claim(t, m, "2"))
	require.False(t, claim(t, m, "1"))
}

func TestMemoryDoesNotForgetWhatIsUnderWay(t *testing.T) {
	m := webhook.NewMemory(time.Hour, 1)
	_, err := m.Begin(t.Context(), "a")
	require.NoError(t, err)
	for i := range 5 {
		claim(t, m, fmt.Sprint(i))
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errDatabase)
	_, err = m.Begin(ctx, "a")
	require.ErrorIs(t, err, errDatabase)
}

// broken is a store that fails.
type broken struct{ begin, end error }

func (b broken) Begin(context.Context, string) (bool, error) { return false, b.begin }
func (b broken) End(context.Context, string, bool) error     { return b.end }

func TestAStoreThatFails(t *testing.T) {
	failure := errors.New("no connection")

	r := receive(t, nil, webhook.WithStore(broken{begin: failure}))
	require.Equal(t, 503, r.post(paid))
	require.ErrorIs(t, r.last().Err, failure)
	require.Zero(t, r.handled(), "nobody knows whether it was handled before")

	r = receive(t, nil, webhook.WithStore(broken{end: failure}))
	require.Equal(t, 200, r.post(paid), "it was handled")
	require.ErrorIs(t, r.last().Err, failure)
}
