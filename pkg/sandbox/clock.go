package sandbox

import (
	"sync"
	"time"
)

// clock is a base clock plus what it was advanced by.
type clock struct {
	base     func() time.Time
	mu       sync.Mutex
	advanced time.Duration
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.base().Add(c.advanced)
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.advanced += d
}

// Now returns the time on the sandbox's clock.
func (s *Sandbox) Now() time.Time { return s.clock.now() }

// Advance puts the sandbox's clock forward and does what becomes due by that: payments are settled and notified of,
// quotes and tokens have expired, the rate limit has room again.
func (s *Sandbox) Advance(d time.Duration) {
	s.clock.advance(d)
	s.wake()
}
