package payout

import (
	"errors"
	"strconv"
	"strings"
)

// Outcome is what became of an order. It is an error as well, so that errors.Is tells it:
//
//	if errors.Is(err, payout.InsufficientFunds) { ...
type Outcome string

// The outcomes. In all of them the same order may be given again.
const (
	// Completed: the money has reached its receiver.
	Completed Outcome = "completed"
	// Pending: it is paid for, and on its way. Call again to follow it.
	Pending Outcome = "pending"
	// Unknown: whether the last request took effect could not be found out. Call again to find out and to go on; what
	// took effect is not done again. For transfers, set Sent. Where the cause is [ErrNoLookup], find out by hand.
	Unknown Outcome = "unknown"
	// Stopped: the call ended before it paid anything, and none of its requests is unaccounted for. Call again to go on.
	Stopped Outcome = "stopped"
	// InsufficientFunds: the wallet does not hold what it costs. What was created waits for its funds for a while: call
	// again once the wallet is filled up.
	InsufficientFunds Outcome = "insufficient_funds"
	// PriceChanged: this call paid nothing, since the price is worse than the tolerance allows. The cause is a [*PriceError].
	PriceChanged Outcome = "price_changed"
	// Mismatch: the reference belongs to an order with other details, which was left as it is. The cause is a
	// [*MismatchError].
	Mismatch Outcome = "mismatch"
	// Duplicate: several orders have the reference. They were left as they are. The cause is a [*DuplicateError].
	Duplicate Outcome = "duplicate"
	// Refused: the platform, or the check of the request before it is sent, refused a step. This call paid nothing. Change
	// what the cause says, and call again.
	Refused Outcome = "refused"
	// Rejected: the platform has rejected it, for good.
	Rejected Outcome = "rejected"
	// Failed: it has failed, for good. That includes not being funded in time.
	Failed Outcome = "failed"
)

var explanations = map[Outcome]string{
	Completed:         "completed",
	Pending:           "paid for and on its way; call again to follow it",
	Unknown:           "unknown whether the last request took effect; call again to find out and to go on",
	Stopped:           "this call paid nothing; call again to go on",
	InsufficientFunds: "not paid, the wallet does not hold enough; fill it up and call again",
	PriceChanged:      "this call paid nothing, the price has changed by more than is tolerated",
	Mismatch:          "the reference belongs to an order with other details, which was left as it is",
	Duplicate:         "several orders have the reference and were left as they are; find out why by hand",
	Refused:           "this call paid nothing, a step was refused",
	Rejected:          "rejected by the platform",
	Failed:            "failed",
}

// Error says what the outcome means and how to go on.
func (o Outcome) Error() string { return explanations[o] }

// Error is an order that was not completed. It unwraps to its cause, which may be an [*apierror.Error], the end of the
// context or one of the errors of this package.
//
// [*apierror.Error]: https://pkg.go.dev/github.com/wallex-sdk/wallex-go/pkg/apierror#Error
type Error struct {
	Outcome   Outcome
	Reference string
	Step      Step   // what was under way
	ID        string // of what was made, where it is known
	Status    string // the newest that is known
	Reason    string // the platform's, of what was rejected or has failed
	Err       error  // nil where the status says it all
}

// Error names the reference and the step, and says what became of the order and how to go on.
func (e *Error) Error() string {
	explanation := e.Outcome.Error()
	if errors.Is(e.Err, ErrNoLookup) {
		explanation = "unknown whether the request took effect"
	}
	parts := []string{"payout " + strconv.Quote(e.Reference), string(e.Step), explanation}
	if e.Reason != "" {
		parts = append(parts, e.Reason)
	}
	if e.Err != nil {
		parts = append(parts, strings.ReplaceAll(e.Err.Error(), "\n", ": "))
	}
	return strings.Join(parts, ": ")
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is reports whether target is the outcome.
func (e *Error) Is(target error) bool { return target == e.Outcome }

// DuplicateError says that several orders have the same reference.
type DuplicateError struct {
	Reference string
	IDs       []string
}

// Error names the ids.
func (e *DuplicateError) Error() string {
	return "the reference belongs to " + strings.Join(e.IDs, " and ")
}
