package auth_test

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/auth"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
)

func TestOneLoginForAllCallers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform()
		p.onLogin = after(time.Second, p.proper)
		start := time.Now()
		for _, err := range open(t, p).crowd(t.Context(), 64) {
			require.NoError(t, err)
		}
		require.Equal(t, time.Second, time.Since(start))
		logins, requests := p.counts()
		require.Equal(t, 1, logins)
		require.Equal(t, 64, requests)
	})
}

func TestLoginGoesOnWithoutTheCallerThatBeganIt(t *testing.T) {
	reason := errors.New("the user went away")
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform()
		p.onLogin = after(time.Second, p.proper)
		c := open(t, p)
		leaving, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(100*time.Millisecond, func() { cancel(reason) })
		start := time.Now()
		var others sync.WaitGroup
		others.Go(func() {
			time.Sleep(50 * time.Millisecond)
			for _, err := range c.crowd(t.Context(), 8) {
				require.NoError(t, err)
			}
			require.Equal(t, time.Second, time.Since(start))
		})

		_, failure := loginFailed(t, c.call(leaving, operation.Never))

		require.Equal(t, 100*time.Millisecond, time.Since(start))
		require.ErrorIs(t, failure, reason)
		others.Wait()
		logins, requests := p.counts()
		require.Equal(t, 1, logins)
		require.Equal(t, 8, requests)
	})
}

func TestWaitersKeepTheirOwnContexts(t *testing.T) {
	reason := errors.New("the user went away")
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform()
		p.onLogin = after(20*time.Second, p.proper)
		c := open(t, p)
		start := time.Now()
		var waiters sync.WaitGroup
		for i := range 10 {
			waiters.Go(func() {
				length, cause := time.Duration(i)*time.Second+time.Millisecond, error(context.DeadlineExceeded)
				ctx, cancel := context.WithTimeout(t.Context(), length)
				if i%2 == 0 {
					own, leave := context.WithCancelCause(t.Context())
					time.AfterFunc(length, func() { leave(reason) })
					ctx, cause = own, reason
				}
				defer cancel()
				_, failure := loginFailed(t, c.call(ctx, operation.Never))
				require.ErrorIs(t, failure, cause)
				require.Equal(t, length, time.Since(start))
			})
		}
		waiters.Wait()

		require.NoError(t, c.call(t.Context(), operation.Never)) // the login was not ended with the last of them
		require.Equal(t, 20*time.Second, time.Since(start))
		logins, requests := p.counts()
		require.Equal(t, 1, logins)
		require.Equal(t, 1, requests)
	})
}

// A caller without a deadline is not held for ever.
func TestHangingLoginTimesOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform()
		p.onLogin = hang
		c := open(t, p)
		start := time.Now()
		_, failure := loginFailed(t, c.call(t.Context(), operation.Never))
		require.Equal(t, 30*time.Second, time.Since(start))
		require.ErrorIs(t, failure, auth.ErrLoginTimeout)
		require.NotErrorIs(t, failure, context.DeadlineExceeded, "it would be taken for the caller's")

		p.set(func() { p.onLogin = nil })
		require.NoError(t, c.call(t.Context(), operation.Never))
	})
}

func TestCallerThatIsGoneBeginsNoLogin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform()
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, failure := loginFailed(t, open(t, p).call(ctx, operation.Never))
		require.ErrorIs(t, failure, context.Canceled)
		synctest.Wait()
		logins, _ := p.counts()
		require.Zero(t, logins)
	})
}

func TestLoginHasTheValuesOfTheCallersContext(t *testing.T) {
	type trace struct{}
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform()
		var seen any
		var ended error
		p.onLogin = func(req *http.Request) (*http.Response, error) {
			time.Sleep(time.Second)
			seen, ended = req.Context().Value(trace{}), req.Context().Err()
			return p.proper(req)
		}
		c := open(t, p)
		ctx, cancel := context.WithTimeout(context.WithValue(t.Context(), trace{}, "4bf92f35"), 500*time.Millisecond)
		defer cancel()
		loginFailed(t, c.call(ctx, operation.Never))
		require.NoError(t, c.call(t.Context(), operation.Never))
		require.Equal(t, "4bf92f35", seen)
		require.NoError(t, ended)
	})
}

// The requests of a strategy that sends them without package operation count for nobody.
func TestLoginBelongsToNoCall(t *testing.T) {
	var calls []*operation.Call
	cache := auth.NewCache(func(ctx context.Context, _ auth.Token) (auth.Token, error) {
		calls = append(calls, operation.FromContext(ctx))
		return auth.Token{Expires: time.Now().Add(time.Hour)}, nil
	})
	defer cache.Close()
	_, err := cache.Get(operation.NewContext(t.Context(), &operation.Call{Operation: login}))
	require.NoError(t, err)
	require.Equal(t, []*operation.Call{nil}, calls)
}
