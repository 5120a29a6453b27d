package wallexplatform

import (
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
)

// The sides of an exchange.
const (
	buySide  = "buy"
	sellSide = "sell"
)

// fundingPeriod is how long conversions and payments wait for their funds. All examples show twelve hours.
const fundingPeriod = 12 * time.Hour

// exchange is what it takes to get an amount of one currency for another at a rate.
type exchange struct {
	sell, buy             currency
	fixedSide             string
	sellAmount, buyAmount decimal.Decimal
	fee                   decimal.Decimal // in the sold currency
	rate                  decimal.Decimal // units of the bought currency for one of the sold
}

// newExchange computes the side that is not fixed.
func newExchange(sell, buy currency, fixedSide string, amount, rate decimal.Decimal) (exchange, error) {
	x := exchange{sell: sell, buy: buy, fixedSide: fixedSide, rate: rate, fee: zero}
	fixed := sell
	if fixedSide == buySide {
		fixed = buy
	}
	if amount.Scale() > fixed.places {
		return x, refusal.New("sell_or_buy_currency_doesnt_support_decimal_places", "The amount has more decimal places than its currency")
	}
	if err := checkAmount(amount); err != nil {
		return x, err
	}
	x.sellAmount, x.buyAmount = amount, amount
	if fixedSide == buySide {
		x.sellAmount = sellFor(amount, rate, sell)
	} else {
		x.buyAmount = buyFor(amount, rate, buy)
	}
	if x.buyAmount.Sign() == 0 {
		return x, refusal.Field("amount", "must be worth something in the bought currency")
	}
	return x, nil
}

// sellFor is what has to be sold for a bought amount.
func sellFor(bought, rate decimal.Decimal, sell currency) decimal.Decimal {
	return roundUp(over(bought, rate), sell.places)
}

// buyFor is what a sold amount buys.
func buyFor(sold, rate decimal.Decimal, buy currency) decimal.Decimal {
	return roundDown(times(sold, rate), buy.places)
}

// pairCode names the exchange: the sold currency and the bought one.
func (x exchange) pairCode() string { return x.sell.code + x.buy.code }

// total is everything that funding takes.
func (x exchange) total() decimal.Decimal { return add(x.sellAmount, x.fee) }
