package wallexplatform

import (
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
)

var (
	zero    = decimal.FromInt(0)
	one     = decimal.FromInt(1)
	hundred = decimal.FromInt(100)

	// maxAmount bounds the amounts of requests. With it everything the platform computes fits into the digits of a
	// decimal, at any rate.
	maxAmount = decimal.FromInt(1_000_000_000_000)
)

// exact unwraps results that maxAmount makes fit.
func exact(d decimal.Decimal, err error) decimal.Decimal {
	if err != nil {
		panic(err)
	}
	return d
}

func add(a, b decimal.Decimal) decimal.Decimal { return exact(a.Add(b)) }
func sub(a, b decimal.Decimal) decimal.Decimal { return exact(a.Sub(b)) }

func times(a, b decimal.Decimal) decimal.Decimal {
	return finest(func(places int) (decimal.Decimal, error) { return a.Mul(b, places) })
}

func over(a, b decimal.Decimal) decimal.Decimal {
	return finest(func(places int) (decimal.Decimal, error) { return a.Quo(b, places) })
}

// finest returns a result with as many decimal places as fit, for it to be rounded in the right direction then.
func finest(compute func(places int) (decimal.Decimal, error)) decimal.Decimal {
	for places := 12; places > 0; places-- {
		if result, err := compute(places); err == nil {
			return result
		}
	}
	return exact(compute(0))
}

// roundUp rounds to a number of decimal places, never below d: it is for what a client pays.
func roundUp(d decimal.Decimal, places int) decimal.Decimal {
	rounded := exact(d.Mul(one, places))
	if rounded.Cmp(d) < 0 {
		rounded = add(rounded, exact(decimal.New(1, places)))
	}
	return rounded
}

// roundDown rounds to a number of decimal places, never above d: it is for what a client receives. Rounding to the
// nearest instead would let somebody buy a rupiah for nothing, again and again.
func roundDown(d decimal.Decimal, places int) decimal.Decimal { return roundUp(d.Neg(), places).Neg() }

// percent returns a share of an amount, rounded up to a currency's decimal places.
func percent(amount, rate decimal.Decimal, places int) decimal.Decimal {
	return roundUp(over(times(amount, rate), hundred), places)
}

// checkAmount refuses amounts that the platform cannot handle. The specification takes numbers in strings as well, and
// does not say there that they must be more than zero.
func checkAmount(amount decimal.Decimal) error {
	switch {
	case amount.Sign() <= 0:
		return refusal.Field("amount", "must be more than 0")
	case amount.Cmp(maxAmount) > 0:
		return refusal.Field("amount", "must be at most "+maxAmount.String())
	}
	return nil
}

// checkAmountOf refuses amounts that a currency cannot have.
func checkAmountOf(money currency, amount decimal.Decimal) error {
	if amount.Scale() > money.places {
		return refusal.Field("amount", "must not have more decimal places than its currency")
	}
	return checkAmount(amount)
}
