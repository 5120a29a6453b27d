package wallexplatform

import (
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/currencies"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
)

// spread is how far bid and ask are from the mid rate. They are the mid rate divided and multiplied by it, so that the
// bid of a pair is the inverse of the ask of the pair turned round.
const spread = "1.002"

// digits is how many significant digits a rate has.
const digits = 6

var errNoRate = refusal.New("rate_non_existent", "There is no rate for these currencies")

// pair are two different supported currencies.
type pair struct{ first, second currency }

func findPair(first, second string) (pair, error) {
	a, ok := findCurrency(first)
	b, okToo := findCurrency(second)
	if !ok || !okToo || first == second {
		return pair{}, errNoRate
	}
	return pair{a, b}, nil
}

func (p pair) code() string { return p.first.code + p.second.code }

// bid is how many units of the second currency the platform gives for one of the first.
func (p pair) bid() decimal.Decimal {
	return significant(decimal.MustParse(p.second.perUSD), widened(p.first))
}

// ask is how many units of the second currency the platform wants for one of the first.
func (p pair) ask() decimal.Decimal {
	return significant(widened(p.second), decimal.MustParse(p.first.perUSD))
}

func widened(c currency) decimal.Decimal {
	return times(decimal.MustParse(c.perUSD), decimal.MustParse(spread))
}

// significant divides and rounds to the significant digits of a rate.
func significant(numerator, denominator decimal.Decimal) decimal.Decimal {
	places := digits - 1
	ten := decimal.FromInt(10)
	for bound := times(denominator, ten); numerator.Cmp(bound) >= 0 && places > 0; places-- {
		bound = times(bound, ten)
	}
	for raised := numerator; raised.Cmp(denominator) < 0; places++ {
		raised = times(raised, ten)
	}
	return exact(numerator.Quo(denominator, places))
}

// RetrieveRate answers with the rates of a pair and of the same pair turned round.
func (p *Platform) RetrieveRate(call Call, _ struct{}) (currencies.Rate, error) {
	code := call.Path["currencyPair"]
	if len(code) != 6 {
		return currencies.Rate{}, errNoRate
	}
	rates, err := findPair(code[:3], code[3:])
	if err != nil {
		return currencies.Rate{}, err
	}
	inverse := pair{rates.second, rates.first}
	return currencies.Rate{
		CurrencyPair: rates.code(),
		Bid:          rates.bid(),
		Ask:          rates.ask(),
		Inverse:      currencies.InverseRate{CurrencyPair: inverse.code(), Bid: inverse.bid(), Ask: inverse.ask()},
	}, nil
}
