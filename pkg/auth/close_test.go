package auth_test

import (
	"net/http"
	"net/url"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/auth"
)

func TestCloseEndsAHangingLogin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform()
		p.onLogin = hang
		c := open(t, p)
		start := time.Now()
		var waiting sync.WaitGroup
		waiting.Go(func() {
			for _, err := range c.crowd(t.Context(), 8) {
				_, failure := loginFailed(t, err)
				require.ErrorIs(t, failure, auth.ErrClosed)
			}
		})
		time.Sleep(time.Second)
		c.Close()
		waiting.Wait()
		require.Equal(t, time.Second, time.Since(start))
	})
}

func TestCloseWaitsForTheLogin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform()
		returned := false
		p.onLogin = func(*http.Request) (*http.Response, error) {
			time.Sleep(3 * time.Second) // takes no notice of its context
			returned = true
			return p.proper(&http.Request{URL: &url.URL{Path: "/login"}})
		}
		c := open(t, p)
		go func() { _ = c.call(t.Context(), never) }()
		synctest.Wait()
		c.Close()
		require.True(t, returned)
		_, held := c.Tokens(auth.SchemeToken).Current()
		require.False(t, held, "a token that came too late is not kept")
	})
}

func TestCloseEndsARenewal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform()
		c := open(t, p)
		require.NoError(t, c.call(t.Context(), never))
		p.set(func() { p.onLogin = hang })
		time.Sleep(56 * time.Minute)
		require.NoError(t, c.call(t.Context(), never))
		synctest.Wait()
		logins, _ := p.counts()
		require.Equal(t, 2, logins)
		start := time.Now()
		c.Close()
		require.Zero(t, time.Since(start))
	})
}

func TestClosedClientSendsNothing(t *testing.T) {
	for name, used := range map[string]bool{"with a token": true, "without": false} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPlatform()
				c := open(t, p)
				if used {
					require.NoError(t, c.call(t.Context(), never))
				}
				before, _ := p.counts()
				c.Close()
				c.Close()
				_, failure := loginFailed(t, c.call(t.Context(), never))
				require.ErrorIs(t, failure, auth.ErrClosed)
				logins, _ := p.counts()
				require.Equal(t, before, logins)
			})
		})
	}
}
