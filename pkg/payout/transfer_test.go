package payout_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/payout"
)

func TestTransfer(t *testing.T) {
	order := payout.Transfer{Reference: "T-1", ReceiverAccountID: "a1", Currency: "USD", Amount: decimal.FromInt(10)}
	sent := order
	sent.Sent = true
	const create, list = "POST transfers", "GET transfers"
	for _, test := range []struct {
		name    string
		order   payout.Transfer
		prepare func(n *network)
		want    payout.Outcome
		sent    int
	}{
		{"nothing", order, func(*network) {}, payout.Completed, 1},
		{"no connection", order, func(n *network) { n.script(create, noConnection) }, payout.Completed, 2},
		{"refused for now", order, func(n *network) { n.script(create, tooMany) }, payout.Completed, 2},
		{"lost after", order, func(n *network) { n.script(create, after(lost)) }, payout.Completed, 1},
		{"pending at first", order, func(n *network) { n.script(create, stale) }, payout.Completed, 1},
		{"soon", order, func(n *network) { n.script(create, late(10*time.Second)) }, payout.Completed, 1},
		{"lost before", order, func(n *network) { n.script(create, lost) }, payout.Unknown, 1},
		{"late", order, func(n *network) { n.script(create, late(time.Hour)) }, payout.Unknown, 1},
		{"no answer", order, func(n *network) { n.script(create, proxy) }, payout.Unknown, 1},
		{"sent before, or not", sent, func(*network) {}, payout.Unknown, 0},
		{"listing lags", sent, func(n *network) { n.until(list, time.Second, lagging) }, payout.Unknown, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, w *world) {
				test.prepare(w.network)
				payer := payout.New(w.connect(client.WithUnverified()))
				result, err := payer.Transfer(t.Context(), test.order)
				requireOutcome(t, test.want, result, err)
				got, _ := w.network.counts(create)
				require.Equal(t, test.sent, got)
				w.network.under.Wait()
				if test.want == payout.Completed {
					require.Equal(t, result.ID, result.Transfer.ID)
				} else {
					require.ErrorIs(t, err, payout.ErrNotShown)
				}
				if made := w.sandbox.Stats().Succeeded["createInternalTransfer"]; made > 0 {
					again, err := payer.Transfer(t.Context(), sent)
					requireOutcome(t, payout.Completed, again, err)
					require.Equal(t, 1, made)
				}
				got, _ = w.network.counts(create)
				require.Equal(t, test.sent, got, "never again")
			})
		})
	}
	t.Run("another amount", func(t *testing.T) {
		inBubble(t, func(t *testing.T, w *world) {
			payer := payout.New(w.connect(client.WithUnverified()))
			result, err := payer.Transfer(t.Context(), order)
			requireOutcome(t, payout.Completed, result, err)
			other := order
			other.Amount = decimal.FromInt(11)
			result, err = payer.Transfer(t.Context(), other)
			requireOutcome(t, payout.Mismatch, result, err)
		})
	})
	t.Run("insufficient funds", func(t *testing.T) {
		inBubble(t, func(t *testing.T, w *world) {
			large := order
			large.Amount = decimal.FromInt(1_000_000)
			result, err := payout.New(w.connect(client.WithUnverified())).Transfer(t.Context(), large)
			requireOutcome(t, payout.InsufficientFunds, result, err)
		})
	})
	t.Run("an inferred operation", func(t *testing.T) {
		inBubble(t, func(t *testing.T, w *world) {
			result, err := w.payer().Transfer(t.Context(), order)
			requireOutcome(t, payout.Stopped, result, err)
			require.ErrorIs(t, err, operation.ErrUnverified)
		})
	})
}
