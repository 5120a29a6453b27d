package client_test

import (
	"crypto/tls"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/retry"
)

// Older versions of TLS are refused even where the program has allowed them for everything else.
func TestTLSVersion(t *testing.T) {
	usual := http.DefaultTransport
	t.Cleanup(func() { http.DefaultTransport = usual })
	for _, test := range []struct {
		version uint16
		served  bool
	}{{tls.VersionTLS11, false}, {tls.VersionTLS12, true}, {tls.VersionTLS13, true}} {
		t.Run(tls.VersionName(test.version), func(t *testing.T) {
			p := newPlatform(t)
			server := httptest.NewUnstartedServer(p)
			server.TLS = &tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: test.version}
			server.EnableHTTP2 = test.version > tls.VersionTLS11
			server.Config.ErrorLog = log.New(io.Discard, "", 0)
			server.StartTLS()
			t.Cleanup(server.Close)
			lax := server.Client().Transport.(*http.Transport).Clone()
			lax.TLSClientConfig.MinVersion = tls.VersionTLS10
			http.DefaultTransport = lax

			err := askForQuote(t.Context(), connect(t, client.WithBaseURL(server.URL), client.WithRetry(retry.Policy{MaxAttempts: 1})))
			if test.served {
				require.NoError(t, err)
				require.Equal(t, []string{login, quote}, p.requests())
				return
			}
			require.ErrorIs(t, err, apierror.ErrNotSent)
			require.ErrorContains(t, err, "protocol version")
			require.Empty(t, p.requests())
			resp, err := (&http.Client{Transport: lax}).Post(server.URL+login, "", nil)
			require.NoError(t, err, "the program itself can talk to it")
			require.NoError(t, resp.Body.Close())
			lax.CloseIdleConnections()
		})
	}
}
