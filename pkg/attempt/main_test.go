package attempt_test

import (
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// protocols are what requests are sent over.
var protocols = map[string]bool{"HTTP/1.1": false, "HTTP/2": true}

// serve starts a server and returns its address and a transport that trusts it.
func serve(t *testing.T, http2 bool, handler http.HandlerFunc) (string, http.RoundTripper) {
	t.Helper()
	server := httptest.NewUnstartedServer(handler)
	server.EnableHTTP2 = http2
	server.StartTLS()
	t.Cleanup(server.Close)
	t.Cleanup(server.CloseClientConnections)
	return server.URL, server.Client().Transport
}

// listen starts a server that does with each connection what serve says, after the request has come, and closes it.
func listen(t *testing.T, serve func(net.Conn)) (string, http.RoundTripper) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			serve(conn)
			_ = conn.Close()
		}
	}()
	transport := &http.Transport{}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		_ = listener.Close()
		<-done
	})
	return "http://" + listener.Addr().String(), transport
}

// nowhere returns an address where nobody listens.
func nowhere(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, listener.Close())
	return "http://" + listener.Addr().String()
}

// foreign is a transport that is not of net/http and traces nothing.
type foreign func(*http.Request) (*http.Response, error)

func (f foreign) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// create returns the request of a call that must not take effect twice, and the call.
func create(ctx context.Context, t *testing.T, address string) (*http.Request, *operation.Call) {
	t.Helper()
	call := &operation.Call{Operation: &operation.Operation{
		Platform: "wallex", ID: "createSimplePayment", Retry: operation.Retry{Class: operation.Keyed},
	}}
	req, err := http.NewRequestWithContext(operation.NewContext(ctx, call), http.MethodPost, address+"/payments",
		strings.NewReader(`{"referenceId":"r1"}`))
	require.NoError(t, err)
	return req, call
}

// failure requires that an error is one of the call and returns it.
func failure(t *testing.T, err error) *apierror.Error {
	t.Helper()
	failed := apierror.Of(err)
	require.NotNil(t, failed, "%v", err)
	require.Equal(t, "wallex", failed.Platform)
	require.Equal(t, "createSimplePayment", failed.Operation)
	return failed
}

// quiet takes what servers log about handshakes that are meant to fail.
var quiet = log.New(io.Discard, "", 0)
