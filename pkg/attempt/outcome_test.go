package attempt_test

import (
	"bufio"
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/attempt"
)

// Without a connection nothing can have been sent.
func TestFailureWithoutAConnectionIsNotSent(t *testing.T) {
	dead := nowhere(t)
	proxy, err := url.Parse(dead)
	require.NoError(t, err)
	unknown := &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		return nil, errors.New("no name server")
	}}
	untrusted := httptest.NewUnstartedServer(http.NotFoundHandler())
	untrusted.Config.ErrorLog = quiet
	untrusted.StartTLS()
	defer untrusted.Close()
	release := make(chan struct{})
	defer close(release)
	hang := func(context.Context, string, string) (net.Conn, error) {
		<-release
		return nil, errors.New("released")
	}
	for _, test := range []struct {
		name      string
		address   string
		transport *http.Transport
		timeout   time.Duration
	}{
		{"nobody listens", dead, &http.Transport{}, 0},
		{"the name is unknown", "http://api.example.com", &http.Transport{DialContext: (&net.Dialer{Resolver: unknown}).DialContext}, 0},
		{"the proxy is down", "https://api.example.com", &http.Transport{Proxy: http.ProxyURL(proxy)}, 0},
		{"the certificate is not trusted", untrusted.URL, &http.Transport{}, 0},
		{"the attempt ends while it connects", "http://api.example.com", &http.Transport{DialContext: hang}, 10 * time.Millisecond},
	} {
		t.Run(test.name, func(t *testing.T) {
			req, _ := create(t.Context(), t, test.address)
			_, err := (&attempt.Transport{Base: test.transport, Timeout: test.timeout}).RoundTrip(req)
			failed := failure(t, err)
			require.Equal(t, apierror.NotSent, failed.Outcome)
			require.True(t, failed.Temporary)
			require.Zero(t, failed.Status)
			require.Equal(t, 1, failed.Attempts)
			require.Equal(t, test.timeout > 0, errors.Is(err, attempt.ErrTimeout))
		})
	}
}

// With a connection, nobody knows what the server has seen of the request, whatever has come back.
func TestFailureWithAConnectionIsAmbiguous(t *testing.T) {
	const head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
	for _, test := range []struct {
		name   string
		answer string
		status int
	}{
		{"before the answer", "", 0},
		{"in its first line", "HTTP/1.", 0},
		{"in its header", head, 0},
		{"no HTTP at all", "220 mail.example.com ESMTP\r\n", 0},
		{"Content-Length without a body", head + "Content-Length: 20\r\n\r\n", 200},
		{"Content-Length larger than the body", head + "Content-Length: 20\r\n\r\n{\"id\":\"1\"}", 200},
		{"chunks that do not end", head + "Transfer-Encoding: chunked\r\n\r\na\r\n{\"id\":\"1\"}\r\n", 200},
		{"within a chunk", head + "Transfer-Encoding: chunked\r\n\r\n14\r\n{\"id\":\"1\"}", 200},
		{"within a refusal", "HTTP/1.1 400 Bad Request\r\nContent-Length: 40\r\n\r\n{\"error_code\":", 400},
	} {
		t.Run(test.name, func(t *testing.T) {
			address, transport := listen(t, func(conn net.Conn) {
				read, err := http.ReadRequest(bufio.NewReader(conn))
				if err == nil {
					_, _ = read.Body.Read(make([]byte, 100))
				}
				_, _ = conn.Write([]byte(test.answer))
			})
			req, call := create(t.Context(), t, address)
			resp, err := (&attempt.Transport{Base: transport}).RoundTrip(req)
			require.Nil(t, resp)
			failed := failure(t, err)
			require.Equal(t, apierror.Ambiguous, failed.Outcome)
			require.True(t, failed.Temporary)
			require.Equal(t, test.status, failed.Status)
			require.Equal(t, 1, call.Attempts())
		})
	}
	t.Run("before the request", func(t *testing.T) {
		address, transport := listen(t, func(net.Conn) {})
		req, _ := create(t.Context(), t, address)
		_, err := (&attempt.Transport{Base: transport}).RoundTrip(req)
		require.Equal(t, apierror.Ambiguous, failure(t, err).Outcome)
	})
}

func TestFailureOverHTTP2(t *testing.T) {
	for name, test := range map[string]struct {
		partial bool
		status  int
	}{"before the answer": {false, 0}, "within the answer": {true, 200}} {
		t.Run(name, func(t *testing.T) {
			address, transport := serve(t, true, func(w http.ResponseWriter, _ *http.Request) {
				if test.partial {
					_, _ = w.Write([]byte(`{"id":`))
					_ = http.NewResponseController(w).Flush()
				}
				panic(http.ErrAbortHandler) // resets the stream
			})
			for range 2 { // the first opens the connection, the second shares it
				req, _ := create(t.Context(), t, address)
				_, err := (&attempt.Transport{Base: transport}).RoundTrip(req)
				failed := failure(t, err)
				require.Equal(t, apierror.Ambiguous, failed.Outcome)
				require.True(t, failed.Temporary)
				require.Equal(t, test.status, failed.Status)
			}
		})
	}
}

// A transport that traces nothing proves nothing, not even that it had no connection.
func TestFailureOfAForeignTransportIsAmbiguous(t *testing.T) {
	down := &net.OpError{Op: "dial", Err: errors.New("connection refused")}
	for name, base := range map[string]foreign{
		"traces nothing": func(*http.Request) (*http.Response, error) { return nil, down },
		"had a connection and asks for another": func(req *http.Request) (*http.Response, error) {
			trace := httptrace.ContextClientTrace(req.Context())
			trace.GetConn("api.example.com:443")
			trace.GotConn(httptrace.GotConnInfo{})
			trace.GetConn("api.example.com:443")
			return nil, down
		},
	} {
		t.Run(name, func(t *testing.T) {
			req, _ := create(t.Context(), t, "https://api.example.com")
			_, err := (&attempt.Transport{Base: base}).RoundTrip(req)
			require.ErrorIs(t, err, down)
			require.Equal(t, apierror.Ambiguous, failure(t, err).Outcome)
		})
	}
}

func TestFailureWithoutACall(t *testing.T) {
	req, err := http.NewRequest(http.MethodGet, nowhere(t), http.NoBody)
	require.NoError(t, err)
	_, err = (&attempt.Transport{Base: &http.Transport{}}).RoundTrip(req)
	require.ErrorIs(t, err, apierror.ErrNotSent)
}

// The outcome of a call is the worst of its attempts.
func TestOutcomeOfAnEarlierAttemptRemains(t *testing.T) {
	req, call := create(t.Context(), t, nowhere(t))
	call.Note(apierror.Ambiguous)
	_, err := (&attempt.Transport{Base: &http.Transport{}}).RoundTrip(req)
	require.Equal(t, apierror.Ambiguous, failure(t, err).Outcome)
}

func TestTracesOfTheCallerGoOn(t *testing.T) {
	address, transport := serve(t, false, func(http.ResponseWriter, *http.Request) {})
	var connections int
	ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { connections++ },
	})
	req, _ := create(ctx, t, address)
	_, err := (&attempt.Transport{Base: transport}).RoundTrip(req)
	require.NoError(t, err)
	require.Equal(t, 1, connections)
}
