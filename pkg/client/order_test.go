package client_test

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
	"github.com/wallex-sdk/wallex-go/pkg/retry"
	"github.com/wallex-sdk/wallex-go/pkg/validate"
)

// Each test of this file fails when the two neighbours in its name change places.

func TestMiddlewareIsAroundValidate(t *testing.T) {
	p := newPlatform(t)
	var calls []string
	c := p.connect(t, client.WithMiddleware(recordIn(&calls)))
	require.ErrorIs(t, createInvalid(t.Context(), c), apierror.ErrValidation)
	require.Equal(t, []string{create}, calls)
}

func TestValidateIsAroundRetry(t *testing.T) {
	p := newPlatform(t)
	p.script(quote, unavailable, unavailable)
	drift := 0
	c := p.connect(t, client.WithHooks(client.Hooks{Drift: func(context.Context, validate.Drift) { drift++ }}))
	require.NoError(t, askForQuote(t.Context(), c))
	require.Equal(t, []string{login, quote, quote, quote}, p.requests())
	require.Zero(t, drift, "only the answer that the caller gets is looked at")
}

func TestRetryIsAroundAuth(t *testing.T) {
	p, h := newPlatform(t), new(heard)
	p.script(login, unavailable)
	require.NoError(t, createConversion(t.Context(), p.connect(t, h.hooks())))
	require.Equal(t, []string{login, login, create}, p.requests(), "a failed login is a reason to try again")
	require.Len(t, h.retries, 1)
	require.Equal(t, "createConversion", h.retries[0].Operation, "it is the call that is tried again, not its login")
}

func TestAuthIsAroundRateLimit(t *testing.T) {
	for _, test := range []struct {
		name   string
		script func(*platform)
		call   func(context.Context, *client.Client) error
		want   []string // each of them costs a permit
	}{
		{"an invalid request costs nothing", func(*platform) {}, createInvalid, []string{}},
		{"the login costs one", func(*platform) {}, askForQuote, []string{login, quote}},
		{"a retry costs one", func(p *platform) { p.script(quote, unavailable) }, askForQuote, []string{login, quote, quote}},
		{"the login and the replay after a refused token cost one each",
			func(p *platform) { p.script(create, answerWith(401, `{"error_code":"token_expired"}`)) },
			createConversion, []string{login, create, login, create}},
	} {
		t.Run(test.name, func(t *testing.T) {
			p, permits := newPlatform(t), new(counter)
			test.script(p)
			_ = test.call(t.Context(), p.connect(t, client.WithLimiter(permits)))
			require.Equal(t, test.want, p.requests())
			require.Equal(t, len(test.want), permits.count())
		})
	}
}

func TestRateLimitIsAroundAttempt(t *testing.T) {
	t.Run("a refused permit is no attempt", func(t *testing.T) {
		p := newPlatform(t)
		c := p.connect(t, client.WithLimiter(&counter{refuse: &ratelimit.Exceeded{RetryAfter: time.Minute}}),
			client.WithRetry(retry.Policy{MaxAttempts: 1}))
		err := logIn(t.Context(), c)
		failure := apierror.Of(err)
		require.NotNil(t, failure)
		require.ErrorIs(t, err, apierror.ErrRateLimited)
		require.Equal(t, apierror.NotSent, failure.Outcome)
		require.Equal(t, time.Minute, failure.RetryAfter)
		require.Zero(t, failure.Attempts)
		require.Empty(t, p.requests())
	})
	t.Run("the wait for a permit is not part of the attempt", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			c := connect(t, client.WithTransport(&memory{delay: 10 * time.Millisecond}),
				client.WithRateLimit(ratelimit.Limits{PerSecond: 1}),
				client.WithAttemptTimeout(100*time.Millisecond),
				client.WithRetry(retry.Policy{MaxAttempts: 1}))
			require.NoError(t, askForQuote(t.Context(), c), "it waits a second after its login")
		})
	})
}

// With the limiter outside auth, callers would take their permits, wait together for the first login and leave in
// one burst.
func TestFirstCallersStayWithinTheQuota(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const callers, perSecond = 12, 5
		network := &memory{delay: 3 * time.Second} // of the login and of every answer
		c := connect(t, client.WithTransport(network), client.WithRateLimit(ratelimit.Limits{PerSecond: perSecond}))
		var group sync.WaitGroup
		for range callers {
			group.Go(func() {
				if err := askForQuote(t.Context(), c); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		require.Len(t, network.sent, callers+1, "one login, and one request each")
		slices.SortFunc(network.sent, time.Time.Compare)
		for i := perSecond; i < len(network.sent); i++ {
			require.GreaterOrEqual(t, network.sent[i].Sub(network.sent[i-perSecond]), time.Second, "requests %d to %d", i-perSecond, i)
		}
	})
}

// memory is a platform without a network, for tests in which time passes.
type memory struct {
	delay time.Duration

	mu   sync.Mutex
	sent []time.Time
}

func (m *memory) RoundTrip(req *http.Request) (*http.Response, error) {
	m.mu.Lock()
	m.sent = append(m.sent, time.Now())
	m.mu.Unlock()
	select {
	case <-time.After(m.delay):
	case <-req.Context().Done():
		return nil, context.Cause(req.Context())
	}
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(good[req.URL.Path]))}, nil
}

// recordIn is a middleware that notes the paths of what passes.
func recordIn(paths *[]string) func(http.RoundTripper) http.RoundTripper {
	return func(next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(req *http.Request) (*http.Response, error) {
			*paths = append(*paths, req.URL.Path)
			return next.RoundTrip(req)
		})
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }
