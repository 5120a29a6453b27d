package operation

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
)

// Caller is how generated clients reach their platform. It is immutable and safe for concurrent use.
type Caller struct {
	// BaseURL comes before the path of every operation; it has no slash at its end.
	BaseURL string
	// Transport is the outermost transport of the chain.
	Transport http.RoundTripper
	// DecodeError reads the platform's error envelope.
	DecodeError ErrorDecoder
	// Header is sent with every request.
	Header http.Header
	// Shared are the values of fields that are the same for all calls, for operations that have them. A call that gives
	// one of them itself goes without the others, too.
	Shared map[string]string
	// Timeout ends calls whose context has no deadline; 0 leaves them without one.
	Timeout time.Duration
	// AllowUnverified lets operations through that are inferred and not safe.
	AllowUnverified bool
	// Observe, where set, hears of every call when it has ended.
	Observe func(context.Context, Report)
}

// Report is what became of one call.
type Report struct {
	Operation *Operation
	Key       string // value of what Operation.Retry.Key names, where the body or the path has it
	Start     time.Time
	Duration  time.Duration
	Attempts  int
	Status    int // HTTP status of the answer, 0 where there was none
	RequestID string
	Err       error // nil, or an *apierror.Error
}

// ErrUnverified says that an operation is inferred and changes something: a guess must not move money. Clients
// built with the option WithUnverified call it anyway.
var ErrUnverified = errors.New("the operation is inferred, not documented, and changes state; " +
	"allow it with WithUnverified")

// ErrUnscoped says that an operation moves money and has no field for what the client is limited to, such as the account
// it acts for: it would move the money of another one.
var ErrUnscoped = errors.New("the operation moves money and cannot be limited to what the client is for")

// exchange sends one message and decodes the payload of its answer, and the numbers of its page where pages is not
// nil. The error is nil or an *apierror.Error.
func (c *Caller) exchange(ctx context.Context, op *Operation, m message, s settings, payload any, pages *json.RawMessage) (err error) {
	call := &Call{Operation: op, DecodeError: c.DecodeError, SkipRequestValidation: s.skipRequestValidation}
	call.Hide(m.secrets...)
	var resp *http.Response
	if c.Observe != nil {
		start := time.Now()
		defer func() { c.Observe(ctx, report(call, m, start, resp, err)) }()
	}
	resp, body, err := c.send(ctx, call, m, s)
	if err != nil || payload == nil {
		return err
	}
	if err := decode(op, body, payload, pages); err != nil {
		return call.Unreadable(resp, body, err)
	}
	return nil
}

// refuse ends a call of which there is nothing to send.
func (c *Caller) refuse(ctx context.Context, op *Operation, refused *apierror.Error) error {
	call := &Call{Operation: op}
	err := call.Fail(refused)
	if c.Observe != nil {
		c.Observe(ctx, report(call, message{}, time.Now(), nil, err))
	}
	return err
}

// send sends one message and returns its answer, which Check finds nothing wrong with.
func (c *Caller) send(ctx context.Context, call *Call, m message, s settings) (*http.Response, []byte, error) {
	if call.Evidence == Inferred && !call.RepeatsSafely() && !c.AllowUnverified {
		return nil, nil, call.Refuse(nil, ErrUnverified)
	}
	if call.MovesMoney && len(c.Shared) > 0 && len(call.Shared) == 0 {
		return nil, nil, call.Refuse(apierror.ErrValidation, ErrUnscoped)
	}
	req, err := m.newRequest(call.Method)
	if err != nil {
		return nil, nil, call.Refuse(apierror.ErrValidation, err)
	}
	for _, header := range []http.Header{c.Header, s.header} {
		for name, values := range header {
			req.Header[name] = slices.Clone(values)
		}
	}
	if _, ok := ctx.Deadline(); !ok && c.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, c.Timeout)
		defer cancel()
	}
	resp, err := c.Transport.RoundTrip(req.WithContext(NewContext(ctx, call)))
	if err != nil {
		return nil, nil, call.wrap(ctx, err)
	}
	body, err := Read(resp)
	if err != nil {
		return resp, nil, call.Unreadable(resp, nil, err)
	}
	if s.raw != nil {
		*s.raw = RawResponse{Status: resp.StatusCode, Header: resp.Header, Body: body}
	}
	if refused := call.Check(resp, body); refused != nil {
		return resp, body, refused
	}
	return resp, body, nil
}

// wrap makes an *apierror.Error of what the transports returned. Transports of the SDK return one already; a
// foreign one proves nothing about what the server has seen.
func (c *Call) wrap(ctx context.Context, err error) error {
	known := apierror.Of(err)
	if known == nil {
		known = &apierror.Error{Outcome: apierror.Ambiguous, Err: err}
	}
	if cause := context.Cause(ctx); cause != nil && !errors.Is(known.Err, cause) {
		known.Err = errors.Join(cause, known.Err)
	}
	return c.Fail(known)
}

func report(call *Call, m message, start time.Time, resp *http.Response, err error) Report {
	r := Report{Operation: call.Operation, Start: start, Duration: time.Since(start), Attempts: call.Attempts(), Err: err}
	if resp != nil {
		r.Status, r.RequestID = resp.StatusCode, requestID(resp.Header)
	}
	if refused := apierror.Of(err); refused != nil {
		r.Status, r.RequestID = refused.Status, refused.RequestID
	}
	if key := call.Retry.Key; key != "" {
		r.Key = m.field(key)
	}
	return r
}

// field returns a text of the body or a parameter of the path, "" where there is none of that name.
func (m message) field(name string) (text string) {
	for _, p := range m.path {
		if p.name == name {
			text, _ = url.PathUnescape(p.text.Reveal())
			return text
		}
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(m.body, &fields) == nil {
		_ = json.Unmarshal(fields[name], &text) // what is no string stays out of the report
	}
	return text
}
