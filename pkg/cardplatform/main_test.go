package cardplatform_test

import (
	"context"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/cards"
	"github.com/wallex-sdk/wallex-go/pkg/cardplatform"
	"github.com/wallex-sdk/wallex-go/pkg/cardplatform/envelope"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/retry"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	login    = "/as/api/v1/saas-login"
	refresh  = "/as/api/v1/saas-refresh-token"
	activate = "/pcs/api/v1/activate-card"
	getPAN   = "/pcs/api/v1/get-card-pan"
	setPIN   = "/pcs/api/v1/set-pin"
	tiers    = "/pcs/api/v1/card-tiers"
	ping     = "/v1/ping"
)

const pan = "5200828282828210"

var keys = cardplatform.Credentials{ClientID: secret.New("client-1"), ClientSecret: secret.New("hidden-1")}

// private is the platform's key. It protects nothing.
var private = sync.OnceValue(func() *rsa.PrivateKey {
	text, err := os.ReadFile("envelope/testdata/testing_key.pem")
	if err != nil {
		panic(err)
	}
	block, _ := pem.Decode(text)
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		panic(err)
	}
	return key.(*rsa.PrivateKey)
})

func encrypted(format envelope.Format) cardplatform.Encryption {
	return cardplatform.Encryption{PublicKey: &private().PublicKey, DeviceID: "17", Format: format}
}

var off = cardplatform.Encryption{Off: true}

// platform speaks the encrypted protocol with those who do, remembers what it got, and answers well unless a test
// decides otherwise. It is a server, and a transport for tests in which time passes.
type platform struct {
	format  envelope.Format
	answer  func(seen) (int, string)
	tamper  func(header http.Header, body []byte) []byte // changes an answer on its way
	delay   func(path string) time.Duration              // as a transport only
	life    time.Duration                                // of access tokens
	refresh time.Duration                                // of refresh tokens

	mu    sync.Mutex
	seen  []seen
	taken int // how many of them take has returned
}

// seen is a request after its decryption.
type seen struct {
	n                 int // of this path, from 1
	path, token, body string
	wire              string // the body before its decryption
	header            http.Header
}

func newPlatform() *platform { return &platform{life: 10 * time.Minute, refresh: 24 * time.Hour} }

func (p *platform) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	wire, _ := io.ReadAll(r.Body)
	body, call := wire, (*envelope.Call)(nil)
	if r.Header.Get(envelope.KeyHeader) != "" {
		var err error
		if call, err = envelope.Accept(p.format, private(), r.Header); err == nil {
			body, err = call.OpenRequest(wire)
		}
		if err != nil {
			panic(err)
		}
	}
	p.mu.Lock()
	s := seen{1, r.URL.Path, r.Header.Get("Authorization"), string(body), string(wire), r.Header}
	for _, before := range p.seen {
		if before.path == s.path {
			s.n++
		}
	}
	p.seen = append(p.seen, s)
	answer := p.answer
	p.mu.Unlock()
	if answer == nil {
		answer = p.well
	}
	status, text := answer(s)
	out := []byte(text)
	if call != nil && (status < 300 || p.format.Errors != envelope.PlainErrors) {
		out = call.SealAnswer(w.Header(), out)
	}
	if p.tamper != nil {
		out = p.tamper(w.Header(), out)
	}
	w.WriteHeader(status)
	_, _ = w.Write(out)
}

// well answers as the platform would; tokens are numbered.
func (p *platform) well(s seen) (int, string) {
	at := func(life time.Duration) string { return time.Now().Add(life).Format("2006-01-02T15:04:05.000-07:00") }
	switch s.path {
	case login:
		return 200, fmt.Sprintf(`{"accessToken":"access-%d","accessTokenExpiry":%q,"refreshToken":"refresh-%d","refreshTokenExpiry":%q}`,
			s.n, at(p.life), s.n, at(p.refresh))
	case refresh:
		return 200, fmt.Sprintf(`{"data":{"accessToken":"renewed-%d","accessTokenExpiry":%q}}`, s.n, at(p.life))
	case getPAN:
		return 200, `{"data":{"pan":"` + pan + `"}}`
	case tiers:
		return 200, `{"data":[{"id":1,"title":"Gold"}]}`
	case ping:
		return 200, `Service is up and running!`
	}
	return 200, `{"data":{"cardId":7,"cardStatus":"ACTIVE"}}`
}

// RoundTrip is the platform without a network.
func (p *platform) RoundTrip(req *http.Request) (*http.Response, error) {
	if p.delay != nil {
		select {
		case <-time.After(p.delay(req.URL.Path)):
		case <-req.Context().Done():
			return nil, context.Cause(req.Context())
		}
	}
	recorder := httptest.NewRecorder()
	p.ServeHTTP(recorder, req)
	return recorder.Result(), nil
}

func (p *platform) set(change func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change()
}

func (p *platform) requests() []seen {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]seen(nil), p.seen...)
}

// take returns the paths of what arrived since it was last asked, with the token where there is one.
func (p *platform) take() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var all []string
	for _, s := range p.seen[p.taken:] {
		all = append(all, strings.TrimSpace(s.path+" "+strings.TrimPrefix(s.token, "Bearer ")))
	}
	p.taken = len(p.seen)
	return all
}

// quick is a retry policy that does not make tests wait.
var quick = client.WithRetry(retry.Policy{BaseDelay: time.Millisecond})

// connect returns a client of the platform, over the loopback network.
func (p *platform) connect(t *testing.T, encryption cardplatform.Encryption, options ...client.Option) *cardplatform.Client {
	t.Helper()
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	return newClient(t, keys, encryption, append([]client.Option{client.WithBaseURL(server.URL), quick}, options...)...)
}

// inMemory returns a client of the platform, without a network.
func (p *platform) inMemory(t *testing.T, credentials cardplatform.CredentialsProvider, options ...client.Option) *cardplatform.Client {
	t.Helper()
	return newClient(t, credentials, encrypted(p.format), append([]client.Option{client.WithTransport(p)}, options...)...)
}

func newClient(t *testing.T, credentials cardplatform.CredentialsProvider, encryption cardplatform.Encryption, options ...client.Option) *cardplatform.Client {
	t.Helper()
	c, err := cardplatform.New(credentials, encryption, options...)
	require.NoError(t, err)
	t.Cleanup(c.Close)
	return c
}

// The calls of the tests: one that may be repeated, one that may not, one without a body.

func retrievePAN(ctx context.Context, c *cardplatform.Client) error {
	_, err := c.Cards.RetrievePAN(ctx, cards.RetrieveCardPANRequest{CardID: 7})
	return err
}

func activateCard(ctx context.Context, c *cardplatform.Client) error {
	_, err := c.Cards.Activate(ctx, cards.ActivateCardRequest{CardID: 7, PAN: secret.New(pan), ExpiryDate: secret.New("12/27")})
	return err
}

func listTiers(ctx context.Context, c *cardplatform.Client) error {
	_, err := c.Cards.ListTiers(ctx)
	return err
}
