package operation_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
)

// thing is what the test platform has.
type thing struct {
	ID         string          `json:"id,omitzero"`
	Amount     decimal.Decimal `json:"amount,omitzero"`
	Gender     string          `json:"gender,omitzero"`
	ResourceID string          `json:"resourceId,omitzero"`
	Count      int             `json:"count,omitzero"`
}

var (
	getThing = operation.Operation{
		Platform: "test", ID: "getThing", Method: "GET", Path: "/things/{thingId}/parts/{partId}",
		Evidence: operation.Documented, Retry: operation.Retry{Class: operation.Safe}, Result: []string{"data", "value"},
	}
	createThing = operation.Operation{
		Platform: "test", ID: "createThing", Method: "POST", Path: "/things",
		Evidence: operation.Documented, Result: []string{"data"},
		Retry: operation.Retry{Class: operation.Keyed, Key: "ref", Exists: []string{"ref_exists"}},
	}
	deleteThing = operation.Operation{
		Platform: "test", ID: "deleteThing", Method: "DELETE", Path: "/things",
		Evidence: operation.Documented, Retry: operation.Retry{Class: operation.Never}, Empty: true,
	}
	findThings = operation.Operation{
		Platform: "test", ID: "findThings", Method: "POST", Path: "/things/find",
		Evidence: operation.Documented, Retry: operation.Retry{Class: operation.Safe}, Result: []string{"data"},
		Pagination: &operation.Pagination{
			Style: "page", In: "body", Request: []string{"pagination", "page"},
			Page: []string{"pagination", "page"}, Pages: []string{"pagination", "totalPages"}, Total: []string{"pagination", "totalEntries"},
		},
	}
	listThings = operation.Operation{
		Platform: "test", ID: "listThings", Method: "GET", Path: "/things",
		Evidence: operation.Documented, Retry: operation.Retry{Class: operation.Safe}, Result: []string{"data"},
		Pagination: &operation.Pagination{
			Style: "page", In: "query", Request: []string{"pagination", "page"}, Pages: []string{"pages"},
		},
	}
)

// decodeError reads the test platform's error envelope.
func decodeError(body []byte) (operation.Refusal, bool) {
	var e struct {
		Code    string            `json:"code"`
		Message string            `json:"message"`
		Fields  map[string]string `json:"fields"`
	}
	if json.Unmarshal(body, &e) != nil || e.Code == "" {
		return operation.Refusal{}, false
	}
	refusal := operation.Refusal{Code: e.Code, Message: e.Message, CallerMistake: e.Code == "invalid_arguments"}
	if e.Code == "thing_not_found" {
		refusal.Kind = apierror.ErrNotFound
	}
	for name, message := range e.Fields {
		refusal.Fields = append(refusal.Fields, apierror.Field{Name: name, Message: message})
	}
	return refusal, true
}

// transport is a chain of one function.
type transport func(*http.Request) (*http.Response, error)

func (t transport) RoundTrip(req *http.Request) (*http.Response, error) { return t(req) }

// through returns a caller whose requests end in a function.
func through(t transport) *operation.Caller {
	return &operation.Caller{BaseURL: "http://platform.test", Transport: t, DecodeError: decodeError}
}

// answer is what a platform sends.
func answer(status int, body string) *http.Response {
	return &http.Response{
		StatusCode: status, ContentLength: int64(len(body)), Body: io.NopCloser(strings.NewReader(body)),
		Header: http.Header{"Content-Type": {"application/json"}},
	}
}

// answering returns a caller whose platform always sends the same.
func answering(status int, body string) *operation.Caller {
	return through(func(*http.Request) (*http.Response, error) { return answer(status, body), nil })
}

// unreachable returns a caller that must not send anything.
func unreachable(t *testing.T) *operation.Caller {
	return through(func(req *http.Request) (*http.Response, error) {
		t.Errorf("%s %s was sent", req.Method, req.URL)
		return answer(500, ""), nil
	})
}

// received is a request as a server sees it.
type received struct {
	Method, URI, Body string
	Header            http.Header
}

// platform is a server that remembers what it received.
type platform struct {
	*operation.Caller
	mu  sync.Mutex
	got []received
}

// serve starts a platform for one test. The caller of the result speaks real HTTP with it.
func serve(t *testing.T, handle http.HandlerFunc) *platform {
	t.Helper()
	p := &platform{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		p.mu.Lock()
		p.got = append(p.got, received{r.Method, r.RequestURI, string(body), r.Header.Clone()})
		p.mu.Unlock()
		r.Body = io.NopCloser(strings.NewReader(string(body)))
		handle(w, r)
	}))
	t.Cleanup(server.Close)
	p.Caller = &operation.Caller{BaseURL: server.URL, Transport: http.DefaultTransport, DecodeError: decodeError}
	return p
}

func (p *platform) received() []received {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.got
}

func reply(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, body)
	}
}

// failed asserts that a call failed in the one type that there is, and returns it.
func failed(t *testing.T, err error) *apierror.Error {
	t.Helper()
	require.Error(t, err)
	require.IsType(t, &apierror.Error{}, err)
	return err.(*apierror.Error)
}

// notSent asserts that our own code refused a call.
func notSent(t *testing.T, err error) *apierror.Error {
	t.Helper()
	refused := failed(t, err)
	require.Equal(t, apierror.NotSent, refused.Outcome)
	require.ErrorIs(t, err, apierror.ErrNotSent)
	require.Equal(t, "test", refused.Platform)
	require.NotEmpty(t, refused.Operation)
	require.Zero(t, refused.Status)
	return refused
}
