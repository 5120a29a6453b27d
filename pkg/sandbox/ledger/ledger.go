// Package ledger is a double-entry book in many currencies. Money never appears or vanishes: every posting takes an
// amount from one account and gives it to another, so that in each currency all balances together are always zero.
package ledger

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/uuid"
)

// ErrInsufficientFunds says that an entry would take more from a client than there is.
var ErrInsufficientFunds = errors.New("insufficient funds")

// The kinds of the accounts of clients, which never go below zero. All others are the platform's own side and may.
const (
	Wallet = "wallet"
	Master = "master account" // behind virtual accounts
)

// Account names an account: what it is for, and whose it is where there are several of a kind.
type Account struct {
	Kind  string `json:"kind"`
	Owner string `json:"owner,omitempty"`
}

// ofClient reports whether the account must not go below zero.
func (a Account) ofClient() bool { return a.Kind == Wallet || a.Kind == Master }

// String returns the kind and the owner.
func (a Account) String() string {
	if a.Owner == "" {
		return a.Kind
	}
	return a.Kind + " of " + a.Owner
}

// Posting moves an amount of one currency from one account to another.
type Posting struct {
	From     Account         `json:"from"`
	To       Account         `json:"to"`
	Currency string          `json:"currency"`
	Amount   decimal.Decimal `json:"amount"` // never below zero
}

// Entry is a group of postings that take place together or not at all.
type Entry struct {
	Transaction string    `json:"transaction"` // id of what caused it
	Kind        string    `json:"kind"`        // what that was, such as conversion
	At          time.Time `json:"at"`
	Postings    []Posting `json:"postings"`
}

// Change is what one entry did to one balance.
type Change struct {
	ID            string
	Account       Account
	Currency      string
	Before, After decimal.Decimal
	Transaction   string
	Kind          string
	At            time.Time
}

// Ledger is the book. Make it with [New]. It is not safe for concurrent use.
type Ledger struct {
	entries  []Entry
	balances map[pot]decimal.Decimal
	changes  map[Account][]Change
}

// pot is what an account holds in one currency.
type pot struct {
	account  Account
	currency string
}

// New returns an empty book.
func New() *Ledger {
	return &Ledger{balances: map[pot]decimal.Decimal{}, changes: map[Account][]Change{}}
}

// Post writes an entry, or nothing of it: [ErrInsufficientFunds] where it would take more from a client than
// there is, [decimal.ErrRange] where a balance would get too long.
func (l *Ledger) Post(entry Entry) error {
	after := map[pot]decimal.Decimal{}
	var touched []pot // in the order of the postings, so that the history does not depend on the order of a map
	move := func(account Account, currency string, amount decimal.Decimal) error {
		p := pot{account, currency}
		balance, ok := after[p]
		if !ok {
			touched = append(touched, p)
			balance = l.Balance(account, currency)
		}
		sum, err := balance.Add(amount)
		after[p] = sum
		return err
	}
	for _, posting := range entry.Postings {
		if posting.Amount.Sign() < 0 {
			return fmt.Errorf("%s %s: a posting cannot move less than nothing", entry.Kind, entry.Transaction)
		}
		err := errors.Join(
			move(posting.From, posting.Currency, posting.Amount.Neg()),
			move(posting.To, posting.Currency, posting.Amount),
		)
		if err != nil {
			return fmt.Errorf("%s %s: %w", entry.Kind, entry.Transaction, err)
		}
	}
	for p, balance := range after {
		if p.account.ofClient() && balance.Sign() < 0 {
			return ErrInsufficientFunds
		}
	}
	entry.Postings = slices.Clone(entry.Postings)
	l.entries = append(l.entries, entry)
	for _, p := range touched {
		l.record(entry, p, after[p])
	}
	return nil
}

func (l *Ledger) record(entry Entry, p pot, after decimal.Decimal) {
	before := l.Balance(p.account, p.currency)
	l.balances[p] = after
	if before.Cmp(after) == 0 {
		return
	}
	l.changes[p.account] = append(l.changes[p.account], Change{
		ID: uuid.New(), Account: p.account, Currency: p.currency, Before: before, After: after,
		Transaction: entry.Transaction, Kind: entry.Kind, At: entry.At,
	})
}

// Balance returns what an account holds in a currency.
func (l *Ledger) Balance(account Account, currency string) decimal.Decimal {
	if balance, ok := l.balances[pot{account, currency}]; ok {
		return balance
	}
	return decimal.FromInt(0)
}

// Changes returns everything that happened to an account's balances, oldest first.
func (l *Ledger) Changes(account Account) []Change { return slices.Clone(l.changes[account]) }
