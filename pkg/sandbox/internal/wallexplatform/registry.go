package wallexplatform

import (
	"slices"
	"time"
)

// owned is something that belongs to a scope and has an id in it.
type owned struct {
	id      string
	scope   Scope
	created time.Time
}

func (o *owned) own() *owned { return o }

// registry keeps things of one kind in the order of their creation.
type registry[T interface{ own() *owned }] struct {
	byID  map[string]T
	order []T
}

func (r *registry[T]) add(thing T) {
	if r.byID == nil {
		r.byID = map[string]T{}
	}
	r.byID[thing.own().id] = thing
	r.order = append(r.order, thing)
}

// find returns what has an id in a scope.
func (r *registry[T]) find(scope Scope, id string) (T, bool) {
	thing, ok := r.byID[id]
	if !ok || thing.own().scope != scope {
		var none T
		return none, false
	}
	return thing, true
}

func (r *registry[T]) remove(thing T) {
	id := thing.own().id
	delete(r.byID, id)
	r.order = slices.DeleteFunc(r.order, func(other T) bool { return other.own().id == id })
}

// newestFirst returns what of the scope of a call a filter lets through and the call shows.
func (r *registry[T]) newestFirst(call Call, keep func(T) bool) []T {
	var kept []T
	for _, thing := range slices.Backward(r.order) {
		if thing.own().scope == call.Scope && keep(thing) && call.shows(thing.own().created) {
			kept = append(kept, thing)
		}
	}
	return kept
}

// contains reports whether a scope has a thing that matches.
func (r *registry[T]) contains(scope Scope, matches func(T) bool) bool {
	return slices.ContainsFunc(r.order, func(thing T) bool {
		return thing.own().scope == scope && matches(thing)
	})
}
