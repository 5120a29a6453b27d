package wallex_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/auth"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

func TestNew(t *testing.T) {
	t.Run("the default is production", func(t *testing.T) {
		c, err := wallex.New(keys)
		require.NoError(t, err)
		defer c.Close()
		require.Equal(t, wallex.Production, c.Caller().BaseURL)
	})
	t.Run("a wrong option", func(t *testing.T) {
		_, err := wallex.New(keys, client.WithBaseURL("http://api.wallex.asia"))
		require.ErrorIs(t, err, client.ErrBaseURL)
	})
	t.Run("every documented address is taken", func(t *testing.T) {
		for _, address := range []string{wallex.Production, wallex.Demo, wallex.Demo137} {
			c, err := wallex.New(keys, client.WithBaseURL(address))
			require.NoError(t, err)
			c.Close()
		}
	})
}

// The token goes out as it is, without a scheme before it, and the key with every request.
func TestCredentialsOnTheWire(t *testing.T) {
	p := newPlatform(t, answerWell)
	c := p.connect(t, keys)
	require.NoError(t, createConversion(t.Context(), c))
	require.NoError(t, createConversion(t.Context(), c))

	got := p.requests()
	require.Len(t, got, 3)
	require.Equal(t, seen{path: login, key: "key-1", body: `{"accessKeyId":"access-1","secretAccessKey":"secret-1"}`}, got[0])
	for _, request := range got[1:] {
		require.Equal(t, create, request.path)
		require.Equal(t, "key-1", request.key)
		require.Equal(t, "token of key-1", request.token)
	}
}

func TestLoginFails(t *testing.T) {
	broken := errors.New("vault is sealed")
	for _, test := range []struct {
		name        string
		credentials wallex.CredentialsProvider
		status      int
		body        string
		wantKind    error
		wantCause   error
	}{
		{"refused", keys, 401, `{"error_code":"authentication_failed","message":"m"}`, apierror.ErrUnauthorized, nil},
		{"wrong key", keys, 403, `{"message":"Forbidden"}`, apierror.ErrForbidden, nil},
		{"no credentials", providerFunc(func() (wallex.Credentials, error) { return wallex.Credentials{}, broken }), 200, ``, nil, broken},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := newPlatform(t, func(w http.ResponseWriter, _ *http.Request) { answerWith(w, test.status, test.body) })
			err := createConversion(t.Context(), p.connect(t, test.credentials))
			require.ErrorIs(t, err, apierror.ErrNotSent, "whatever became of the login: there was no conversion")
			var failed *auth.LoginError
			require.ErrorAs(t, err, &failed)
			require.Equal(t, test.wantKind, apierror.Of(err).Kind)
			if test.wantCause != nil {
				require.ErrorIs(t, err, test.wantCause)
				require.Empty(t, p.requests())
			}
		})
	}
}

type providerFunc func() (wallex.Credentials, error)

func (f providerFunc) Credentials(context.Context) (wallex.Credentials, error) { return f() }

func TestLogout(t *testing.T) {
	t.Run("without a token", func(t *testing.T) {
		p := newPlatform(t, answerWell)
		require.NoError(t, p.connect(t, keys).Logout(t.Context()))
		require.Empty(t, p.requests())
	})
	t.Run("with a token", func(t *testing.T) {
		p := newPlatform(t, answerWell)
		c := p.connect(t, keys)
		require.NoError(t, createConversion(t.Context(), c))
		require.NoError(t, c.Logout(t.Context()))
		require.NoError(t, c.Logout(t.Context()), "there is none any longer")
		require.NoError(t, createConversion(t.Context(), c))
		require.Equal(t, []string{login, create, logout, login, create}, paths(p))
		require.Equal(t, "token of key-1", p.requests()[2].token)
	})
	t.Run("that fails", func(t *testing.T) {
		p := newPlatform(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == logout {
				answerWith(w, http.StatusBadRequest, `{"error_code":"x"}`)
				return
			}
			answerWell(w, r)
		})
		c := p.connect(t, keys)
		require.NoError(t, createConversion(t.Context(), c))
		require.ErrorIs(t, c.Logout(t.Context()), apierror.ErrRejected)
		require.NoError(t, createConversion(t.Context(), c))
		require.Equal(t, []string{login, create, logout, login, create}, paths(p), "the token is given up all the same")
	})
	t.Run("of a token that the platform has ended", func(t *testing.T) {
		var refused atomic.Bool
		p := newPlatform(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == logout && !refused.Swap(true) {
				answerWith(w, http.StatusUnauthorized, `{"error_code":"token_expired"}`)
				return
			}
			answerWell(w, r)
		})
		c := p.connect(t, keys)
		require.NoError(t, createConversion(t.Context(), c))
		require.NoError(t, c.Logout(t.Context()))
		before := len(p.requests())
		require.NoError(t, createConversion(t.Context(), c))
		require.Equal(t, []string{login, create}, paths(p)[before:], "the token that was logged out is not used again")
	})
}

