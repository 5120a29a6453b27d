package payout

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
)

// errTooLate takes the place of the end of the context where that would come before the next try.
var errTooLate = fmt.Errorf("the next try would come after the deadline: %w", context.DeadlineExceeded)

// pace is how fast the same thing is looked at again and again.
type pace struct{ next, longest time.Duration }

func (r *run) pace() *pace { return &pace{r.firstPause, r.longestPause} }

// paceWithin is the pace of looks for something that is to show within a time.
func (r *run) paceWithin(d time.Duration) *pace {
	return &pace{r.firstPause, max(r.firstPause, min(r.longestPause, d/4))}
}

// wait waits until it is time for the next look, after a failure that may say how long that is. It returns at once where
// the deadline comes before that. The error is the reason, together with the failure.
func (p *pace) wait(ctx context.Context, failure error) error {
	pause := p.next - rand.N(p.next/2+1)
	p.next = min(2*p.next, p.longest)
	if known := apierror.Of(failure); known != nil {
		pause = max(pause, known.RetryAfter)
	}
	if deadline, ok := ctx.Deadline(); ok && ctx.Err() == nil && time.Until(deadline) <= pause {
		return errors.Join(errTooLate, failure)
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return errors.Join(context.Cause(ctx), failure)
	}
}

// ask calls something that changes nothing, and calls it again after temporary failures until the context ends.
func ask[T any](ctx context.Context, r *run, call func(context.Context) (T, error)) (T, error) {
	for pace := r.pace(); ; {
		answer, err := call(ctx)
		if err == nil || !temporary(err) {
			return answer, err
		}
		if ended := pace.wait(ctx, err); ended != nil {
			return answer, ended
		}
	}
}

// temporary reports whether the same request may succeed later.
func temporary(err error) bool {
	known := apierror.Of(err)
	return known != nil && known.Temporary
}

// refused reports whether an error is about the order, so that the same order will be refused again. Problems with the
// credentials are not.
func refused(err error) bool {
	known := apierror.Of(err)
	switch {
	case known == nil || known.Temporary:
		return false
	case known.Outcome == apierror.NotSent:
		return errors.Is(err, apierror.ErrValidation)
	}
	return known.Outcome == apierror.Rejected &&
		!errors.Is(err, apierror.ErrUnauthorized) && !errors.Is(err, apierror.ErrForbidden)
}
