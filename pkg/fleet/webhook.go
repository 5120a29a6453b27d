package fleet

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/wallex-sdk/wallex-go/pkg/webhook"
)

// Events is a [webhook.Store] in Redis: of the processes that receive notifications, one handles each.
//
//	events := fleet.NewEvents(redisClient, "ledger", 7*24*time.Hour)
//	handler, err := webhook.New(handle, webhook.WithStore(events))
//
// It is safe for concurrent use. A nil client is not allowed; it is the caller's to close.
type Events struct {
	claims
	name     string
	lifetime time.Duration

	mu       sync.Mutex
	underWay map[string]string // what this process handles: the fences of the claims, by key
}

// DefaultEventClaim is how long the claim to a notification lasts unless [WithClaim] says otherwise. It must be longer
// than the time that the handler has: see [webhook.WithTimeout].
const DefaultEventClaim = time.Minute

// ErrLapsed says that a notification was being handled for so long that another process has taken it over, which then
// handled it as well.
var ErrLapsed = errors.New("the claim to the notification had lapsed, and another process took it over")

// NewEvents returns a store that remembers for some time, the lifetime, what was handled: longer than a platform goes on
// to send it, which is not documented. The name is that of the handler: handlers with different names handle each
// notification once each.
func NewEvents(client redis.UniversalClient, name string, lifetime time.Duration, options ...StoreOption) *Events {
	return &Events{
		claims: newClaims(client, DefaultEventClaim, options), name: name, lifetime: lifetime, underWay: map[string]string{},
	}
}

// The outcomes of the scripts.
const (
	claimed = iota
	handledBefore
	busy
)

// beginEvent claims a notification as ARGV[1], for ARGV[2] milliseconds.
var beginEvent = redis.NewScript(`
local held = redis.call('GET', KEYS[1])
if held == 'handled' then
  return 1
elseif held and held ~= ARGV[1] then
  return 2
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 0`)

// endEvent ends the claim ARGV[1], and remembers for ARGV[2] milliseconds that the notification was handled, where that
// is more than none. What was handled after the claim had lapsed is remembered, too, unless somebody else has claimed it.
var endEvent = redis.NewScript(`
local held = redis.call('GET', KEYS[1])
if held == 'handled' then
  return 1
elseif held and held ~= ARGV[1] then
  return 2
end
if tonumber(ARGV[2]) > 0 then
  redis.call('SET', KEYS[1], 'handled', 'PX', ARGV[2])
else
  redis.call('DEL', KEYS[1])
end
return 0`)

// Begin claims a notification for the caller, as [webhook.Store] has it. It does not wait while another process handles
// the notification: it returns [webhook.ErrBusy] at once, and the platform sends the notification again. Other errors
// are those of Redis. A handler answers both with 503, so that nothing is lost and nothing handled twice while Redis is
// away.
func (e *Events) Begin(ctx context.Context, key string) (bool, error) {
	fence := newFence()
	if !e.enter(key, fence) {
		return false, webhook.ErrBusy
	}
	outcome, err := e.run(ctx, beginEvent, e.keys(key), fence, e.lapse.Milliseconds()).Int()
	if err == nil && outcome == claimed {
		return false, nil
	}
	e.leave(key)
	switch {
	case err != nil: // the answer may be lost, and the claim there
		go func() { _ = e.run(context.WithoutCancel(ctx), endEvent, e.keys(key), fence, 0).Err() }()
	case outcome == busy:
		err = webhook.ErrBusy
	}
	return outcome == handledBefore, err
}

// End gives a claim up. The error is [ErrLapsed] where another process has claimed the notification meanwhile, which
// keeps it; other errors are those of Redis.
func (e *Events) End(ctx context.Context, key string, handled bool) error {
	remember := int64(0)
	if handled {
		remember = e.lifetime.Milliseconds()
	}
	outcome, err := e.run(ctx, endEvent, e.keys(key), e.leave(key), remember).Int()
	if outcome == busy {
		return ErrLapsed
	}
	return err
}

// enter notes that this process handles a notification, unless it does so already.
func (e *Events) enter(key, fence string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if _, ok := e.underWay[key]; ok {
		return false
	}
	e.underWay[key] = fence
	return true
}

func (e *Events) leave(key string) (fence string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	fence = e.underWay[key]
	delete(e.underWay, key)
	return fence
}

// keys returns the name of a notification in Redis, which tells nothing about it.
func (e *Events) keys(key string) []string {
	digest := sha256.Sum256([]byte(e.name + "\x00" + key))
	return []string{"wallex:event:" + hex.EncodeToString(digest[:])}
}
