package payout

import (
	"context"
	"iter"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/refunds"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
)

// resource is one kind of thing that an order makes.
type resource interface {
	quote(ctx context.Context) (quote, error)
	create(ctx context.Context, quoteID string) (state, error)
	retrieve(ctx context.Context, id string) (state, error)
}

// searchable is a resource that an operation finds by its reference.
type searchable interface {
	find(ctx context.Context) iter.Seq2[state, error] // all that may have the reference
}

// fundable is a resource that waits for its funds.
type fundable interface {
	fund(ctx context.Context, id string) (state, error)
}

// state is what an answer says about a resource.
type state struct {
	id, status, reason string
	price              Price
	terms              terms
	resources          Resources
}

type quote struct {
	id    string
	price Price
}

// run is one call: an order on its way to its end.
type run struct {
	settings
	resource resource
	want     terms
	// unique says that the platform refuses a reference that was used before. Where it does not, a create is sent once
	// at most, and moves the money.
	unique bool
	// id is that of what an earlier call has made, "" where the caller does not know it.
	id       string
	agreed   Price
	returned func(ctx context.Context, id string) ([]refunds.Refund, error) // nil where the platform lists no refunds

	first        Price // of the quotes of this call
	seen         state // the newest state of what the order has made
	progress     Progress
	price        Price
	acknowledged bool // the platform said that it has the money
	unknown      bool // a request that changes something may or may not have taken effect
	elsewhere    bool // somebody else, or an earlier call, has made it or may have, and may have paid for it
	refunds      []refunds.Refund
}

// drive takes the order from wherever it is to its end.
func (r *run) drive(ctx context.Context) error {
	if err := r.obtain(ctx); err != nil {
		return err
	}
	var since time.Time // when following began
	for pace := r.pace(); !r.progress.Final(); {
		waiting, ok := r.resource.(fundable)
		if ok && r.progress.Status() == awaitingFunds && !r.acknowledged {
			if err := r.fund(ctx, waiting, pace); err != nil {
				return err
			}
			continue
		}
		if since.IsZero() {
			since, pace = time.Now(), r.pace()
		}
		if r.paid() && time.Since(since) >= r.follow {
			return r.fail(StepFollow, Pending, nil)
		}
		if err := pace.wait(ctx, nil); err != nil {
			return r.stopped(StepFollow, err)
		}
		if err := r.retrieve(ctx); err != nil {
			return err
		}
	}
	return nil
}

// retrieve takes a fresh look at what the order has made.
func (r *run) retrieve(ctx context.Context) error {
	since := time.Now()
	got, err := ask(ctx, r, func(ctx context.Context) (state, error) {
		got, err := r.fetch(ctx, r.seen.id)
		if known := apierror.Of(err); known != nil && known.Kind == apierror.ErrNotFound && time.Since(since) < r.settle {
			known.Temporary = true // it was there: not every server of the platform knows it yet
		}
		return got, err
	})
	if err != nil {
		return r.stopped(StepFollow, err)
	}
	if r.see(got) {
		return r.after(ctx, StepFollow, nil)
	}
	return nil
}

func (r *run) fetch(ctx context.Context, id string) (state, error) {
	got, err := r.resource.retrieve(ctx, id)
	if err == nil && got.id != id {
		err = &apierror.Error{Outcome: apierror.Ambiguous, Temporary: true, Message: "the answer is about something else"}
	}
	return got, err
}

// see takes notice of a state and reports whether its status is news. One that is older than what is known counts for
// nothing.
func (r *run) see(got state) bool {
	news := r.progress.Advance(got.status)
	if news || r.seen.id == "" || got.status == r.progress.Status() {
		r.seen = got
		if !got.price.IsZero() {
			r.price = got.price
		}
	}
	return news
}

// states turns a listing into states.
func states[T any](all iter.Seq2[T, error], show func(T) state) iter.Seq2[state, error] {
	return func(yield func(state, error) bool) {
		for each, err := range all {
			if !yield(show(each), err) {
				return
			}
		}
	}
}

// errNoID is an answer that does not say what it is about.
var errNoID = &apierror.Error{Outcome: apierror.Ambiguous, Temporary: true, Message: "the answer has no id"}

// one turns the answer of a call into a state. A success that does not say what was made leaves that open.
func one[T any](show func(T) state) func(*T, error) (state, error) {
	return func(answer *T, err error) (state, error) {
		if err != nil {
			return state{}, err
		}
		got := show(*answer)
		if got.id == "" {
			return got, errNoID
		}
		return got, nil
	}
}
