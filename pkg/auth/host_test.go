package auth_test

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/auth"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
)

// request is one that needs a token, an API key, or belongs to no call.
func request(t *testing.T, address string, call *operation.Call) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(operation.NewContext(t.Context(), call), http.MethodGet, address, http.NoBody)
	require.NoError(t, err)
	return req
}

func calls() map[string]*operation.Call {
	return map[string]*operation.Call{
		"token":   {Operation: &operation.Operation{Security: []string{"apiKey", auth.SchemeToken}}},
		"key":     {Operation: &operation.Operation{Security: []string{"apiKey"}}},
		"neither": {Operation: &operation.Operation{}},
		"no call": nil,
	}
}

func TestSecretsGoToTheConfiguredHostOnly(t *testing.T) {
	for needs, call := range calls() {
		for name, address := range map[string]string{
			"another host":   "https://api.example.org/payments",
			"a subdomain":    "https://files.api.example.com/payments",
			"the end of it":  "https://evilapi.example.com/payments",
			"the domain":     "https://example.com/payments",
			"another scheme": "http://api.example.com/payments",
			"another port":   "https://api.example.com:8443/payments",
			"a user":         "https://api.example.com@evil.example.org/payments",
		} {
			t.Run(name+"/"+needs, func(t *testing.T) {
				p := newPlatform()
				_, err := open(t, p).RoundTrip(request(t, address, call))
				require.ErrorIs(t, err, auth.ErrForeignHost)
				require.ErrorIs(t, err, apierror.ErrNotSent)
				require.False(t, apierror.Of(err).Temporary)
				logins, requests := p.counts()
				require.Zero(t, logins+requests)
			})
		}
	}
}

func TestHostWithAPort(t *testing.T) {
	address, err := url.Parse("http://127.0.0.1:8080/v2")
	require.NoError(t, err)
	p := newPlatform()
	transport := auth.New(p, address, p)
	defer transport.Close()
	_, err = transport.RoundTrip(request(t, "http://127.0.0.1:8080/v1/balances", nil))
	require.NoError(t, err)
	for _, foreign := range []string{"http://127.0.0.1:8081/", "http://127.0.0.1/", "http://localhost:8080/"} {
		_, err = transport.RoundTrip(request(t, foreign, nil))
		require.ErrorIs(t, err, auth.ErrForeignHost, foreign)
	}
}

func TestRequestsGetTheSecretsThatTheyNeed(t *testing.T) {
	for needs, call := range calls() {
		t.Run(needs, func(t *testing.T) {
			p := newPlatform()
			var sent http.Header
			p.onRequest = func(req *http.Request) (*http.Response, error) {
				sent = req.Header
				return answer(200, `{}`)(req)
			}
			req := request(t, home+"/balances", call)
			req.Header.Set("Accept", "application/json")
			_, err := open(t, p).RoundTrip(req)
			require.NoError(t, err)
			want := http.Header{"Accept": {"application/json"}, "X-Api-Key": {"key-1"}}
			if needs == "token" {
				want.Set("Authorization", "token-1")
			}
			require.Equal(t, want, sent)
			require.Equal(t, http.Header{"Accept": {"application/json"}}, req.Header, "the caller's request must not change")
			logins, _ := p.counts()
			require.Equal(t, needs == "token", logins == 1)
		})
	}
}

func TestRequestWithoutCredentialsIsNotSent(t *testing.T) {
	for needs, call := range calls() {
		if needs == "token" {
			continue
		}
		t.Run(needs, func(t *testing.T) {
			p := newPlatform()
			p.key = ""
			_, err := open(t, p).RoundTrip(request(t, home+"/balances", call))
			require.ErrorIs(t, err, errNoCredentials)
			require.ErrorIs(t, err, apierror.ErrNotSent)
			_, requests := p.counts()
			require.Zero(t, requests)
		})
	}
}

// A platform that repeats the token or the key in its error, of the first request and of the replay.
func TestErrorsRepeatNoToken(t *testing.T) {
	p := newPlatform()
	p.onRequest = func(req *http.Request) (*http.Response, error) {
		said := fmt.Sprintf("%s and %s are wrong", req.Header.Get("Authorization"), req.Header.Get("X-Api-Key"))
		return answer(401, fmt.Sprintf(`{"code":"token_expired","message":%q}`, said))(req)
	}
	err := open(t, p).call(t.Context(), never)
	require.Equal(t, "[redacted] and [redacted] are wrong", apierror.Of(err).Message)
	require.Equal(t, []string{"token-1", "token-2"}, p.requests)
}
