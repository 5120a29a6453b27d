package auth_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/auth"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

const (
	safe  = operation.Safe
	keyed = operation.Keyed
	never = operation.Never
)

// What an answer to the first request leads to: another login and the request once more, or nothing.
func TestAnswersThatLeadToALogin(t *testing.T) {
	html := func(status int) step { return answer(status, "<html>", "Content-Type", "text/html") }
	for _, test := range []struct {
		name    string
		answer  step
		class   operation.Class
		rotated bool
		replay  bool
		kind    error // of the call's error without a replay
	}{
		{"401", unauthorized, never, false, true, nil},
		{"401 of a keyed create", unauthorized, keyed, false, true, nil},
		{"401 of a read", unauthorized, safe, false, true, nil},
		{"401 that may be a proxy's, of a read", html(401), safe, false, true, nil},
		{"401 that may be a proxy's, of a keyed create", html(401), keyed, false, false, apierror.ErrAmbiguous},
		{"401 that may be a proxy's", html(401), never, false, false, apierror.ErrAmbiguous},
		{"403", forbidden, never, false, false, apierror.ErrForbidden},
		{"403 of a read", forbidden, safe, false, false, apierror.ErrForbidden},
		{"403 after the keys were rotated", forbidden, never, true, true, nil},
		{"403 that may be a proxy's, keys rotated", html(403), keyed, true, false, apierror.ErrAmbiguous},
		{"403 that may be a proxy's, keys rotated, of a read", html(403), safe, true, true, nil},
		{"400", answer(400, `{"code":"invalid_token"}`), never, true, false, apierror.ErrRejected},
		{"400 whose code says that the session is over", answer(400, `{"code":"session_over"}`), never, false, true, nil},
		{"500 whose code says that the session is over", answer(500, `{"code":"session_over"}`), never, false, true, nil},
		{"502 of a proxy", html(502), never, true, false, apierror.ErrAmbiguous},
		{"404", answer(404, `{"code":"not_found"}`), never, true, false, apierror.ErrNotFound},
		{"429", answer(429, `{"code":"too_many"}`), never, true, false, apierror.ErrRateLimited},
		{"500", answer(500, `{"code":"oops"}`), safe, true, false, apierror.ErrAmbiguous},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPlatform()
				p.onRequest = func(req *http.Request) (*http.Response, error) {
					p.set(func() { p.onRequest = nil })
					if test.rotated {
						p.set(func() { p.key = "key-2" })
					}
					return test.answer(req)
				}
				c := open(t, p)
				err := c.call(t.Context(), test.class)
				logins, requests := p.counts()
				if test.replay {
					require.NoError(t, err)
					require.Equal(t, 2, logins)
					require.Equal(t, []string{"token-1", "token-2"}, p.requests)
					return
				}
				require.ErrorIs(t, err, test.kind)
				require.Equal(t, 1, logins)
				require.Equal(t, 1, requests)
			})
		})
	}
}

func TestReplayIsTheSameRequestWithNewCredentials(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform()
		var bodies, keys []string
		p.onRequest = func(req *http.Request) (*http.Response, error) {
			body, err := io.ReadAll(req.Body)
			require.NoError(t, err)
			bodies, keys = append(bodies, string(body)), append(keys, req.Header.Get("X-Api-Key"))
			p.set(func() { p.key = "key-2" })
			return unauthorized(req)
		}
		require.ErrorIs(t, open(t, p).call(t.Context(), never), apierror.ErrUnauthorized)
		require.Equal(t, slices.Repeat([]string{`{"referenceId":"r1"}`}, 2), bodies)
		require.Equal(t, []string{"key-1", "key-2"}, keys)
		require.Equal(t, []string{"token-1", "token-2"}, p.requests)
	})
}

func TestReplayHappensOnce(t *testing.T) {
	for name, refusal := range map[string]step{"401": unauthorized, "403, keys rotated": forbidden} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPlatform()
				p.onRequest = func(req *http.Request) (*http.Response, error) {
					p.set(func() { p.key += "1" }) // rotated again and again
					return refusal(req)
				}
				err := open(t, p).call(t.Context(), never)
				require.ErrorIs(t, err, apierror.ErrRejected)
				logins, requests := p.counts()
				require.Equal(t, 2, logins)
				require.Equal(t, 2, requests)
			})
		})
	}
}

func TestOneLoginForAllCallersWithTheSameRejectedToken(t *testing.T) {
	for name, delay := range map[string]func(i int) time.Duration{
		"at once":        func(int) time.Duration { return time.Second },
		"one by one":     func(i int) time.Duration { return time.Duration(i) * time.Second },
		"in two crowds":  func(i int) time.Duration { return time.Second + time.Duration(i%2)*time.Minute },
		"over the login": func(i int) time.Duration { return time.Duration(i) * 50 * time.Millisecond },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPlatform()
				c := open(t, p)
				require.NoError(t, c.call(t.Context(), never))
				refused := 0
				p.set(func() {
					p.onLogin = after(time.Second, p.proper)
					p.onRequest = func(req *http.Request) (*http.Response, error) {
						if req.Header.Get("Authorization") != "token-1" {
							return p.proper(req)
						}
						p.mu.Lock()
						refused++
						i := refused
						p.mu.Unlock()
						return after(delay(i), unauthorized)(req)
					}
				})
				for _, err := range c.crowd(t.Context(), 64) {
					require.NoError(t, err)
				}
				logins, requests := p.counts()
				require.Equal(t, 2, logins)
				require.Equal(t, 1+2*64, requests)
			})
		})
	}
}

