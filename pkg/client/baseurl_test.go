package client_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/client"
)

func TestBaseURL(t *testing.T) {
	for _, test := range []struct{ address, want string }{ // want is "" where the address is refused
		{"https://api.example.com", "https://api.example.com"},
		{"https://api.example.com/", "https://api.example.com"},
		{"https://api.example.com//", "https://api.example.com"},
		{"https://api.example.com:8443", "https://api.example.com:8443"},
		{"https://api.example.com/gateway/v9/", "https://api.example.com/gateway/v9"},
		{"HTTPS://api.example.com", "https://api.example.com"},
		{"http://localhost:8080", "http://localhost:8080"},
		{"http://127.0.0.1:8080", "http://127.0.0.1:8080"},
		{"http://127.8.9.1", "http://127.8.9.1"},
		{"http://[::1]:8080", "http://[::1]:8080"},

		{"http://api.example.com", ""},
		{"http://10.0.0.1", ""},
		{"http://127.0.0.1.example.com", ""},
		{"http://localhost.example.com", ""},
		{"http://[2001:db8::1]", ""},
		{"ftp://localhost", ""},
		{"api.example.com", ""},
		{"//api.example.com", ""},
		{"https:api.example.com", ""},
		{"https://", ""},
		{"https://:443", ""},
		{"https://api.example.com:port", ""},
		{"https://api example.com", ""},
		{"https://partner:hunter2@api.example.com", ""},
		{"https://api.example.com?key=hunter2", ""},
		{"https://api.example.com?", ""},
		{"https://api.example.com#hunter2", ""},
	} {
		t.Run(test.address, func(t *testing.T) {
			c, err := client.New(testPlatform(), client.WithBaseURL(test.address))
			if test.want == "" {
				require.ErrorIs(t, err, client.ErrBaseURL)
				require.NotContains(t, err.Error(), "hunter2")
				return
			}
			require.NoError(t, err)
			defer c.Close()
			require.Equal(t, test.want, c.Caller().BaseURL)
		})
	}
}

func TestBaseURLOfThePlatform(t *testing.T) {
	require.Equal(t, "https://api.example.com", connect(t).Caller().BaseURL)
	require.Equal(t, "https://api.example.com", connect(t, client.WithBaseURL("")).Caller().BaseURL)
}

func TestBaseURLWithAPath(t *testing.T) {
	p := newPlatform(t)
	c := p.connect(t, client.WithBaseURL(p.URL+"/gateway/"))
	p.script("/gateway"+login, answerWith(200, good[login]))
	p.script("/gateway"+quote, answerWith(200, good[quote]))
	require.NoError(t, askForQuote(t.Context(), c))
	require.Equal(t, []string{"/gateway" + login, "/gateway" + quote}, p.requests())
}
