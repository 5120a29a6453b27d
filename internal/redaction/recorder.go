package redaction

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/wallex-sdk/wallex-go/pkg/cardplatform/envelope"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
)

// headers are those that carry secrets.
var headers = []string{"Authorization", "X-Api-Key", envelope.KeyHeader}

// Recorder is a transport that notes every secret of the calls that go through it.
type Recorder struct {
	names map[string]map[string]bool
	seen  *seen
	base  http.RoundTripper
}

// seen are the secrets by the names of their fields and headers.
type seen struct {
	mu     sync.Mutex
	values map[string][]string
}

// NewRecorder returns a recorder that sends requests through base.
func NewRecorder(base http.RoundTripper) (*Recorder, error) {
	names, err := names() // here, since that takes too long for a transport
	return &Recorder{names, &seen{values: map[string][]string{}}, base}, err
}

// Through returns a recorder that sends through another transport and notes what it sees in the same place: what is
// encrypted further in can be read further out.
func (r *Recorder) Through(base http.RoundTripper) http.RoundTripper {
	return &Recorder{r.names, r.seen, base}
}

// Secrets returns what was seen, by the names of fields and headers.
func (r *Recorder) Secrets() map[string][]string {
	r.seen.mu.Lock()
	defer r.seen.mu.Unlock()
	return maps.Clone(r.seen.values)
}

// RoundTrip sends a request.
func (r *Recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	for _, name := range headers {
		r.seen.note(name, strings.TrimPrefix(req.Header.Get(name), "Bearer "))
	}
	secrets := r.names[operation.FromContext(req.Context()).Platform]
	if req.Body != nil {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		req = req.Clone(req.Context())
		req.Body = io.NopCloser(bytes.NewReader(body))
		r.seen.read(body, secrets)
	}
	resp, err := r.base.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	body, err := operation.Read(resp)
	if err != nil {
		return nil, err
	}
	r.seen.read(body, secrets)
	return resp, nil
}

func (s *seen) note(name, value string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if value != "" && !slices.Contains(s.values[name], value) {
		s.values[name] = append(s.values[name], value)
	}
}

// read notes the secrets of a body, unless it is encrypted.
func (s *seen) read(body []byte, secrets map[string]bool) {
	var value any
	if json.Unmarshal(body, &value) == nil {
		s.walk(value, secrets)
	}
}

func (s *seen) walk(value any, secrets map[string]bool) {
	switch value := value.(type) {
	case []any:
		for _, item := range value {
			s.walk(item, secrets)
		}
	case map[string]any:
		for name, item := range value {
			if text, ok := item.(string); ok && secrets[name] {
				s.note(name, text)
			}
			s.walk(item, secrets)
		}
	}
}
