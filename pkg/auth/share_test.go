package auth_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/auth"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

// Secrets makes the tokens of the platform shareable.
func (p *platform) Secrets(context.Context) ([]secret.String, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.key == "" {
		return nil, errNoCredentials
	}
	return []secret.String{secret.New(p.key)}, nil
}

// store is one in memory. Its claims do not end by themselves.
type store struct {
	mu     sync.Mutex
	broken error
	hangs  bool
	tokens map[string]auth.Token
	claims map[string]chan struct{} // closed when the claim ends
}

func newStore() *store {
	return &store{tokens: map[string]auth.Token{}, claims: map[string]chan struct{}{}}
}

func (s *store) set(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
}

func (s *store) Begin(ctx context.Context, key string, old auth.Token) (auth.Token, auth.End, error) {
	for {
		s.mu.Lock()
		token, claim := s.tokens[key], s.claims[key]
		failure, hangs := s.broken, s.hangs
		shared := token.Value != old.Value && time.Now().Before(token.Expires)
		if claim == nil && !shared && !hangs && failure == nil {
			s.claims[key] = make(chan struct{})
		}
		s.mu.Unlock()
		switch {
		case failure != nil:
			return auth.Token{}, nil, failure
		case hangs:
			<-ctx.Done()
			return auth.Token{}, nil, ctx.Err()
		case shared:
			return token, nil, nil
		case claim == nil:
			return auth.Token{}, func(_ context.Context, token auth.Token) error { return s.end(key, token) }, nil
		}
		select {
		case <-claim:
		case <-ctx.Done():
			return auth.Token{}, nil, ctx.Err()
		}
	}
}

func (s *store) end(key string, token auth.Token) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	close(s.claims[key])
	delete(s.claims, key)
	if s.broken == nil && !token.Value.IsZero() {
		s.tokens[key] = token
	}
	return s.broken
}

func (s *store) Invalidate(_ context.Context, key string, token auth.Token) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.broken == nil && s.tokens[key].Value == token.Value {
		delete(s.tokens, key)
	}
	return s.broken
}

// keys returns what tokens are shared under.
func (s *store) keys() (all []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for key := range s.tokens {
		all = append(all, key)
	}
	return all
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

// share returns a client, with a cache of its own, whose tokens are in a store.
func share(t *testing.T, p *platform, s auth.Store, name string, r *reports) client {
	t.Helper()
	address, err := url.Parse(home)
	require.NoError(t, err)
	c := client{auth.New(p, address, auth.Share(p, s, name, r.add))}
	t.Cleanup(c.Close)
	return c
}

func fleet(t *testing.T, p *platform, s auth.Store, n int) []client {
	t.Helper()
	clients := make([]client, n)
	for i := range clients {
		clients[i] = share(t, p, s, "wallex", new(reports))
	}
	return clients
}

// all makes n calls of each client at once.
func all(t *testing.T, clients []client, n int) {
	t.Helper()
	var calls sync.WaitGroup
	for _, c := range clients {
		calls.Go(func() {
			for _, err := range c.crowd(t.Context(), n) {
				require.NoError(t, err)
			}
		})
	}
	calls.Wait()
}

func TestOneLoginForAllProcesses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform()
		p.onLogin = after(time.Second, p.proper)
		start := time.Now()
		all(t, fleet(t, p, newStore(), 16), 4)
		require.Equal(t, time.Second, time.Since(start))
		logins, requests := p.counts()
		require.Equal(t, 1, logins)
		require.Equal(t, 64, requests)
	})
}

// Whoever renews first does it for all: the others take the new token when their own time comes.
func TestOneLoginPerExpiry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform()
		p.onLogin, p.onRequest = after(time.Second, p.proper), answer(200, `{}`) // tokens from before stay valid
		clients := fleet(t, p, newStore(), 8)
		for range 5 * 360 {
			all(t, clients, 1)
			time.Sleep(10 * time.Second)
		}
		logins, _ := p.counts()
		require.GreaterOrEqual(t, logins, 5)
		require.LessOrEqual(t, logins, 1+6, "in five hours, of tokens that are renewed after 50 minutes at the earliest")
	})
}

