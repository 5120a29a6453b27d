package sandbox

import (
	"errors"
	"slices"

	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

// service is one platform as the sandbox serves it. All of them are at the same address: their paths do not collide.
type service struct {
	platform string
	prefix   string // of the platform's address, before the paths of its specification
	routes   []route
	gate     []check            // what a request must pass, in this order
	handlers map[string]handler // by operationId
	envelope func(*refusal.Error) []byte
}

// serve returns the services of the platforms that there are specifications of. Requests for no operation at all go
// to the first.
func (s *Sandbox) serve(files *spec.Files) []*service {
	known := []*service{
		{
			platform: "wallex",
			gate:     []check{s.withinQuota, s.hasKey, isOperation, s.hasToken, isValid},
			handlers: handlers(s.sessions, s.platform),
			envelope: wallexEnvelope,
		},
	}
	platforms, err := files.Platforms()
	var services []*service
	for _, service := range known {
		if err == nil && slices.Contains(platforms, service.platform) {
			operations, wrong := files.Platform(service.platform)
			service.routes, err = routes(operations), wrong
			services = append(services, service)
		}
	}
	if err == nil && len(services) == 0 {
		err = errors.New("there are no specifications of any platform")
	}
	if err != nil {
		panic("sandbox.New: " + err.Error())
	}
	return services
}
