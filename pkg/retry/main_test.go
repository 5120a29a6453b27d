package retry_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/wallex-sdk/wallex-go/pkg/attempt"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/retry"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// server plays one step for each request, and the last one for all that follow.
type server struct {
	steps    []step
	requests int
}

type step func(*http.Request) (*http.Response, error)

func (s *server) RoundTrip(req *http.Request) (*http.Response, error) {
	play := s.steps[min(s.requests, len(s.steps)-1)]
	s.requests++
	return play(req)
}

func serve(steps ...step) *server { return &server{steps: steps} }

// answer is an answer with a body, and with headers given as pairs of name and value.
func answer(status int, body string, header ...string) step {
	return func(*http.Request) (*http.Response, error) {
		resp := &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), ContentLength: -1}
		for i := 0; i < len(header); i += 2 {
			resp.Header.Set(header[i], header[i+1])
		}
		return resp, nil
	}
}

var errConnection = errors.New("connection reset by peer")

// What can go wrong with an attempt.
var (
	success = answer(200, `{}`)
	// refused is a server that cannot be reached.
	refused step = func(req *http.Request) (*http.Response, error) {
		httptrace.ContextClientTrace(req.Context()).GetConn("api.example.com:443")
		return nil, errConnection
	}
	// lost is a connection that breaks after the request.
	lost step = func(*http.Request) (*http.Response, error) { return nil, errConnection }
	// truncated is an answer that breaks off.
	truncated step = func(*http.Request) (*http.Response, error) {
		body := io.MultiReader(strings.NewReader(`{"id":`), broken{io.ErrUnexpectedEOF})
		return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(body), ContentLength: -1}, nil
	}
	// tooLarge is what 16 MB lead to, without sending them.
	tooLarge step = func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(broken{operation.ErrBodyTooLarge})}, nil
	}
	// silent is a server that does not answer.
	silent step = func(req *http.Request) (*http.Response, error) {
		<-req.Context().Done()
		return nil, req.Context().Err()
	}
	html    = answer(502, "<html>", "Content-Type", "text/html")
	limited = answer(429, `{"code":"too_many"}`, "Retry-After", "3")
	busy    = answer(503, `{"code":"busy"}`, "Retry-After", "3")
)

type broken struct{ error }

func (b broken) Read([]byte) (int, error) { return 0, b.error }

// chain is retry around one attempt of at most five seconds.
func chain(s *server, policy retry.Policy, onRetry func(context.Context, retry.Event)) http.RoundTripper {
	return retry.New(&attempt.Transport{Base: s, Timeout: 5 * time.Second}, policy, onRetry)
}

// send makes a call of a class through a transport.
func send(ctx context.Context, transport http.RoundTripper, class operation.Class) error {
	caller := &operation.Caller{BaseURL: "https://api.example.com", Transport: transport, DecodeError: decode}
	op := &operation.Operation{
		Platform: "wallex", ID: "createSimplePayment", Method: http.MethodPost, Path: "/payments",
		Evidence: operation.Documented, Retry: operation.Retry{Class: class},
	}
	return operation.None(ctx, caller, op, new(operation.Input).Body(map[string]string{"referenceId": "r1"}))
}

func decode(body []byte) (operation.Refusal, bool) {
	var envelope struct{ Code string }
	err := json.Unmarshal(body, &envelope)
	return operation.Refusal{Code: envelope.Code, CallerMistake: envelope.Code == "invalid_wallet"}, err == nil && envelope.Code != ""
}
