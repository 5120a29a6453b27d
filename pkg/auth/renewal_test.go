package auth_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
)

func TestTokenIsRenewedEarly(t *testing.T) {
	for _, test := range []struct {
		name           string
		life           time.Duration
		earliest, last time.Duration
	}{
		{"an hour", time.Hour, 50 * time.Minute, 55 * time.Minute},
		{"a day", 24 * time.Hour, 24*time.Hour - 10*time.Minute, 24*time.Hour - 5*time.Minute},
		{"ten minutes", 10 * time.Minute, 8 * time.Minute, 9 * time.Minute},
	} {
		t.Run(test.name, func(t *testing.T) {
			const runs = 100
			earliest, last := test.life, time.Duration(0)
			for range runs {
				synctest.Test(t, func(t *testing.T) {
					p := newPlatform()
					p.life = test.life
					c := open(t, p)
					start := time.Now()
					require.NoError(t, c.call(t.Context(), operation.Never))
					time.Sleep(test.earliest - 10*time.Second)
					for logins := 1; logins == 1; logins, _ = p.counts() {
						time.Sleep(time.Second)
						require.NoError(t, c.call(t.Context(), operation.Never))
						synctest.Wait()
					}
					earliest, last = min(earliest, time.Since(start)), max(last, time.Since(start))
				})
			}
			require.GreaterOrEqual(t, earliest, test.earliest)
			require.LessOrEqual(t, last, test.last+time.Second)
			require.Greater(t, last-earliest, (test.last-test.earliest)*3/4, "replicas would all log in at once")
		})
	}
}

func TestRenewalBlocksNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform()
		c := open(t, p)
		require.NoError(t, c.call(t.Context(), operation.Never))
		p.set(func() { p.onLogin = after(20*time.Second, p.proper) })
		time.Sleep(56 * time.Minute)
		start := time.Now()
		for range 10 {
			for _, err := range c.crowd(t.Context(), 8) {
				require.NoError(t, err)
			}
		}
		synctest.Wait() // the renewal may not have begun yet
		require.Zero(t, time.Since(start))
		logins, _ := p.counts()
		require.Equal(t, 2, logins)
		require.NotContains(t, p.requests, "token-2")

		time.Sleep(20 * time.Second)
		synctest.Wait()
		require.NoError(t, c.call(t.Context(), operation.Never))
		logins, requests := p.counts()
		require.Equal(t, 2, logins)
		require.Equal(t, "token-2", p.requests[requests-1])
	})
}

func TestRenewalThatFailsKeepsTheOldToken(t *testing.T) {
	for name, failure := range map[string]step{"the platform is down": answer(502, "<html>"), "refused": unauthorized} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPlatform()
				c := open(t, p)
				start := time.Now()
				require.NoError(t, c.call(t.Context(), operation.Never))
				p.set(func() { p.onLogin = failure })
				time.Sleep(55 * time.Minute)
				for time.Since(start) < time.Hour-time.Second {
					require.NoError(t, c.call(t.Context(), operation.Never))
					time.Sleep(time.Second)
				}
				logins, _ := p.counts()
				require.Equal(t, 1+10, logins, "five minutes, and thirty seconds between two renewals")

				time.Sleep(time.Second)
				err := c.call(t.Context(), operation.Never)
				require.ErrorIs(t, err, apierror.ErrNotSent, "the token has expired")
			})
		})
	}
}

func TestExpiredTokenIsReplacedByOneLogin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform()
		c := open(t, p)
		require.NoError(t, c.call(t.Context(), operation.Never))
		time.Sleep(10 * time.Hour)
		logins, _ := p.counts()
		require.Equal(t, 1, logins, "nobody needed a token meanwhile")
		p.set(func() { p.onLogin = after(time.Second, p.proper) })
		for _, err := range c.crowd(t.Context(), 64) {
			require.NoError(t, err)
		}
		logins, requests := p.counts()
		require.Equal(t, 2, logins)
		require.Equal(t, 1+64, requests)
		require.NotContains(t, p.requests[1:], "token-1", "an expired token was sent")
	})
}
