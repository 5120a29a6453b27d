package payout_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/payout"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

// TestExactlyOnce makes many payments, each by two processes at once, while a third of all requests go wrong in some
// way and the processes are killed again and again. There is one payment for each reference, paid for once.
func TestExactlyOnce(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			inBubble(t, func(t *testing.T, w *world) { exactlyOnce(t, w, seed) }, sandbox.WithSettlement(5*time.Second))
		})
	}
}

func exactlyOnce(t *testing.T, w *world, seed uint64) {
	const orders, processes = 25, 2
	w.network.chance = chaos(rand.New(rand.NewPCG(seed, 0)))
	var all sync.WaitGroup
	for i := range orders {
		order := w.order(fmt.Sprint("R-", i))
		order.PaymentReference = fmt.Sprint("intent ", i)
		order.Amount = decimal.FromInt(int64(10 + i))
		if i%8 == 7 {
			order.PurposeDescription = "sandbox: fail"
		}
		for j := range processes {
			random := rand.New(rand.NewPCG(seed, uint64(1+processes*i+j)))
			all.Go(func() { persist(t, w, order, random) })
		}
	}
	all.Wait()
	w.network.under.Wait()
	w.sandbox.Advance(time.Minute)

	payments := w.payments()
	require.Len(t, payments, orders)
	intents := map[string]bool{}
	var paid []simplepayments.SimplePayment
	for _, each := range payments {
		require.False(t, intents[each.PaymentReference], "twice: %s", each.PaymentReference)
		intents[each.PaymentReference] = true
		if each.Status == simplepayments.SimplePaymentStatusCompleted {
			paid = append(paid, each)
		}
	}
	require.Len(t, paid, orders-orders/8)
	w.requireSpent(paid...)
	stats := w.sandbox.Stats()
	require.Equal(t, orders, stats.Succeeded["createSimplePayment"])
	require.Equal(t, orders, stats.Succeeded["fundSimplePayment"])
	require.Greater(t, stats.ByOperation["createSimplePayment"], orders, "some were sent again")
}

// persist gives the same order until its end is known, with another process each time.
func persist(t *testing.T, w *world, order payout.Order, random *rand.Rand) {
	for range 500 {
		ctx, kill := context.WithCancel(t.Context())
		killer := time.AfterFunc(time.Duration(random.Int64N(int64(3*time.Minute))), kill)
		c := w.connect()
		result, err := payout.New(c, payout.WithSettle(10*time.Second)).Pay(ctx, order)
		c.Close()
		killer.Stop()
		kill()
		switch result.Outcome {
		case payout.Completed, payout.Failed:
			if (err == nil) != (result.Outcome == payout.Completed) {
				t.Error(order.Reference, err)
			}
			return
		case payout.Unknown, payout.Stopped, payout.Pending:
			if !errors.Is(err, result.Outcome) {
				t.Error(order.Reference, err)
			}
		default:
			t.Error(order.Reference, err)
			return
		}
	}
	t.Error(order.Reference, "has no end")
}

// chaos is a third of all requests going wrong.
func chaos(random *rand.Rand) func(string) fault {
	any := []fault{
		noConnection, lost, after(lost), broken, after(broken), proxy, after(proxy), tooMany, hang, after(hang), truncated,
	}
	return func(operation string) fault {
		if random.IntN(3) > 0 {
			return nil
		}
		faults := any
		switch operation {
		case "create", "fund":
			faults = append(any[:len(any):len(any)], late(time.Duration(random.Int64N(int64(time.Minute)))))
		case "find":
			faults = append(any[:len(any):len(any)], lagging, lagging, lagging)
		case "retrieve":
			faults = append(any[:len(any):len(any)], stale, stale, stale)
		}
		return faults[random.IntN(len(faults))]
	}
}
