package payout

import (
	"context"
	"errors"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/transactions"
	"github.com/wallex-sdk/wallex-go/gen/cardplatform/transfers"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/conversions"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/internaltransfers"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/refunds"
)

// Result is what is known of an order at the end of a call, whether that failed or not.
type Result struct {
	Reference string
	Outcome   Outcome
	ID        string // of the payment, the conversion or the transfer
	Status    string // its newest status
	Reason    string // why it was rejected or has failed
	Price     Price  // what it costs; that of the newest quote where nothing was made
	// Refunds are the money that came back, of what was rejected or has failed. See [Payer.Refunds].
	Refunds []refunds.Refund
	Resources
}

// Resources are what the platform answered last. At most one of them is set.
type Resources struct {
	Payment        *simplepayments.SimplePayment
	Conversion     *conversions.Conversion
	Transfer       *internaltransfers.InternalTransfer
	DirectTransfer *transfers.DirectTransfer // when it was made
	Transaction    *transactions.Transaction // a direct transfer later
}

// Refunds returns the refunds of a payment or a conversion, by its id. Money may come back after a payment has failed,
// or even after it was completed, so it is worth to call again later. The documentation has neither a status of refunds
// nor how soon they are listed; newer documents say that money comes back as a funding, which names no payment.
//
// Source: https://developer.wallex.asia/v2/index.html, Section "List Refunds"
func (p *Payer) Refunds(ctx context.Context, id string) ([]refunds.Refund, error) {
	all, err := p.client.V2.Refunds.List(ctx, nil)
	var own []refunds.Refund
	for _, refund := range all {
		if refund.ResourceID == id {
			own = append(own, refund)
		}
	}
	return own, err
}

// unhappy is the error of an order that came to its end without being completed. Whether money has come back does not
// change that: a failed look at the refunds is only mentioned.
func (r *run) unhappy(ctx context.Context, end Outcome) error {
	var err error
	if r.returned != nil {
		r.refunds, err = r.returned(ctx, r.seen.id)
	}
	return r.fail(StepFollow, end, err)
}

// end is what the caller gets.
func (r *run) end(ctx context.Context, err error) (Result, error) {
	result := Result{
		Reference: r.want.reference,
		Outcome:   Completed,
		ID:        r.seen.id,
		Status:    r.progress.Status(),
		Reason:    r.seen.reason,
		Price:     r.price,
		Refunds:   r.refunds,
		Resources: r.seen.resources,
	}
	if failure := (*Error)(nil); errors.As(err, &failure) {
		result.Outcome = failure.Outcome
	}
	entry := r.entry(StepEnd, err)
	entry.Outcome = result.Outcome
	if broken := r.journal.After(context.WithoutCancel(ctx), entry); broken != nil && err == nil {
		err = r.fail(StepEnd, result.Outcome, broken)
	}
	return result, err
}

// fail is the error of an order that ends here.
func (r *run) fail(step Step, outcome Outcome, cause error) error {
	return &Error{
		Outcome: outcome, Reference: r.want.reference, Step: step,
		ID: r.seen.id, Status: r.progress.Status(), Reason: r.seen.reason, Err: cause,
	}
}

// unpaid is the error of an order that this call has not paid. Somebody else may have, as long as it is not found.
func (r *run) unpaid(step Step, outcome Outcome, cause error) error {
	if r.elsewhere && r.seen.id == "" {
		outcome = Unknown
	}
	return r.fail(step, outcome, cause)
}

// stopped is the error of an order that cannot go on for a reason that says nothing about the order.
func (r *run) stopped(step Step, cause error) error {
	switch {
	case r.unknown:
		return r.fail(step, Unknown, cause)
	case r.paid():
		return r.fail(step, Pending, cause)
	case r.seen.id == "" || r.progress.Status() == awaitingFunds:
		return r.unpaid(step, Stopped, cause)
	}
	return r.fail(step, Unknown, cause) // a status that nobody knows
}

// paid reports whether the money has moved, as far as the platform has said.
func (r *run) paid() bool { return r.acknowledged || r.progress.funded() }
