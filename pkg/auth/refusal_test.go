package auth_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/auth"
)

// Every login costs quota, and credentials that were refused will be refused again.
func TestRefusedCredentialsAreLeftAloneForASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform()
		p.onLogin = after(100*time.Millisecond, unauthorized)
		c := open(t, p)
		attempts := func(callers int) int {
			for _, err := range c.crowd(t.Context(), callers) {
				failed, _ := loginFailed(t, err)
				require.Equal(t, apierror.ErrUnauthorized, failed.Kind)
			}
			logins, requests := p.counts()
			require.Zero(t, requests)
			return logins
		}
		require.Equal(t, 1, attempts(64))
		for range 9 {
			time.Sleep(100 * time.Millisecond)
			require.Equal(t, 1, attempts(64))
		}
		time.Sleep(100 * time.Millisecond)
		require.Equal(t, 2, attempts(64), "a second has passed")
		require.Equal(t, 2, attempts(64))

		time.Sleep(time.Second)
		p.set(func() { p.onLogin = nil })
		require.NoError(t, c.call(t.Context(), never))
	})
}

func TestLoginThatFailedOtherwiseIsTriedAgain(t *testing.T) {
	for name, failure := range map[string]step{
		"502": answer(502, "<html>"), "lost": failing(errReset), "not sent": failing(&apierror.Error{Outcome: apierror.NotSent}),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPlatform()
				p.onLogin = failure
				c := open(t, p)
				loginFailed(t, c.call(t.Context(), never))
				p.set(func() { p.onLogin = nil })
				require.NoError(t, c.call(t.Context(), never))
			})
		})
	}
}

// What went wrong with a login, and what of it is said about the call that needed it.
func TestFailedLogin(t *testing.T) {
	noKeys := errors.New("the vault is sealed")
	for _, test := range []struct {
		name       string
		login      step
		temporary  bool
		kind       error
		retryAfter time.Duration
		cause      error
	}{
		{"401", unauthorized, false, apierror.ErrUnauthorized, 0, nil},
		{"403", forbidden, false, apierror.ErrForbidden, 0, nil},
		{"429", answer(429, `{"code":"too_many"}`, "Retry-After", "7"), true, apierror.ErrRateLimited, 7 * time.Second, nil},
		{"404", answer(404, `{"code":"no_route"}`), false, nil, 0, nil},
		{"422", answer(422, `{"code":"invalid"}`), false, nil, 0, nil},
		{"502", answer(502, "<html>"), true, nil, 0, nil},
		{"503", answer(503, "", "Retry-After", "9"), true, nil, 9 * time.Second, nil},
		{"not JSON", answer(200, "<html>"), true, nil, 0, nil},
		{"no token in it", answer(200, "null"), false, nil, 0, nil},
		{"lost", failing(&apierror.Error{Outcome: apierror.Ambiguous, Err: errReset, Temporary: true}), true, nil, 0, errReset},
		{"refused by the limiter", failing(&apierror.Error{
			Outcome: apierror.NotSent, Kind: apierror.ErrRateLimited, RetryAfter: time.Second, Temporary: true,
		}), true, apierror.ErrRateLimited, time.Second, nil},
		{"without credentials", failing(&apierror.Error{Outcome: apierror.NotSent, Err: noKeys}), false, nil, 0, noKeys},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPlatform()
				p.onLogin = test.login
				err := open(t, p).call(t.Context(), never)
				failed, reason := loginFailed(t, err)
				require.Equal(t, test.temporary, failed.Temporary)
				require.Equal(t, test.kind, failed.Kind)
				require.Equal(t, test.retryAfter, failed.RetryAfter)
				require.Zero(t, failed.Status, "it is the login's")
				require.NotErrorIs(t, err, apierror.ErrAmbiguous)
				require.NotErrorIs(t, err, apierror.ErrRejected)
				require.NotErrorIs(t, err, apierror.ErrNotFound, "the caller would think that its payment does not exist")
				if test.cause != nil {
					require.ErrorIs(t, err, test.cause)
				}
				require.Equal(t, "authenticate", apierror.Of(reason.Err).Operation)
				_, requests := p.counts()
				require.Zero(t, requests)
			})
		})
	}
}

func TestStrategyThatFailsByItself(t *testing.T) {
	sealed := errors.New("the vault is sealed")
	cache := auth.NewCache(func(context.Context, auth.Token) (auth.Token, error) { return auth.Token{}, sealed })
	defer cache.Close()
	_, err := cache.Get(t.Context())
	require.Equal(t, sealed, err)
}