func TestTokenThatWasReplacedMeanwhileIsKept(t *testing.T) {
	logins := 0
	cache := auth.NewCache(func(context.Context, auth.Token) (auth.Token, error) {
		logins++
		return auth.Token{Value: secret.New(fmt.Sprint("token-", logins)), Expires: time.Now().Add(time.Hour)}, nil
	})
	defer cache.Close()
	first, err := cache.Get(t.Context())
	require.NoError(t, err)
	cache.Invalidate(first)
	_, held := cache.Current()
	require.False(t, held)
	second, err := cache.Get(t.Context())
	require.NoError(t, err)

	cache.Invalidate(first) // by a caller whose request took longer

	current, held := cache.Current()
	require.True(t, held)
	require.Equal(t, second, current)
	require.Equal(t, 2, logins)
}

// A request that was refused before its replay is lost may not be called lost itself, but it was sent.
func TestOutcomeOfAReplay(t *testing.T) {
	for name, test := range map[string]struct {
		login, request step
		outcome        apierror.Outcome
		failed         bool // the login
	}{
		"no second login":      {unauthorized, nil, apierror.Rejected, true},
		"second login is lost": {failing(errReset), nil, apierror.Rejected, true},
		"replay is lost":       {nil, failing(errReset), apierror.Ambiguous, false},
		"replay is not sent":   {nil, failing(&apierror.Error{Outcome: apierror.NotSent, Err: errReset}), apierror.Rejected, false},
		"replay is refused":    {nil, answer(400, `{"code":"invalid_amount"}`), apierror.Rejected, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPlatform()
				p.onRequest = func(req *http.Request) (*http.Response, error) {
					p.set(func() { p.onLogin, p.onRequest = test.login, test.request })
					return unauthorized(req)
				}
				err := open(t, p).call(t.Context(), never)
				failed, reason := apierror.Of(err), (*auth.LoginError)(nil)
				require.NotNil(t, failed)
				require.Equal(t, test.outcome, failed.Outcome)
				require.Equal(t, test.failed, errors.As(err, &reason))
			})
		})
	}
}

var errReset = errors.New("connection reset by peer")

func failing(err error) step {
	return func(*http.Request) (*http.Response, error) { return nil, err }
}

// A 401 without the platform's envelope does not prove that a payment was not made, so it is not sent again. But the
// token may be dead: the next call must not run into the same answer.
func TestTokenIsGivenUpWhereAReplayIsNotSafe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform()
		p.onRequest = answer(401, "<html>", "Content-Type", "text/html")
		c := open(t, p)
		require.ErrorIs(t, c.call(t.Context(), keyed), apierror.ErrAmbiguous)
		logins, requests := p.counts()
		require.Equal(t, []int{1, 1}, []int{logins, requests})
		p.set(func() { p.onRequest = nil })
		require.NoError(t, c.call(t.Context(), keyed))
		require.Equal(t, []string{"token-1", "token-2"}, p.requests)
	})
}

func TestBodyThatCannotBeHadAgainIsNotReplayed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform()
		p.onRequest = unauthorized
		c := open(t, p)
		send := func(change func(*http.Request)) (*http.Response, error) {
			call := &operation.Call{Operation: &operation.Operation{Security: []string{auth.SchemeToken}}, DecodeError: decode}
			ctx := operation.NewContext(t.Context(), call)
			req, err := http.NewRequestWithContext(ctx, http.MethodPost, home+"/files", strings.NewReader("body"))
			require.NoError(t, err)
			change(req)
			return c.RoundTrip(req)
		}

		resp, err := send(func(req *http.Request) { req.GetBody = nil })
		require.NoError(t, err)
		require.Equal(t, 401, resp.StatusCode)
		_, requests := p.counts()
		require.Equal(t, 1, requests)
		_, held := c.Tokens(auth.SchemeToken).Current()
		require.False(t, held, "the next request must not run into the same refusal")

		gone := errors.New("the file is gone")
		_, err = send(func(req *http.Request) { req.GetBody = func() (io.ReadCloser, error) { return nil, gone } })
		require.ErrorIs(t, err, gone)
		require.ErrorIs(t, err, apierror.ErrRejected)
		_, requests = p.counts()
		require.Equal(t, 2, requests)
	})
}

// A login that goes on while the token is refused does not know. Where it gives that token once more, as a login does
// that has but one to give, it is made again.
func TestTokenThatWasRefusedDuringALogin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		only := auth.Token{Value: secret.New("token-1"), Expires: time.Now().Add(time.Hour)}
		ended := errors.New("the session has ended")
		logins := 0
		cache := auth.NewCache(func(_ context.Context, refused auth.Token) (auth.Token, error) {
			logins++
			time.Sleep(time.Second)
			if refused.Value == only.Value {
				return auth.Token{}, ended
			}
			return only, nil
		})
		defer cache.Close()
		_, err := cache.Get(t.Context())
		require.NoError(t, err)
		time.Sleep(59 * time.Minute)
		token, err := cache.Get(t.Context()) // begins to renew it
		require.NoError(t, err)

		cache.Invalidate(token)

		_, err = cache.Get(t.Context())
		require.ErrorIs(t, err, ended)
		require.Equal(t, 3, logins)
		_, held := cache.Current()
		require.False(t, held)
	})
}
