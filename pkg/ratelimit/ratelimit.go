// Package ratelimit keeps requests within the quota of an API key. The [Transport] asks a [Limiter] for a permit
// before each request, the logins and retries included; [Local] is the limiter of one process.
package ratelimit

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
)

// Limiter hands out permits. It must be safe for concurrent use.
type Limiter interface {
	// Wait returns nil when a request may be sent. Where the permit would not come before ctx's deadline it returns
	// an [*Exceeded] at once; where ctx ends before the permit comes, the cause of that.
	Wait(ctx context.Context) error
}

// Pauser is a [Limiter] that can be held back: the [Transport] tells it when the platform asks for less.
type Pauser interface {
	// Pause gives out no permit for a length of time from now on. A longer pause that has begun before goes on. The
	// length is 0 where the platform does not say for how long; it is up to the limiter then.
	Pause(ctx context.Context, length time.Duration)
}

// longestPause ends every pause, whatever the platform says: one request finds out.
const longestPause = time.Minute

// Exceeded says that no permit comes in time.
type Exceeded struct{ RetryAfter time.Duration }

// Error says how long the wait would have been.
func (e *Exceeded) Error() string {
	return fmt.Sprintf("the next permit comes in %s, after the deadline", e.RetryAfter.Round(time.Millisecond))
}

// Transport asks Limiter for a permit before it passes a request on to Base.
type Transport struct {
	Base    http.RoundTripper
	Limiter Limiter
	// OnWait, where set, hears of every permit that was not there at once.
	OnWait func(context.Context, Waited)
}

// Waited is a wait for a permit that has ended, with or without it.
type Waited struct {
	Operation string // operationId, "" for a request that belongs to no call
	Duration  time.Duration
	Err       error // nil where the permit came
}

// RoundTrip waits for a permit and sends the request. Without a permit the request is not sent. An answer with status
// 429 or 503 pauses a limiter that is a [Pauser], for as long as its Retry-After says, but no longer than a minute.
func (t *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	call := operation.FromContext(req.Context())
	start := time.Now()
	err := t.Limiter.Wait(req.Context())
	if waited := time.Since(start); t.OnWait != nil && (err != nil || waited > time.Millisecond) {
		event := Waited{Duration: waited, Err: err}
		if call != nil {
			event.Operation = call.ID
		}
		t.OnWait(req.Context(), event)
	}
	if exceeded := (*Exceeded)(nil); errors.As(err, &exceeded) {
		refused := call.Refuse(apierror.ErrRateLimited, err)
		refused.RetryAfter, refused.Temporary = exceeded.RetryAfter, true
		return nil, refused
	}
	if err != nil {
		return nil, call.Refuse(nil, err)
	}
	resp, err := t.Base.RoundTrip(req)
	if err == nil && (resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode == http.StatusServiceUnavailable) {
		if pauser, ok := t.Limiter.(Pauser); ok {
			pauser.Pause(req.Context(), min(operation.RetryAfter(resp), longestPause))
		}
	}
	return resp, err
}
