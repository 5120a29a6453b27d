package attempt_test

import (
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/attempt"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
)

func TestAnswerCanBeReadSeveralTimes(t *testing.T) {
	for protocol, http2 := range protocols {
		t.Run(protocol, func(t *testing.T) {
			address, transport := serve(t, http2, func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(http.StatusBadGateway)
				_, _ = w.Write([]byte("<html>"))
			})
			req, _ := create(t.Context(), t, address)
			resp, err := (&attempt.Transport{Base: transport}).RoundTrip(req)
			require.NoError(t, err)
			require.Equal(t, http.StatusBadGateway, resp.StatusCode)
			for range 2 {
				shared, err := operation.Read(resp)
				require.NoError(t, err)
				require.Equal(t, "<html>", string(shared))
			}
			body, err := io.ReadAll(resp.Body)
			require.NoError(t, err)
			require.NoError(t, resp.Body.Close())
			require.Equal(t, "<html>", string(body))
		})
	}
}

func TestAnswerHasACap(t *testing.T) {
	filler := strings.Repeat(" ", 1<<20)
	for _, test := range []struct {
		name    string
		size    int
		length  bool
		refused bool
	}{
		{"as large as may be", operation.MaxBody, true, false},
		{"too large", operation.MaxBody + 1, true, true},
		{"without end", 1 << 40, false, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			base := foreign(func(*http.Request) (*http.Response, error) {
				body := io.LimitReader(repeated(filler), int64(test.size))
				resp := &http.Response{StatusCode: http.StatusOK, ContentLength: -1, Body: io.NopCloser(body)}
				if test.length {
					resp.ContentLength = int64(test.size)
				}
				return resp, nil
			})
			req, _ := create(t.Context(), t, "https://api.example.com")
			resp, err := (&attempt.Transport{Base: base}).RoundTrip(req)
			if !test.refused {
				require.NoError(t, err)
				body, err := operation.Read(resp)
				require.NoError(t, err)
				require.Len(t, body, test.size)
				return
			}
			require.ErrorIs(t, err, operation.ErrBodyTooLarge)
			failed := failure(t, err)
			require.Equal(t, apierror.Ambiguous, failed.Outcome)
			require.Equal(t, http.StatusOK, failed.Status)
			require.False(t, failed.Temporary, "the next answer would be as large")
		})
	}
}

// repeated is a text over and over again.
type repeated string

func (r repeated) Read(p []byte) (int, error) { return copy(p, r), nil }

// A redirect that is followed takes a payment and its secrets to another host.
func TestRedirectIsNotFollowed(t *testing.T) {
	for _, status := range []int{301, 302, 303, 307, 308} {
		t.Run(http.StatusText(status), func(t *testing.T) {
			elsewhere, _ := serve(t, false, func(http.ResponseWriter, *http.Request) { t.Error("followed") })
			var requests atomic.Int32
			address, transport := serve(t, false, func(w http.ResponseWriter, _ *http.Request) {
				requests.Add(1)
				w.Header().Set("Location", elsewhere+"/payments")
				w.WriteHeader(status)
				_, _ = w.Write([]byte("moved"))
			})
			req, _ := create(t.Context(), t, address)
			resp, err := (&attempt.Transport{Base: transport}).RoundTrip(req)
			require.NoError(t, err)
			require.Equal(t, status, resp.StatusCode)
			require.Equal(t, elsewhere+"/payments", resp.Header.Get("Location"))
			body, err := operation.Read(resp)
			require.NoError(t, err)
			require.Equal(t, "moved", string(body))
			require.EqualValues(t, 1, requests.Load())
		})
	}
}
