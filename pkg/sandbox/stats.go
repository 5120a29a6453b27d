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
	Succeeded   map[string]int // those of them that were done
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
	if op != nil {
		count(&r.stats.ByOperation, op)
	}
}

func (r *recorder) succeeded(op *spec.Operation) {
	r.mu.Lock()
	defer r.mu.Unlock()
	count(&r.stats.Succeeded, op)
}

// count counts an operation under its name.
func count(counts *map[string]int, op *spec.Operation) {
	if *counts == nil {
		*counts = map[string]int{}
	}
	(*counts)[nameOf(op)]++
}

func nameOf(op *spec.Operation) string {
	if op.Platform == "wallex" {
		return op.ID
	}
	return op.Platform + "." + op.ID
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
	stats.Succeeded = maps.Clone(stats.Succeeded)
	stats.Violations = slices.Clone(stats.Violations)
	return stats
}
