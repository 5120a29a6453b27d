package operation

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
)

// Call is one call of an operation. It travels in the context of its requests.
type Call struct {
	*Operation
	// DecodeError reads the platform's error envelope.
	DecodeError ErrorDecoder
	// SkipRequestValidation lets the request through unchecked.
	SkipRequestValidation bool

	attempts atomic.Int32
	worst    atomic.Int32

	sent hidden
}

// Refusal is what a platform's error envelope says.
type Refusal struct {
	Code, Message string
	Fields        []apierror.Field
	Kind          error // one of apierror's kinds, or the platform's own, where the code tells it, nil otherwise
	CallerMistake bool  // the code proves that nothing was done, even with an HTTP status of 500
}

// ErrorDecoder reads a platform's error envelope; false says that the body is not one.
type ErrorDecoder func(body []byte) (Refusal, bool)

type contextKey struct{}

// NewContext returns a context that carries the call.
func NewContext(ctx context.Context, call *Call) context.Context {
	return context.WithValue(ctx, contextKey{}, call)
}

// FromContext returns the call that a request belongs to, nil where there is none.
func FromContext(ctx context.Context) *Call {
	call, _ := ctx.Value(contextKey{}).(*Call)
	return call
}

// CountAttempt notes that a request is about to go out.
func (c *Call) CountAttempt() {
	if c != nil {
		c.attempts.Add(1)
	}
}

// Attempts returns how many requests went out.
func (c *Call) Attempts() int { return int(c.attempts.Load()) }

// Note remembers the outcome of a failed attempt. The outcome of the call is the worst of them.
func (c *Call) Note(outcome apierror.Outcome) {
	for {
		worst := c.worst.Load()
		if int32(outcome) <= worst || c.worst.CompareAndSwap(worst, int32(outcome)) {
			return
		}
	}
}

// Fail completes an error with what the call knows: names, attempts and the worst outcome so far. It works on a nil
// call, for transports that are used on their own.
func (c *Call) Fail(err *apierror.Error) *apierror.Error {
	if c == nil {
		return err
	}
	err.Platform, err.Operation = c.Platform, c.ID
	err.Attempts = c.Attempts()
	err.Outcome = max(err.Outcome, apierror.Outcome(c.worst.Load()))
	return err
}

// Refuse is the error of a request that our own code does not send.
func (c *Call) Refuse(kind, cause error) *apierror.Error {
	return c.Fail(&apierror.Error{Outcome: apierror.NotSent, Kind: kind, Err: cause})
}

// rejecting are the statuses that say, together with the platform's error envelope, that nothing was done.
var rejecting = []int{400, 401, 403, 404, 409, 422, 429}

// Check returns what an answer says went wrong, nil for a success that looks readable. It is the one place that
// decides between Rejected and Ambiguous; retry and the decoding of the final answer share it.
func (c *Call) Check(resp *http.Response, body []byte) *apierror.Error {
	if resp.StatusCode/100 == 2 {
		if c.answersNothing(resp, body) || looksWhole(body) {
			return c.refusedAfterAll(resp, body)
		}
		err := c.Unreadable(resp, body, errNotJSON)
		err.Temporary = true
		return err
	}
	err := aboutAnswer(resp, body)
	err.Kind, err.RetryAfter = kinds[resp.StatusCode], RetryAfter(resp)
	// A login and a replay have had their chance before a 401 or 403 gets here.
	err.Temporary = resp.StatusCode != http.StatusUnauthorized && resp.StatusCode != http.StatusForbidden
	refusal, ok := c.decodeError(body)
	if !ok {
		if err.Kind == apierror.ErrNotFound { // a proxy's page does not prove that a payment is not there
			err.Kind = nil
		}
		err.Message = unexpected(resp)
		return c.Fail(err)
	}
	err.Code, err.Message, err.Fields = refusal.Code, c.scrub(refusal.Message), slices.Clone(refusal.Fields)
	for i := range err.Fields {
		err.Fields[i].Name, err.Fields[i].Message = c.sent.redact(err.Fields[i].Name), c.scrub(err.Fields[i].Message)
	}
	if slices.Contains(rejecting, resp.StatusCode) || resp.StatusCode >= 500 && refusal.CallerMistake {
		err.Outcome = apierror.Rejected
		err.Temporary = resp.StatusCode == http.StatusTooManyRequests
	}
	switch {
	case slices.Contains(c.Retry.Exists, refusal.Code):
		err.Kind = apierror.ErrExists
	case refusal.Kind != nil:
		err.Kind = refusal.Kind
	case err.Kind == nil && len(refusal.Fields) > 0:
		err.Kind = apierror.ErrValidation
	}
	return c.Fail(err)
}

