package payoutrun

import (
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/internal/payoutfile"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
)

// countAll looks up every row that a limit holds for and that the journal knows no payment of, so that what exists
// counts before anything is created. It changes nothing.
func (w *work) countAll(ctx context.Context) error {
	var unknown []payoutfile.Row
	for _, row := range w.rows {
		_, limited := w.Limits[row.Order.SellCurrency]
		if limited && !w.Journal.States[row.Order.Reference].Made() {
			unknown = append(unknown, row)
		}
	}
	if len(unknown) == 0 {
		return nil
	}
	w.Progress.Begin("looking up", len(unknown))
	defer w.Progress.End()
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(w.Workers)
	for _, row := range unknown {
		group.Go(func() error {
			cost, err := w.costOf(ctx, row)
			if err != nil {
				return fmt.Errorf("nothing was sent, since a limit holds only once all payments are looked up: %w", err)
			}
			w.guard.count(row.Order.Reference, cost)
			w.Progress.Done(row.Order.Reference)
			return nil
		})
	}
	return group.Wait()
}

// costOf asks what the payments with the reference of a row cost, again and again while that fails for now.
func (w *work) costOf(ctx context.Context, row payoutfile.Row) (decimal.Decimal, error) {
	ctx, cancel := context.WithTimeout(ctx, w.GiveUp)
	defer cancel()
	for pause := firstPause; ; pause = min(2*pause, longestPause) {
		cost, err := w.lookUp(ctx, row)
		if err == nil || !temporary(err) || !sleep(ctx, pause) {
			return cost, err
		}
	}
}

// lookUp adds up what the payments with the reference of a row cost in its currency.
func (w *work) lookUp(ctx context.Context, row payoutfile.Row) (sum decimal.Decimal, err error) {
	found := platform{payments: map[string][]simplepayments.SimplePayment{}}
	request := simplepayments.FindSimplePaymentsRequest{ReferenceID: row.Order.Reference}
	if err := found.add(w.Client.V1.SimplePayments.FindAll(ctx, request)); err != nil {
		return sum, err
	}
	for _, payment := range found.payments[row.Order.Reference] {
		if other := payment.SellCurrency; lapsed(payment.Status) || other != "" && other != row.Order.SellCurrency {
			continue
		}
		if sum, err = sum.Add(payment.TotalAmount); err != nil {
			return sum, err
		}
	}
	return sum, nil
}

// lapsed reports whether a payment is over and the money is not spent.
func lapsed(status simplepayments.SimplePaymentStatus) bool {
	return status == simplepayments.SimplePaymentStatusRejected || status == simplepayments.SimplePaymentStatusFailed
}
