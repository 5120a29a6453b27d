package client_test

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/auth"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/retry"
)

// net/http would follow a 307 with the body, and with headers that it does not know to be secret.
func TestRedirectsAreRefused(t *testing.T) {
	for _, status := range []int{301, 302, 303, 307, 308} {
		t.Run(strconv.Itoa(status), func(t *testing.T) {
			p, elsewhere := newPlatform(t), newPlatform(t)
			p.script(create, redirectTo(status, elsewhere.URL+create))
			p.script(quote, redirectTo(status, elsewhere.URL+quote), redirectTo(status, elsewhere.URL+quote))
			c := p.connect(t, client.WithHTTPClient(&http.Client{}), client.WithRetry(retry.Policy{MaxAttempts: 2, BaseDelay: time.Millisecond}))

			failure := apierror.Of(createConversion(t.Context(), c))
			require.NotNil(t, failure)
			require.Equal(t, apierror.Ambiguous, failure.Outcome)
			require.Equal(t, status, failure.Status)
			require.Equal(t, 1, failure.Attempts)

			failure = apierror.Of(askForQuote(t.Context(), c))
			require.NotNil(t, failure)
			require.Equal(t, status, failure.Status)
			require.Equal(t, []string{login, create, quote, quote}, p.requests())
			require.Empty(t, elsewhere.requests())
		})
	}
}

func TestRedirectedLogin(t *testing.T) {
	p, elsewhere := newPlatform(t), newPlatform(t)
	p.script(login, redirectTo(http.StatusTemporaryRedirect, elsewhere.URL+login))
	err := createConversion(t.Context(), p.connect(t, client.WithRetry(retry.Policy{MaxAttempts: 1})))
	require.ErrorIs(t, err, apierror.ErrNotSent)
	var failed *auth.LoginError
	require.ErrorAs(t, err, &failed)
	require.Empty(t, elsewhere.requests())
}

// A middleware that sends calls elsewhere does not get the secrets there.
func TestForeignHost(t *testing.T) {
	p, elsewhere := newPlatform(t), newPlatform(t)
	c := p.connect(t, client.WithMiddleware(func(next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(req *http.Request) (*http.Response, error) {
			req = req.Clone(req.Context())
			req.URL.Host = elsewhere.Listener.Addr().String()
			return next.RoundTrip(req)
		})
	}))
	err := createConversion(t.Context(), c)
	require.ErrorIs(t, err, auth.ErrForeignHost)
	require.ErrorIs(t, err, apierror.ErrNotSent)
	require.Empty(t, p.requests())
	require.Empty(t, elsewhere.requests())
}

// net/http repeats requests with this header by itself, money-moving ones among them.
func TestIdempotencyKeyIsRefused(t *testing.T) {
	p := newPlatform(t)
	c := p.connect(t, client.WithHeader("Idempotency-Key", "k"))
	require.ErrorIs(t, createConversion(t.Context(), c), apierror.ErrNotSent)
	require.Empty(t, p.requests())
}
