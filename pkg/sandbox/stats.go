package sandbox

import (
	"maps"
	"slices"
	"sync"

	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

// Stats tell what a sandbox has seen.
type Stats struct {
	Requests    int            `json:"requests"`    // all requests for operations, refused ones among them; uploads are no operations
	Logins      int            `json:"logins"`      // logins that gave out a token
	OverLimit   int            `json:"overLimit"`   // requests refused for the rate limit
	ByOperation map[string]int `json:"byOperation"` // requests by operationId, refused ones among them; cardplatform.createCard for other platforms than Wallex
	Succeeded   map[string]int `json:"succeeded"`   // those of them that were done, whether or not the client got to know
	Delivered   int            `json:"delivered"`   // notifications that were answered with 200
	Undelivered int            `json:"undelivered"` // notifications given up after their last try
	Deliveries  int            `json:"deliveries"`  // tries to deliver a notification
	Violations  []string       `json:"violations"`  // answers of the sandbox that broke the specification: its own mistakes

	// Faults are those that happened, by their kind and by what they struck.
	Faults map[FaultKind]map[string]int `json:"faults"`
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

// struck counts a fault.
func (r *recorder) struck(kind FaultKind, name string) {
	r.count(func(s *Stats) {
		if s.Faults == nil {
			s.Faults = map[FaultKind]map[string]int{}
		}
		if s.Faults[kind] == nil {
			s.Faults[kind] = map[string]int{}
		}
		s.Faults[kind][name]++
	})
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
	stats.Faults = maps.Clone(stats.Faults)
	for kind, byName := range stats.Faults {
		stats.Faults[kind] = maps.Clone(byName)
	}
	stats.Violations = slices.Clone(stats.Violations)
	return stats
}
