package ledger

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/wallex-sdk/wallex-go/pkg/decimal"
)

// Books are a copy of everything a [Ledger] holds, for an auditor.
type Books struct {
	Entries  []Entry   `json:"entries"`  // oldest first
	Balances []Balance `json:"balances"` // by account and currency
}

// Balance is what an account holds in one currency.
type Balance struct {
	Account  Account         `json:"account"`
	Currency string          `json:"currency"`
	Amount   decimal.Decimal `json:"amount"`
}

// Books returns a copy of the book.
func (l *Ledger) Books() Books {
	books := Books{Entries: slices.Clone(l.entries)}
	for p, amount := range l.balances {
		books.Balances = append(books.Balances, Balance{p.account, p.currency, amount})
	}
	slices.SortFunc(books.Balances, func(a, b Balance) int {
		return cmp.Or(
			cmp.Compare(a.Account.Kind, b.Account.Kind),
			cmp.Compare(a.Account.Owner, b.Account.Owner),
			cmp.Compare(a.Currency, b.Currency),
		)
	})
	return books
}

// Balance returns what an account holds in a currency.
func (b Books) Balance(account Account, currency string) decimal.Decimal {
	for _, balance := range b.Balances {
		if balance.Account == account && balance.Currency == currency {
			return balance.Amount
		}
	}
	return decimal.FromInt(0)
}

// Check returns an error that says what is wrong with the books, nil where nothing is: every balance is what its
// postings make of it, no account of a client is below zero, and in each currency all balances together are zero.
func (b Books) Check() error {
	expected := map[pot]decimal.Decimal{}
	for _, entry := range b.Entries {
		for _, posting := range entry.Postings {
			from, to := pot{posting.From, posting.Currency}, pot{posting.To, posting.Currency}
			var err error
			if expected[from], err = expected[from].Sub(posting.Amount); err != nil {
				return err
			}
			if expected[to], err = expected[to].Add(posting.Amount); err != nil {
				return err
			}
		}
	}
	sums := map[string]decimal.Decimal{}
	for _, balance := range b.Balances {
		of := pot{balance.Account, balance.Currency}
		switch {
		case balance.Amount.Cmp(expected[of]) != 0:
			return fmt.Errorf("%s: holds %s %s, its postings make %s", of.account, balance.Amount, of.currency, expected[of])
		case of.account.ofClient() && balance.Amount.Sign() < 0:
			return fmt.Errorf("%s: is at %s %s", of.account, balance.Amount, of.currency)
		}
		delete(expected, of)
		sum, err := sums[balance.Currency].Add(balance.Amount)
		if err != nil {
			return err
		}
		sums[balance.Currency] = sum
	}
	for of := range expected {
		return fmt.Errorf("%s: has postings in %s and no balance", of.account, of.currency)
	}
	for currency, sum := range sums {
		if sum.Sign() != 0 {
			return fmt.Errorf("%s: all accounts together hold %s instead of nothing", currency, sum)
		}
	}
	return nil
}