func TestATokenThatIsRefusedIsReplacedForAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, s := newPlatform(), newStore()
		clients := fleet(t, p, s, 8)
		all(t, clients, 1)
		p.set(func() { p.valid, p.onLogin = "", after(time.Second, p.proper) })
		all(t, clients, 4)
		all(t, fleet(t, p, s, 1), 1)
		logins, _ := p.counts()
		require.Equal(t, 2, logins)
	})
}

// Who is late to learn that a token is no longer good does not take the new one from the others.
func TestALateRefusalKeepsTheNewToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform()
		clients := fleet(t, p, newStore(), 2)
		all(t, clients, 1)
		p.set(func() { p.valid = "" })
		for range 2 {
			require.NoError(t, clients[0].call(t.Context(), operation.Never))
		}
		require.NoError(t, clients[1].call(t.Context(), operation.Never))
		logins, _ := p.counts()
		require.Equal(t, 2, logins)
		require.Equal(t, []string{"token-1", "token-2", "token-2", "token-1", "token-2"}, p.requests[2:])
	})
}

func TestRevokedTokensAreGivenToNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, s := newPlatform(), newStore()
		clients := fleet(t, p, s, 2)
		all(t, clients, 1)
		token, ok := clients[0].Tokens(auth.SchemeToken).Current()
		require.True(t, ok)
		p.set(func() { p.valid = "" }) // as a logout does
		require.NoError(t, clients[0].Revoke(t.Context(), auth.SchemeToken, token))
		require.Empty(t, s.keys())

		all(t, fleet(t, p, s, 1), 1)
		require.NoError(t, clients[0].call(t.Context(), operation.Never))
		require.Equal(t, []string{"token-2", "token-2"}, p.requests[2:])
		require.NoError(t, clients[0].Revoke(t.Context(), auth.SchemeToken, token), "it has been replaced")
		require.Len(t, s.keys(), 1)
		require.NoError(t, clients[1].call(t.Context(), operation.Never))
		require.Equal(t, []string{"token-1", "token-2"}, p.requests[4:], "the platform's refusal tells who has it still")
		logins, _ := p.counts()
		require.Equal(t, 2, logins)
	})
}

func TestWithoutTheStoreEachProcessLogsIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, s, r := newPlatform(), newStore(), new(reports)
		p.onRequest = answer(200, `{}`)
		down := errors.New("connection refused")
		clients := []client{share(t, p, s, "wallex", r), share(t, p, s, "wallex", new(reports))}
		for _, round := range []struct {
			broken          error
			logins, reports int
		}{
			{down, 2, 1}, {down, 4, 1}, {nil, 5, 1}, {nil, 6, 1}, {down, 8, 2},
		} {
			s.set(func() { s.broken = round.broken })
			all(t, clients, 4)
			logins, _ := p.counts()
			require.Equal(t, round.logins, logins)
			require.Len(t, r.all, round.reports)
			time.Sleep(2 * time.Hour)
		}
		require.ErrorIs(t, r.all[0], down)

		s.set(func() { s.broken = nil })
		all(t, clients, 1)
		token, _ := clients[0].Tokens(auth.SchemeToken).Current()
		s.set(func() { s.broken = down })
		require.ErrorIs(t, clients[0].Revoke(t.Context(), auth.SchemeToken, token), down)
		_, ok := clients[0].Tokens(auth.SchemeToken).Current()
		require.False(t, ok, "it is given up here all the same")
		require.NoError(t, clients[0].call(t.Context(), operation.Never))
	})
}

// A token that cannot be shared is good all the same.
func TestTheStoreFailsDuringALogin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, s, r := newPlatform(), newStore(), new(reports)
		p.onLogin = func(req *http.Request) (*http.Response, error) {
			s.set(func() { s.broken = errors.New("connection refused") })
			return p.proper(req)
		}
		c := share(t, p, s, "wallex", r)
		require.NoError(t, c.call(t.Context(), operation.Never))
		require.NoError(t, c.call(t.Context(), operation.Never))
		logins, _ := p.counts()
		require.Equal(t, 1, logins)
		require.Len(t, r.all, 1)
	})
}

func TestALoginThatFailsLeavesItToTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform()
		clients := fleet(t, p, newStore(), 2)
		p.onLogin = after(time.Second, unauthorized)
		_, failed := loginFailed(t, clients[0].call(t.Context(), operation.Never))
		require.ErrorIs(t, apierror.Of(failed.Err), apierror.ErrUnauthorized)
		p.set(func() { p.onLogin = nil })
		start := time.Now()
		require.NoError(t, clients[1].call(t.Context(), operation.Never))
		require.Zero(t, time.Since(start))
	})
}

func TestWaitingForAnotherProcessEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, s, r := newPlatform(), newStore(), new(reports)
		s.hangs = true
		c := share(t, p, s, "wallex", r)
		reason := errors.New("the user went away")
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(time.Second, func() { cancel(reason) })
		start := time.Now()
		_, failure := loginFailed(t, c.call(ctx, operation.Never))
		require.ErrorIs(t, failure, reason)
		require.Equal(t, time.Second, time.Since(start))

		_, failure = loginFailed(t, c.call(t.Context(), operation.Never))
		require.ErrorIs(t, failure, auth.ErrLoginTimeout)
		require.Equal(t, 30*time.Second, time.Since(start))

		time.AfterFunc(time.Second, c.Close)
		_, failure = loginFailed(t, c.call(t.Context(), operation.Never))
		require.ErrorIs(t, failure, auth.ErrClosed)
		require.Equal(t, 31*time.Second, time.Since(start))
		require.Empty(t, r.all, "it is no failure of the store")
		logins, _ := p.counts()
		require.Zero(t, logins)
	})
}

func TestTokensAreSharedByThoseWithTheSameNameAndCredentials(t *testing.T) {
	p, s := newPlatform(), newStore()
	p.onRequest = answer(200, `{}`)
	for _, step := range []struct {
		name, key string
		logins    int
	}{
		{"wallex https://a token", "key-1", 1},
		{"wallex https://a token", "key-1", 1},
		{"wallex https://a token", "key-2", 2},
		{"wallex https://b token", "key-1", 3},
		{"wallex https://a bearer", "key-1", 4},
		{"wallex https://a tok", "enkey-1", 5},
		{"wallex https://a bearer", "key-1", 5},
	} {
		p.set(func() { p.key = step.key })
		require.NoError(t, share(t, p, s, step.name, new(reports)).call(t.Context(), operation.Never))
		logins, _ := p.counts()
		require.Equal(t, step.logins, logins, "%+v", step)
	}
	require.Len(t, s.keys(), 5)
	require.NotContains(t, strings.Join(s.keys(), " "), "key")

	p.set(func() { p.key = "" })
	c := share(t, p, s, "wallex", new(reports))
	_, failure := loginFailed(t, c.call(t.Context(), operation.Never))
	require.ErrorIs(t, failure, errNoCredentials)
	require.ErrorIs(t, c.Revoke(t.Context(), auth.SchemeToken, auth.Token{}), errNoCredentials)
}

// The tokens of a strategy that does not say whose they are stay where they are, and so do all without a store.
func TestTokensThatAreNotShared(t *testing.T) {
	p, s := newPlatform(), newStore()
	own := struct{ auth.Strategy }{p}
	require.Equal(t, auth.Strategy(own), auth.Share(own, s, "wallex", nil))
	require.Equal(t, auth.Strategy(p), auth.Share(p, nil, "wallex", nil))

	c := open(t, p)
	require.NoError(t, c.call(t.Context(), operation.Never))
	token, _ := c.Tokens(auth.SchemeToken).Current()
	require.NoError(t, c.Revoke(t.Context(), auth.SchemeToken, token))
	require.NoError(t, c.call(t.Context(), operation.Never))
	logins, _ := p.counts()
	require.Equal(t, 2, logins)
}
