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
	refuse   func(*refusal.Error) (status int, body []byte)
}

// serve returns the services of the platforms that there are specifications of. Requests for no operation at all go
// to the first.
func (s *Sandbox) serve(files *spec.Files) []*service {
	known := []*service{
		{
			platform: "wallex",
			gate:     []check{s.withinQuota, s.hasKey, isOperation, s.sessions.permits, isValid},
			handlers: handlers(s.sessions, s.platform),
			refuse:   refuseWallex,
		},
		{
			platform: "walletengine",
			prefix:   walletPrefix,
			gate:     []check{isOperation, s.walletUser, isValid, isWalletApp},
			handlers: walletHandlers(s.wallet),
			refuse:   refuseWallet,
		},
		{
			platform: "walletenginecards",
			gate:     []check{isOperation, hasAnyToken, isValid},
			refuse:   refuseWalletCards,
		},
		{
			platform: "cardplatform",
			gate:     []check{isOperation, s.opens, s.cards.permits, isValid},
			handlers: cardHandlers(s.cards, s.issuer),
			refuse:   refuseCards,
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
