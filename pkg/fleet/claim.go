package fleet

import (
	"context"
	"crypto/rand"
	"time"

	"github.com/redis/go-redis/v9"
)

// claims is what only one process at a time may do. A claim ends by itself, so that a process that dies with it does not
// keep the others from it for ever.
type claims struct {
	client redis.UniversalClient
	lapse  time.Duration
	trip   time.Duration // how long a round trip may take
}

// StoreOption changes [Tokens] or [Events].
type StoreOption func(*claims)

// WithClaim says how long a claim lasts that its process does not end, because it died or is very slow: another process
// takes over then. It must be longer than what is claimed ever takes.
func WithClaim(lapse time.Duration) StoreOption { return func(c *claims) { c.lapse = lapse } }

// WithPatience says how long Redis may take to answer before it counts as away, two seconds unless set. Where the Redis
// client has no ContextTimeoutEnabled, a command that is under way lasts until its ReadTimeout, if that is longer.
func WithPatience(d time.Duration) StoreOption { return func(c *claims) { c.trip = d } }

func newClaims(client redis.UniversalClient, lapse time.Duration, options []StoreOption) claims {
	c := claims{client: client, lapse: lapse, trip: 2 * time.Second}
	for _, option := range options {
		option(&c)
	}
	return c
}

// run runs a script, which is atomic. go-redis runs it again where the answer was lost, so every script allows for that.
func (c *claims) run(ctx context.Context, script *redis.Script, keys []string, args ...any) *redis.Cmd {
	ctx, cancel := context.WithTimeout(ctx, c.trip)
	defer cancel()
	return script.Run(ctx, c.client, keys, args...)
}

// newFence returns what tells a claim from those before and after it.
func newFence() string { return rand.Text() }
