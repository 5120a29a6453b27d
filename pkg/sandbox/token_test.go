package sandbox_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

func TestTokenExpires(t *testing.T) {
	for _, test := range []struct {
		name     string
		options  []sandbox.Option
		lifetime time.Duration
	}{
		{"after eight hours", nil, 8 * time.Hour},
		{"when it is told to", []sandbox.Option{sandbox.WithTokenLifetime(time.Minute)}, time.Minute},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := connect(t, test.options...)
			c.sandbox.Advance(test.lifetime - time.Nanosecond)
			require.Equal(t, http.StatusOK, c.do("GET", "/currencies/v1/pairs", nil).status)
			c.sandbox.Advance(time.Nanosecond)
			answer := c.do("GET", "/currencies/v1/pairs", nil)
			require.Equal(t, http.StatusUnauthorized, answer.status)
			require.JSONEq(t, `{"error_code":"token_expired","message":"Token Expired","errors":[{"error_code":"token_expired","message":"Token Expired"}]}`,
				string(answer.body), "the documented envelope")
			c.login()
			require.Equal(t, http.StatusOK, c.do("GET", "/currencies/v1/pairs", nil).status)
		})
	}
}

func TestLogoutEndsOneToken(t *testing.T) {
	c := connect(t)
	first := c.token
	c.login()
	require.NotEqual(t, first, c.token)

	loggedOut := c.do("POST", "/users/v1/logout", nil)
	require.Equal(t, http.StatusOK, loggedOut.status)
	require.Empty(t, loggedOut.body)
	require.Equal(t, "authentication_failed", c.do("GET", "/currencies/v1/pairs", nil).error(t).ErrorCode)

	c.token = first
	require.Equal(t, http.StatusOK, c.do("GET", "/currencies/v1/pairs", nil).status, "a new login does not end the old token")
}

// TestTokenForm pins what trips strict JWT parsers: the padding of the parts.
func TestTokenForm(t *testing.T) {
	parts := strings.Split(connect(t).token, ".")
	require.Len(t, parts, 3)
	require.True(t, strings.HasSuffix(parts[2], "="))
	claims, err := base64.URLEncoding.DecodeString(parts[1])
	require.NoError(t, err)
	var read struct {
		Sub       string `json:"sub"`
		SessionID string `json:"session_id"`
		Iat       int64  `json:"iat"`
	}
	require.NoError(t, json.Unmarshal(claims, &read))
	require.Len(t, read.SessionID, 32)
	require.Equal(t, noon.Unix(), read.Iat)
}
