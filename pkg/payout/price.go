package payout

import (
	"fmt"
	"math/big"

	"github.com/wallex-sdk/wallex-go/pkg/decimal"
)

// Price is what an order costs and what it brings. Prices are compared by what one unit of the bought currency costs, fees
// included, so that it does not matter which side is fixed.
type Price struct {
	Cost   decimal.Decimal // everything that funding takes, in major units of the sold currency
	Bought decimal.Decimal // in major units of the bought currency
}

// IsZero reports whether there is no price.
func (p Price) IsZero() bool { return p.Cost.IsZero() || p.Bought.Sign() <= 0 }

// PriceError says that a price is worse than the one agreed on by more than the tolerance.
type PriceError struct {
	Agreed, Offered Price // Offered is zero where the platform's quote has no price
	Tolerance       decimal.Decimal
}

// Error says by how much the price is worse.
func (e *PriceError) Error() string {
	if e.Offered.IsZero() {
		return "the quote has no price"
	}
	percent := new(big.Rat).Mul(e.change(), big.NewRat(100, 1))
	return fmt.Sprintf("the price is worse by %s percent", percent.FloatString(4))
}

// change returns the relative change of the price, exactly.
func (e *PriceError) change() *big.Rat {
	before, after := e.Agreed.unit(), e.Offered.unit()
	return after.Quo(after.Sub(after, before), before)
}

// check returns an error where a price is too much worse than the one agreed on. Without an agreed price nothing is.
func (p Price) check(agreed Price, tolerance decimal.Decimal) error {
	found := &PriceError{agreed, p, tolerance}
	switch {
	case agreed.IsZero() || agreed.Cost.Sign() <= 0:
		return nil
	case p.IsZero() || found.change().Cmp(rational(tolerance)) > 0:
		return found
	}
	return nil
}

// unit is the cost of one unit of the bought currency.
func (p Price) unit() *big.Rat { return new(big.Rat).Quo(rational(p.Cost), rational(p.Bought)) }

func rational(d decimal.Decimal) *big.Rat {
	exact := new(big.Rat)
	if !d.IsZero() {
		exact.SetString(d.String())
	}
	return exact
}
