package attempt_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/attempt"
)

func TestSameRequestCanBeSentAgain(t *testing.T) {
	for protocol, http2 := range protocols {
		t.Run(protocol, func(t *testing.T) {
			bodies := make(chan string, 3)
			address, transport := serve(t, http2, func(_ http.ResponseWriter, req *http.Request) {
				body, _ := io.ReadAll(req.Body)
				bodies <- req.Proto + " " + string(body)
			})
			req, call := create(t.Context(), t, address)
			for range 3 {
				_, err := (&attempt.Transport{Base: transport}).RoundTrip(req)
				require.NoError(t, err)
				protocol := map[bool]string{false: "HTTP/1.1", true: "HTTP/2.0"}[http2]
				require.Equal(t, protocol+` {"referenceId":"r1"}`, <-bodies)
			}
			require.Equal(t, 3, call.Attempts())
		})
	}
}

func TestBodyThatCannotBeHadAgainIsSentAsItIs(t *testing.T) {
	bodies := make(chan string, 1)
	address, transport := serve(t, false, func(_ http.ResponseWriter, req *http.Request) {
		body, _ := io.ReadAll(req.Body)
		bodies <- string(body)
	})
	req, _ := create(t.Context(), t, address)
	req.Body, req.GetBody, req.ContentLength = io.NopCloser(strings.NewReader("a stream")), nil, -1
	_, err := (&attempt.Transport{Base: transport}).RoundTrip(req)
	require.NoError(t, err)
	require.Equal(t, "a stream", <-bodies)
}

func TestBodyThatCannotBeHadIsNotSent(t *testing.T) {
	gone := errors.New("the file is gone")
	req, call := create(t.Context(), t, "https://api.example.com")
	req.GetBody = func() (io.ReadCloser, error) { return nil, gone }
	_, err := (&attempt.Transport{Base: foreign(func(*http.Request) (*http.Response, error) { panic("sent") })}).RoundTrip(req)
	require.ErrorIs(t, err, gone)
	require.Equal(t, apierror.NotSent, failure(t, err).Outcome)
	require.Zero(t, call.Attempts())
}

// net/http would take the header as a promise that the server knows it, and post again by itself.
func TestIdempotencyKeyIsRefused(t *testing.T) {
	for _, name := range []string{
		"Idempotency-Key", "idempotency-key", "IDEMPOTENCY-KEY", "iDeMpOtEnCy-KeY", "X-Idempotency-Key", "x-idempotency-key",
	} {
		t.Run(name, func(t *testing.T) {
			req, call := create(t.Context(), t, "https://api.example.com")
			req.Header[name] = []string{"r1"}
			_, err := (&attempt.Transport{Base: foreign(func(*http.Request) (*http.Response, error) { panic("sent") })}).RoundTrip(req)
			require.ErrorIs(t, err, attempt.ErrIdempotencyKey)
			require.ErrorIs(t, err, apierror.ErrValidation)
			failed := failure(t, err)
			require.Equal(t, apierror.NotSent, failed.Outcome)
			require.False(t, failed.Temporary)
			require.Zero(t, call.Attempts())
		})
	}
}

// A transport refuses such headers, too, but nothing proves then that the request was not sent.
func TestHeadersThatCannotBeSent(t *testing.T) {
	for name, value := range map[string]string{
		"Authorization": "Bearer hunter2\n", "X-Control": "hunter2\x00", "X-Delete": "hunter2\x7f", "X Space": "hunter2", "": "hunter2", "X-ü": "hunter2",
	} {
		t.Run(name, func(t *testing.T) {
			req, call := create(t.Context(), t, "https://api.example.com")
			req.Header[name] = []string{"good", value}
			_, err := (&attempt.Transport{Base: foreign(func(*http.Request) (*http.Response, error) { panic("sent") })}).RoundTrip(req)
			require.ErrorIs(t, err, attempt.ErrHeader)
			require.ErrorIs(t, err, apierror.ErrValidation)
			require.NotContains(t, err.Error(), "hunter2")
			require.Equal(t, apierror.NotSent, failure(t, err).Outcome)
			require.Zero(t, call.Attempts())
		})
	}
	req, _ := create(t.Context(), t, "https://api.example.com")
	req.Header["X-Tab!#$%&'*+-.^_`|~09"] = []string{"a\tü"}
	base := foreign(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 200, Body: http.NoBody}, nil
	})
	_, err := (&attempt.Transport{Base: base}).RoundTrip(req)
	require.NoError(t, err)
}

// http.RoundTripper promises to close the body that it was given.
func TestBodyThatIsReplacedIsClosed(t *testing.T) {
	closed := 0
	req, _ := create(t.Context(), t, "https://api.example.com")
	req.Body = closer{req.Body, &closed}
	base := foreign(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 200, Body: http.NoBody}, nil
	})
	_, err := (&attempt.Transport{Base: base}).RoundTrip(req)
	require.NoError(t, err)
	require.Equal(t, 1, closed)
}

type closer struct {
	io.Reader
	closed *int
}

func (c closer) Close() error {
	*c.closed++
	return nil
}
