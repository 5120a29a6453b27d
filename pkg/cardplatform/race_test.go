package cardplatform_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/retry"
)

const crowd = 64

// tokenRequests counts the logins and renewals that arrived since it was last asked.
func tokenRequests(p *platform) (n int) {
	for _, path := range p.take() {
		if strings.HasPrefix(path, login) || strings.HasPrefix(path, refresh) {
			n++
		}
	}
	return n
}

// However many callers there are, each end of a token costs one login or renewal.
func TestOneLoginPerExpiry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform()
		p.refresh = 25 * time.Minute
		p.delay = func(string) time.Duration { return time.Second }
		c := p.inMemory(t, keys)
		for range 6 {
			var callers sync.WaitGroup
			for range crowd {
				callers.Go(func() {
					if err := listTiers(t.Context(), c); err != nil {
						t.Error(err)
					}
				})
			}
			callers.Wait()
			require.Equal(t, 1, tokenRequests(p))
			time.Sleep(p.life)
		}
	})
}

// The same over real connections, where the platform ends tokens before their time.
func TestOneLoginPerRefusal(t *testing.T) {
	p := newPlatform()
	var valid string
	p.answer = func(s seen) (int, string) {
		p.mu.Lock()
		defer p.mu.Unlock()
		if s.path == login {
			_, text := p.well(s)
			valid = "Bearer " + strings.Split(text, `"`)[3]
			return 200, text
		}
		if s.token != valid {
			return 401, `{"code":1003,"type":"TOKEN_EXPIRED","message":"m"}`
		}
		return p.well(s)
	}
	c := p.connect(t, off)
	for range 4 {
		var callers sync.WaitGroup
		for range crowd {
			callers.Go(func() {
				if err := listTiers(t.Context(), c); err != nil {
					t.Error(err)
				}
			})
		}
		callers.Wait()
		require.Equal(t, 1, tokenRequests(p))
		p.set(func() { valid = "none" })
	}
}

// A login that hangs holds nobody beyond its own deadline, and is not ended by those who leave.
func TestHangingLogin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform()
		p.delay = func(path string) time.Duration {
			if path == login {
				return 20 * time.Second
			}
			return 0
		}
		c := p.inMemory(t, keys)
		left := errors.New("the user went away")
		start := time.Now()
		var callers sync.WaitGroup
		for i := range crowd {
			callers.Go(func() {
				patience := time.Duration(i)*500*time.Millisecond + time.Millisecond
				ctx, cancel := context.WithTimeout(t.Context(), patience)
				want := error(context.DeadlineExceeded)
				if i%2 == 1 {
					leaving, leave := context.WithCancelCause(t.Context())
					time.AfterFunc(patience, func() { leave(left) })
					ctx, want = leaving, left
				}
				defer cancel()
				err := listTiers(ctx, c)
				if waited := time.Since(start); waited < 20*time.Second {
					require.ErrorIs(t, err, want)
					require.ErrorIs(t, err, apierror.ErrNotSent)
					require.Equal(t, patience, waited)
				} else {
					require.NoError(t, err)
					require.Equal(t, 20*time.Second, waited)
				}
			})
		}
		callers.Wait()
		require.Equal(t, 1, tokenRequests(p))
	})
}

// A login that never answers ends by itself, and with the client.
func TestLoginThatNeverAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform()
		p.delay = func(string) time.Duration { return 365 * 24 * time.Hour }
		c := p.inMemory(t, keys, client.WithRetry(retry.Policy{MaxAttempts: 1}))
		start := time.Now()
		require.ErrorIs(t, listTiers(t.Context(), c), apierror.ErrNotSent)
		require.Equal(t, 30*time.Second, time.Since(start))

		var callers sync.WaitGroup
		for range crowd {
			callers.Go(func() { require.ErrorIs(t, listTiers(t.Context(), c), apierror.ErrNotSent) })
		}
		time.Sleep(time.Second)
		c.Close()
		callers.Wait()
		require.Equal(t, 31*time.Second, time.Since(start))
	})
}
