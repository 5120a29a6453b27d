package attempt_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/attempt"
)

// A server that does not answer in time may have done what it was asked for; one that cannot be reached has not.
func ExampleTransport() {
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, req *http.Request) { <-req.Context().Done() }))
	transport := &attempt.Transport{Base: server.Client().Transport, Timeout: 20 * time.Millisecond}

	_, err := transport.RoundTrip(httptest.NewRequest(http.MethodGet, server.URL, http.NoBody))
	fmt.Println(errors.Is(err, attempt.ErrTimeout), apierror.Of(err).Outcome)

	server.Close()
	_, err = transport.RoundTrip(httptest.NewRequest(http.MethodGet, server.URL, http.NoBody))
	fmt.Println(errors.Is(err, attempt.ErrTimeout), apierror.Of(err).Outcome)
	// Output:
	// true ambiguous
	// false not sent
}
