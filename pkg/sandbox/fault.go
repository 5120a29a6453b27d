package sandbox

import (
	"cmp"
	"time"
)

// FaultKind is what goes wrong.
type FaultKind string

// What goes wrong with requests. Those that end in Before strike before the platform has done anything, and nothing
// happens. Those that end in After strike when it has done what was asked for, and nobody hears of it.
const (
	DropBefore        FaultKind = "drop-before" // the connection is cut without an answer
	DropAfter         FaultKind = "drop-after"
	ErrorBefore       FaultKind = "error-before" // HTTP 500 in the platform's envelope
	ErrorAfter        FaultKind = "error-after"
	UnavailableBefore FaultKind = "unavailable-before" // HTTP 503 in the platform's envelope
	UnavailableAfter  FaultKind = "unavailable-after"
	BadGatewayBefore  FaultKind = "bad-gateway-before" // HTTP 502 with a page for people
	BadGatewayAfter   FaultKind = "bad-gateway-after"
	HangBefore        FaultKind = "hang-before" // no answer until the client gives up or the sandbox is closed
	HangAfter         FaultKind = "hang-after"

	// TooManyRequests answers HTTP 429 in the platform's envelope, with Delay as Retry-After. Nothing happens.
	TooManyRequests FaultKind = "too-many-requests"
	// TruncateAnswer cuts the connection amid the body of the answer. What was asked for is done.
	TruncateAnswer FaultKind = "truncate-answer"
	// ApplyLate gives no answer until the client gives up, and does what was asked for later: as soon as the operation
	// that the specification names to look it up has been answered, for the same key or without one; or, with a Delay,
	// before the first request after that time. Only then does the platform find out whether it refuses.
	ApplyLate FaultKind = "apply-late"
	// LagListing leaves out of a listing of Wallex what is younger than Delay.
	LagListing FaultKind = "lag-listing"
)

// What goes wrong with notifications.
const (
	DuplicateWebhook FaultKind = "duplicate-webhook" // it is sent twice, at the same time
	DelayWebhook     FaultKind = "delay-webhook"     // it is sent after Delay
	ReorderWebhook   FaultKind = "reorder-webhook"   // it is sent after the next one, but no later than after Delay
	DropWebhook      FaultKind = "drop-webhook"      // its first try is lost on the way; what follows is the redelivery
)

// Fault is something that goes wrong, and when. Fields that are left out do not restrict it: a Fault with nothing but
// a Kind strikes every request that it can strike.
type Fault struct {
	Kind FaultKind `json:"kind"`
	// Operations are those that it strikes, named as in [Stats]; for notifications, the operationIds of the callbacks.
	// Empty stands for all that the kind can strike.
	Operations []string `json:"operations,omitempty"`
	// Probability is how likely it is to strike, above 0 and up to 1; 0 stands for 1.
	Probability float64 `json:"probability,omitempty"`
	// Requests are the numbers of the requests that it may strike, counted for each operation from 1, since the faults
	// were set; empty stands for all. With them a list of faults is a script.
	Requests []int `json:"requests,omitempty"`
	// Times is how often it strikes at most, all operations together; 0 is no limit.
	Times int `json:"times,omitempty"`
	// Delay is for the kinds that take time; 0 stands for a second, and for ApplyLate for no time but a lookup. That of
	// ApplyLate and LagListing goes by the sandbox's clock. In JSON it is a text such as "1.5s".
	Delay time.Duration `json:"-"`
}

// delay returns how long what takes time takes.
func (f Fault) delay() time.Duration { return cmp.Or(f.Delay, time.Second) }

// WithFaults lets things go wrong from the beginning, as [Sandbox.SetFaults] does later. It makes [New] panic where a
// fault is impossible.
func WithFaults(faults ...Fault) Option { return func(c *config) { c.faults = faults } }

// WithSeed chooses which requests faults with a Probability strike. The same seed chooses the same: whether a fault
// strikes depends on the seed, its place among the faults, the operation and the number of the request only.
func WithSeed(seed uint64) Option { return func(c *config) { c.seed = seed } }

// SetFaults replaces all faults; without any, everything goes well. Requests are counted anew. A request that has got
// through the checks of key, token, quota and specification is struck by the first fault that chooses it. It is an
// error, and nothing changes, where a fault is impossible: of an unknown kind, for an unknown operation, or for one
// that the kind cannot strike.
func (s *Sandbox) SetFaults(faults ...Fault) error {
	plan, err := s.plan(faults)
	if err != nil {
		return err
	}
	s.faults.replace(plan)
	return nil
}
