package retry_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/attempt"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/retry"
)

// Over real connections: an answer that breaks off, a proxy's page and a connection that is cut, then a success.
func TestRetryOverHTTP(t *testing.T) {
	for class, want := range map[operation.Class]int{operation.Safe: 4, operation.Keyed: 1} {
		t.Run(string(class), func(t *testing.T) {
			var mu sync.Mutex
			var bodies []string
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
				body, _ := io.ReadAll(req.Body)
				mu.Lock()
				defer mu.Unlock()
				bodies = append(bodies, string(body))
				switch len(bodies) {
				case 1:
					w.Header().Set("Content-Length", "100")
					_, _ = w.Write([]byte(`{"id":`))
				case 2:
					w.WriteHeader(http.StatusBadGateway)
					_, _ = w.Write([]byte("<html>"))
				case 3:
					panic(http.ErrAbortHandler)
				default:
					_, _ = w.Write([]byte(`{}`))
				}
			}))
			defer server.Close()
			base := &attempt.Transport{Base: server.Client().Transport}
			err := send(t.Context(), elsewhere{server, retry.New(base, retry.Policy{BaseDelay: time.Microsecond}, nil)}, class)
			if class == operation.Safe {
				require.NoError(t, err)
			} else {
				require.ErrorIs(t, err, apierror.ErrAmbiguous)
			}
			mu.Lock()
			defer mu.Unlock()
			require.Len(t, bodies, want)
			for _, body := range bodies {
				require.Equal(t, `{"referenceId":"r1"}`, body)
			}
		})
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
