package sandbox

import (
	"net/http"
	"sync"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
)

// window is a limit on the requests in any span of time. It counts what arrives, refused or not: who goes on asking
// too fast gets no answers at all.
type window struct {
	limit int
	span  time.Duration

	mu       sync.Mutex
	arrivals []time.Time // the last ones, as many as the limit
	oldest   int         // index in arrivals, once that is full
}

// quota returns the windows of a rate limit. A limit of 0 is none.
func quota(perSecond, perDay int) []*window {
	var windows []*window
	if perSecond > 0 {
		windows = append(windows, &window{limit: perSecond, span: time.Second})
	}
	if perDay > 0 {
		windows = append(windows, &window{limit: perDay, span: 24 * time.Hour})
	}
	return windows
}

// admit counts a request and reports whether it is within the limit: whether as many arrivals ago as the limit allows
// were longer ago than the span.
func (w *window) admit(now time.Time) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.arrivals) < w.limit {
		w.arrivals = append(w.arrivals, now)
		return true
	}
	before := w.arrivals[w.oldest]
	w.arrivals[w.oldest] = now
	w.oldest = (w.oldest + 1) % w.limit
	return now.Sub(before) >= w.span
}

// withinQuota refuses what exceeds the rate limit. How the platform does that is not documented; this is the usual
// way, in the platform's envelope.
func (s *Sandbox) withinQuota(c *call) error {
	within := true
	for _, w := range s.quota {
		within = w.admit(c.now) && within // every window counts every request
	}
	if !within {
		s.stats.refusedOverLimit()
		return &refusal.Error{Status: http.StatusTooManyRequests, Code: "rate_limit_exceeded", Message: "Too many requests"}
	}
	return nil
}
