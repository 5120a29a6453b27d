package auth_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/auth"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const home = "https://api.example.com"

// platform is both ends of the wire: the server, as a transport, and the strategy that knows how to log in to it.
type platform struct {
	life time.Duration // of a token

	// What the server does, instead of what it should.
	onLogin, onRequest func(*http.Request) (*http.Response, error)

	mu       sync.Mutex
	key      string // the API key that the client is configured with
	valid    string // the token that the server takes
	logins   int
	requests []string // the token, or else the key, of every request but the logins
}

func newPlatform() *platform { return &platform{life: time.Hour, key: "key-1"} }

// set changes a setting while requests may be under way.
func (p *platform) set(change func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change()
}

// counts returns how many logins and other requests there were.
func (p *platform) counts() (logins, requests int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.logins, len(p.requests)
}

func (p *platform) RoundTrip(req *http.Request) (*http.Response, error) {
	p.mu.Lock()
	override := p.onRequest
	if req.URL.Path == "/login" {
		override = p.onLogin
		p.logins++
	} else {
		p.requests = append(p.requests, req.Header.Get("Authorization"))
	}
	p.mu.Unlock()
	if override != nil {
		return override(req)
	}
	return p.proper(req)
}

// proper is what the server should do.
func (p *platform) proper(req *http.Request) (*http.Response, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case req.URL.Path == "/login":
		p.valid = fmt.Sprint("token-", p.logins)
		return answer(200, fmt.Sprintf(`{"token":%q}`, p.valid))(req)
	case req.Header.Get("Authorization") != p.valid:
		return unauthorized(req)
	}
	return answer(200, `{}`)(req)
}

// after plays a step when some time has passed.
func after(delay time.Duration, play step) step {
	return func(req *http.Request) (*http.Response, error) {
		select {
		case <-time.After(delay):
			return play(req)
		case <-req.Context().Done():
			return nil, context.Cause(req.Context())
		}
	}
}

type step = func(*http.Request) (*http.Response, error)

func answer(status int, body string, header ...string) step {
	return func(*http.Request) (*http.Response, error) {
		resp := &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), ContentLength: -1}
		for i := 0; i < len(header); i += 2 {
			resp.Header.Set(header[i], header[i+1])
		}
		return resp, nil
	}
}

var (
	unauthorized = answer(401, `{"code":"token_expired"}`)
	forbidden    = answer(403, `{"code":"not_authorized"}`)
	hang         = after(365*24*time.Hour, unauthorized)
)

func decode(body []byte) (operation.Refusal, bool) {
	var envelope struct{ Code, Message string }
	err := json.Unmarshal(body, &envelope)
	refusal := operation.Refusal{Code: envelope.Code, Message: envelope.Message}
	if envelope.Code == "session_over" { // on some platforms the code says it, whatever the status
		refusal.Kind, refusal.CallerMistake = apierror.ErrUnauthorized, true
	}
	return refusal, err == nil && envelope.Code != ""
}

var login = &operation.Operation{
	Platform: "wallex", ID: "authenticate", Method: http.MethodPost, Path: "/login",
	Evidence: operation.Documented, Retry: operation.Retry{Class: operation.Safe},
}

func (p *platform) Login(ctx context.Context, next http.RoundTripper, _ auth.Token) (auth.Token, error) {
	p.mu.Lock()
	key, life := p.key, p.life
	p.mu.Unlock()
	caller := &operation.Caller{BaseURL: home, Transport: next, DecodeError: decode}
	issued := time.Now()
	in := new(operation.Input).Body(map[string]string{"secret": "s3cret"})
	token, err := operation.One[struct{ Token secret.String }](ctx, caller, login, in)
	if err != nil {
		return auth.Token{}, err
	}
	return auth.Token{Value: token.Token, APIKey: secret.New(key), Expires: issued.Add(life)}, nil
}

func (p *platform) Identify(_ context.Context, req *http.Request) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.key == "" {
		return errNoCredentials
	}
	req.Header.Set("X-Api-Key", p.key)
	return nil
}

var errNoCredentials = errors.New("the environment variable WALLEX_API_KEY is not set")

func (p *platform) Authorize(req *http.Request, token auth.Token) {
	req.Header.Set("X-Api-Key", token.APIKey.Reveal())
	req.Header.Set("Authorization", token.Value.Reveal())
}

func (p *platform) Rotated(_ context.Context, token auth.Token) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.key != token.APIKey.Reveal()
}

// client is the transport of a platform's client, with its calls.
type client struct{ *auth.Transport }

// open returns a client that is closed with the test.
func open(t *testing.T, p *platform) client {
	t.Helper()
	address, err := url.Parse(home)
	require.NoError(t, err)
	c := client{auth.New(p, address, p)}
	t.Cleanup(c.Close)
	return c
}

// call makes a call that needs a token.
func (c client) call(ctx context.Context, class operation.Class) error {
	caller := &operation.Caller{BaseURL: home, Transport: c, DecodeError: decode}
	op := &operation.Operation{
		Platform: "wallex", ID: "createPayment", Method: http.MethodPost, Path: "/payments",
		Security: []string{"apiKey", auth.SchemeToken}, Evidence: operation.Documented, Retry: operation.Retry{Class: class},
	}
	return operation.None(ctx, caller, op, new(operation.Input).Body(map[string]string{"referenceId": "r1"}))
}

// crowd makes n calls at once and returns their errors.
func (c client) crowd(ctx context.Context, n int) []error {
	errs := make([]error, n)
	var calls sync.WaitGroup
	for i := range n {
		calls.Go(func() { errs[i] = c.call(ctx, operation.Never) })
	}
	calls.Wait()
	return errs
}

// loginFailed requires that an error is that of a call that was not sent for want of a token, and returns it.
func loginFailed(t *testing.T, err error) (*apierror.Error, *auth.LoginError) {
	t.Helper()
	failed, reason := apierror.Of(err), (*auth.LoginError)(nil)
	require.NotNil(t, failed, "%v", err)
	require.Equal(t, "createPayment", failed.Operation)
	require.Equal(t, apierror.NotSent, failed.Outcome)
	require.True(t, errors.As(err, &reason), "%v", err)
	return failed, reason
}
