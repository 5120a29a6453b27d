package payout

import (
	"context"
)

// Journal is told what happens, for callers who keep it on disk. An error of it ends the call: nothing further is sent,
// and the outcome says how far it came. The platform's state counts for more than the journal: Pay never reads it. It
// must be safe for concurrent use where the [Payer] is used so.
type Journal interface {
	// Before is called before each request that changes something, which is sent when it returns nil.
	Before(ctx context.Context, entry Entry) error
	// After is called after each step, and last with [StepEnd]. Its context does not end with that of the call.
	After(ctx context.Context, entry Entry) error
}

// Entry is one step.
type Entry struct {
	Reference string
	Step      Step
	ID        string  // of the payment, the conversion or the transfer, once it is known
	Status    string  // the newest that is known
	Price     Price   // of the quote, and of what was made from it
	Outcome   Outcome // at the end only
	Err       error   // why the step failed, nil where it did not
}

// Step is a part of the way from an order to its end.
type Step string

// The steps. Only create and fund change something.
const (
	StepFind   Step = "find"   // something that has the reference was found
	StepQuote  Step = "quote"  // there is a price
	StepCreate Step = "create" // the order is committed to the price; of a transfer, the money moves
	StepFund   Step = "fund"   // the money moves
	StepFollow Step = "follow" // there is a new status
	StepEnd    Step = "end"    // the call returns
)

// nobody is the journal of those who keep none.
type nobody struct{}

func (nobody) Before(context.Context, Entry) error { return nil }
func (nobody) After(context.Context, Entry) error  { return nil }

// before asks the journal for leave to send.
func (r *run) before(ctx context.Context, step Step) error {
	if err := r.journal.Before(ctx, r.entry(step, nil)); err != nil {
		return r.stopped(step, err)
	}
	return nil
}

// after tells the journal what became of a step.
func (r *run) after(ctx context.Context, step Step, failure error) error {
	if err := r.journal.After(context.WithoutCancel(ctx), r.entry(step, failure)); err != nil {
		return r.stopped(step, err)
	}
	return nil
}

func (r *run) entry(step Step, failure error) Entry {
	return Entry{
		Reference: r.want.reference, Step: step, ID: r.seen.id, Status: r.progress.Status(), Price: r.price, Err: failure,
	}
}
