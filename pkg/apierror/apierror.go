// Package apierror is the one error type of the SDK. Every failed call of a platform ends in an [*Error], whatever
// went wrong: a refusal by the platform, a proxy's HTML page, a lost connection, a request that was never sent.
//
// The question that matters for money is answered by [Error.Outcome]: may the call have taken effect?
//
//	payment, err := client.V1.SimplePayments.Create(ctx, request)
//	switch {
//	case err == nil:
//	case errors.Is(err, apierror.ErrAmbiguous): // it may exist: look it up by its reference before anything else
//	case errors.Is(err, apierror.ErrRateLimited): // nothing happened: try again later
//	}
package apierror

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

// Outcome says whether a failed call may have taken effect.
type Outcome int8

// The outcomes, from best to worst. The outcome of a call that was tried several times is the worst of its attempts.
const (
	// NotSent: the platform has not seen the request. Calling again is safe.
	NotSent Outcome = iota + 1
	// Rejected: the platform answered that it did not do what was asked. Calling again is safe, and pointless
	// until the reason is gone, unless the error is temporary.
	Rejected
	// Ambiguous: there is no telling whether the call took effect. Look before you call again.
	Ambiguous
)

// String returns the outcome in lower case, as logs and the command line show it.
func (o Outcome) String() string {
	switch o {
	case NotSent:
		return "not sent"
	case Rejected:
		return "rejected"
	case Ambiguous:
		return "ambiguous"
	}
	return "unknown"
}

// What errors.Is tells about an [*Error].
var (
	// ErrUnauthorized: the credentials or the token were refused (HTTP 401).
	ErrUnauthorized = errors.New("unauthorized")
	// ErrForbidden: the API key is missing or wrong, or the partner may not do this (HTTP 403).
	ErrForbidden = errors.New("forbidden")
	// ErrNotFound: what the call names does not exist.
	ErrNotFound = errors.New("not found")
	// ErrRateLimited: the platform's quota or our own share of it is used up. Error.RetryAfter says for how long.
	ErrRateLimited = errors.New("rate limited")
	// ErrValidation: the request is wrong. Error.Fields names what is.
	ErrValidation = errors.New("invalid request")
	// ErrExists: a keyed create was refused because its key was used before. It may have been this very call, with
	// its first answer lost: look the key up.
	ErrExists = errors.New("already exists")

	// ErrNotSent, ErrRejected and ErrAmbiguous are the outcomes.
	ErrNotSent   = errors.New("not sent")
	ErrRejected  = errors.New("rejected")
	ErrAmbiguous = errors.New("ambiguous outcome")
)

// Error is a failed call.
type Error struct {
	Platform  string // "wallex"
	Operation string // the operationId in the specification
	Outcome   Outcome

	Status     int           // HTTP status; 0 where there was no answer
	Code       string        // the platform's error code, as sent
	Message    string        // the platform's or our own explanation, scrubbed of what looks like a secret
	Fields     []Field       // the mistakes in the request, where they are known one by one
	RequestID  string        // the platform's id of the request, for its support
	RetryAfter time.Duration // how long to wait before the next try, where that is known
	Attempts   int           // how often the request was tried
	Temporary  bool          // whether the same call may succeed later; see Outcome for whether it may be repeated

	// Kind is one of the variables above that is not an outcome, or one of the platform's package; nil where none fits.
	Kind error
	// Err is the cause: a network error, context.DeadlineExceeded, a JSON syntax error.
	Err error
	// Body is the beginning of the answer as received, at most MaxBody bytes.
	Body Body
}

// Body is a part of an answer. It prints as its length, however it is printed, logged or marshalled: it may hold
// personal data.
type Body []byte

// Format writes the length for every verb.
func (b Body) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "[%d bytes]", len(b)) }

// MarshalText writes the length.
func (b Body) MarshalText() ([]byte, error) { return fmt.Appendf(nil, "%v", b), nil }

// Field is one mistake in a request.
type Field struct {
	Name    string // path of the field, such as bankAccount.bicSwift
	Code    string // the platform's code, where it has one
	Message string // the rule that the field breaks; never the value
}

// MaxBody is how many bytes of an answer an [Error] keeps.
const MaxBody = 4 << 10

// Error names the platform, the operation, what happened and what became of the request. It holds no field values.
func (e *Error) Error() string {
	var b strings.Builder
	if names := strings.TrimSpace(e.Platform + " " + e.Operation); names != "" {
		b.WriteString(names + ": ")
	}
	if e.Status != 0 {
		fmt.Fprintf(&b, "HTTP %d: ", e.Status)
	}
	b.WriteString(e.Reason())
	for i, field := range e.Fields {
		separator := "; "
		if i == 0 {
			separator = ": "
		}
		b.WriteString(separator + strings.TrimSpace(field.Name+" "+field.Message))
	}
	notes := []string{e.Outcome.String()}
	if e.Attempts > 1 {
		notes = append(notes, fmt.Sprintf("%d attempts", e.Attempts))
	}
	if e.RetryAfter > 0 {
		notes = append(notes, "try again in "+e.RetryAfter.Round(time.Millisecond).String())
	}
	if e.RequestID != "" {
		notes = append(notes, "request "+e.RequestID)
	}
	return b.String() + " (" + strings.Join(notes, ", ") + ")"
}

// Reason says what went wrong, without the names, the status, the fields and the outcome.
func (e *Error) Reason() string {
	var parts []string
	for _, part := range []string{e.Code, e.Message} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	switch {
	case e.Err != nil:
		// errors.Join writes a line for each error. The text may be a foreign transport's, with a URL in it.
		parts = append(parts, secret.Scrub(strings.ReplaceAll(e.Err.Error(), "\n", ": ")))
	case len(parts) == 0 && e.Kind != nil:
		parts = append(parts, e.Kind.Error())
	case len(parts) == 0:
		parts = append(parts, "no explanation")
	}
	return strings.Join(parts, ": ")
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is reports whether target is the kind or the outcome of the error.
func (e *Error) Is(target error) bool {
	switch target {
	case nil:
		return false
	case e.Kind:
		return true
	case ErrNotSent:
		return e.Outcome == NotSent
	case ErrRejected:
		return e.Outcome == Rejected
	case ErrAmbiguous:
		return e.Outcome == Ambiguous
	}
	return false
}

// Timeout reports whether time ran out, as net.Error does.
func (e *Error) Timeout() bool {
	var timeout interface{ Timeout() bool }
	return errors.Is(e.Err, context.DeadlineExceeded) || errors.As(e.Err, &timeout) && timeout.Timeout()
}

// LogValue is the error as a group of attributes.
func (e *Error) LogValue() slog.Value {
	attributes := []slog.Attr{
		slog.String("platform", e.Platform),
		slog.String("operation", e.Operation),
		slog.String("outcome", e.Outcome.String()),
		slog.String("reason", e.Reason()),
	}
	if e.Status != 0 {
		attributes = append(attributes, slog.Int("status", e.Status))
	}
	if e.RequestID != "" {
		attributes = append(attributes, slog.String("request_id", e.RequestID))
	}
	if e.Attempts > 1 {
		attributes = append(attributes, slog.Int("attempts", e.Attempts))
	}
	if len(e.Fields) > 0 {
		attributes = append(attributes, slog.Any("fields", e.Fields))
	}
	return slog.GroupValue(attributes...)
}

// Of returns the [*Error] in err's chain, nil where there is none.
func Of(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return nil
}
