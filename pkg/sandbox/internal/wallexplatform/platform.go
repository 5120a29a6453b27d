// Package wallexplatform is the Wallex platform in memory: what its operations do, without HTTP. There is a method for
// each operation, named after it.
//
// Nothing runs in the background. [agenda.Agenda.Settle] does what has become due since it was last called, each thing
// dated when it was due, so that whoever looks afterwards cannot tell the difference.
package wallexplatform

import (
	"net/url"
	"strings"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/agenda"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/outbox"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/ledger"
	"github.com/wallex-sdk/wallex-go/pkg/timestamp"
)

// Config is what can be chosen about a platform.
type Config struct {
	Opening       map[string]decimal.Decimal // what a new wallet holds, by currency
	Settlement    time.Duration              // how long what takes its time is under way, see WithSettlement
	QuoteLifetime time.Duration              // how long a quote stands
}

// Platform holds everything. It is not safe for concurrent use.
type Platform struct {
	Config
	agenda.Agenda
	outbox.Outbox
	book          *ledger.Ledger
	wallets       map[Scope]*wallet
	beneficiaries registry[*beneficiary]
	conversions   registry[*conversion]
	payments      registry[*payment]
	accounts      registry[*virtualAccount]
	deposits      registry[*deposit]
	masters       map[master]string // ids of master accounts
	files         map[string]*file
	users         registry[*user]
	documents     registry[*document]
	webhook       Webhook

	fundings           registry[*funding]
	refunds            registry[*refund]
	deductions         registry[*deduction]
	transfers          registry[*transfer]
	collectionAccounts registry[*collectionAccount]
	collections        registry[*collection]
	collectionRequests registry[*collectionRequest]

	conversionQuotes quotes[exchange]
	paymentQuotes    quotes[paymentTerms]
	withdrawalQuotes quotes[exchange]
}

// New returns a platform without any wallets.
func New(config Config) *Platform {
	return &Platform{
		Config:  config,
		book:    ledger.New(),
		wallets: map[Scope]*wallet{},
		files:   map[string]*file{},
		masters: map[master]string{},
	}
}

// Books returns a copy of the platform's books.
func (p *Platform) Books() ledger.Books { return p.book.Books() }

// Call is what a request carries besides its body.
type Call struct {
	Now   time.Time
	Scope Scope
	Path  map[string]string // values of the path's parameters
	Query url.Values
	// Link returns a signed URL for a path of the sandbox's own storage, which works for a while.
	Link func(method, path string, lifetime time.Duration) string
	// Hides reports whether a listing does not show yet what was created at a time; nil hides nothing.
	Hides func(created time.Time) bool
}

// in returns the call in another scope.
func (c Call) in(scope Scope) Call {
	c.Scope = scope
	return c
}

// shows reports whether a listing shows what was created at a time.
func (c Call) shows(created time.Time) bool { return c.Hides == nil || !c.Hides(created) }

// Scope is on whose behalf a request is made. Everything belongs to one scope and is invisible in all others.
type Scope string

// ScopeOf returns the scope of a member account, or else of a user, or else of the partner.
func ScopeOf(account, user string) Scope {
	switch {
	case account == partnerAccount:
		return partner
	case account != "":
		return Scope("account " + account)
	case user != "":
		return Scope("user " + user)
	}
	return partner
}

// partner is the scope of the partner itself.
const partner Scope = "partner"

// partnerAccount is the id of the partner's own account.
const partnerAccount = "5d0c6a1e-64ff-4bd1-9d0e-3a7b2f0c8e11"

// accountID returns the id of the account that things of a scope belong to.
func (p *Platform) accountID(scope Scope) string {
	if account, ok := strings.CutPrefix(string(scope), "account "); ok {
		return account
	}
	return partnerAccount
}

// instant is a point in time as the platform writes it: to the second.
func instant(t time.Time) timestamp.Timestamp {
	if t.IsZero() {
		return timestamp.Timestamp{}
	}
	return timestamp.From(t.Truncate(time.Second))
}
