package payout

import (
	"context"
	"iter"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/conversions"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

// Conversion is an exchange of currencies to make inside the wallet.
type Conversion struct {
	// Reference recognises the conversion forever. It must not be empty nor begin or end with white space.
	Reference string
	// ID and Sent are as in [Order].
	ID   string
	Sent bool

	SellCurrency string
	BuyCurrency  string
	Amount       decimal.Decimal       // in major units of the currency of the fixed side
	FixedSide    conversions.FixedSide // buy where it is left out

	// Agreed is as in [Order].
	Agreed Price
}

// Convert makes the conversion, or continues it, as [Payer.Pay] does with payments. It may be called again at any time
// and by many at once.
//
// The documentation has the same fields for conversions as for payments, but no error codes and only two statuses. That
// a second conversion with the same reference is refused is what the field uniqueReferenceId is for; the code of that
// refusal is inferred from the code of payments. If it is another one, the conversion is found all the same, but one
// that the listing does not show yet ends as [Refused] instead of being waited for; call Convert again then.
//
// Source: https://docs.wallex.asia/, Sections "Get a Conversion Quote" to "Conversion Fund"
func (p *Payer) Convert(ctx context.Context, order Conversion) (Result, error) {
	if order.FixedSide == "" {
		order.FixedSide = conversions.FixedSideBuy
	}
	return p.start(ctx, &run{
		resource:  conversion{p.client, order},
		unique:    true,
		id:        order.ID,
		elsewhere: order.ID != "" || order.Sent,
		agreed:    order.Agreed,
		want: terms{
			reference: order.Reference, fixedSide: string(order.FixedSide),
			sellCurrency: order.SellCurrency, buyCurrency: order.BuyCurrency, amount: order.Amount,
		},
	})
}

// conversion is a conversion as a resource.
type conversion struct {
	client *wallex.Client
	order  Conversion
}

func (c conversion) find(ctx context.Context) iter.Seq2[state, error] {
	request := conversions.FindConversionsRequest{ReferenceID: c.order.Reference}
	return states(c.client.V1.Conversions.FindAll(ctx, request), c.state)
}

func (c conversion) quote(ctx context.Context) (quote, error) {
	answer, err := c.client.V1.Conversions.Quote(ctx, conversions.QuoteConversionRequest{
		SellCurrency: c.order.SellCurrency,
		BuyCurrency:  c.order.BuyCurrency,
		Amount:       c.order.Amount,
		FixedSide:    c.order.FixedSide,
	})
	if err != nil {
		return quote{}, err
	}
	return quote{answer.QuoteID, Price{answer.TotalAmount, answer.BuyAmount}}, nil
}

func (c conversion) create(ctx context.Context, quoteID string) (state, error) {
	return one(c.state)(c.client.V1.Conversions.Create(ctx, conversions.CreateConversionRequest{
		QuoteID: quoteID, ReferenceID: c.order.Reference, UniqueReferenceID: true,
	}))
}

func (c conversion) retrieve(ctx context.Context, id string) (state, error) {
	return one(c.state)(c.client.V1.Conversions.Retrieve(ctx, id, nil))
}

func (c conversion) fund(ctx context.Context, id string) (state, error) {
	return one(c.state)(c.client.V1.Conversions.Fund(ctx, conversions.FundConversionRequest{ConversionID: id}))
}

func (c conversion) state(answer conversions.Conversion) state {
	return state{
		id:     answer.ConversionID,
		status: string(answer.Status),
		price:  Price{answer.TotalAmount, answer.BuyAmount},
		terms: terms{
			reference: answer.ReferenceID, fixedSide: answer.FixedSide,
			sellCurrency: answer.SellCurrency, buyCurrency: answer.BuyCurrency,
			amount: fixed(string(c.order.FixedSide), answer.SellAmount, answer.BuyAmount),
		},
		resources: Resources{Conversion: &answer},
	}
}
