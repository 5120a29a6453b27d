package payout

import (
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
)

// MismatchError names the first detail in which an order and what exists under its reference differ.
type MismatchError struct {
	Field       string // as in [Order], [Conversion] or [Transfer]; Beneficiary stands for the receiver of any of them
	Given, Made string
}

// Error names the field.
func (e *MismatchError) Error() string { return e.Field + " is another one than before" }

// terms are the details of an order that must not change.
type terms struct {
	reference                 string
	party                     string // who receives the money
	sender                    string // the account that it comes from, where there are several
	sellCurrency, buyCurrency string
	fixedSide                 string
	amount                    decimal.Decimal // on the fixed side
}

// differs returns an error where what was made contradicts the order. What an answer leaves out contradicts nothing.
func (given terms) differs(made terms) error {
	for _, each := range []MismatchError{
		{"Reference", given.reference, made.reference},
		{"Beneficiary", given.party, made.party},
		{"SenderAccountID", given.sender, made.sender},
		{"SellCurrency", given.sellCurrency, made.sellCurrency},
		{"BuyCurrency", given.buyCurrency, made.buyCurrency},
		{"FixedSide", given.fixedSide, made.fixedSide},
	} {
		if each.Made != "" && each.Made != each.Given {
			return &each
		}
	}
	if !made.amount.IsZero() && given.amount.Cmp(made.amount) != 0 {
		return &MismatchError{"Amount", given.amount.String(), made.amount.String()}
	}
	return nil
}

// fixed returns the amount of the fixed side.
func fixed(side string, sell, buy decimal.Decimal) decimal.Decimal {
	if side == "sell" {
		return sell
	}
	return buy
}
