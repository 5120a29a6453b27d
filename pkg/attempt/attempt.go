// Package attempt is the innermost transport of the chain: one try to send one request. It gives the try its own
// deadline, reads the whole answer so that everything above sees the same bytes, and tells whether a failed request
// may have reached the server.
package attempt

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
)

// ErrTimeout is the cause of an attempt that took longer than Transport.Timeout. Unlike the end of the caller's own
// deadline, it is worth another try; it is no context.DeadlineExceeded, so that the two can be told apart.
var ErrTimeout error = timeout{}

type timeout struct{}

func (timeout) Error() string { return "the attempt timed out" }
func (timeout) Timeout() bool { return true }

// ErrIdempotencyKey refuses requests with an Idempotency-Key: net/http repeats them by itself, and the platforms
// do not know the header.
var ErrIdempotencyKey = errors.New("an Idempotency-Key header would make net/http send the request again by itself")

// ErrHeader refuses a header that HTTP does not allow, such as a token with a line break at its end. A transport would
// refuse it, too, but nothing would prove that it has not sent the request.
var ErrHeader = errors.New("the name or the value of a header has a character that HTTP does not allow")

// sendable reports whether a header can be sent.
func sendable(name string, values []string) bool {
	const symbols = "!#$%&'*+-.^_`|~"
	for _, r := range name {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		if !letter && !strings.ContainsRune(symbols, r) {
			return false
		}
	}
	control := func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }
	return name != "" && !slices.ContainsFunc(values, func(value string) bool { return strings.ContainsFunc(value, control) })
}

// Transport sends requests through Base. Its errors are [*apierror.Error].
type Transport struct {
	Base http.RoundTripper
	// Timeout is how long one attempt may take, from the connection to the last byte of the answer; 0 is no limit.
	Timeout time.Duration
}

// RoundTrip sends the request once. A body is taken from GetBody where the request has it, so that the same request
// can be sent again.
func (t *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	call := operation.FromContext(req.Context())
	if err := context.Cause(req.Context()); err != nil {
		return nil, call.Refuse(nil, err)
	}
	for name, values := range req.Header {
		if name = http.CanonicalHeaderKey(name); name == "Idempotency-Key" || name == "X-Idempotency-Key" {
			return nil, call.Refuse(apierror.ErrValidation, ErrIdempotencyKey)
		}
		if !sendable(name, values) {
			return nil, call.Refuse(apierror.ErrValidation, fmt.Errorf("%w: %q", ErrHeader, name))
		}
	}
	ctx, cancel := req.Context(), context.CancelFunc(func() {})
	if t.Timeout > 0 {
		ctx, cancel = context.WithTimeoutCause(ctx, t.Timeout, ErrTimeout)
	}
	defer cancel()
	var connection watch
	try, err := operation.Rewind(req.WithContext(httptrace.WithClientTrace(ctx, connection.trace())))
	if err != nil {
		return nil, call.Refuse(nil, err)
	}
	if req.GetBody != nil && req.Body != nil {
		defer req.Body.Close()
	}
	call.CountAttempt()
	resp, err := t.Base.RoundTrip(try)
	if err != nil {
		return nil, call.Fail(&apierror.Error{Outcome: connection.outcome(), Err: cause(ctx, err), Temporary: true})
	}
	if _, err := operation.Read(resp); err != nil {
		lost := call.Unreadable(resp, nil, cause(ctx, err))
		lost.Temporary = !errors.Is(err, operation.ErrBodyTooLarge)
		return nil, lost
	}
	return resp, nil
}

// cause prefers the reason why a context ended over the error that its end led to. HTTP/1 gives the reason by itself;
// HTTP/2 says only that a deadline has passed, which would be taken for the caller's.
func cause(ctx context.Context, err error) error {
	ended := context.Cause(ctx)
	switch {
	case ended == nil || errors.Is(err, ended):
		return err
	case errors.Is(err, ctx.Err()):
		return ended
	}
	return errors.Join(ended, err)
}

// watch notes how far a request came.
type watch struct{ asked, got atomic.Bool }

func (w *watch) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GetConn: func(string) { w.asked.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { w.got.Store(true) },
	}
}

// outcome is NotSent only where a connection was asked for and never had. Nothing else proves it: over HTTP/2 a
// server can have a request of which the trace does not yet say that it was written, and a foreign transport may
// not trace at all.
func (w *watch) outcome() apierror.Outcome {
	if w.asked.Load() && !w.got.Load() {
		return apierror.NotSent
	}
	return apierror.Ambiguous
}
