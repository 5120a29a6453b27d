package walletengine_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/wallex-sdk/wallex-go/gen/walletengine/authorization"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/retry"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/walletengine"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	signIn    = "/authorize/signin"
	verify    = "/authorize/verify"
	generate  = "/authorize/otp/generate"
	queryMe   = "/profile/query"
	updateMe  = "/profile/update"
	recipient = "/transfer/verify"
	limits    = "/transfer/query"
	confirm   = "/transfer/confirm"
	past      = "/history/query"
)

// good are the answers to what is asked as it should be.
var good = map[string]string{
	signIn:                 `{"profile":{"client_id":"931917458","first_name":"Ada"},"accounts":[{"account_id":"EWCV144"}],"token":"token-1"}`,
	verify:                 `{"valid":true}`,
	generate:               `{"valid":true}`,
	queryMe:                `{"nickname":"ada","country_dial_code":"65","phone_number":"80000000"}`,
	updateMe:               `{"valid":true}`,
	recipient:              `{"client_id":"031452503"}`,
	limits:                 `{"max_amount":5,"fee":0.5}`,
	confirm:                `{"id":"1042","amount":-1}`,
	past:                   `{"total":0,"transactions":[]}`,
	"/profile/tos":         `{"tos":{"last_updated":"2021-09-15","meta_text":"<p>Terms</p>","link":["https://www.walletengine.io/tos"]}}`,
	"/activate/request":    `{"valid":true}`,
	"/activate/otp/verify": `{"valid":true}`,
}

// platform is a server that answers well, but for what a test scripts, and which remembers what it got.
type platform struct {
	*httptest.Server

	mu      sync.Mutex
	scripts map[string][]answer
	seen    []seen
}

type answer struct {
	status int
	body   string
}

// lost is an answer that never comes.
var lost = answer{}

type seen struct {
	path, token string
	body        map[string]any
}

func newPlatform(t testing.TB) *platform {
	p := &platform{scripts: map[string][]answer{}}
	p.Server = httptest.NewServer(p)
	t.Cleanup(p.Close)
	return p
}

func (p *platform) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	got := seen{path: r.URL.Path, token: r.Header.Get("Authorization")}
	_ = json.NewDecoder(r.Body).Decode(&got.body)
	p.mu.Lock()
	p.seen = append(p.seen, got)
	reply := answer{http.StatusOK, good[r.URL.Path]}
	if script := p.scripts[r.URL.Path]; len(script) > 0 {
		reply, p.scripts[r.URL.Path] = script[0], script[1:]
	}
	p.mu.Unlock()
	if reply == lost {
		panic(http.ErrAbortHandler)
	}
	w.WriteHeader(reply.status)
	_, _ = io.WriteString(w, reply.body)
}

// script sets the next answers to a path; those after them are good ones.
func (p *platform) script(path string, answers ...answer) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.scripts[path] = answers
}

// take returns what arrived since it was last asked.
func (p *platform) take() []seen {
	p.mu.Lock()
	defer p.mu.Unlock()
	taken := p.seen
	p.seen = nil
	return taken
}

// paths returns the paths of what arrived since it was last asked.
func (p *platform) paths() (paths []string) {
	for _, request := range p.take() {
		paths = append(paths, request.path)
	}
	return paths
}

func (p *platform) connect(t testing.TB, options ...client.Option) *walletengine.Client {
	t.Helper()
	c, err := walletengine.New("86509b0699ae", append([]client.Option{
		client.WithBaseURL(p.URL), client.WithUnverified(),
		client.WithRetry(retry.Policy{BaseDelay: time.Millisecond, MaxDelay: time.Millisecond}),
	}, options...)...)
	require.NoError(t, err)
	t.Cleanup(c.Close)
	return c
}

// signedIn returns the session of a user who has just signed in.
func (p *platform) signedIn(t testing.TB, options ...client.Option) *walletengine.Session {
	t.Helper()
	session, err := p.connect(t, options...).SignIn(t.Context(), ada)
	require.NoError(t, err)
	t.Cleanup(session.Close)
	p.take()
	return session
}

var ada = authorization.SignInRequest{CountryDialCode: "65", PhoneNumber: "909099999", Password: secret.New("hunter2-hash")}

// refusal is the platform's envelope.
func refusal(identifier string) answer {
	return answer{http.StatusInternalServerError, `{"code":500,"error":"` + identifier + `","message":"m"}`}
}
