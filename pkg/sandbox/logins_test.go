package sandbox_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Each version of Wallex has a login and a form of the header of its own; a client uses both.
func TestLoginsOfBothVersions(t *testing.T) {
	s := start(t)
	w := s.Wallex()
	_, err := w.V1.Balances.Retrieve(t.Context(), "SGD", nil)
	require.NoError(t, err)
	_, err = w.V2.Balances.List(t.Context(), nil)
	require.NoError(t, err)
	done := s.Stats().Succeeded
	require.Equal(t, 1, done["authenticate"])
	require.Equal(t, 1, done["authenticateV2"])

	require.NoError(t, w.Logout(t.Context()))
	done = s.Stats().Succeeded
	require.Equal(t, 1, done["logout"])
	require.Equal(t, 1, done["logoutV2"])
}

func TestTokensInTheWrongForm(t *testing.T) {
	c := connect(t)
	raw := c.token
	c.token = "Bearer " + raw
	require.Equal(t, http.StatusUnauthorized, c.do(http.MethodGet, "/balances/v1/item/SGD", nil).status)
	require.Equal(t, http.StatusOK, c.do(http.MethodGet, "/v2/balances", nil).status)
	c.token = raw
	require.Equal(t, http.StatusUnauthorized, c.do(http.MethodGet, "/v2/balances", nil).status)
}

func TestTokensOfTheCardPlatform(t *testing.T) {
	c := &caller{t: t, sandbox: start(t)}
	login := func(path string, body object) answer { return c.do(http.MethodPost, "/as/api/v1/"+path, body) }
	given := login("saas-login", object{"clientId": "sandbox-client-id", "clientSecret": "sandbox-client-secret"})
	require.Equal(t, http.StatusOK, given.status)
	refresh := object{"refreshToken": token(given, "refreshToken")}
	c.token = "Bearer " + token(given, "accessToken")
	tiers := func() answer { return c.do(http.MethodGet, "/pcs/api/v1/card-tiers", nil) }
	require.Equal(t, http.StatusOK, tiers().status)

	c.sandbox.Advance(time.Hour)
	expired := tiers()
	require.Equal(t, http.StatusUnauthorized, expired.status)
	require.JSONEq(t, `{"code":1003,"type":"TOKEN_EXPIRED","message":"Your access token has expired. Please get a new token."}`, string(expired.body))
	c.token = "Bearer " + token(login("saas-refresh-token", refresh), "accessToken")
	require.Equal(t, http.StatusOK, tiers().status)

	c.sandbox.Advance(30 * 24 * time.Hour)
	over := login("saas-refresh-token", refresh)
	require.Equal(t, http.StatusUnauthorized, over.status)
	require.Contains(t, string(over.body), "SESSION_EXPIRED")
	require.Contains(t, string(login("saas-refresh-token", object{"refreshToken": "unknown"}).body), "UNAUTHENTICATED")
	require.Contains(t, string(login("saas-login", object{"clientId": "a", "clientSecret": "b"}).body), "UNAUTHENTICATED")
	invalid := login("saas-login", object{"clientId": "a"})
	require.Equal(t, http.StatusUnprocessableEntity, invalid.status)
	require.Contains(t, string(invalid.body), `"key":"clientSecret"`)
}
