package agenda_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/agenda"
)

func TestSettleDoesWhatIsDueInItsOrder(t *testing.T) {
	noon := time.Date(2024, 3, 1, 12, 0, 0, 0, time.UTC)
	var a agenda.Agenda
	_, ok := a.Due()
	require.False(t, ok)

	var done []string
	note := func(name string) func() error {
		return func() error {
			done = append(done, name)
			return nil
		}
	}
	a.Later(noon.Add(time.Hour), note("third"))
	a.Later(noon, note("first"))
	a.Later(noon, func() error {
		a.Later(noon, note("noted by the second"))
		return note("second")()
	})
	a.Later(noon.Add(2*time.Hour), func() error { return errors.New("fails") })

	require.NoError(t, a.Settle(noon.Add(-time.Second)))
	require.Empty(t, done)
	require.NoError(t, a.Settle(noon.Add(time.Hour)))
	require.Equal(t, []string{"first", "second", "noted by the second", "third"}, done)
	due, ok := a.Due()
	require.True(t, ok)
	require.Equal(t, noon.Add(2*time.Hour), due)
	require.EqualError(t, a.Settle(due), "fails")
}
