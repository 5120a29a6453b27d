package fleet_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/internal/redistest"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/auth"
	"github.com/wallex-sdk/wallex-go/pkg/fleet"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

// What no Redis may show, besides tokens.
const (
	apiKey    = "0f2b7c1de9a84c55b7a3e6d1c8f9012345678901"
	apiID     = "50afcbd2054d11e79317002618a72855aabbccdd"
	secretKey = "6D741B8CAA9D224896288FADB8A9DEFD18313A5AD98314D0386660646E92C803"
)

// fleetKey is the key that tokens are encrypted with.
var fleetKey = []byte("0123456789abcdef0123456789abcdef")

// slow allows for a machine that is busy with other tests, brief is for a Redis that is not there.
var slow, brief = fleet.WithPatience(10 * time.Second), fleet.WithPatience(200 * time.Millisecond)

// platform is a server that counts logins. Tokens from before a login stay valid.
type platform struct {
	*httptest.Server
	life time.Duration // of a token

	mu      sync.Mutex
	onLogin http.HandlerFunc // instead of the proper answer
	logins  []time.Time
	valid   map[string]time.Time // until when
}

func newPlatform(t *testing.T, life time.Duration) *platform {
	p := &platform{life: life, valid: map[string]time.Time{}}
	p.Server = httptest.NewServer(p)
	t.Cleanup(p.Close)
	return p
}

func (p *platform) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body) // so that the server sees a client go
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	switch {
	case r.URL.Path == "/login":
		p.logins = append(p.logins, now)
		if handle := p.onLogin; handle != nil {
			p.onLogin = nil // for one login
			p.mu.Unlock()
			handle(w, r)
			p.mu.Lock()
			return
		}
		token := fmt.Sprintf("token-%d-of-%s", len(p.logins), r.Header.Get("X-Api-Key"))
		p.valid[token] = now.Add(p.life)
		_ = json.NewEncoder(w).Encode(granted{token, p.life})
	case now.Before(p.valid[r.Header.Get("Authorization")]):
		_, _ = io.WriteString(w, "{}")
	default:
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = io.WriteString(w, `{"code":"expired"}`)
	}
}

// granted is the answer to a login.
type granted struct {
	Token string
	Life  time.Duration
}

// revoke ends all tokens.
func (p *platform) revoke() {
	p.mu.Lock()
	defer p.mu.Unlock()
	clear(p.valid)
}

// logIns returns when there were logins.
func (p *platform) logIns() []time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.logins
}

// hang makes the next login hang until its client has gone. The channel is closed when the login has come.
func (p *platform) hang() <-chan struct{} {
	came := make(chan struct{})
	p.mu.Lock()
	defer p.mu.Unlock()
	p.onLogin = func(_ http.ResponseWriter, r *http.Request) {
		close(came)
		<-r.Context().Done()
	}
	return came
}

// replica is what one process has: a client of the platform, with a token cache of its own.
type replica struct {
	*auth.Transport
	home string
	base *http.Transport
}

func newReplica(home string, tokens auth.Store, report func(context.Context, error)) *replica {
	address, err := url.Parse(home)
	if err != nil {
		panic(err)
	}
	base := &http.Transport{MaxIdleConnsPerHost: 32}
	strategy := auth.Share(password{home}, tokens, "test "+home, report)
	return &replica{auth.New(base, address, strategy), home, base}
}

func (r *replica) close() {
	r.Close()
	r.base.CloseIdleConnections()
}

// call makes a call that needs a token.
func (r *replica) call(ctx context.Context) error {
	caller := &operation.Caller{BaseURL: r.home, Transport: r, DecodeError: decode}
	op := &operation.Operation{
		Platform: "test", ID: "work", Method: http.MethodGet, Path: "/work", Evidence: operation.Documented,
		Security: []string{auth.SchemeToken}, Retry: operation.Retry{Class: operation.Safe},
	}
	return operation.None(ctx, caller, op, new(operation.Input))
}

// held returns the token that the replica has.
func (r *replica) held() auth.Token {
	token, _ := r.Tokens(auth.SchemeToken).Current()
	return token
}

func decode(body []byte) (operation.Refusal, bool) {
	var envelope struct{ Code string }
	err := json.Unmarshal(body, &envelope)
	return operation.Refusal{Code: envelope.Code}, err == nil && envelope.Code != ""
}

// password is how replicas log in.
type password struct{ home string }

func (p password) Secrets(context.Context) ([]secret.String, error) {
	return []secret.String{secret.New(apiKey), secret.New(apiID), secret.New(secretKey)}, nil
}

func (p password) Login(ctx context.Context, next http.RoundTripper, _ auth.Token) (auth.Token, error) {
	issued := time.Now()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.home+"/login", http.NoBody)
	if err != nil {
		return auth.Token{}, err
	}
	req.Header.Set("X-Api-Key", apiKey)
	resp, err := next.RoundTrip(req)
	if err != nil {
		return auth.Token{}, err
	}
	defer resp.Body.Close()
	var answer granted
	if resp.StatusCode != http.StatusOK {
		return auth.Token{}, errors.New(resp.Status)
	}
	err = json.NewDecoder(resp.Body).Decode(&answer)
	return auth.Token{Value: secret.New(answer.Token), APIKey: secret.New(apiKey), Expires: issued.Add(answer.Life)}, err
}

func (password) Identify(context.Context, *http.Request) error { return nil }
func (password) Rotated(context.Context, auth.Token) bool      { return false }
func (password) Authorize(req *http.Request, token auth.Token) {
	req.Header.Set("Authorization", token.Value.Reveal())
}

// reports collects what is reported about a store.
type reports struct {
	mu  sync.Mutex
	all []error
}

func (r *reports) add(_ context.Context, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.all = append(r.all, err)
}

func (r *reports) get() []error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.all
}

// join returns a replica with a Redis client of its own, which ends with the test.
func join(t *testing.T, server *redistest.Server, p *platform, options ...fleet.StoreOption) (*replica, *reports) {
	t.Helper()
	failures := new(reports)
	r := newReplica(p.URL, newTokens(t, server.Client(), options...), failures.add)
	t.Cleanup(r.close)
	return r, failures
}

func newTokens(t *testing.T, client redis.UniversalClient, options ...fleet.StoreOption) *fleet.Tokens {
	t.Helper()
	tokens, err := fleet.NewTokens(client, fleetKey, append([]fleet.StoreOption{slow}, options...)...)
	require.NoError(t, err)
	return tokens
}

// all makes n calls of each replica at once.
func all(t *testing.T, replicas []*replica, n int) {
	t.Helper()
	var calls sync.WaitGroup
	for _, r := range replicas {
		for range n {
			calls.Go(func() {
				if err := r.call(t.Context()); err != nil {
					t.Errorf("%v: %v", err, apierror.Of(err).Err)
				}
			})
		}
	}
	calls.Wait()
}

// pass lets time pass, for the keys of the server as well.
func pass(server *redistest.Server, length time.Duration) {
	end := time.Now().Add(length)
	server.Pass(length)
	time.Sleep(time.Until(end))
}
