package issuing

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/wallets"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/iban"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/ledger"
)

// Kinds of the accounts on the platform's own side of the book, besides those of users.
const (
	opening   = "opening"    // where the opening balances come from
	inTransit = "in transit" // money of transfers that are under way
	fees      = "fees"       // what the platform has earned
	payouts   = "payouts"    // what was transferred, one for each payment contact
	shops     = "merchants"  // what was paid with cards
)

// digital is the only type of accounts that the source shows.
const digital = "DIGITAL"

// processor is the configuration of the third party that everything here has.
const processor = "pmt-mastercard-issuing"

// account is an account of a user. Its money is in the book.
type account struct {
	id       int
	owner    *user
	currency wallets.WalletCurrency
	primary  bool
}

// CreateAccount opens an account with its opening balance.
func (p *Platform) CreateAccount(call Call, in wallets.CreateAccountRequest) (answer wallets.WalletAccount, err error) {
	owner, err := p.user("userId", in.UserID)
	if err != nil {
		return answer, err
	}
	at := slices.IndexFunc(currencies, func(c wallets.WalletCurrency) bool { return c.ID == in.CurrencyID })
	switch {
	case at < 0:
		return answer, unknown("currencyId", "Currency")
	case in.AccountType != digital:
		return answer, refusal.Field("accountType", "Account type is not supported")
	}
	opened := &account{id: p.newID(), owner: owner, currency: currencies[at]}
	opened.primary = len(p.accounts.newestFirst(opened.sameOwner)) == 0
	if err := p.open(opened, call.Now); err != nil {
		return answer, err
	}
	p.accounts.add(opened.id, opened)
	return p.showAccount(opened), nil
}

func (p *Platform) open(a *account, now time.Time) error {
	balance := p.Opening[a.currency.Code]
	if balance.Sign() == 0 {
		return nil
	}
	return p.post(p.newID(), "OPENING BALANCE", now, ledger.Posting{
		From: ledger.Account{Kind: opening}, To: a.inBook(), Currency: a.currency.Code, Amount: balance,
	})
}

// post writes what a transaction moves into the book. The kind of an entry is its narration in the ledgers of accounts.
func (p *Platform) post(transactionID int, narration string, now time.Time, postings ...ledger.Posting) error {
	return p.book.Post(ledger.Entry{Transaction: fmt.Sprint(transactionID), Kind: narration, At: now, Postings: postings})
}

// RetrieveAccount answers with one account.
func (p *Platform) RetrieveAccount(call Call, _ struct{}) (answer wallets.WalletAccount, err error) {
	a, err := p.account("id", call.id("id"))
	if err != nil {
		return answer, err
	}
	answer = p.showAccount(a)
	answer.TotalTransactions = len(p.transactions.newestFirst(func(t *transaction) bool { return t.sender == a }))
	return answer, nil
}

// ListAccounts answers with a page of the accounts that match every filter. All accounts are for all types of
// transactions, so that the filter of these changes nothing.
func (p *Platform) ListAccounts(call Call, _ struct{}) (Page[wallets.WalletAccount], error) {
	wants := func(name, value string) bool { return !call.Query.Has(name) || call.Query.Get(name) == value }
	all := p.accounts.newestFirst(func(a *account) bool {
		return wants("accountType", digital) && wants("userId", fmt.Sprint(a.owner.id)) && wants("currencyCode", a.currency.Code) &&
			wants("thirdPartyConfigSlug", processor) && (call.Query.Get("shownMyAccounts") != "true" || a.owner == p.agent)
	})
	return paginate(call, all, p.showAccount), nil
}

// account returns an account by its id, which stood under a key of the request.
func (p *Platform) account(key string, id int) (*account, error) {
	if a, ok := p.accounts.byID[id]; ok {
		return a, nil
	}
	return nil, unknown(key, "Account")
}

// inBook is what the account is in the book.
func (a *account) inBook() ledger.Account {
	return ledger.Account{Kind: ledger.Wallet, Owner: fmt.Sprintf("account %d", a.id)}
}

func (a *account) sameOwner(other *account) bool { return other.owner == a.owner }

func (a *account) title() string { return strings.ToUpper(a.owner.fullName()) }

// number is that of the account, with the same digits as the end of its IBAN.
func (a *account) number() string { return fmt.Sprintf("301%011d", a.id) }

// iban has a code of a bank that does not exist.
func (a *account) iban() string { return iban.Make("AE", "99900"+a.number()) }

func (p *Platform) showAccount(a *account) wallets.WalletAccount {
	held, _ := centsOf(p.book.Balance(a.inBook(), a.currency.Code)) // never below zero
	return wallets.WalletAccount{
		ID:            a.id,
		UserID:        a.owner.id,
		AccountType:   digital,
		CurrencyCode:  a.currency.Code,
		Currency:      a.currency,
		AccountTitle:  a.title(),
		AccountNumber: a.number(),
		Balance:       held.minor(),
		BalanceOnHold: zero,
		Status:        wallets.WalletAccountStatusActive,
		References:    []any{},
		IBAN:          a.iban(),
		IsPrimary:     a.primary,
		CreditLimit:   zero,
	}
}
