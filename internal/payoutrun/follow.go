package payoutrun

import (
	"context"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/payout"
	"github.com/wallex-sdk/wallex-go/pkg/timestamp"
)

// The pauses between two looks at all payments on their way.
const (
	firstPause   = time.Second
	longestPause = 30 * time.Second
)

// followAll looks at all that is paid for, until it has come to its end. The listing shows a hundred payments at once,
// which one by one would use up the quota; the payer has the last word on those that did not succeed.
func (w *work) followAll(ctx context.Context) {
	pending := map[string]int{} // the row of each id
	for i, result := range w.results {
		if result.Outcome == payout.Pending && result.ID != "" {
			pending[result.ID] = i
		}
	}
	if len(pending) == 0 || w.Follow <= 0 || ctx.Err() != nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, w.Follow)
	defer cancel()
	w.Progress.Begin("following", len(pending))
	defer w.Progress.End()
	for pause := firstPause; ; pause = min(2*pause, longestPause) {
		if err := w.look(ctx, pending); err != nil && !temporary(err) {
			return
		}
		if len(pending) == 0 || !sleep(ctx, pause) {
			return
		}
	}
}

// look goes through the listing once, and takes what has come to its end out of pending.
func (w *work) look(ctx context.Context, pending map[string]int) error {
	request := simplepayments.FindSimplePaymentsRequest{StartDate: timestamp.From(w.earliest(pending))}
	for payment, err := range w.Client.V1.SimplePayments.FindAll(ctx, request) {
		if err != nil {
			return err
		}
		i, ok := pending[payment.SimplePaymentID]
		var progress payout.Progress
		progress.Advance(string(payment.Status))
		if !ok || !progress.Final() {
			continue
		}
		w.end(ctx, i, payment)
		delete(pending, payment.SimplePaymentID)
		w.Progress.Done(w.rows[i].Order.Reference + " " + string(w.results[i].Outcome))
	}
	return nil
}

// temporary reports whether the same call may succeed later.
func temporary(err error) bool {
	known := apierror.Of(err)
	return known != nil && known.Temporary
}

// earliest returns when the first of some payments was created, the zero time where the platform did not say so of all.
func (w *work) earliest(pending map[string]int) (first time.Time) {
	for _, i := range pending {
		created := time.Time{}
		if payment := w.results[i].Payment; payment != nil {
			created = payment.CreatedAt.Time()
		}
		if created.IsZero() {
			return created
		}
		if first.IsZero() || created.Before(first) {
			first = created
		}
	}
	return first
}

// end records the end of a payment.
func (w *work) end(ctx context.Context, i int, payment simplepayments.SimplePayment) {
	if payment.Status != simplepayments.SimplePaymentStatusCompleted {
		w.pay(ctx, i)
		return
	}
	result := &w.results[i]
	result.Outcome, result.Status, result.Payment = payout.Completed, string(payment.Status), &payment
	result.Err = w.Journal.After(ctx, payout.Entry{
		Reference: result.Reference, Step: payout.StepEnd, ID: result.ID, Status: result.Status,
		Price: result.Price, Outcome: result.Outcome,
	})
}

// sleep waits, and reports whether the context goes on.
func sleep(ctx context.Context, pause time.Duration) bool {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
