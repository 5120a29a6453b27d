package payout_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/conversions"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/payout"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

func exchange(reference string) payout.Conversion {
	return payout.Conversion{
		Reference: reference, SellCurrency: "USD", BuyCurrency: "SGD", Amount: decimal.FromInt(100), FixedSide: conversions.FixedSideSell,
	}
}

func TestConvert(t *testing.T) {
	for name, prepare := range map[string]func(n *network){
		"nothing":        func(*network) {},
		"create lost":    func(n *network) { n.script("create", lost) },
		"create applied": func(n *network) { n.script("create", after(proxy)) },
		"create late":    func(n *network) { n.script("create", late(90*time.Second)) },
		"fund lost":      func(n *network) { n.script("fund", lost) },
		"fund applied":   func(n *network) { n.script("fund", truncated) },
		"fund late":      func(n *network) { n.script("fund", late(90*time.Second)) },
		"status behind":  func(n *network) { n.script("fund", after(lost)); n.until("retrieve", 50*time.Second, stale) },
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, w *world) {
				prepare(w.network)
				result, err := w.payer().Convert(t.Context(), exchange("C-1"))
				requireOutcome(t, payout.Completed, result, err)
				require.Equal(t, result.ID, result.Conversion.ConversionID)
				require.Nil(t, result.Payment)
				w.network.under.Wait()
				again, err := w.payer().Convert(t.Context(), exchange("C-1"))
				requireOutcome(t, payout.Completed, again, err)
				require.Equal(t, result.ID, again.ID)
				stats := w.sandbox.Stats()
				require.Equal(t, 1, stats.Succeeded["createConversion"])
				require.Equal(t, 1, stats.Succeeded["fundConversion"])

				other := exchange("C-1")
				other.FixedSide = ""
				result, err = w.payer().Convert(t.Context(), other)
				requireOutcome(t, payout.Mismatch, result, err)
			})
		})
	}
	t.Run("insufficient funds", func(t *testing.T) {
		inBubble(t, func(t *testing.T, w *world) {
			result, err := w.payer().Convert(t.Context(), exchange("C-1"))
			requireOutcome(t, payout.InsufficientFunds, result, err)
		}, sandbox.WithBalance("USD", decimal.FromInt(1)))
	})
	t.Run("a price that was not agreed on", func(t *testing.T) {
		inBubble(t, func(t *testing.T, w *world) {
			order := exchange("C-1")
			order.Agreed = price("1", "100")
			result, err := w.payer().Convert(t.Context(), order)
			requireOutcome(t, payout.PriceChanged, result, err)
		})
	})
}
