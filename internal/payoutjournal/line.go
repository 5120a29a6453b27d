package payoutjournal

import (
	"errors"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/payout"
)

// Header is the first line of a journal: what its references are about.
type Header struct {
	Version  int    `json:"journal"`
	Platform string `json:"platform"` // the address
	Account  string `json:"onBehalfOfAccount,omitempty"`
	User     string `json:"onBehalfOfUser,omitempty"`

	Begun time.Time `json:"begun"`
}

// same reports whether two headers are about the same payments.
func (h Header) same(other Header) bool {
	return h.Platform == other.Platform && h.Account == other.Account && h.User == other.User
}

// scope says where and on whose behalf a journal was begun.
func (h Header) scope() string {
	switch {
	case h.Account != "":
		return "at " + h.Platform + " on behalf of account " + h.Account
	case h.User != "":
		return "at " + h.Platform + " on behalf of user " + h.User
	}
	return "at " + h.Platform
}

// version is that of the form of a journal.
const version = 1

// line is any other line: a step of a payment.
type line struct {
	Time      time.Time       `json:"time"`
	Reference string          `json:"reference"`
	Row       string          `json:"row"`
	Step      payout.Step     `json:"step"`
	Sending   bool            `json:"sending,omitempty"` // written before the request of the step is sent
	NotDone   bool            `json:"notDone,omitempty"` // the request that was sent last has had no effect, for certain
	ID        string          `json:"id,omitempty"`
	Status    string          `json:"status,omitempty"`
	Cost      decimal.Decimal `json:"cost,omitzero"`
	Bought    decimal.Decimal `json:"bought,omitzero"`
	Outcome   payout.Outcome  `json:"outcome,omitempty"`
	Error     string          `json:"error,omitempty"`
}

// State is what a journal knows of a payment. The platform knows better.
type State struct {
	Row     string         // hash of the row that it was begun with
	ID      string         // "" where none is known
	Status  string         // the newest that is known
	Outcome payout.Outcome // of the last call, "" where that was ended before it came to one
	Agreed  payout.Price   // that of the first create, zero where there was none
	Price   payout.Price   // the newest that is known
	Sent    bool           // a create was sent, and may have taken effect
}

// Made reports whether there is a payment, or may be one. One with other details under the same reference is not it.
func (s State) Made() bool { return s.Sent || s.ID != "" && s.Outcome != payout.Mismatch }

// Open reports whether somebody must look after the payment: there is one, or may be one, and it has not come to
// nothing for good.
func (s State) Open() bool {
	return s.Made() && s.Outcome != payout.Rejected && s.Outcome != payout.Failed
}

// apply takes notice of a line. Earlier says whether a create before the newest one may have taken effect: only the
// answer to a create accounts for it, and that of another create, or a search that finds nothing, does not.
func (s State) apply(l line, earlier bool) State {
	if l.Row != s.Row && !s.Made() {
		s = State{Row: l.Row} // what came of other cells counts for nothing
	}
	if l.ID != "" {
		s.ID = l.ID
	}
	if l.Status != "" {
		s.Status = l.Status
	}
	price := payout.Price{Cost: l.Cost, Bought: l.Bought}
	if !price.IsZero() {
		s.Price = price
	}
	s.Outcome = l.Outcome
	switch {
	case l.Step == payout.StepCreate && l.Sending:
		s.Sent = true
		if s.Agreed.IsZero() {
			s.Agreed = price
		}
	case l.NotDone:
		s.Sent = earlier
	}
	return s
}

// notDone reports whether a failed request has had no effect. That a reference is in use says that one before it had.
func notDone(err error) bool {
	known := apierror.Of(err)
	return known != nil && (known.Outcome == apierror.NotSent || known.Outcome == apierror.Rejected) &&
		!errors.Is(err, apierror.ErrExists)
}
