package sandbox

import (
	"maps"
	"slices"

	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

// WithSpecifications replaces the specifications that routes and schemas come from.
func WithSpecifications(files *spec.Files) Option { return func(c *config) { c.files = files } }

// Handled returns the ids of the operations that have a handler.
func (s *Sandbox) Handled() []string { return slices.Sorted(maps.Keys(s.handlers)) }
