package cardplatform_test

import (
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/auth"
	"github.com/wallex-sdk/wallex-go/pkg/cardplatform"
	"github.com/wallex-sdk/wallex-go/pkg/cardplatform/envelope"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/retry"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

func TestCredentialsOnTheWire(t *testing.T) {
	p := newPlatform()
	c := p.connect(t, encrypted(envelope.Format{}))
	require.NoError(t, activateCard(t.Context(), c))
	require.NoError(t, activateCard(t.Context(), c))
	got := p.requests()
	require.Len(t, got, 3)
	require.Equal(t, login, got[0].path)
	require.Empty(t, got[0].token)
	require.JSONEq(t, `{"clientId":"client-1","clientSecret":"hidden-1"}`, got[0].body)
	for _, request := range got[1:] {
		require.Equal(t, activate, request.path)
		require.Equal(t, "Bearer access-1", request.token)
		require.JSONEq(t, `{"cardId":7,"pan":"`+pan+`","expiryDate":"12/27"}`, request.body)
	}
}

// Token answers come bare or in data, whatever the documentation shows for which.
func TestBothShapesOfTokens(t *testing.T) {
	for name, shape := range map[string]string{"bare": `%s`, "in data": `{"data":%s}`} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPlatform()
				p.answer = func(s seen) (int, string) {
					switch s.path {
					case login:
						return 200, fmt.Sprintf(shape, `{"accessToken":"a","refreshToken":"r"}`)
					case refresh:
						return 200, fmt.Sprintf(shape, `{"accessToken":"b"}`)
					}
					return p.well(s)
				}
				c := p.inMemory(t, keys)
				require.NoError(t, listTiers(t.Context(), c))
				time.Sleep(cardplatform.TokenLifetime)
				require.NoError(t, listTiers(t.Context(), c))
				require.Equal(t, []string{login, tiers + " a", refresh, tiers + " b"}, p.take())
				require.JSONEq(t, `{"refreshToken":"r"}`, p.requests()[2].body)
			})
		})
	}
}

// An access token is renewed some time before its end where the client is in use then, and otherwise when it is
// needed; the refresh token serves until its own end.
func TestRenewal(t *testing.T) {
	t.Run("in use", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			p := newPlatform()
			c := p.inMemory(t, keys)
			require.NoError(t, listTiers(t.Context(), c))
			time.Sleep(9*time.Minute + 30*time.Second)
			require.NoError(t, listTiers(t.Context(), c))
			synctest.Wait()
			require.ElementsMatch(t, []string{login, tiers + " access-1", tiers + " access-1", refresh}, p.take(), "behind the caller's back")
			require.NoError(t, listTiers(t.Context(), c))
			require.Equal(t, []string{tiers + " renewed-1"}, p.take())
		})
	})
	t.Run("left alone", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			p := newPlatform()
			p.refresh = 25 * time.Minute
			c := p.inMemory(t, keys)
			for range 4 {
				require.NoError(t, listTiers(t.Context(), c))
				time.Sleep(p.life)
			}
			require.Equal(t, []string{
				login, tiers + " access-1", refresh, tiers + " renewed-1", refresh, tiers + " renewed-2", login, tiers + " access-2",
			}, p.take(), "after the end of the refresh token there is a login")
		})
	})
}

func TestRenewalThatFails(t *testing.T) {
	const refused = `{"code":1004,"type":"SESSION_EXPIRED","message":"m"}`
	for _, test := range []struct {
		name   string
		status int
		body   string
		err    error    // of the call
		want   []string // what is sent for it
		later  []string // and for the next one
	}{
		{"refused", 401, refused, nil, []string{refresh, login, tiers + " access-2"}, []string{tiers + " access-2"}},
		{"refused with another status", 500, refused, nil, []string{refresh, login, tiers + " access-2"}, []string{tiers + " access-2"}},
		{"too many requests", 429, `{"code":1005,"message":"m"}`, apierror.ErrRateLimited, []string{refresh}, []string{login, tiers + " access-2"}},
		{"broken", 502, `<html>`, apierror.ErrNotSent, []string{refresh}, []string{login, tiers + " access-2"}},
		{"without a token", 200, `{"data":{}}`, cardplatform.ErrNoToken, []string{refresh}, []string{login, tiers + " access-2"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPlatform()
				p.answer = func(s seen) (int, string) {
					if s.path == refresh {
						return test.status, test.body
					}
					return p.well(s)
				}
				c := p.inMemory(t, keys, client.WithRetry(retry.Policy{MaxAttempts: 1}))
				require.NoError(t, listTiers(t.Context(), c))
				time.Sleep(p.life)
				p.take()
				if err := listTiers(t.Context(), c); test.err == nil {
					require.NoError(t, err)
				} else {
					require.ErrorIs(t, err, test.err)
				}
				require.Equal(t, test.want, p.take())
				time.Sleep(2 * time.Second)
				require.NoError(t, listTiers(t.Context(), c))
				require.Equal(t, test.later, p.take())
			})
		})
	}
}

