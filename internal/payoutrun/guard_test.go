package payoutrun_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/payout"
)

// A payment of the file that cannot be looked up, or whose reference is there twice, has been paid all the same.
func TestLimitCountsWhatIsNotFound(t *testing.T) {
	for name, test := range map[string]struct {
		happens func(*world)
		want    payout.Outcome
	}{
		"no answer": {func(w *world) { w.lies.down = []string{"R-1", "R-2"} }, payout.Stopped},
		"duplicate": {func(w *world) { w.twin(w.rows[0]); w.twin(w.rows[1]) }, payout.Duplicate},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, 4)
			all := w.rows
			w.rows = all[:2]
			cost := w.pay()[0].Price.Cost
			limit, err := cost.Add(cost)
			require.NoError(t, err)
			w.rows, w.limits = all, map[string]decimal.Decimal{"USD": limit}
			w.workers, w.giveUp = 1, time.Second
			test.happens(w)
			made := w.created()
			results := w.pay()
			require.Equal(t, test.want, results[0].Outcome)
			require.Equal(t, test.want, results[1].Outcome)
			require.Equal(t, made, w.created())
		})
	}
}
