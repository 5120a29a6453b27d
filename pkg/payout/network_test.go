package payout_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"path"
	"strings"
	"sync"
	"time"
)

// network is between the clients and a server. It lets go wrong what a test wants.
type network struct {
	server http.Handler
	under  sync.WaitGroup // what is still on its way

	mu      sync.Mutex
	faults  map[string][]fault // by operation, for the next requests in turn
	chance  func(operation string) fault
	held    map[string][]*http.Request // what waits for the answer to a request for an operation
	sent    map[string]int             // requests by operation, whether they arrived or not
	reached map[string]int             // those that arrived
}

// fault is what happens to one request instead of being answered.
type fault func(n *network, req *http.Request) (*http.Response, error)

// nameOf names a request: create, fund, quote, find, retrieve, refunds and so on.
func nameOf(req *http.Request) string {
	switch name := path.Base(req.URL.Path); {
	case strings.Contains(req.URL.Path, "/item/"), strings.Contains(req.URL.Path, "/transactions/"):
		return "retrieve"
	case strings.HasPrefix(req.URL.Path, "/v2/transfers"):
		return req.Method + " transfers"
	default:
		return name
	}
}

func (n *network) RoundTrip(req *http.Request) (*http.Response, error) {
	n.mu.Lock()
	name := nameOf(req)
	if n.sent != nil {
		n.sent[name]++
	}
	var happens fault
	switch next := n.faults[name]; {
	case len(next) > 0:
		happens, n.faults[name] = next[0], next[1:]
	case n.chance != nil:
		happens = n.chance(name)
	}
	n.mu.Unlock()
	if happens == nil {
		happens = (*network).forward
	}
	resp, err := happens(n, req)
	n.mu.Lock()
	held := n.held[name]
	delete(n.held, name)
	n.mu.Unlock()
	for _, each := range held {
		n.deliver(each)
	}
	return resp, err
}

// deliver lets a request through that nobody waits for.
func (n *network) deliver(req *http.Request) {
	if resp, err := n.forward(req); err == nil {
		_ = resp.Body.Close()
	}
}

// forward lets the request through.
func (n *network) forward(req *http.Request) (*http.Response, error) {
	n.mu.Lock()
	if n.reached != nil {
		n.reached[nameOf(req)]++
	}
	n.mu.Unlock()
	body := []byte(nil)
	if req.Body != nil {
		var err error
		if body, err = io.ReadAll(req.Body); err != nil {
			return nil, err
		}
	}
	arrived := httptest.NewRequest(req.Method, req.URL.String(), bytes.NewReader(body))
	arrived.Header = req.Header.Clone()
	answer := httptest.NewRecorder()
	n.server.ServeHTTP(answer, arrived)
	return answer.Result(), nil
}

func (n *network) script(operation string, faults ...fault) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.faults[operation] = append(n.faults[operation], faults...)
}

func (n *network) counts(operation string) (sent, reached int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.sent[operation], n.reached[operation]
}

var errLost = errors.New("connection reset by peer")

func lost(*network, *http.Request) (*http.Response, error) { return nil, errLost }

func noConnection(_ *network, req *http.Request) (*http.Response, error) {
	if trace := httptrace.ContextClientTrace(req.Context()); trace != nil {
		trace.GetConn("sandbox.example:443")
	}
	return nil, errors.New("connection refused")
}

func hang(_ *network, req *http.Request) (*http.Response, error) {
	<-req.Context().Done()
	return nil, req.Context().Err()
}

// answering answers without letting the request through.
func answering(status int, kind, body string, header ...string) fault {
	return func(*network, *http.Request) (*http.Response, error) {
		answer := httptest.NewRecorder()
		answer.Header().Set("Content-Type", kind)
		for i := 0; i < len(header); i += 2 {
			answer.Header().Set(header[i], header[i+1])
		}
		answer.WriteHeader(status)
		_, _ = answer.WriteString(body)
		return answer.Result(), nil
	}
}

var (
	broken   = answering(500, "application/json", `{"error_code":"internal_error","message":"Oops"}`)
	down     = answering(503, "application/json", `{"error_code":"service_unavailable","message":"Later"}`)
	proxy    = answering(502, "text/html", "<html>Bad Gateway</html>")
	tooMany  = answering(429, "application/json", `{"error_code":"rate_limit_exceeded","message":"Slow down"}`, "Retry-After", "2")
	noAnswer = answering(200, "application/json", `{"data":{}}`)
)

// after lets the request through and then something else happens.
func after(then fault) fault {
	return func(n *network, req *http.Request) (*http.Response, error) {
		resp, err := n.forward(req)
		if err != nil {
			return nil, err
		}
		_ = resp.Body.Close()
		return then(n, req)
	}
}

// truncated lets the request through and returns half of the answer.
func truncated(n *network, req *http.Request) (*http.Response, error) {
	resp, err := n.forward(req)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	half := bytes.NewReader(body[:len(body)/2])
	resp.Body = io.NopCloser(io.MultiReader(half, failing{}))
	return resp, nil
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// late loses the request for the client, and lets it through after a while.
func late(d time.Duration) fault {
	return func(n *network, req *http.Request) (*http.Response, error) {
		detached, err := detach(req)
		n.under.Go(func() {
			time.Sleep(d)
			n.deliver(detached)
		})
		return nil, errors.Join(errLost, err)
	}
}

// untilLookedUp loses the request for the client, and lets it through when the next one for another operation has been
// answered.
func untilLookedUp(by string) fault {
	return func(n *network, req *http.Request) (*http.Response, error) {
		detached, err := detach(req)
		n.mu.Lock()
		defer n.mu.Unlock()
		n.held = map[string][]*http.Request{by: {detached}}
		return nil, errors.Join(errLost, err)
	}
}

// detach returns a request that goes on when its client has given up.
func detach(req *http.Request) (*http.Request, error) {
	body, err := io.ReadAll(req.Body)
	detached := req.WithContext(context.WithoutCancel(req.Context()))
	detached.Body = io.NopCloser(bytes.NewReader(body))
	return detached, err
}

// until makes a fault happen to every request of an operation for a while.
func (n *network) until(name string, d time.Duration, what fault) {
	end := time.Now().Add(d)
	n.mu.Lock()
	defer n.mu.Unlock()
	before := n.chance
	n.chance = func(operation string) fault {
		if operation == name && time.Now().Before(end) {
			return what
		}
		if before != nil {
			return before(operation)
		}
		return nil
	}
}

// lagging answers as a listing that does not show anything yet.
var lagging = answering(200, "application/json",
	`{"data":[],"pagination":{"itemCount":0,"page":1,"perPage":100,"search":[],"totalEntries":0,"totalPages":0}}`)

// stale lets the request through and shows a payment as it was before it was funded.
func stale(n *network, req *http.Request) (*http.Response, error) {
	resp, err := n.forward(req)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	for _, status := range []string{"processing", "completed"} {
		body = bytes.ReplaceAll(body, []byte(`"status":"`+status+`"`), []byte(`"status":"awaiting_funds"`))
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}
