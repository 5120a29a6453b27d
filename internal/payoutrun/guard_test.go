package payoutrun_test

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/internal/payoutrun"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/payout"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

// A payment of the file that cannot be looked up has been paid all the same, and so has one whose reference is there
// twice, which the reconciliation shows.
func TestLimitCountsWhatIsNotFound(t *testing.T) {
	for name, test := range map[string]struct {
		happens func(w *world, ids []string)
		want    payout.Outcome
	}{
		"no answer": {func(w *world, ids []string) { w.lies.down = ids }, payout.Unknown},
		"duplicate": {func(w *world, _ []string) { w.twin(w.rows[0]); w.twin(w.rows[1]) }, payout.Completed},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, 4)
			all := w.rows
			w.rows = all[:2]
			paid := w.pay()
			cost := paid[0].Price.Cost
			limit, err := cost.Add(cost)
			require.NoError(t, err)
			w.rows, w.limits = all, map[string]decimal.Decimal{"USD": limit}
			w.workers, w.giveUp = 1, time.Second
			test.happens(w, []string{paid[0].ID, paid[1].ID})
			made := w.created()
			results := w.pay()
			require.Equal(t, test.want, results[0].Outcome)
			require.Equal(t, test.want, results[1].Outcome)
			require.Equal(t, made, w.created())
		})
	}
}

// Without its journal, what was paid before counts before anything is created, wherever it is in the file.
func TestLimitCountsWhatTheJournalDoesNotKnow(t *testing.T) {
	w := newWorld(t, 4)
	all := w.rows
	w.rows = all[2:]
	cost := w.pay()[0].Price.Cost
	limit, err := cost.Add(cost)
	require.NoError(t, err)
	require.NoError(t, os.Remove(w.path))
	w.rows, w.limits, w.workers = all, map[string]decimal.Decimal{"USD": limit}, 1
	results := w.pay()
	require.Equal(t, payout.Completed, results[3].Outcome)
	require.Equal(t, payoutrun.OverLimit, results[0].Outcome)
	var exceeded *payoutrun.LimitError
	require.ErrorAs(t, results[0].Err, &exceeded)
	require.Equal(t, "USD", exceeded.Currency)
	require.Equal(t, 2, w.created())
}

// What is over without its money costs nothing.
func TestLimitLeavesOutWhatHasFailed(t *testing.T) {
	w := newWorld(t, 2)
	all := w.rows
	w.rows = all[:1]
	w.rows[0].Order.PurposeDescription = "sandbox: fail"
	failed := w.pay()[0]
	require.Equal(t, payout.Failed, failed.Outcome)
	require.NoError(t, os.Remove(w.path))
	w.rows, w.limits = all, map[string]decimal.Decimal{"USD": failed.Price.Cost}
	require.Equal(t, payout.Completed, w.pay()[1].Outcome)
}

// A limit cannot hold where somebody may have paid already, so nothing is sent.
func TestLimitNeedsToLookUpAllRows(t *testing.T) {
	w := newWorld(t, 2)
	w.limits, w.giveUp, w.workers = map[string]decimal.Decimal{"USD": decimal.FromInt(1000)}, time.Second, 1
	w.lies.down = []string{"R-2"}
	for _, result := range w.pay() {
		require.Equal(t, payoutrun.NotStarted, result.Outcome)
		require.ErrorContains(t, result.Err, "the connection is lost")
	}
	require.Zero(t, w.created())
	w.limits = map[string]decimal.Decimal{"SGD": decimal.FromInt(1000)}
	require.Equal(t, payout.Completed, w.pay()[0].Outcome, "it is not about this currency")
}

// What the journal has the id of is not created again, even where the listing does not show it.
func TestKnownPaymentsAreNotCreatedAgain(t *testing.T) {
	w := newWorld(t, 2)
	w.pay()
	require.NoError(t, w.sandbox.SetFaults(sandbox.Fault{Kind: sandbox.LagListing, Delay: time.Hour}))
	for _, result := range w.pay() {
		require.Equal(t, payout.Completed, result.Outcome)
	}
	require.Equal(t, 2, w.sandbox.Stats().ByOperation["createSimplePayment"])
}