func paths(p *platform) []string {
	var all []string
	for _, request := range p.requests() {
		all = append(all, request.path)
	}
	return all
}

// The platform refuses the old key with the 403 of its gateway. A client whose provider has the new one goes on.
func TestKeyRotation(t *testing.T) {
	rotated := wallex.Credentials{
		APIKey: secret.New("key-2"), AccessKeyID: secret.New("access-2"), SecretAccessKey: secret.New("secret-2"),
	}
	var current atomic.Pointer[wallex.Credentials]
	current.Store(&keys)
	var revoked atomic.Bool
	p := newPlatform(t, func(w http.ResponseWriter, r *http.Request) {
		if revoked.Load() && r.Header.Get("X-Api-Key") == "key-1" {
			answerWith(w, http.StatusForbidden, `{"message":"Forbidden"}`)
			return
		}
		answerWell(w, r)
	})
	c := p.connect(t, providerFunc(func() (wallex.Credentials, error) { return *current.Load(), nil }))
	require.NoError(t, createConversion(t.Context(), c))

	revoked.Store(true)
	err := createConversion(t.Context(), c)
	require.ErrorIs(t, err, apierror.ErrForbidden, "the provider does not have the new key yet")
	require.Equal(t, []string{login, create, create}, paths(p), "a 403 alone is no reason to log in again")

	current.Store(&rotated)
	require.NoError(t, createConversion(t.Context(), c))
	got := p.requests()[3:]
	require.Equal(t, []string{create, login, create}, []string{got[0].path, got[1].path, got[2].path})
	require.Equal(t, []string{"key-1", "key-2", "key-2"}, []string{got[0].key, got[1].key, got[2].key})
	require.Equal(t, "token of key-2", got[2].token)
	require.Contains(t, got[1].body, "secret-2")
}

// A token is good for eight hours. It is renewed some minutes earlier, where the client is in use then.
func TestTokenLifetime(t *testing.T) {
	connect := func(t *testing.T) (*wallex.Client, *memory) {
		network := new(memory)
		c, err := wallex.New(keys, client.WithTransport(network))
		require.NoError(t, err)
		t.Cleanup(c.Close)
		require.NoError(t, createConversion(t.Context(), c))
		require.Equal(t, []string{login + " ", create + " token 1"}, network.take())
		return c, network
	}
	t.Run("in use", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			c, network := connect(t)
			time.Sleep(7*time.Hour + 45*time.Minute)
			require.NoError(t, createConversion(t.Context(), c))
			require.Equal(t, []string{create + " token 1"}, network.take())
			time.Sleep(11 * time.Minute)
			require.NoError(t, createConversion(t.Context(), c))
			synctest.Wait()
			require.ElementsMatch(t, []string{create + " token 1", login + " "}, network.take(), "renewed behind the caller's back")
			require.NoError(t, createConversion(t.Context(), c))
			require.Equal(t, []string{create + " token 2"}, network.take())
		})
	})
	t.Run("left alone", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			c, network := connect(t)
			time.Sleep(wallex.TokenLifetime)
			require.NoError(t, createConversion(t.Context(), c))
			require.Equal(t, []string{login + " ", create + " token 2"}, network.take())
		})
	})
}

// memory is a platform without a network, for tests in which time passes.
type memory struct {
	mu     sync.Mutex
	logins int
	seen   []string // path and token
}

func (m *memory) RoundTrip(req *http.Request) (*http.Response, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.seen = append(m.seen, req.URL.Path+" "+req.Header.Get("Authorization"))
	answer := `{"data":{"conversionId":"c","status":"awaiting_funds"}}`
	if req.URL.Path == login {
		m.logins++
		answer = `{"token":"token ` + string(rune('0'+m.logins)) + `"}`
	}
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(answer))}, nil
}

func (m *memory) take() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	taken := m.seen
	m.seen = nil
	return taken
}
