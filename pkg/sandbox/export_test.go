package sandbox

import (
	"maps"
	"slices"

	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

// WithSpecifications replaces the specifications that routes and schemas come from.
func WithSpecifications(files *spec.Files) Option { return func(c *config) { c.files = files } }

// Handled returns the ids of the operations that have a handler, by platform.
func (s *Sandbox) Handled() map[string][]string {
	ids := map[string][]string{}
	for _, service := range s.services {
		ids[service.platform] = slices.Sorted(maps.Keys(service.handlers))
	}
	return ids
}
