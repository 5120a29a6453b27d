package client_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/wallex-sdk/wallex-go/gen/wallex/authentication"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/conversions"
	"github.com/wallex-sdk/wallex-go/pkg/auth"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
	"github.com/wallex-sdk/wallex-go/pkg/retry"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// What no log may show. The lengths are those of the platform's examples.
const (
	apiKey          = "0f2b7c1de9a84c55b7a3e6d1c8f9012345678901"
	accessKeyID     = "50afcbd2054d11e79317002618a72855aabbccdd"
	secretAccessKey = "6D741B8CAA9D224896288FADB8A9DEFD18313A5AD98314D0386660646E92C803"
	firstToken      = "eyJ0eXAiOiJKV1QifQ.eyJzdWIiOiJmaXJzdCJ9.Q4mYfADHT2d72tZZ="
	cardNumber      = "4111111111111111"
)

const (
	login     = "/users/v1/authenticate"
	countries = "/users/v1/countries"
	quote     = "/conversions/v1/quote"
	create    = "/conversions/v1/create"
	find      = "/conversions/v1/find"
)

// good are answers that the specification allows.
var good = map[string]string{
	login:     `{"token":"` + firstToken + `"}`,
	countries: `[{"iso3166TwoLetterCode":"SG"}]`,
	quote:     `{"data":{"quoteId":"q"}}`,
	create:    `{"data":{"conversionId":"c","status":"awaiting_funds"}}`,
	find:      `{"data":[],"pagination":{"page":1,"totalPages":1}}`,
}

// platform is a server that answers well unless a test scripts other answers, and remembers what it got.
type platform struct {
	*httptest.Server

	mu      sync.Mutex
	scripts map[string][]http.HandlerFunc
	seen    []seen
}

type seen struct {
	at     time.Time
	path   string
	header http.Header
	body   string
}

func newPlatform(t *testing.T) *platform {
	p := &platform{scripts: map[string][]http.HandlerFunc{}}
	p.Server = httptest.NewServer(p)
	t.Cleanup(p.Close)
	return p
}

func (p *platform) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	p.mu.Lock()
	p.seen = append(p.seen, seen{time.Now(), r.URL.Path, r.Header, string(body)})
	answer := answerWith(http.StatusOK, good[r.URL.Path])
	if script := p.scripts[r.URL.Path]; len(script) > 0 {
		answer, p.scripts[r.URL.Path] = script[0], script[1:]
	}
	p.mu.Unlock()
	answer(w, r)
}

// script sets the next answers to a path; those after them are good ones.
func (p *platform) script(path string, answers ...http.HandlerFunc) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.scripts[path] = answers
}

// requests returns the paths of what arrived, in order.
func (p *platform) requests() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	paths := []string{}
	for _, request := range p.seen {
		paths = append(paths, request.path)
	}
	return paths
}

func (p *platform) last() seen {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.seen[len(p.seen)-1]
}

func answerWith(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func redirectTo(status int, target string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, target, status) }
}

// hang answers when the client has gone.
func hang(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

// hangFor answers well after some time.
func hangFor(delay time.Duration) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(delay)
		answerWith(http.StatusOK, good[r.URL.Path])(w, r)
	}
}

var unavailable = answerWith(http.StatusServiceUnavailable, "<html>maintenance</html>")

// quick is a retry policy that does not make tests wait.
var quick = client.WithRetry(retry.Policy{BaseDelay: time.Millisecond, MaxDelay: time.Millisecond})

// connect returns a client of the platform whose quota does not matter.
func (p *platform) connect(t *testing.T, options ...client.Option) *client.Client {
	t.Helper()
	return connect(t, append([]client.Option{client.WithBaseURL(p.URL), quick}, options...)...)
}

func connect(t *testing.T, options ...client.Option) *client.Client {
	t.Helper()
	c, err := client.New(testPlatform(), options...)
	require.NoError(t, err)
	t.Cleanup(c.Close)
	return c
}

func testPlatform() client.Platform {
	return client.Platform{
		Name:        "wallex",
		BaseURL:     "https://api.example.com",
		Limits:      ratelimit.Limits{},
		DecodeError: decodeError,
		Strategy:    func(caller operation.Caller) auth.Strategy { return strategy{caller} },
	}
}

// decodeError reads {"error_code": ..., "message": ...}.
func decodeError(body []byte) (operation.Refusal, bool) {
	_, code, ok := strings.Cut(string(body), `"error_code":"`)
	code, _, _ = strings.Cut(code, `"`)
	_, message, _ := strings.Cut(string(body), `"message":"`)
	message, _, _ = strings.Cut(message, `"`)
	return operation.Refusal{Code: code, Message: message}, ok
}

type strategy struct{ caller operation.Caller }

func (s strategy) Login(ctx context.Context, next http.RoundTripper, _ auth.Token) (auth.Token, error) {
	s.caller.Transport = next
	answer, err := authentication.New(&s.caller).Authenticate(ctx, authentication.AuthenticateRequest{
		AccessKeyID: secret.New(accessKeyID), SecretAccessKey: secret.New(secretAccessKey),
	}, operation.WithHeader("X-Api-Key", apiKey))
	if err != nil {
		return auth.Token{}, err
	}
	return auth.Token{Value: answer.Token, Expires: time.Now().Add(time.Hour)}, nil
}

func (strategy) Identify(_ context.Context, req *http.Request) error {
	req.Header.Set("X-Api-Key", apiKey)
	return nil
}

func (s strategy) Authorize(req *http.Request, token auth.Token) {
	_ = s.Identify(req.Context(), req)
	req.Header.Set("Authorization", token.Value.Reveal())
}

func (strategy) Rotated(context.Context, auth.Token) bool { return false }

// The calls of the tests: one that is safe, one that moves money, one that the specification does not allow.

func askForQuote(ctx context.Context, c *client.Client) error {
	_, err := conversions.New(c.Caller()).Quote(ctx, conversions.QuoteConversionRequest{
		BuyCurrency: "IDR", SellCurrency: "SGD", FixedSide: conversions.FixedSideBuy, Amount: decimal.FromInt(1000),
	})
	return err
}

func createConversion(ctx context.Context, c *client.Client) error {
	_, err := conversions.New(c.Caller()).Create(ctx, conversions.CreateConversionRequest{
		QuoteID: "q", ReferenceID: "X-123", UniqueReferenceID: true,
	})
	return err
}

func createInvalid(ctx context.Context, c *client.Client) error {
	_, err := conversions.New(c.Caller()).Create(ctx, conversions.CreateConversionRequest{ReferenceID: "X-123"})
	return err
}

// counter is a limiter that counts its permits and refuses when it is told to.
type counter struct {
	mu      sync.Mutex
	granted int
	refuse  error
}

func (c *counter) Wait(context.Context) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.refuse != nil {
		return c.refuse
	}
	c.granted++
	return nil
}

func (c *counter) count() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.granted
}

// logIn calls the one operation that needs no token.
func logIn(ctx context.Context, c *client.Client) error {
	_, err := authentication.New(c.Caller()).Authenticate(ctx, authentication.AuthenticateRequest{
		AccessKeyID: secret.New(accessKeyID), SecretAccessKey: secret.New(secretAccessKey),
	})
	return err
}
