package attempt_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/attempt"
)

// Over both protocols, and whether the answer does not begin or does not end.
func TestTimeoutOfTheAttemptIsNotThatOfTheCaller(t *testing.T) {
	const soon = 150 * time.Millisecond // but later than the connection: an end before that is NotSent
	reason := errors.New("the user went away")
	for protocol, http2 := range protocols {
		for state, begun := range map[string]bool{"no answer": false, "slow body": true} {
			address, transport := serve(t, http2, func(w http.ResponseWriter, req *http.Request) {
				_, _ = io.Copy(io.Discard, req.Body) // before that, HTTP/1 does not notice that the client has gone
				if begun {
					_, _ = w.Write([]byte(`{"id":`))
					_ = http.NewResponseController(w).Flush()
				}
				<-req.Context().Done()
				panic(http.ErrAbortHandler) // an answer now could still arrive
			})
			for _, test := range []struct {
				name    string
				attempt time.Duration
				caller  time.Duration
				cancel  bool
				own     bool
				cause   error
			}{
				{name: "attempt", attempt: soon, caller: time.Minute, own: true, cause: attempt.ErrTimeout},
				{name: "attempt, no deadline", attempt: soon, own: true, cause: attempt.ErrTimeout},
				{name: "caller's deadline", attempt: time.Minute, caller: soon, cause: context.DeadlineExceeded},
				{name: "no attempt timeout", caller: soon, cause: context.DeadlineExceeded},
				{name: "caller cancels", attempt: time.Minute, cancel: true, cause: reason},
			} {
				t.Run(protocol+"/"+state+"/"+test.name, func(t *testing.T) {
					t.Parallel()
					ctx, cancel := context.WithCancelCause(t.Context())
					defer cancel(nil)
					if test.caller > 0 {
						var end context.CancelFunc
						ctx, end = context.WithTimeout(ctx, test.caller)
						defer end()
					}
					if test.cancel {
						defer time.AfterFunc(soon, func() { cancel(reason) }).Stop()
					}
					req, _ := create(ctx, t, address)

					_, err := (&attempt.Transport{Base: transport, Timeout: test.attempt}).RoundTrip(req)

					require.ErrorIs(t, err, test.cause)
					require.Equal(t, test.own, errors.Is(err, attempt.ErrTimeout))
					require.Equal(t, test.cause == context.DeadlineExceeded, errors.Is(err, context.DeadlineExceeded))
					failed := failure(t, err)
					require.Equal(t, !test.cancel, failed.Timeout())
					require.Equal(t, apierror.Ambiguous, failed.Outcome)
					require.True(t, failed.Temporary)
				})
			}
		}
	}
}

// What a transport says when its context ends may say nothing about why.
func TestTimeoutIsAddedToAnErrorThatDoesNotShowIt(t *testing.T) {
	lost := errors.New("use of closed connection")
	base := foreign(func(req *http.Request) (*http.Response, error) {
		<-req.Context().Done()
		return nil, lost
	})
	synctest.Test(t, func(t *testing.T) {
		req, _ := create(t.Context(), t, "https://api.example.com")
		_, err := (&attempt.Transport{Base: base, Timeout: time.Second}).RoundTrip(req)
		require.ErrorIs(t, err, attempt.ErrTimeout)
		require.ErrorIs(t, err, lost)
	})
}

// trickle is a body that comes byte by byte, one a second.
type trickle struct{ ctx context.Context }

func (b trickle) Read(p []byte) (int, error) {
	select {
	case <-time.After(time.Second):
		p[0] = ' '
		return 1, nil
	case <-b.ctx.Done():
		return 0, b.ctx.Err()
	}
}

func (trickle) Close() error { return nil }

func TestTimeoutIsForTheWholeAttempt(t *testing.T) {
	slow := foreign(func(req *http.Request) (*http.Response, error) {
		time.Sleep(4 * time.Second)
		return &http.Response{StatusCode: http.StatusOK, Body: trickle{req.Context()}}, nil
	})
	synctest.Test(t, func(t *testing.T) {
		req, _ := create(t.Context(), t, "https://api.example.com")
		start := time.Now()
		_, err := (&attempt.Transport{Base: slow, Timeout: 7500 * time.Millisecond}).RoundTrip(req)
		require.ErrorIs(t, err, attempt.ErrTimeout)
		require.Equal(t, 7500*time.Millisecond, time.Since(start))
	})
}

func TestTimeoutStartsAnewWithEachAttempt(t *testing.T) {
	var own context.Context
	slow := foreign(func(req *http.Request) (*http.Response, error) {
		own = req.Context()
		time.Sleep(4 * time.Second)
		return &http.Response{StatusCode: http.StatusOK, Body: http.NoBody}, nil
	})
	synctest.Test(t, func(t *testing.T) {
		req, call := create(t.Context(), t, "https://api.example.com")
		for n := range 3 {
			_, err := (&attempt.Transport{Base: slow, Timeout: 5 * time.Second}).RoundTrip(req)
			require.NoError(t, err)
			require.Equal(t, n+1, call.Attempts())
			require.Error(t, own.Err(), "the timer of the attempt goes on")
		}
	})
}

// An answer that was read in time stays readable when the attempt's context has ended.
func TestTimeoutDoesNotTouchAnAnswerThatCame(t *testing.T) {
	address, transport := serve(t, false, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{}`)) })
	req, _ := create(t.Context(), t, address)
	resp, err := (&attempt.Transport{Base: transport, Timeout: time.Minute}).RoundTrip(req)
	require.NoError(t, err)
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.Equal(t, `{}`, string(body))
}

func TestContextThatHasEndedSendsNothing(t *testing.T) {
	reason := errors.New("the user went away")
	cancelled, cancel := context.WithCancelCause(t.Context())
	cancel(reason)
	expired, end := context.WithTimeout(t.Context(), -time.Second)
	defer end()
	for cause, ctx := range map[error]context.Context{reason: cancelled, context.DeadlineExceeded: expired} {
		base := foreign(func(*http.Request) (*http.Response, error) { panic("sent") })
		req, call := create(ctx, t, "https://api.example.com")
		_, err := (&attempt.Transport{Base: base, Timeout: time.Minute}).RoundTrip(req)
		require.ErrorIs(t, err, cause)
		require.Equal(t, apierror.NotSent, failure(t, err).Outcome)
		require.Zero(t, call.Attempts())
	}
}
