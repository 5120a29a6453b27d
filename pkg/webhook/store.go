package webhook

import (
	"context"
	"errors"
	"sync"
	"time"
)

// ErrBusy says that another delivery of the same notification is being handled, or was and failed.
var ErrBusy = errors.New("another delivery of the same notification has not succeeded")

// Store remembers which notifications were handled, by their keys. It must be safe for concurrent use.
//
// One that several processes share must let claims end by themselves, some time after the handler's timeout: otherwise a
// process that dies takes the notification with it. What was handled it should remember for longer than a platform goes
// on to send it, and not much longer: see the key of an [Event].
type Store interface {
	// Begin claims a notification for the caller, who then calls End. It returns true, and claims nothing, where the
	// notification was handled before. While it is being handled by somebody else, Begin may wait for the outcome, not
	// longer than ctx lets it; without a success it returns [ErrBusy].
	Begin(ctx context.Context, key string) (handled bool, err error)
	// End gives a claim up. A notification that was not handled can be claimed again.
	End(ctx context.Context, key string, handled bool) error
}

// Memory is a [Store] for a single process. It forgets everything at the end of the process: what is sent again then is
// handled again.
type Memory struct {
	lifetime time.Duration
	capacity int

	mu      sync.Mutex
	entries map[string]chan struct{} // closed when the handling under way ends; nil where the notification was handled
	handled []entry                  // oldest first
}

type entry struct {
	key    string
	forget time.Time
}

// NewMemory returns a store that remembers what was handled for some time, and at most so many notifications: the oldest
// are forgotten first. How long the platforms go on to send a notification is not documented.
func NewMemory(lifetime time.Duration, capacity int) *Memory {
	return &Memory{lifetime: lifetime, capacity: capacity, entries: map[string]chan struct{}{}}
}

// Begin claims a notification. Where it is being handled already, it waits until that has ended.
func (m *Memory) Begin(ctx context.Context, key string) (bool, error) {
	m.mu.Lock()
	m.forget()
	underWay, known := m.entries[key]
	if !known {
		m.entries[key] = make(chan struct{})
	}
	m.mu.Unlock()
	if underWay == nil {
		return known, nil
	}
	select {
	case <-underWay:
	case <-ctx.Done():
		return false, context.Cause(ctx)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if underWay, known = m.entries[key]; known && underWay == nil {
		return true, nil
	}
	return false, ErrBusy
}

// End gives a claim up and lets those go on that wait for it.
func (m *Memory) End(_ context.Context, key string, handled bool) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	close(m.entries[key])
	if !handled {
		delete(m.entries, key)
		return nil
	}
	m.entries[key] = nil
	m.handled = append(m.handled, entry{key, time.Now().Add(m.lifetime)})
	m.forget()
	return nil
}

// forget drops what is too old or too much.
func (m *Memory) forget() {
	now := time.Now()
	for len(m.handled) > m.capacity || len(m.handled) > 0 && !now.Before(m.handled[0].forget) {
		delete(m.entries, m.handled[0].key)
		m.handled = m.handled[1:]
	}
}
