package payout_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/payout"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

// What a caller knows of an earlier call counts.

func TestKnownID(t *testing.T) {
	inBubble(t, func(t *testing.T, w *world) {
		made, err := w.payer(payout.WithJournal(&journal{broken: "before fund"})).Pay(t.Context(), w.order("R-1"))
		require.ErrorIs(t, err, payout.Stopped)
		w.network.until("find", time.Hour, lagging)
		order := w.order("R-1")
		order.ID = made.ID
		for range 2 {
			result, err := w.payer().Pay(t.Context(), order)
			requireOutcome(t, payout.Completed, result, err)
			require.Equal(t, made.ID, result.ID)
		}
		for _, step := range []string{"find", "quote", "create"} {
			sent, _ := w.network.counts(step)
			require.LessOrEqual(t, sent, 1, "only by the first call: %s", step)
		}
		time.Sleep(time.Hour)
		w.requireOnce()
	})
}

func TestKnownIDOfSomethingElse(t *testing.T) {
	inBubble(t, func(t *testing.T, w *world) {
		made, err := w.payer(payout.WithJournal(&journal{broken: "before fund"})).Pay(t.Context(), w.order("R-1"))
		require.ErrorIs(t, err, payout.Stopped)
		order := w.order("R-2")
		order.ID = made.ID
		result, err := w.payer().Pay(t.Context(), order)
		requireOutcome(t, payout.Mismatch, result, err)
		order.ID = "nothing"
		result, err = w.payer().Pay(t.Context(), order)
		requireOutcome(t, payout.Unknown, result, err)
		require.ErrorIs(t, err, apierror.ErrNotFound)
		require.Len(t, w.payments(), 1)
		w.requireSpent()
	})
}

func TestKnownIDOfATransfer(t *testing.T) {
	inBubble(t, func(t *testing.T, w *world) {
		payer := payout.New(w.connect(client.WithUnverified()))
		order := payout.Transfer{Reference: "T-1", ReceiverAccountID: "a1", Currency: "USD", Amount: decimal.FromInt(10)}
		made, err := payer.Transfer(t.Context(), order)
		requireOutcome(t, payout.Completed, made, err)
		order.ID, order.Sent = made.ID, true
		result, err := payer.Transfer(t.Context(), order)
		requireOutcome(t, payout.Completed, result, err)
		require.Equal(t, made.ID, result.ID)
		order.ID = "nothing"
		result, err = payer.Transfer(t.Context(), order)
		requireOutcome(t, payout.Unknown, result, err)
		require.Equal(t, 1, w.sandbox.Stats().Succeeded["createInternalTransfer"])
	})
}

// As long as the payment of an earlier call is not found, nothing says that it was not paid.
func TestNotFoundIsNotUnpaid(t *testing.T) {
	for name, test := range map[string]struct {
		sent   bool
		change func(*payout.Order)
		faults func(n *network)
		want   payout.Outcome
	}{
		"search fails":                 {true, nil, func(n *network) { n.until("find", time.Hour, proxy) }, payout.Unknown},
		"search fails, the first call": {false, nil, func(n *network) { n.until("find", time.Hour, proxy) }, payout.Stopped},
		"the platform has it":          {false, nil, func(n *network) { n.until("find", time.Hour, lagging) }, payout.Unknown},
		"price has changed":            {true, func(o *payout.Order) { o.Agreed.Cost = decimal.MustParse("1") }, func(n *network) { n.until("find", time.Hour, lagging) }, payout.Unknown},
		"refused":                      {true, func(o *payout.Order) { o.BeneficiaryID = "x" }, func(n *network) { n.until("find", time.Hour, lagging) }, payout.Unknown},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, w *world) {
				_, err := w.payer().Pay(t.Context(), w.order("R-1"))
				require.NoError(t, err)
				test.faults(w.network)
				order := w.order("R-1")
				order.Sent = test.sent
				if test.change != nil {
					order.Agreed = payout.Price{Cost: decimal.FromInt(80), Bought: order.Amount}
					test.change(&order)
				}
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
				defer cancel()
				result, err := w.payer().Pay(ctx, order)
				requireOutcome(t, test.want, result, err)
				require.Empty(t, result.ID)
				time.Sleep(2 * time.Hour)
				w.requireOnce()
			})
		})
	}
}

// An order that nothing was made of is made, whatever an earlier call may have sent.
func TestSentInVain(t *testing.T) {
	inBubble(t, func(t *testing.T, w *world) {
		order := w.order("R-1")
		order.Sent = true
		result, err := w.payer().Pay(t.Context(), order)
		requireOutcome(t, payout.Completed, result, err)
		w.requireOnce()
	})
}

// What was created at another price than that of the quote is not funded.
func TestCreatedAtAnotherPrice(t *testing.T) {
	inBubble(t, func(t *testing.T, w *world) {
		w.network.script("create", func(n *network, req *http.Request) (*http.Response, error) {
			resp, err := n.forward(req)
			if err != nil {
				return nil, err
			}
			body, err := io.ReadAll(resp.Body)
			before, after, found := strings.Cut(string(body), `"totalAmount":`)
			require.True(t, found)
			body = []byte(before + `"totalAmount":5000` + after[strings.IndexAny(after, ",}"):])
			resp.Body = io.NopCloser(bytes.NewReader(body))
			return resp, err
		})
		result, err := w.payer().Pay(t.Context(), w.order("R-1"))
		requireOutcome(t, payout.PriceChanged, result, err)
		sent, _ := w.network.counts("fund")
		require.Zero(t, sent)
	})
}

// The end of a payment is known without its refunds.
func TestRefundsCannotBeListed(t *testing.T) {
	inBubble(t, func(t *testing.T, w *world) {
		w.network.until("refunds", 24*time.Hour, down)
		order := w.order("R-1")
		order.PurposeDescription = "sandbox: reject"
		began := time.Now()
		result, err := w.payer().Pay(t.Context(), order)
		requireOutcome(t, payout.Rejected, result, err)
		require.Equal(t, "listRefunds", apierror.Of(err).Operation)
		require.Less(t, time.Since(began), time.Minute)
	}, sandbox.WithSettlement(time.Millisecond))
}
