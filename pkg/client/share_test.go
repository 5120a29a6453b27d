package client_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/auth"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
)

func TestClientsThatFillInFieldsShareTheirLogin(t *testing.T) {
	p := newPlatform(t)
	c := p.connect(t)
	shared := map[string]string{"onBehalfOfAccount": "A1"}
	with := c.With(shared)
	shared["onBehalfOfAccount"] = "changed later"
	require.NoError(t, createConversion(t.Context(), with))
	require.Contains(t, p.last().body, `"onBehalfOfAccount":"A1"`)
	require.NoError(t, createConversion(t.Context(), c))
	require.NotContains(t, p.last().body, "onBehalfOf")
	require.Equal(t, []string{login, create, create}, p.requests())
}

func TestClientsWithATokenOfTheirOwnShareTheQuota(t *testing.T) {
	p, permits := newPlatform(t), new(counter)
	c := p.connect(t, client.WithLimiter(permits))
	as := c.As(func(caller operation.Caller) auth.Strategy { return strategy{caller} })
	defer as.Close()
	require.NoError(t, askForQuote(t.Context(), c))
	require.NoError(t, askForQuote(t.Context(), as))
	require.Equal(t, []string{login, quote, login, quote}, p.requests())
	require.Equal(t, 4, permits.count())

	as.Close()
	require.ErrorIs(t, askForQuote(t.Context(), as), auth.ErrClosed)
	require.NoError(t, askForQuote(t.Context(), c), "closing one leaves the other open")
}

// Requests are sealed below the rate limit: logins, too, and after validation has seen them.
func TestSeal(t *testing.T) {
	p := newPlatform(t)
	platform := testPlatform()
	var sealed []string
	platform.Seal = func(next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(req *http.Request) (*http.Response, error) {
			sealed = append(sealed, req.URL.Path)
			return next.RoundTrip(req)
		})
	}
	c, err := client.New(platform, client.WithBaseURL(p.URL), quick)
	require.NoError(t, err)
	defer c.Close()
	require.NoError(t, askForQuote(t.Context(), c))
	require.Error(t, createInvalid(t.Context(), c))
	require.Equal(t, []string{login, quote}, sealed)
}
