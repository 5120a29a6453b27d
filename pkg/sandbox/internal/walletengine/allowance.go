package walletengine

import (
	"time"

	"github.com/wallex-sdk/wallex-go/gen/walletengine/kyc"
	"github.com/wallex-sdk/wallex-go/gen/walletenginecommon"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
)

// limits are those of each level, as in the documented example, and levelNames what the levels are called there.
var (
	limits = []kyc.KYCLimit{
		{MaxWalletBalance: decimal.FromInt(5), MaxAnnualWithdrawal: decimal.FromInt(50)},
		{MaxWalletBalance: decimal.FromInt(1000), MaxAnnualWithdrawal: decimal.FromInt(30000)},
	}
	levelNames = []string{"L0", "L1"}
)

// allowances are what the wallet can still take and give, as documented: the limit of the balance less the balance, and
// the limit of debits less the debits.
func (p *Platform) allowances(call Call) walletenginecommon.Allowances {
	u := call.User
	balance, debits, limit := p.balance(u), u.debits(call.Now), limits[u.level]
	return walletenginecommon.Allowances{
		KYCLevel:                  u.level,
		KYCStatus:                 u.status,
		Balance:                   balance,
		DebitCumulative:           debits,
		DebitRemainderAllowance:   sub(limit.MaxAnnualWithdrawal, debits),
		BalanceRemainderAllowance: sub(limit.MaxWalletBalance, balance),
	}
}

// debits is the sum of what left the wallet in the last twelve months.
func (u *User) debits(now time.Time) decimal.Decimal {
	since := now.AddDate(-1, 0, 0)
	return u.sum(func(t *transaction) bool {
		return t.Amount.Sign() < 0 && t.State != stateFailed && t.created.After(since)
	}).Neg()
}

// debitAllowed is how much may leave the wallet: the lesser of what is available in it, and of what may still be debited.
// That it is the lesser follows from the documented example.
func (p *Platform) debitAllowed(call Call) decimal.Decimal {
	return least(p.available(call.User), p.allowances(call).DebitRemainderAllowance)
}

// room is how much more a wallet can take. Top-ups under way have theirs already: two of them must not exceed the limit
// together.
func (p *Platform) room(u *User) decimal.Decimal {
	coming := u.sum(func(t *transaction) bool { return t.Amount.Sign() > 0 && t.State == stateInProgress })
	return sub(limits[u.level].MaxWalletBalance, add(p.balance(u), coming))
}

// balance is all money in the wallet, available what of it can be spent, and blocked what a withdrawal under way holds.
func (p *Platform) balance(u *User) decimal.Decimal   { return add(p.available(u), p.blocked(u)) }
func (p *Platform) available(u *User) decimal.Decimal { return p.book.Balance(u.wallet(), currency) }
func (p *Platform) blocked(u *User) decimal.Decimal   { return p.book.Balance(u.blocked(), currency) }
