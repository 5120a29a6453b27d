package wallexplatform

import (
	"errors"
	"maps"
	"slices"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/balances"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/uuid"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/ledger"
)

// Kinds of the accounts on the platform's own side, besides the wallets.
const (
	opening   = "opening"    // where the opening balances come from, one for each wallet
	fx        = "exchange"   // the counterparty of every conversion
	inTransit = "in transit" // money of payments that are processing
	fees      = "fees"       // what the platform has earned
	payouts   = "payouts"    // what has left the platform, one for each beneficiary
	payers    = "payers"     // where money that comes in comes from
)

// wallet is what a scope holds. The amounts are in the ledger.
type wallet struct {
	account    ledger.Account
	balanceIDs map[string]string // by currency
}

// wallet returns the wallet of a call's scope. It opens, with its opening balances, when it is first looked at.
func (p *Platform) wallet(call Call) (*wallet, error) {
	if w, ok := p.wallets[call.Scope]; ok {
		return w, nil
	}
	w := &wallet{account: ledger.Account{Kind: ledger.Wallet, Owner: string(call.Scope)}, balanceIDs: map[string]string{}}
	for _, c := range supported {
		w.balanceIDs[c.code] = uuid.New()
	}
	funding := ledger.Entry{Transaction: uuid.New(), Kind: "funding", At: call.Now}
	from := ledger.Account{Kind: opening, Owner: string(call.Scope)}
	for _, code := range slices.Sorted(maps.Keys(p.Opening)) {
		funding.Postings = append(funding.Postings, ledger.Posting{From: from, To: w.account, Currency: code, Amount: p.Opening[code]})
	}
	if err := p.book.Post(funding); err != nil {
		return nil, err
	}
	p.wallets[call.Scope] = w
	return w, nil
}

// errInsufficientFunds is documented for payments.
var errInsufficientFunds = refusal.New("insufficient_funds", "The balance is too small")

// spend posts what the caller has asked for, and refuses it where a balance is too small.
func (p *Platform) spend(entry ledger.Entry) error {
	err := p.book.Post(entry)
	if errors.Is(err, ledger.ErrInsufficientFunds) {
		return errInsufficientFunds
	}
	return err
}

// FindBalances answers with the balances of a wallet, one for each supported currency.
func (p *Platform) FindBalances(call Call, in balances.FindBalancesRequest) (Page[balances.Balance], error) {
	w, err := p.wallet(call)
	if err != nil {
		return Page[balances.Balance]{}, err
	}
	return paginate(supported, in.Pagination, func(c currency) balances.Balance { return p.balance(w, c) }), nil
}

// errBalanceNotFound has a code of payments. None is documented for balances.
var errBalanceNotFound = refusal.New("balance_non_existent", "There is no such balance")

// RetrieveBalance answers with the balance in a currency.
func (p *Platform) RetrieveBalance(call Call, _ struct{}) (balances.Balance, error) {
	c, ok := findCurrency(call.Path["currency"])
	if !ok {
		return balances.Balance{}, errBalanceNotFound
	}
	w, err := p.wallet(call)
	if err != nil {
		return balances.Balance{}, err
	}
	return p.balance(w, c), nil
}

// RetrieveBalanceByID answers with the balance that has an id.
func (p *Platform) RetrieveBalanceByID(call Call, _ struct{}) (balances.Balance, error) {
	w, err := p.wallet(call)
	if err != nil {
		return balances.Balance{}, err
	}
	at := slices.IndexFunc(supported, func(c currency) bool { return w.balanceIDs[c.code] == call.Path["balanceId"] })
	if at < 0 {
		return balances.Balance{}, errBalanceNotFound
	}
	return p.balance(w, supported[at]), nil
}

func (p *Platform) balance(w *wallet, c currency) balances.Balance {
	return balances.Balance{
		ID:           w.balanceIDs[c.code],
		Amount:       p.book.Balance(w.account, c.code),
		Currency:     c.code,
		CurrencyName: c.name,
	}
}
