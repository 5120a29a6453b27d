package wallex_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/conversions"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
	"github.com/wallex-sdk/wallex-go/pkg/retry"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	login  = "/users/v1/authenticate"
	logout = "/users/v1/logout"
	create = "/conversions/v1/create"
)

var keys = wallex.Credentials{
	APIKey: secret.New("key-1"), AccessKeyID: secret.New("access-1"), SecretAccessKey: secret.New("secret-1"),
}

// platform is a server whose answers a test decides on, and which remembers what it got.
type platform struct {
	*httptest.Server
	answer http.HandlerFunc

	mu   sync.Mutex
	seen []seen
}

type seen struct{ path, query, key, token, body string }

func newPlatform(t *testing.T, answer http.HandlerFunc) *platform {
	p := &platform{answer: answer}
	p.Server = httptest.NewServer(p)
	t.Cleanup(p.Close)
	return p
}

func (p *platform) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	p.mu.Lock()
	p.seen = append(p.seen, seen{r.URL.Path, r.URL.RawQuery, r.Header.Get("X-Api-Key"), r.Header.Get("Authorization"), string(body)})
	p.mu.Unlock()
	p.answer(w, r)
}

func (p *platform) requests() []seen {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]seen(nil), p.seen...)
}

func (p *platform) connect(t *testing.T, credentials wallex.CredentialsProvider) *wallex.Client {
	t.Helper()
	c, err := wallex.New(credentials, client.WithBaseURL(p.URL), client.WithRateLimit(ratelimit.Limits{}),
		client.WithRetry(retry.Policy{BaseDelay: time.Millisecond}))
	require.NoError(t, err)
	t.Cleanup(c.Close)
	return c
}

func answerWith(w http.ResponseWriter, status int, body string) {
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

// answerWell answers every request as the platform would; the token of the login is the key it came with.
func answerWell(w http.ResponseWriter, r *http.Request) {
	answerWith(w, http.StatusOK, map[string]string{
		login:  `{"token":"token of ` + r.Header.Get("X-Api-Key") + `"}`,
		create: `{"data":{"conversionId":"c","status":"awaiting_funds"}}`,
	}[r.URL.Path])
}

func createConversion(ctx context.Context, c *wallex.Client) error {
	_, err := c.V1.Conversions.Create(ctx, conversions.CreateConversionRequest{
		QuoteID: "q", ReferenceID: "X-123", UniqueReferenceID: true,
	})
	return err
}
