package issuing

import "slices"

// shelf keeps things of one kind, by id and in the order of their creation. The zero value is empty.
type shelf[T any] struct {
	byID  map[int]T
	order []T
}

func (s *shelf[T]) add(id int, thing T) {
	if s.byID == nil {
		s.byID = map[int]T{}
	}
	s.byID[id] = thing
	s.order = append(s.order, thing)
}

// newestFirst returns what a filter lets through.
func (s *shelf[T]) newestFirst(keep func(T) bool) (kept []T) {
	for _, thing := range slices.Backward(s.order) {
		if keep(thing) {
			kept = append(kept, thing)
		}
	}
	return kept
}
