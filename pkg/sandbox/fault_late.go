package sandbox

import (
	"encoding/json"
	"slices"
	"sync"
	"time"
)

// late are requests that nobody waits for any longer, until they take effect.
type late struct {
	mu   sync.Mutex
	held []heldCall
}

type heldCall struct {
	*call
	due time.Time // zero for a request that waits for a lookup
}

// hold lets the client wait in vain and keeps its request.
func (st *strike) hold() {
	held := heldCall{call: st.call}
	if st.fault.Delay > 0 {
		held.due = st.call.now.Add(st.fault.Delay)
	}
	st.late.mu.Lock()
	st.late.held = append(st.late.held, held)
	st.late.mu.Unlock()
	st.hang()
}

// take returns the held requests that match, which are not held any longer.
func (l *late) take(matches func(heldCall) bool) (taken []heldCall) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.held = slices.DeleteFunc(l.held, func(h heldCall) bool {
		if matches(h) {
			taken = append(taken, h)
			return true
		}
		return false
	})
	return taken
}

// applyDue lets the held requests take effect whose time has come.
func (s *Sandbox) applyDue() {
	now := s.clock.now()
	s.apply(func(h heldCall) bool { return !h.due.IsZero() && !now.Before(h.due) })
}

// applyLookedUp lets the held requests take effect that a call has looked up.
func (s *Sandbox) applyLookedUp(lookup *call) {
	s.apply(func(h heldCall) bool {
		find := h.op.Retry.Find
		if !h.due.IsZero() || find.Operation != lookup.op.ID || h.service != lookup.service || h.scope() != lookup.scope() {
			return false
		}
		wanted := lookup.field(find.By)
		return wanted == "" || wanted == h.field(h.op.Retry.Key)
	})
}

func (s *Sandbox) apply(matches func(heldCall) bool) {
	for _, held := range s.late.take(matches) {
		s.respond(&recorded{}, held.call)
	}
}

// field returns the text that a request has for a name, in its path, its query or its body.
func (c *call) field(name string) string {
	if value, ok := c.path[name]; ok {
		return value
	}
	if values := c.request.URL.Query(); values.Has(name) {
		return values.Get(name)
	}
	var fields map[string]any
	_ = json.Unmarshal(c.body, &fields) // there may be none; if there is, it is valid
	text, _ := fields[name].(string)
	return text
}
