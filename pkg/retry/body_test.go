package retry_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/retry"
)

// upload is a request of a safe call with a body.
func upload(ctx context.Context, t *testing.T, body io.Reader) *http.Request {
	t.Helper()
	call := &operation.Call{Operation: &operation.Operation{Retry: operation.Retry{Class: operation.Safe}}, DecodeError: decode}
	req, err := http.NewRequestWithContext(operation.NewContext(ctx, call), http.MethodPut, "https://api.example.com", body)
	require.NoError(t, err)
	return req
}

// Also without attempt below, which takes the body from GetBody too.
func TestBodyIsSentAgainInFull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var bodies []string
		server := serve(func(req *http.Request) (*http.Response, error) {
			body, err := io.ReadAll(req.Body)
			bodies = append(bodies, string(body))
			return nil, errors.Join(err, errConnection)
		})
		_, err := retry.New(server, three, nil).RoundTrip(upload(t.Context(), t, strings.NewReader("the whole body")))
		require.Error(t, err)
		require.Equal(t, slices.Repeat([]string{"the whole body"}, 3), bodies)
	})
}

func TestBodyThatCannotBeHadAgainIsSentOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for name, failure := range map[string]step{"connection lost": lost, "no connection": refused, "429": limited} {
			server := serve(failure)
			_, _ = chain(server, three, nil).RoundTrip(upload(t.Context(), t, io.MultiReader(strings.NewReader("a stream"))))
			require.Equal(t, 1, server.requests, name)
		}
	})
}

func TestBodyThatHasGoneEndsTheCall(t *testing.T) {
	gone := errors.New("the file is gone")
	synctest.Test(t, func(t *testing.T) {
		server := serve(lost)
		req := upload(t.Context(), t, strings.NewReader("body"))
		req.GetBody = func() (io.ReadCloser, error) { return nil, gone }
		_, err := retry.New(server, three, nil).RoundTrip(req)
		require.ErrorIs(t, err, gone)
		require.Equal(t, apierror.Ambiguous, apierror.Of(err).Outcome, "the first attempt may have taken effect")
		require.Equal(t, 1, server.requests)
	})
}

// An answer that nobody reads keeps its connection.
func TestAnswersThatAreThrownAwayAreClosed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var open int
		server := serve(func(*http.Request) (*http.Response, error) {
			open++
			return &http.Response{StatusCode: 503, Body: closer{strings.NewReader("busy"), &open}}, nil
		})
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://files.example.com", http.NoBody)
		require.NoError(t, err)
		resp, err := retry.New(server, three, nil).RoundTrip(req)
		require.NoError(t, err)
		require.Equal(t, 3, server.requests)
		require.LessOrEqual(t, open, 1)
		body, err := io.ReadAll(resp.Body)
		require.NoError(t, err)
		require.Equal(t, "busy", string(body))
	})
}

type closer struct {
	io.Reader
	open *int
}

func (c closer) Close() error {
	*c.open--
	return nil
}

// A download that belongs to no call is not read ahead, and neither is the page that says that it is not there.
func TestAnswerWithoutACallStaysAStream(t *testing.T) {
	for _, status := range []int{200, 404} {
		stream, end := io.Pipe()
		base := serve(func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: status, Body: stream}, nil
		})
		resp, err := retry.New(base, three, nil).RoundTrip(&http.Request{Method: http.MethodGet})
		require.NoError(t, err)
		go func() { _ = end.CloseWithError(errConnection) }()
		_, err = io.ReadAll(resp.Body)
		require.ErrorIs(t, err, errConnection)
	}
}
