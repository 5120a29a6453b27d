package sandbox

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"sync"

	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

// planned is a fault with the names of what it strikes.
type planned struct {
	Fault
	targets map[string]bool
	struck  int
}

// injector chooses the requests and the notifications that go wrong.
type injector struct {
	seed uint64

	mu   sync.Mutex
	plan []*planned
	seen map[string]int // requests by the name of their operation
}

func (i *injector) replace(plan []*planned) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.plan, i.seen = plan, map[string]int{}
}

// choose counts a request for an operation, or a notification, and returns the fault that strikes it, false for none.
func (i *injector) choose(name string) (Fault, bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if len(i.plan) == 0 {
		return Fault{}, false
	}
	i.seen[name]++
	for place, fault := range i.plan {
		if fault.targets[name] && fault.chooses(i.seen[name], i.draw(place, name)) {
			fault.struck++
			return fault.Fault, true
		}
	}
	return Fault{}, false
}

// draw returns a number from 0 up to 1. It is the same whatever came before, so that requests which overtake each other
// do not change what happens to those for other operations.
func (i *injector) draw(place int, name string) float64 {
	digest := fnv.New64a()
	fmt.Fprintf(digest, "%d %s %d", place, name, i.seen[name])
	return rand.New(rand.NewPCG(i.seed, digest.Sum64())).Float64()
}

func (p *planned) chooses(number int, drawn float64) bool {
	return (p.Times == 0 || p.struck < p.Times) &&
		(len(p.Requests) == 0 || slices.Contains(p.Requests, number)) &&
		(p.Probability == 0 || drawn < p.Probability)
}

// plan finds out what faults strike.
func (s *Sandbox) plan(faults []Fault) ([]*planned, error) {
	var plan []*planned
	for n, fault := range faults {
		targets, err := s.targets(fault)
		switch {
		case err != nil:
		case fault.Probability < 0 || fault.Probability > 1:
			err = fmt.Errorf("the probability is %v", fault.Probability)
		case fault.Times < 0 || fault.Delay < 0:
			err = fmt.Errorf("times and delay cannot be negative")
		case len(fault.Requests) > 0 && slices.Min(fault.Requests) < 1:
			err = fmt.Errorf("requests are counted from 1")
		}
		if err != nil {
			return nil, fmt.Errorf("fault %d: %w", n+1, err)
		}
		plan = append(plan, &planned{Fault: fault, targets: targets})
	}
	return plan, nil
}

// targets returns the names of the operations, or of the notifications, that a fault strikes.
func (s *Sandbox) targets(fault Fault) (map[string]bool, error) {
	possible := map[string]bool{}
	switch effect, ok := effects[fault.Kind]; {
	case ok:
		for _, op := range s.operations() {
			if effect.fits == nil || effect.fits(op, fault) {
				possible[nameOf(op)] = true
			}
		}
	case slices.Contains(webhookFaults, fault.Kind):
		for name := range s.deliveries.schemas {
			possible[name] = true
		}
	default:
		return nil, fmt.Errorf("there is no kind %q", fault.Kind)
	}
	if len(fault.Operations) == 0 {
		return possible, nil
	}
	chosen := map[string]bool{}
	for _, name := range fault.Operations {
		if !possible[name] {
			return nil, fmt.Errorf("%s cannot strike %q", fault.Kind, name)
		}
		chosen[name] = true
	}
	return chosen, nil
}

// operations returns those of all platforms.
func (s *Sandbox) operations() (all []*spec.Operation) {
	for _, service := range s.services {
		for _, route := range service.routes {
			all = append(all, route.op)
		}
	}
	return all
}
