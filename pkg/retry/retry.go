// Package retry sends requests again, and only those that cannot take effect twice: requests that never reached the
// platform, requests that it refused for now, and lost ones of operations whose retry class is safe. What moves money
// is therefore never sent twice after an answer was lost. Requests that belong to no call are repeated if they are
// GET or HEAD.
package retry

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
)

// Policy says how often and how fast requests are repeated. The zero value of a field stands for that of [Default].
type Policy struct {
	// MaxAttempts is how often a request is sent at most, the first time included; 1 turns retries off.
	MaxAttempts int
	// BaseDelay is the longest wait before the second attempt; it doubles with each further one up to MaxDelay. The
	// wait itself is a random part of that (full jitter), so that clients that failed together do not come back
	// together. A Retry-After of the platform is waited for in full.
	BaseDelay, MaxDelay time.Duration
	// Budget is how many retries all calls together may spend at once. Each retry costs one and ten successes earn
	// one back: while a platform is down, nearly nothing is sent twice. A negative budget allows none.
	Budget int
}

// Default is the policy of clients that were given no other.
var Default = Policy{MaxAttempts: 4, BaseDelay: 500 * time.Millisecond, MaxDelay: 8 * time.Second, Budget: 20}

// Event is a retry that is about to happen.
type Event struct {
	Operation string        // operationId, "" for a request that belongs to no call
	Attempt   int           // number of the attempt that failed, from 1
	Delay     time.Duration // wait before the next one
	Err       error         // what was wrong with the attempt
}

// Transport repeats requests of Base.
type Transport struct {
	base    http.RoundTripper
	policy  Policy
	onRetry func(context.Context, Event)

	mu    sync.Mutex
	spent int // tenths of retries of the budget that have not been earned back
}

// New returns a transport that repeats requests of base. onRetry may be nil.
func New(base http.RoundTripper, policy Policy, onRetry func(context.Context, Event)) *Transport {
	if policy.MaxAttempts <= 0 {
		policy.MaxAttempts = Default.MaxAttempts
	}
	if policy.BaseDelay <= 0 {
		policy.BaseDelay = Default.BaseDelay
	}
	if policy.MaxDelay <= 0 {
		policy.MaxDelay = Default.MaxDelay
	}
	if policy.Budget == 0 {
		policy.Budget = Default.Budget
	}
	return &Transport{base: base, policy: policy, onRetry: onRetry}
}

// RoundTrip sends the request until it succeeds, cannot be repeated, or has had its attempts. It then returns the
// last answer or error. It returns at once where the next attempt would come after the context's deadline.
func (t *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	call, try := operation.FromContext(req.Context()), req
	for n := 1; ; n++ {
		resp, err := t.base.RoundTrip(try)
		failure := examine(call, resp, err)
		if failure == nil {
			t.earn()
			return resp, err
		}
		if call != nil {
			call.Note(failure.Outcome)
		}
		delay := t.delay(n, failure.RetryAfter)
		if n >= t.policy.MaxAttempts || !repeatable(call, req, failure) || !fits(req.Context(), delay) || !t.spend() {
			return resp, err
		}
		if t.onRetry != nil {
			event := Event{Attempt: n, Delay: delay, Err: failure}
			if call != nil {
				event.Operation = call.ID
			}
			t.onRetry(req.Context(), event)
		}
		if ended := sleep(req.Context(), delay); ended != nil {
			last := *failure // onRetry may have kept the other
			last.Err = errors.Join(ended, failure.Err)
			return nil, call.Fail(&last)
		}
		if try, err = operation.Rewind(req); err != nil {
			return nil, call.Refuse(nil, err)
		}
	}
}

// later are the statuses below 500 that say that the same request may succeed later.
var later = []int{http.StatusRequestTimeout, http.StatusTooManyRequests}

// examine returns what is wrong with an attempt, nil for a success. Of the answer to a request that belongs to no call
// it knows the status only, and reads the body only where that says that the same request may succeed later.
func examine(call *operation.Call, resp *http.Response, err error) *apierror.Error {
	switch known := apierror.Of(err); {
	case known != nil:
		return known
	case err != nil:
		return &apierror.Error{Outcome: apierror.Ambiguous, Err: err, Temporary: true}
	case call == nil && resp.StatusCode < 500 && !slices.Contains(later, resp.StatusCode):
		return nil
	case call == nil:
		call = &operation.Call{Operation: &operation.Operation{}}
	}
	body, err := operation.Read(resp)
	if err != nil {
		lost := call.Unreadable(resp, nil, err)
		lost.Temporary = !errors.Is(err, operation.ErrBodyTooLarge)
		return lost
	}
	return call.Check(resp, body)
}

// repeatable decides whether a request may be sent again.
func repeatable(call *operation.Call, req *http.Request, failure *apierror.Error) bool {
	if !failure.Temporary || req.Context().Err() != nil || !operation.Repeatable(req) {
		return false
	}
	if call == nil {
		return req.Method == http.MethodGet || req.Method == http.MethodHead
	}
	return failure.Outcome != apierror.Ambiguous || call.RepeatsSafely()
}

// delay returns how long to wait after attempt n.
func (t *Transport) delay(n int, retryAfter time.Duration) time.Duration {
	longest := min(t.policy.BaseDelay, t.policy.MaxDelay)
	for range n - 1 {
		longest = min(2*longest, t.policy.MaxDelay)
	}
	return max(retryAfter, retryAfter+rand.N(longest+1)) // a Retry-After of centuries may overflow
}

func fits(ctx context.Context, delay time.Duration) bool {
	deadline, ok := ctx.Deadline()
	return !ok || time.Now().Add(delay).Before(deadline)
}

func sleep(ctx context.Context, delay time.Duration) error {
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (t *Transport) spend() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if (t.spent+9)/10 >= t.policy.Budget {
		return false
	}
	t.spent += 10
	return true
}

func (t *Transport) earn() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.spent = max(0, t.spent-1)
}
