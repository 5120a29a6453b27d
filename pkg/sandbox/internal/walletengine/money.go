package walletengine

import (
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/ledger"
)

// currency is the only one that is supported, as documented, and places how many decimal places it has.
const (
	currency = "SGD"
	places   = 2
)

// free is what everything costs here. The costs of the platform are not documented.
var free = decimal.FromInt(0)

// blocked is the account in the ledger of what a withdrawal under way holds.
func (u *User) blocked() ledger.Account { return ledger.Account{Kind: "blocked", Owner: u.clientID} }

// move writes into the book that an amount changed hands.
func (p *Platform) move(id, kind string, at time.Time, from, to ledger.Account, amount decimal.Decimal) error {
	posting := ledger.Posting{From: from, To: to, Currency: currency, Amount: amount}
	return p.book.Post(ledger.Entry{Transaction: id, Kind: kind, At: at, Postings: []ledger.Posting{posting}})
}

// checkMoney refuses amounts of another currency, or that the currency cannot have, or above what is allowed. No
// identifier is documented for the last; that of withdrawals is cut off after its first letters, deb.
func checkMoney(amount decimal.Decimal, code string, allowed decimal.Decimal) error {
	switch {
	case code != "" && code != currency:
		return refusal.Field("currency_code", "must be "+currency)
	case amount.Scale() > places:
		return refusal.Field("amount", "must not have more decimal places than its currency")
	case amount.Cmp(allowed) > 0:
		return refusal.Field("amount", "must be at most "+allowed.String())
	}
	return nil
}

func add(a, b decimal.Decimal) decimal.Decimal { return exact(a.Add(b)) }
func sub(a, b decimal.Decimal) decimal.Decimal { return exact(a.Sub(b)) }

// exact unwraps results that the limits of wallets make fit.
func exact(d decimal.Decimal, err error) decimal.Decimal {
	if err != nil {
		panic(err)
	}
	return d
}

func least(a, b decimal.Decimal) decimal.Decimal {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}