// A platform that gives another refresh token with each access token takes the old one no longer.
func TestRotatedRefreshTokens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform()
		good := "refresh-1"
		p.answer = func(s seen) (int, string) {
			if s.path != refresh {
				return p.well(s)
			}
			if s.body != fmt.Sprintf(`{"refreshToken":%q}`, good) {
				return 401, `{"code":1004,"type":"SESSION_EXPIRED","message":"m"}`
			}
			good = fmt.Sprint("rotated-", s.n)
			status, text := p.well(s)
			return status, strings.Replace(text, `{"data":{`, fmt.Sprintf(`{"data":{"refreshToken":%q,`, good), 1)
		}
		c := p.inMemory(t, keys)
		for range 4 {
			require.NoError(t, listTiers(t.Context(), c))
			time.Sleep(p.life)
		}
		require.Equal(t, []string{
			login, tiers + " access-1", refresh, tiers + " renewed-1", refresh, tiers + " renewed-2", refresh, tiers + " renewed-3",
		}, p.take())
	})
}

// A renewal without an answer leaves time for a login.
func TestRenewalThatHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlatform()
		p.delay = func(path string) time.Duration {
			if path == refresh {
				return time.Hour
			}
			return 0
		}
		c := p.inMemory(t, keys)
		require.NoError(t, listTiers(t.Context(), c))
		time.Sleep(p.life)
		p.take()
		began := time.Now()
		require.NoError(t, listTiers(t.Context(), c))
		require.LessOrEqual(t, time.Since(began), 10*time.Second)
		require.Subset(t, p.take(), []string{login, tiers + " access-2"})
	})
}

// The platform says in several ways that a token is no longer good. The session may be over then, so the refresh
// token is not tried.
func TestTokenThatIsRefused(t *testing.T) {
	for body, status := range map[string]int{
		`{"code":1002,"type":"UNAUTHENTICATED","message":"m"}`: 401,
		`{"code":1003,"type":"TOKEN_EXPIRED","message":"m"}`:   401,
		`{"code":1004,"type":"SESSION_EXPIRED","message":"m"}`: 401,
		`{"code":1036,"type":"INVALID_TOKEN","message":"m"}`:   400,
	} {
		p := newPlatform()
		p.answer = func(s seen) (int, string) {
			if s.token == "Bearer access-1" {
				return status, body
			}
			return p.well(s)
		}
		require.NoError(t, activateCard(t.Context(), p.connect(t, encrypted(envelope.Format{}))), body)
		require.Equal(t, []string{login, activate + " access-1", login, activate + " access-2"}, p.take())
	}
}

func TestLoginFails(t *testing.T) {
	broken := errors.New("vault is sealed")
	for _, test := range []struct {
		name        string
		credentials cardplatform.CredentialsProvider
		status      int
		body        string
		kind, cause error
	}{
		{"refused", keys, 401, `{"code":1002,"message":"m"}`, apierror.ErrUnauthorized, nil},
		{"forbidden", keys, 403, `{"code":1007,"message":"m"}`, apierror.ErrForbidden, nil},
		{"throttled", keys, 429, `{"code":1005,"message":"m"}`, apierror.ErrRateLimited, nil},
		{"no token", keys, 200, `{"data":{"refreshToken":"r"}}`, nil, cardplatform.ErrNoToken},
		{"no credentials", providerFunc(func() (cardplatform.Credentials, error) { return cardplatform.Credentials{}, broken }), 200, ``, nil, broken},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := newPlatform()
			p.answer = func(seen) (int, string) { return test.status, test.body }
			err := activateCard(t.Context(), p.inMemory(t, test.credentials, client.WithRetry(retry.Policy{MaxAttempts: 1})))
			require.ErrorIs(t, err, apierror.ErrNotSent, "whatever became of the login: there was no activation")
			var failed *auth.LoginError
			require.ErrorAs(t, err, &failed)
			require.Equal(t, test.kind, apierror.Of(err).Kind)
			if test.cause != nil {
				require.ErrorIs(t, err, test.cause)
			}
		})
	}
}

// A machine whose clock is wrong does not log in for every call.
func TestExpiryThatHasPassed(t *testing.T) {
	for name, life := range map[string]time.Duration{"clock ahead by an hour": -time.Hour, "at once": 0} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPlatform()
				p.life = life
				c := p.inMemory(t, keys)
				for range 3 {
					require.NoError(t, listTiers(t.Context(), c))
				}
				require.Equal(t, []string{login, tiers + " access-1", tiers + " access-1", tiers + " access-1"}, p.take())
			})
		})
	}
}

// With other credentials there is a new session.
func TestRotation(t *testing.T) {
	rotated := cardplatform.Credentials{ClientID: secret.New("client-1"), ClientSecret: secret.New("hidden-2")}
	synctest.Test(t, func(t *testing.T) {
		var current atomic.Pointer[cardplatform.Credentials]
		current.Store(&keys)
		p := newPlatform()
		p.answer = func(s seen) (int, string) {
			if s.n > 1 && s.token == "Bearer access-1" {
				return 403, `{"code":1001,"message":"m"}`
			}
			return p.well(s)
		}
		c := p.inMemory(t, providerFunc(func() (cardplatform.Credentials, error) { return *current.Load(), nil }))
		require.NoError(t, listTiers(t.Context(), c))
		require.ErrorIs(t, listTiers(t.Context(), c), apierror.ErrForbidden, "a 403 alone is no reason to log in again")
		p.take()
		current.Store(&rotated)
		require.NoError(t, listTiers(t.Context(), c))
		require.Equal(t, []string{tiers + " access-1", login, tiers + " access-2"}, p.take())

		current.Store(&keys)
		time.Sleep(p.life)
		require.NoError(t, listTiers(t.Context(), c))
		require.Equal(t, []string{login, tiers + " access-3"}, p.take(), "the refresh token is that of others")
	})
}