// refusedAfterAll reads the property of a success that says that it is none.
func (c *Call) refusedAfterAll(resp *http.Response, body []byte) *apierror.Error {
	if !c.flagIsFalse(body) {
		return nil
	}
	err := aboutAnswer(resp, body)
	err.Outcome, err.Message = apierror.Rejected, "the answer says "+c.SuccessFlag+": false"
	if refusal, ok := c.decodeError(body); ok {
		err.Code, err.Kind = refusal.Code, refusal.Kind
		if refusal.Message != "" {
			err.Message = c.scrub(refusal.Message)
		}
	}
	return c.Fail(err)
}

// flagIsFalse reports whether the flag says that the call was refused. As encoding/json does, it ignores the case of
// the flag's name.
func (c *Call) flagIsFalse(body []byte) bool {
	var properties map[string]json.RawMessage
	if c.SuccessFlag == "" || json.Unmarshal(body, &properties) != nil {
		return false
	}
	for name, value := range properties {
		if strings.EqualFold(name, c.SuccessFlag) && string(value) == "false" {
			return true
		}
	}
	return false
}

func (c *Call) decodeError(body []byte) (Refusal, bool) {
	if c.DecodeError == nil {
		return Refusal{}, false
	}
	return c.DecodeError(body)
}

// Unreadable is the error of a success whose body cannot be used: the call took effect, or it did not.
func (c *Call) Unreadable(resp *http.Response, body []byte, cause error) *apierror.Error {
	err := aboutAnswer(resp, body)
	err.Message, err.Err = "the answer cannot be read", cause
	return c.Fail(err)
}

// aboutAnswer is an error with what an answer looks like. It is ambiguous until the answer proves something.
func aboutAnswer(resp *http.Response, body []byte) *apierror.Error {
	return &apierror.Error{
		Outcome:   apierror.Ambiguous,
		Status:    resp.StatusCode,
		RequestID: requestID(resp.Header),
		Body:      slices.Clone(body[:min(len(body), apierror.MaxBody)]),
	}
}

var kinds = map[int]error{
	http.StatusUnauthorized:        apierror.ErrUnauthorized,
	http.StatusForbidden:           apierror.ErrForbidden,
	http.StatusNotFound:            apierror.ErrNotFound,
	http.StatusUnprocessableEntity: apierror.ErrValidation,
	http.StatusTooManyRequests:     apierror.ErrRateLimited,
}

// answersNothing reports whether the body does not matter: to some operations anything is a good answer, but not the
// page of a proxy.
func (c *Call) answersNothing(resp *http.Response, body []byte) bool {
	return c.Empty && !bytes.HasPrefix(trimSpace(body), []byte("<")) || resp.StatusCode == http.StatusNoContent
}

// looksWhole reports whether a body may be a whole JSON value. It looks at its ends only: decoding does the rest.
func looksWhole(body []byte) bool {
	text := trimSpace(body)
	if len(text) == 0 {
		return false
	}
	switch first, last := text[0], text[len(text)-1]; first {
	case '{':
		return last == '}'
	case '[':
		return last == ']'
	default:
		return json.Valid(text)
	}
}

// trimSpace takes off what JSON calls white space.
func trimSpace(body []byte) []byte { return bytes.Trim(body, " \t\r\n") }

func requestID(header http.Header) string {
	for _, name := range []string{"X-Request-Id", "X-Amzn-Requestid"} {
		if id := header.Get(name); id != "" {
			return id
		}
	}
	return ""
}

// RetryAfter returns how long the Retry-After header of an answer asks to wait, in either of its forms: seconds and a
// date. It is 0 where there is no such header or none that can be read.
func RetryAfter(resp *http.Response) time.Duration {
	value, now := resp.Header.Get("Retry-After"), time.Now()
	if seconds, err := strconv.ParseInt(value, 10, 64); err == nil && seconds > 0 {
		return time.Duration(min(seconds, int64(math.MaxInt64/time.Second))) * time.Second
	}
	if at, err := http.ParseTime(value); err == nil && at.After(now) {
		return at.Sub(now)
	}
	return 0
}

func unexpected(resp *http.Response) string {
	if resp.StatusCode/100 == 3 {
		return "redirects are refused"
	}
	kind, _, _ := strings.Cut(resp.Header.Get("Content-Type"), ";")
	if kind == "" {
		kind = "an empty or untyped body"
	}
	return "the answer is not the platform's error envelope but " + kind
}
