package fleet

import (
	"context"
	"crypto/rand"
	"time"

	"github.com/redis/go-redis/v9"
)

// trip is how long a round trip to Redis may take. It holds for established connections only where the client has
// ContextTimeoutEnabled, which is off unless set; its own ReadTimeout holds otherwise.
const trip = time.Second

// claims is what only one process at a time may do. A claim ends by itself, so that a process that dies with it does not
// keep the others from it for ever.
type claims struct {
	client redis.UniversalClient
	lapse  time.Duration
}

// ClaimOption changes how claims work.
type ClaimOption func(*claims)

// WithClaim says how long a claim lasts that its process does not end, because it died or is very slow: another process
// takes over then. It must be longer than what is claimed ever takes.
func WithClaim(lapse time.Duration) ClaimOption { return func(c *claims) { c.lapse = lapse } }

func newClaims(client redis.UniversalClient, lapse time.Duration, options []ClaimOption) claims {
	c := claims{client, lapse}
	for _, option := range options {
		option(&c)
	}
	return c
}

// run runs a script, which is atomic. go-redis runs it again where the answer was lost, so every script allows for that.
func (c *claims) run(ctx context.Context, script *redis.Script, keys []string, args ...any) *redis.Cmd {
	ctx, cancel := context.WithTimeout(ctx, trip)
	defer cancel()
	return script.Run(ctx, c.client, keys, args...)
}

// newFence returns what tells a claim from those before and after it.
func newFence() string { return rand.Text() }
