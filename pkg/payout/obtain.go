package payout

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
)

// quoteGone are the codes that say that a quote has expired or was used. That of conversions is inferred.
var quoteGone = []string{"simple_payment_quote_not_exists", "conversion_quote_not_exists"}

// obtain finds what the order has made before, or makes it. It looks before each create, and after each that failed: for
// as long as it may take to show where the create may have been applied.
func (r *run) obtain(ctx context.Context) error {
	if r.id != "" {
		return r.resume(ctx)
	}
	var within time.Duration
	if r.unknown {
		within = r.settle
	}
	var last error // of the newest create
	for pace := r.pace(); ; {
		if found, err := r.look(ctx, within); found || err != nil {
			return err
		}
		if !r.maySend(last) {
			return r.giveUp(last)
		}
		if last != nil {
			if err := pace.wait(ctx, last); err != nil {
				return r.stopped(StepCreate, err)
			}
		}
		offer, err := r.offer(ctx)
		if err != nil {
			return err
		}
		if err := r.before(ctx, StepCreate); err != nil {
			return err
		}
		made, failure := r.resource.create(ctx, offer.id)
		if failure == nil {
			if r.agreed.IsZero() {
				r.agreed = r.first
			}
			return r.made(ctx, StepCreate, made)
		}
		ambiguous := errors.Is(failure, apierror.ErrAmbiguous)
		r.unknown = r.unknown || ambiguous
		r.elsewhere = r.elsewhere || errors.Is(failure, apierror.ErrExists)
		if err := r.after(ctx, StepCreate, failure); err != nil {
			return err
		}
		last, within = failure, 0
		if ambiguous || errors.Is(failure, apierror.ErrExists) || r.unknown && refused(failure) {
			within = r.settle
		}
	}
}

// resume goes on with what an earlier call has made.
func (r *run) resume(ctx context.Context) error {
	made, err := ask(ctx, r, func(ctx context.Context) (state, error) { return r.fetch(ctx, r.id) })
	if err != nil {
		return r.stopped(StepFind, err)
	}
	return r.made(ctx, StepFind, made)
}

// look searches all that has the reference, again and again until something is found or the time is over.
func (r *run) look(ctx context.Context, within time.Duration) (bool, error) {
	by, ok := r.resource.(searchable)
	if !ok {
		return false, nil
	}
	until := time.Now().Add(within)
	for pace := r.paceWithin(within); ; {
		hits, err := ask(ctx, r, func(ctx context.Context) (map[string]state, error) { return r.search(ctx, by) })
		switch {
		case err != nil:
			return false, r.stopped(StepFind, err)
		case len(hits) > 1:
			return false, r.fail(StepFind, Duplicate, &DuplicateError{r.want.reference, slices.Sorted(maps.Keys(hits))})
		case len(hits) == 1:
			for _, hit := range hits {
				return true, r.made(ctx, StepFind, hit)
			}
		case !time.Now().Before(until):
			return false, nil
		}
		if err := pace.wait(ctx, nil); err != nil {
			return false, r.stopped(StepFind, err)
		}
	}
}

// search returns everything with exactly this reference, by id: an entry shows up twice where pages shift.
func (r *run) search(ctx context.Context, by searchable) (map[string]state, error) {
	hits := map[string]state{}
	for each, err := range by.find(ctx) {
		if err != nil {
			return nil, err
		}
		switch {
		case each.terms.reference != r.want.reference:
		case each.id == "":
			return nil, errNoID
		default:
			hits[each.id] = each
		}
	}
	return hits, nil
}

// made takes notice of what the order has made, now or before, if it is what was ordered.
func (r *run) made(ctx context.Context, step Step, what state) error {
	r.see(what)
	r.unknown = false
	r.acknowledged = !r.unique
	if err := r.after(ctx, step, nil); err != nil {
		return err
	}
	if err := r.want.differs(what.terms); err != nil {
		return r.fail(step, Mismatch, err)
	}
	return nil
}

// maySend reports whether a create may be sent after another one that ended so, and that nothing came of as far as the
// listing shows.
func (r *run) maySend(last error) bool {
	known := apierror.Of(last)
	switch {
	case r.unknown && !r.unique:
		return false
	case last == nil:
		return true
	case known == nil || known.Kind == apierror.ErrExists:
		return false
	}
	return known.Temporary || known.Outcome == apierror.Ambiguous || slices.Contains(quoteGone, known.Code)
}

// giveUp is the error of an order that nothing was made of.
func (r *run) giveUp(last error) error {
	_, found := r.resource.(searchable)
	switch {
	case r.unknown && !found:
		return r.fail(StepCreate, Unknown, errors.Join(ErrNoLookup, last))
	case r.unknown && !r.unique, errors.Is(last, apierror.ErrExists):
		return r.fail(StepFind, Unknown, errors.Join(ErrNotShown, last))
	}
	return r.turnedDown(StepCreate, last)
}

// offer asks for a quote at a price that is agreed on. That of the first quote is, where the order does not say.
func (r *run) offer(ctx context.Context) (quote, error) {
	offer, err := ask(ctx, r, r.resource.quote)
	switch {
	case refused(err):
		return offer, r.unpaid(StepQuote, Refused, err)
	case err != nil:
		return offer, r.stopped(StepQuote, err)
	}
	r.price = offer.price
	baseline := r.agreed
	if baseline.IsZero() {
		baseline = r.first
	}
	if err := offer.price.check(baseline, r.tolerance); err != nil {
		return offer, r.unpaid(StepQuote, PriceChanged, err)
	}
	if r.first.IsZero() {
		r.first = offer.price
	}
	return offer, r.after(ctx, StepQuote, nil)
}
