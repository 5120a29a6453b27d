package auth_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/attempt"
	"github.com/wallex-sdk/wallex-go/pkg/auth"
	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
)

// counter notes when requests pass.
type counter struct {
	next http.RoundTripper
	mu   sync.Mutex
	at   []time.Time
	path []string
}

func (c *counter) RoundTrip(req *http.Request) (*http.Response, error) {
	c.mu.Lock()
	c.at, c.path = append(c.at, time.Now()), append(c.path, req.URL.Path)
	c.mu.Unlock()
	return c.next.RoundTrip(req)
}

func TestLoginsAndReplaysGoThroughTheBase(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform()
		base := &counter{next: p}
		address, err := url.Parse(home)
		require.NoError(t, err)
		c := client{auth.New(base, address, p)}
		defer c.Close()
		require.NoError(t, c.call(t.Context(), never))
		require.Equal(t, []string{"/login", "/payments"}, base.path)

		p.set(func() { p.valid = "another" })
		require.NoError(t, c.call(t.Context(), never))
		require.Equal(t, []string{"/payments", "/login", "/payments"}, base.path[2:])
	})
}

// Where the base keeps the quota, callers who have waited for a login do not leave in one burst.
func TestQuotaHoldsAcrossALogin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform()
		p.onLogin = after(4*time.Second, p.proper)
		sent := &counter{next: p}
		address, err := url.Parse(home)
		require.NoError(t, err)
		limiter := ratelimit.NewLocal(ratelimit.Limits{PerSecond: 5})
		c := client{auth.New(&ratelimit.Transport{Base: sent, Limiter: limiter}, address, p)}
		defer c.Close()
		for _, err := range c.crowd(t.Context(), 32) {
			require.NoError(t, err)
		}
		p.set(func() { p.valid, p.onRequest = "another", after(time.Second, p.proper) }) // all are refused and send once more
		for _, err := range c.crowd(t.Context(), 32) {
			require.NoError(t, err)
		}
		require.Len(t, sent.at, 1+32+32+1+32)
		for i := 5; i < len(sent.at); i++ {
			require.GreaterOrEqual(t, sent.at[i].Sub(sent.at[i-5]), time.Second)
		}
	})
}

func TestManyCallersOverHTTP(t *testing.T) {
	p := newPlatform()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, _ := io.ReadAll(req.Body)
		resp, _ := p.RoundTrip(req)
		if len(body) == 0 {
			resp, _ = answer(400, `{"code":"no_body"}`)(req)
		}
		w.WriteHeader(resp.StatusCode)
		_, _ = io.Copy(w, resp.Body)
	}))
	defer server.Close()
	address, err := url.Parse(home)
	require.NoError(t, err)
	c := client{auth.New(elsewhere{server, &attempt.Transport{Base: server.Client().Transport}}, address, p)}
	defer c.Close()
	for round := 1; round <= 5; round++ {
		for _, err := range c.crowd(t.Context(), 32) {
			require.NoError(t, err)
		}
		logins, _ := p.counts()
		require.Equal(t, round, logins)
		p.set(func() { p.valid = "revoked" })
	}
}

// elsewhere sends requests to a server of the test's own.
type elsewhere struct {
	server *httptest.Server
	next   http.RoundTripper
}

func (e elsewhere) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(req.Context())
	req.URL.Scheme, req.URL.Host = "http", e.server.Listener.Addr().String()
	return e.next.RoundTrip(req)
}
