package operation

import (
	"fmt"
	"net/http"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
)

// Option changes one call.
type Option func(*settings)

type settings struct {
	header                http.Header
	bodyFields            map[string]any
	skipRequestValidation bool
	raw                   *RawResponse
}

// RawResponse is an answer as received, for what the specification does not know yet. It may hold secrets and card
// numbers, so it prints as its status and its length, however it is printed, logged or marshalled.
type RawResponse struct {
	Status int
	Header http.Header
	Body   apierror.Body
}

// Format prints the status and the length.
func (r RawResponse) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "[HTTP %d, %d bytes]", r.Status, len(r.Body))
}

// MarshalText is what logs and JSON have: the status and the length.
func (r RawResponse) MarshalText() ([]byte, error) { return fmt.Appendf(nil, "%v", r), nil }

// WithHeader sends a header with this call. Clients refuse an Idempotency-Key: net/http would then repeat the request
// by itself, and the platforms do not know the header.
func WithHeader(name, value string) Option {
	return func(s *settings) {
		if s.header == nil {
			s.header = http.Header{}
		}
		s.header.Set(name, value)
	}
}

// WithBodyField adds a field to the body of this call, or replaces one: for fields that the specification lacks. Give a
// secret as a [secret.String], so that it is redacted where an error message of the platform repeats it.
//
// [secret.String]: https://pkg.go.dev/github.com/wallex-sdk/wallex-go/pkg/secret#String
func WithBodyField(name string, value any) Option {
	return func(s *settings) {
		if s.bodyFields == nil {
			s.bodyFields = map[string]any{}
		}
		s.bodyFields[name] = value
	}
}

// WithoutRequestValidation sends the request of this call although it may break the specification: for values that
// the platform allows by now and the specification does not.
func WithoutRequestValidation() Option {
	return func(s *settings) { s.skipRequestValidation = true }
}

// WithRawResponse stores the answer to this call, success or refusal, as it was received. Of an iterator it stores
// the newest page.
func WithRawResponse(raw *RawResponse) Option {
	return func(s *settings) { s.raw = raw }
}

func apply(options []Option) settings {
	var s settings
	for _, option := range options {
		option(&s)
	}
	return s
}
