package payout_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/conversions"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/payout"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

func price(cost, bought string) payout.Price {
	return payout.Price{Cost: decimal.MustParse(cost), Bought: decimal.MustParse(bought)}
}

// offered answers with a quote that cannot be used.
func offered(cost, bought string) fault {
	return answering(200, "application/json", `{"data":{"quoteId":"none","totalAmount":`+cost+`,"buyAmount":`+bought+`}}`)
}

func TestAgreedPrice(t *testing.T) {
	for _, test := range []struct {
		name      string
		agreed    payout.Price
		tolerance string
		quoted    fault // the true one where nil
		taken     bool
	}{
		{"none", payout.Price{}, "0", nil, true},
		{"the same", price("80", "100"), "0", offered("80", "100"), true},
		{"the same in proportion", price("800.0", "1000"), "0", offered("80", "100"), true},
		{"better", price("80", "100"), "0", offered("1", "100"), true},
		{"exactly within the tolerance", price("80", "100"), "0.01", offered("80.80", "100"), true},
		{"just beyond it", price("80", "100"), "0.01", offered("80.80000000000001", "100"), false},
		{"beyond it, with the sold side fixed", price("80", "100"), "0.01", offered("80", "99"), false},
		{"worse, without a tolerance", price("80", "100"), "0", offered("80.01", "100"), false},
		{"missing", price("80", "100"), "1", offered("null", "100"), false},
		{"nothing for it", price("80", "100"), "1", offered("80", "0"), false},
	} {
		t.Run(test.name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, w *world) {
				w.network.script("quote", test.quoted)
				order := w.order("R-1")
				order.Agreed = test.agreed
				result, err := w.payer(payout.WithTolerance(decimal.MustParse(test.tolerance))).Pay(t.Context(), order)
				sent, _ := w.network.counts("create")
				if test.taken {
					require.NotErrorIs(t, err, payout.PriceChanged)
					require.NotZero(t, sent)
					return
				}
				requireOutcome(t, payout.PriceChanged, result, err)
				var changed *payout.PriceError
				require.ErrorAs(t, err, &changed)
				require.Equal(t, test.agreed, changed.Agreed)
				require.Equal(t, result.Price, changed.Offered)
				require.Zero(t, sent)
			}, sandbox.WithBalance("USD", decimal.FromInt(1_000_000)))
		})
	}
}

// A quote that has expired is renewed, if the price is still the one that was agreed on.
func TestExpiredQuote(t *testing.T) {
	for _, side := range []conversions.FixedSide{"", "buy", "sell"} {
		inBubble(t, func(t *testing.T, w *world) {
			w.network.script("create", func(n *network, r *http.Request) (*http.Response, error) {
				time.Sleep(2 * time.Minute)
				return n.forward(r)
			})
			order := w.order("R-1")
			order.FixedSide = side
			result, err := payout.New(w.connect(client.WithAttemptTimeout(0), client.WithTimeout(0))).Pay(t.Context(), order)
			requireOutcome(t, payout.Completed, result, err)
			_, quotes := w.network.counts("quote")
			require.Equal(t, 2, quotes)
			w.requireOnce()
		})
	}
	inBubble(t, func(t *testing.T, w *world) {
		w.network.script("quote", offered("70", "100"))
		result, err := w.payer().Pay(t.Context(), w.order("R-1"))
		requireOutcome(t, payout.PriceChanged, result, err)
		sent, _ := w.network.counts("create")
		require.Equal(t, 1, sent, "with the quote that did not exist")
		require.Empty(t, w.payments())
	})
}

// What exists is not funded at a price that nobody agreed to.
func TestPriceOfWhatExists(t *testing.T) {
	inBubble(t, func(t *testing.T, w *world) {
		_, err := w.payer(payout.WithJournal(&journal{broken: "before fund"})).Pay(t.Context(), w.order("R-1"))
		require.ErrorIs(t, err, payout.Stopped)
		order := w.order("R-1")
		order.Agreed = price("1", "100")
		result, err := w.payer().Pay(t.Context(), order)
		require.Equal(t, payout.StepFund, requireOutcome(t, payout.PriceChanged, result, err).Step)
		require.ErrorContains(t, err, "percent")
		w.requireSpent()
		result, err = w.payer(payout.WithTolerance(decimal.FromInt(1000))).Pay(t.Context(), order)
		requireOutcome(t, payout.Completed, result, err)
	})
}

// Two processes may get different quotes. Whoever finds the other's payment takes its price.
func TestPricesOfTwoProcesses(t *testing.T) {
	inBubble(t, func(t *testing.T, w *world) {
		w.network.script("quote", offered("1", "100"))
		w.network.script("create", func(n *network, r *http.Request) (*http.Response, error) {
			if _, err := payout.New(w.connect()).Pay(t.Context(), w.order("R-1")); err != nil {
				return nil, err
			}
			return n.forward(r)
		})
		result, err := w.payer().Pay(t.Context(), w.order("R-1"))
		requireOutcome(t, payout.Completed, result, err)
		w.requireOnce()
	})
	inBubble(t, func(t *testing.T, w *world) {
		w.network.script("quote", offered("1", "100"))
		w.network.script("create", func(n *network, r *http.Request) (*http.Response, error) {
			_, err := payout.New(w.connect(), payout.WithJournal(&journal{broken: "before fund"})).Pay(t.Context(), w.order("R-1"))
			require.ErrorIs(t, err, payout.Stopped)
			return n.forward(r)
		})
		result, err := w.payer().Pay(t.Context(), w.order("R-1"))
		requireOutcome(t, payout.Completed, result, err)
		w.requireOnce()
	})
}
