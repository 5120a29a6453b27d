package fleet

import (
	"slices"
	"sync"
	"time"
)

// path is how long the way to Redis and back takes, by the fastest of the latest round trips. At which moment of it the
// server gave a permit out, nobody knows.
type path struct {
	mu    sync.Mutex
	trips [16]time.Duration
	count int
}

func (p *path) note(trip time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.trips[p.count%len(p.trips)] = trip
	p.count++
}

// length returns 0 where a round trip takes no longer than permits may be late anyway. Otherwise a permit counts as used
// that much later than it may be used at the earliest, so that it need not be given up.
func (p *path) length(late time.Duration) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.count == 0 {
		return 0
	}
	if trip := slices.Min(p.trips[:min(p.count, len(p.trips))]); trip > late {
		return trip
	}
	return 0
}
