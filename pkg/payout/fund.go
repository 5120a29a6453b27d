package payout

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
)

// The codes with which funding is refused. They are documented for payments, without an explanation, and inferred for
// conversions.
var (
	statusInvalid     = "status_invalid"
	insufficientFunds = []string{"insufficient_funds", "max_negative_amount_exceeded"}
)

// fund sends one request to fund what awaits its funds. Whatever the answer to it, the status decides what it was.
func (r *run) fund(ctx context.Context, waiting fundable, pace *pace) error {
	if !r.seen.price.IsZero() { // another process may have made it at another price
		if err := r.seen.price.check(r.agreed, r.tolerance); err != nil {
			return r.fail(StepFund, PriceChanged, err)
		}
	}
	if err := r.before(ctx, StepFund); err != nil {
		return err
	}
	answer, failure := waiting.fund(ctx, r.seen.id)
	ambiguous := errors.Is(failure, apierror.ErrAmbiguous)
	if failure == nil {
		r.acknowledged, r.unknown = true, false
		if answer.id == r.seen.id { // the documentation's example is about another payment
			r.see(answer)
		}
	}
	r.unknown = r.unknown || ambiguous
	if err := r.after(ctx, StepFund, failure); err != nil || failure == nil {
		return err
	}
	code := apierror.Of(failure).Code
	var within time.Duration
	if r.unknown || code == statusInvalid {
		within = r.settle
	}
	if moved, err := r.watch(ctx, within); moved || err != nil {
		return err
	}
	switch {
	case ambiguous || temporary(failure):
		if err := pace.wait(ctx, failure); err != nil {
			return r.stopped(StepFund, err)
		}
		return nil
	case r.unknown || code == statusInvalid: // somebody has funded it, as far as anybody can tell
		return r.fail(StepFund, Unknown, failure)
	}
	return r.turnedDown(StepFund, failure)
}

// turnedDown is the error of an order of which the platform did not do a step.
func (r *run) turnedDown(step Step, failure error) error {
	switch {
	case !refused(failure):
		return r.stopped(step, failure)
	case slices.Contains(insufficientFunds, apierror.Of(failure).Code):
		return r.fail(step, InsufficientFunds, failure)
	}
	return r.unpaid(step, Refused, failure)
}

// watch reports whether something no longer awaits its funds, looking again and again until the time is over.
func (r *run) watch(ctx context.Context, within time.Duration) (bool, error) {
	until := time.Now().Add(within)
	for pace := r.paceWithin(within); ; {
		if err := r.retrieve(ctx); err != nil {
			return false, err
		}
		if r.progress.Status() != awaitingFunds {
			r.unknown = false
			return true, nil
		}
		if !time.Now().Before(until) {
			return false, nil
		}
		if err := pace.wait(ctx, nil); err != nil {
			return false, r.stopped(StepFund, err)
		}
	}
}
