package operation

import "net/http"

// Option changes one call.
type Option func(*settings)

type settings struct {
	header                http.Header
	bodyFields            map[string]any
	skipRequestValidation bool
	raw                   *RawResponse
}

// RawResponse is an answer as received, for what the specification does not know yet.
type RawResponse struct {
	Status int
	Header http.Header
	Body   []byte
}

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

// WithBodyField adds a field to the body of this call, or replaces one: for fields that the specification lacks.
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
