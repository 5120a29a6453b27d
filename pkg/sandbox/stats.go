package sandbox

import (
	"maps"
	"slices"
	"sync"

	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

// Stats tell what a sandbox has seen.
type Stats struct {
	Requests    int            // all requests for operations, refused ones among them; uploads are no operations
	Logins      int            // logins that gave out a token
	OverLimit   int            // requests refused for the rate limit
	ByOperation map[string]int // requests by operationId, refused ones among them; cardplatform.createCard for other platforms than Wallex
	Delivered   int            // notifications that were answered with 200
	Undelivered int            // notifications given up after their last try
	Deliveries  int            // tries to deliver a notification
	Violations  []string       // answers of the sandbox that broke the specification: its own mistakes
}

// Stats returns what the sandbox has seen so far.
func (s *Sandbox) Stats() Stats {
	stats := s.stats.snapshot()
	stats.Logins = int(s.sessions.logins.Load())
	return stats
}

// recorder keeps the stats but for the logins.
type recorder struct {
	mu    sync.Mutex
	stats Stats
}

func (r *recorder) arrived(op *spec.Operation) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.stats.Requests++
	if op == nil {
		return
	}
	if r.stats.ByOperation == nil {
		r.stats.ByOperation = map[string]int{}
	}
	name := op.ID
	if op.Platform != "wallex" {
		name = op.Platform + "." + name
	}
	r.stats.ByOperation[name]++
}

func (r *recorder) refusedOverLimit() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.stats.OverLimit++
}

func (r *recorder) count(change func(*Stats)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	change(&r.stats)
}

func (r *recorder) violated(how string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.stats.Violations = append(r.stats.Violations, how)
}

func (r *recorder) snapshot() Stats {
	r.mu.Lock()
	defer r.mu.Unlock()
	stats := r.stats
	stats.ByOperation = maps.Clone(stats.ByOperation)
	stats.Violations = slices.Clone(stats.Violations)
	return stats
}
