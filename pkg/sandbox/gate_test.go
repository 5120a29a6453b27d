package sandbox_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

func TestGate(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*caller)
		method string
		path   string
		body   any
		status int
		code   string
	}{
		{"no API key", func(c *caller) { c.key = "" }, "GET", "/currencies/v1/pairs", nil, 403, ""},
		{"wrong API key", func(c *caller) { c.key = "sandbox-api-kez" }, "GET", "/currencies/v1/pairs", nil, 403, ""},
		{"the key is asked for before the path", func(c *caller) { c.key = "" }, "GET", "/nowhere", nil, 403, ""},
		{"no operation", nil, "GET", "/nowhere", nil, 404, "not_found"},
		{"no operation with this method", nil, "DELETE", "/currencies/v1/pairs", nil, 404, "not_found"},
		{"no token", func(c *caller) { c.token = "" }, "GET", "/currencies/v1/pairs", nil, 401, "authentication_failed"},
		{"unknown token", func(c *caller) { c.token = "a.b.c" }, "GET", "/currencies/v1/pairs", nil, 401, "authentication_failed"},
		{"token with a scheme", func(c *caller) { c.token = "Bearer " + c.token }, "GET", "/currencies/v1/pairs", nil, 401, "authentication_failed"},
		{"the token is asked for before the body", func(c *caller) { c.token = "" }, "POST", "/conversions/v1/quote", object{}, 401, "authentication_failed"},
		{"login without a token", func(c *caller) { c.token = "" }, "POST", "/users/v1/authenticate", object{}, 400, "validation_failed"},
		{"login with wrong keys", nil, "POST", "/users/v1/authenticate", object{"accessKeyId": "a", "secretAccessKey": "b"}, 401, "authentication_failed"},
		{"no body", nil, "POST", "/conversions/v1/quote", nil, 400, "validation_failed"},
		{"no JSON", nil, "POST", "/conversions/v1/quote", "{", 400, "validation_failed"},
		{"wrong parameter", nil, "GET", "/currencies/v1/rates/sgdidr", nil, 400, "validation_failed"},
		{"wrong query", nil, "GET", "/simple-payments/v1/item/x/get-proof-of-payment?documentType=poem", nil, 400, "validation_failed"},
		{"a number of too many digits", nil, "POST", "/conversions/v1/quote", `{"buyCurrency":"IDR","sellCurrency":"SGD","fixedSide":"buy","amount":12345678901234567890}`, 400, "validation_failed"},
		{"a body of too many bytes", nil, "POST", "/conversions/v1/quote", strings.Repeat(" ", 1<<20+1), 413, "request_too_large"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := connect(t)
			if test.change != nil {
				test.change(c)
			}
			answer := c.do(test.method, test.path, test.body)
			require.Equal(t, test.status, answer.status, "%s", answer.body)
			require.Equal(t, test.code, answer.error(t).ErrorCode)
			require.Equal(t, "application/json", answer.header.Get("Content-Type"))
			require.Len(t, answer.header.Get("X-Request-Id"), 36)
			if test.code != "" {
				require.NotEmpty(t, answer.error(t).Errors)
			} else {
				require.JSONEq(t, `{"message":"Forbidden"}`, string(answer.body), "as a gateway has it")
			}
		})
	}
}

func TestRequestIDsDiffer(t *testing.T) {
	c := connect(t)
	first, second := c.do("GET", "/currencies/v1/pairs", nil), c.do("GET", "/currencies/v1/pairs", nil)
	require.NotEqual(t, first.header.Get("X-Request-Id"), second.header.Get("X-Request-Id"))
}

func TestStats(t *testing.T) {
	c := connect(t)
	c.login()
	c.do("GET", "/currencies/v1/pairs", nil)
	c.do("GET", "/nowhere", nil)
	c.key = ""
	c.do("GET", "/currencies/v1/pairs", nil)
	require.Equal(t, sandbox.Stats{
		Requests:    5,
		Logins:      2,
		ByOperation: map[string]int{"authenticate": 2, "listCurrencyPairs": 2},
		Succeeded:   map[string]int{"authenticate": 2, "listCurrencyPairs": 1},
	}, c.sandbox.Stats())
}

// TestServesInAnyServer leaves the port to somebody else. Signed URLs lead to where the request was sent.
func TestServesInAnyServer(t *testing.T) {
	s := sandbox.New()
	require.Empty(t, s.URL())
	call := func(target, token, body string) []byte {
		req := httptest.NewRequest(http.MethodPost, target, strings.NewReader(body))
		req.Header.Set("X-Api-Key", s.Credentials().APIKey.Reveal())
		req.Header.Set("Authorization", token)
		recorder := httptest.NewRecorder()
		s.ServeHTTP(recorder, req)
		require.Equal(t, http.StatusOK, recorder.Code, "%s", recorder.Body)
		return recorder.Body.Bytes()
	}
	var login struct{ Token string }
	require.NoError(t, json.Unmarshal(call("https://wallex.example/users/v1/authenticate", "",
		`{"accessKeyId":"sandbox-access-key-id","secretAccessKey":"sandbox-secret-access-key"}`), &login))
	require.Contains(t, string(call("https://wallex.example/simple-payments/v1/get-upload-url", login.Token, `{"fileName":"a.pdf"}`)),
		`"uploadUrl":"https://wallex.example/sandbox-storage/`)
	require.Contains(t, string(call("http://127.0.0.1:80/simple-payments/v1/get-upload-url", login.Token, `{"fileName":"a.pdf"}`)),
		`"uploadUrl":"http://127.0.0.1:80/sandbox-storage/`)
}
