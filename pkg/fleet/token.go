package fleet

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/wallex-sdk/wallex-go/pkg/auth"
)

// Tokens is an [auth.Store] in Redis: processes that have the same credentials share one token, and log in once for all
// of them whenever it is about to expire.
//
//	tokens, err := fleet.NewTokens(redisClient, key)
//	...
//	client, err := wallex.New(credentials, client.WithTokenStore(tokens))
//
// Redis holds a token until it expires, encrypted and under a name that tells nothing. It expires by the clock of Redis:
// those of the processes need not agree. What can be read from Redis, and what was written there by others than the
// processes, gives no token away and none in; it may cause logins.
//
// While one process logs in, those without a token ask for the outcome up to a few dozen times a second at first and
// about three times a second later. The claim to a login is renewed while the login goes on, as when it waits long for its
// permit. A process that dies during its login delays them until its claim lapses. One that is without Redis for so long
// has the token for itself, and another logs in as well.
//
// It is safe for concurrent use. A nil client is not allowed; it is the caller's to close.
type Tokens struct {
	claims
	seal *seal
}

// DefaultLoginClaim is how long the claim to a login lasts that nobody renews, unless [WithClaim] says otherwise.
const DefaultLoginClaim = 10 * time.Second

const (
	firstLook = 20 * time.Millisecond  // when a process looks first whether another has logged in
	lastLooks = 500 * time.Millisecond // how often it does so after a while
)

// NewTokens returns a store that encrypts with a key of [KeySize] random bytes, which all processes have. With another
// key a process shares nothing with them. So changing the key costs one login: processes with the old key and with the
// new one have a token each.
func NewTokens(client redis.UniversalClient, key []byte, options ...StoreOption) (*Tokens, error) {
	seal, err := newSeal(key)
	if err != nil {
		return nil, fmt.Errorf("fleet.NewTokens: %w", err)
	}
	return &Tokens{newClaims(client, DefaultLoginClaim, options), seal}, nil
}

// beginLogin returns the sealed token and its life in milliseconds; or nothing, where that has the tag of ARGV[1] or is
// missing, and the claim is ARGV[2] now, for ARGV[3] milliseconds; or one value, where the claim is somebody else's.
var beginLogin = redis.NewScript(`
local sealed = redis.call('GET', KEYS[1])
if sealed and string.sub(sealed, 1, 16) ~= ARGV[1] then
  return {sealed, redis.call('PTTL', KEYS[1])}
end
local claim = redis.call('GET', KEYS[2])
if claim and claim ~= ARGV[2] then
  return {0}
end
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
return {}`)

// endLogin ends the claim ARGV[1], unless it is somebody else's by now, and keeps the sealed token ARGV[2] for ARGV[3]
// milliseconds, where that is more than none.
var endLogin = redis.NewScript(`
if redis.call('GET', KEYS[2]) ~= ARGV[1] then
  return 0
end
redis.call('DEL', KEYS[2])
if tonumber(ARGV[3]) > 0 then
  redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
end
return 1`)

// renewLogin has the claim ARGV[1] last ARGV[2] milliseconds from now on.
var renewLogin = redis.NewScript(`
if redis.call('GET', KEYS[2]) == ARGV[1] then
  return redis.call('PEXPIRE', KEYS[2], ARGV[2])
end
return 0`)

// dropToken drops the sealed token with the tag ARGV[1].
var dropToken = redis.NewScript(`
local sealed = redis.call('GET', KEYS[1])
if sealed and string.sub(sealed, 1, 16) == ARGV[1] then
  return redis.call('DEL', KEYS[1])
end
return 0`)

// Begin returns the shared token or claims the login, as [auth.Store] has it. A token that cannot be read counts as
// none: the error is [ErrUnreadable] then, and the login is the caller's. Other errors are those of Redis. The claim is
// renewed until it is ended or ctx ends, which is that of the login.
func (t *Tokens) Begin(ctx context.Context, key string, old auth.Token) (auth.Token, auth.End, error) {
	name := t.seal.name(key)
	except, fence := t.seal.tag(name, old), newFence()
	var unreadable error
	for look := firstLook; ; look = min(2*look, lastLooks) {
		asked := time.Now()
		found, err := t.run(ctx, beginLogin, names(name), except, fence, t.lapse.Milliseconds()).Slice()
		switch {
		case err != nil:
			return auth.Token{}, nil, err
		case len(found) == 0:
			renewing, stop := context.WithCancel(ctx)
			go t.renew(renewing, name, fence)
			return auth.Token{}, t.end(name, fence, stop), unreadable
		case len(found) == 2:
			sealed, _ := found[0].(string)
			life, _ := found[1].(int64)
			token, err := t.seal.open(name, sealed)
			if err == nil {
				token.Expires = asked.Add(time.Duration(life) * time.Millisecond)
				return token, nil, nil
			}
			except, unreadable = sealed[:min(len(sealed), tagSize)], err
			continue
		}
		select {
		case <-time.After(look/2 + rand.N(look/2)):
		case <-ctx.Done():
			return auth.Token{}, nil, context.Cause(ctx)
		}
	}
}

// renew renews a claim until ctx ends. Where that fails now and then the claim lasts, and where it fails for long it lapses.
func (t *Tokens) renew(ctx context.Context, name, fence string) {
	for sleep(ctx, t.lapse/3) == nil {
		_ = t.run(ctx, renewLogin, names(name), fence, t.lapse.Milliseconds()).Err()
	}
}

func (t *Tokens) end(name, fence string, stop context.CancelFunc) auth.End {
	return func(ctx context.Context, token auth.Token) error {
		stop()
		sealed, life := "", int64(0)
		if !token.Value.IsZero() {
			var err error
			if sealed, err = t.seal.close(name, token); err != nil {
				return err
			}
			life = time.Until(token.Expires).Milliseconds()
		}
		return t.run(ctx, endLogin, names(name), fence, sealed, life).Err()
	}
}

// Invalidate drops a token that is still the shared one.
func (t *Tokens) Invalidate(ctx context.Context, key string, token auth.Token) error {
	name := t.seal.name(key)
	return t.run(ctx, dropToken, names(name)[:1], t.seal.tag(name, token)).Err()
}

// names returns the names in Redis of a token and of the claim to its login. They are in one slot of a cluster.
func names(name string) []string {
	return []string{"wallex:token:{" + name + "}", "wallex:login:{" + name + "}"}
}
