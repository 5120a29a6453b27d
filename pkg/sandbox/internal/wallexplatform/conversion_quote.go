package wallexplatform

import (
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/conversions"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
)

// conversionFee is the fee of a conversion, in percent of the sold amount. The source's examples show none; one that
// is never zero shows who forgets it.
var conversionFee = decimal.MustParse("0.1")

// QuoteConversion quotes a rate. The source lists no error codes for conversions; the codes are those of payments.
func (p *Platform) QuoteConversion(call Call, in conversions.QuoteConversionRequest) (conversions.ConversionQuote, error) {
	currencies, err := findPair(in.SellCurrency, in.BuyCurrency)
	if err != nil {
		return conversions.ConversionQuote{}, err
	}
	x, err := newExchange(currencies.first, currencies.second, string(in.FixedSide), in.Amount, currencies.bid())
	if err != nil {
		return conversions.ConversionQuote{}, err
	}
	x.fee = percent(x.sellAmount, conversionFee, x.sell.places)
	id, expires := p.conversionQuotes.add(call, p.QuoteLifetime, x)
	return conversions.ConversionQuote{
		QuoteID:      id,
		CurrencyPair: x.pairCode(),
		BuyCurrency:  x.buy.code,
		SellCurrency: x.sell.code,
		BuyAmount:    x.buyAmount,
		SellAmount:   x.sellAmount,
		Rate:         x.rate,
		FixedSide:    x.fixedSide,
		TotalFees:    x.fee,
		TotalAmount:  x.total(),
		ExpiresAt:    instant(expires),
	}, nil
}
