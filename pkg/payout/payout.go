package payout

import (
	"context"
	"errors"
	"iter"
	"strings"

	"github.com/oapi-codegen/nullable"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/conversions"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

// Payer makes payments. It holds no state between calls and is safe for concurrent use.
type Payer struct {
	client *wallex.Client
	settings
}

// New returns a payer that acts as the client does: give it one of [wallex.Client.OnBehalfOfAccount] to pay for a member.
// The same reference on behalf of somebody else is another payment.
func New(client *wallex.Client, options ...Option) *Payer {
	return &Payer{client, configure(options)}
}

// Order is a payment to make. Everything but Reference is as the platform documents it for quotes and payments.
type Order struct {
	// Reference recognises the payment forever. It must not be empty nor begin or end with white space.
	Reference string
	// ID is that of the payment that an earlier call has made, which a [Journal] has kept. That one is gone on with, and
	// nothing is searched for or created.
	ID string
	// Sent says that an earlier call may have sent a create. The order is searched for all the same, and as long as it is
	// not found, nothing says that it was not paid: the outcome is [Unknown] then.
	Sent bool

	BeneficiaryID string
	SellCurrency  string
	BuyCurrency   string
	Amount        decimal.Decimal       // in major units of the currency of the fixed side
	FixedSide     conversions.FixedSide // buy where it is left out
	Channel       simplepayments.PaymentChannel
	Partner       simplepayments.PaymentPartner

	PaymentReference   string
	Purpose            string
	PurposeDescription string
	FundingSource      simplepayments.FundingSource
	FundingCountry     string
	Files              []string
	InvoiceNumber      string
	InvoiceDate        string
	SenderUserID       string

	// Agreed is the price that quotes, and what exists and awaits its funds, are compared with, such as one that an
	// earlier call wrote to the [Journal]. Without it, later quotes are compared with the first one of the call, and
	// what exists is funded at the price it was made with. See [WithTolerance].
	Agreed Price
}

// ErrReference says that a reference is empty, or begins or ends with white space: the platform might trim it, and an
// exact search would never find it.
var ErrReference = errors.New("the reference is empty, or begins or ends with white space")

// Pay makes the payment, or continues it, and returns when it has come to its end, when it cannot go on, or with the
// context: give that a deadline, since temporary failures are no reason to give up. It may be called again at any time
// and by many at once: package payout says why that is safe. An order that differs from the payment that its reference
// belongs to is refused with a [*MismatchError]; what the platform's answers leave out cannot be compared.
//
// The reference of a payment that was rejected or has failed, such as by not being funded in time, is used up: a payment
// that is to take its place needs another one.
//
// Source: https://docs.wallex.asia/, Sections "Get a Simple Payment Quote" to "Simple Payment Fund"
func (p *Payer) Pay(ctx context.Context, order Order) (Result, error) {
	if order.FixedSide == "" {
		order.FixedSide = conversions.FixedSideBuy
	}
	return p.start(ctx, &run{
		resource:  payment{p.client, order},
		unique:    true,
		id:        order.ID,
		elsewhere: order.ID != "" || order.Sent,
		agreed:    order.Agreed,
		want: terms{
			reference: order.Reference, party: order.BeneficiaryID, fixedSide: string(order.FixedSide),
			sellCurrency: order.SellCurrency, buyCurrency: order.BuyCurrency, amount: order.Amount,
		},
	})
}

// start takes an order of Wallex to its end.
func (p *Payer) start(ctx context.Context, r *run) (Result, error) {
	r.settings, r.returned = p.settings, p.Refunds
	return r.start(ctx)
}

// start checks what all kinds of orders have in common, and drives one to its end.
func (r *run) start(ctx context.Context) (Result, error) {
	reference := r.want.reference
	if reference == "" || strings.TrimSpace(reference) != reference {
		return r.end(ctx, r.fail(StepFind, Refused, ErrReference))
	}
	err := r.drive(ctx)
	if end := ends[r.progress.Status()]; err == nil && end != Completed {
		err = r.unhappy(ctx, end)
	}
	return r.end(ctx, err)
}

// payment is a simple payment as a resource.
type payment struct {
	client *wallex.Client
	order  Order
}

func (p payment) find(ctx context.Context) iter.Seq2[state, error] {
	request := simplepayments.FindSimplePaymentsRequest{ReferenceID: p.order.Reference}
	return states(p.client.V1.SimplePayments.FindAll(ctx, request), p.state)
}

func (p payment) quote(ctx context.Context) (quote, error) {
	answer, err := p.client.V1.SimplePayments.Quote(ctx, simplepayments.QuoteSimplePaymentRequest{
		BeneficiaryID:  nullable.NewNullableWithValue(p.order.BeneficiaryID),
		SellCurrency:   p.order.SellCurrency,
		BuyCurrency:    p.order.BuyCurrency,
		Amount:         p.order.Amount,
		FixedSide:      p.order.FixedSide,
		PaymentChannel: p.order.Channel,
		Partner:        p.order.Partner,
	})
	if err != nil {
		return quote{}, err
	}
	return quote{answer.QuoteID, Price{answer.TotalAmount, answer.BuyAmount}}, nil
}

func (p payment) create(ctx context.Context, quoteID string) (state, error) {
	return one(p.state)(p.client.V1.SimplePayments.Create(ctx, simplepayments.CreateSimplePaymentRequest{
		QuoteID:                      quoteID,
		ReferenceID:                  p.order.Reference,
		UniqueReferenceID:            true,
		PaymentReference:             p.order.PaymentReference,
		PurposeOfTransfer:            p.order.Purpose,
		PurposeOfTransferDescription: p.order.PurposeDescription,
		FundingSource:                p.order.FundingSource,
		FundingCountry:               p.order.FundingCountry,
		Files:                        p.order.Files,
		InvoiceNumber:                p.order.InvoiceNumber,
		InvoiceDate:                  p.order.InvoiceDate,
		SenderUserID:                 p.order.SenderUserID,
	}))
}

func (p payment) retrieve(ctx context.Context, id string) (state, error) {
	return one(p.state)(p.client.V1.SimplePayments.Retrieve(ctx, id, nil))
}

func (p payment) fund(ctx context.Context, id string) (state, error) {
	request := simplepayments.FundSimplePaymentRequest{SimplePaymentID: id}
	return one(p.state)(p.client.V1.SimplePayments.Fund(ctx, request))
}

func (p payment) state(answer simplepayments.SimplePayment) state {
	return state{
		id:     answer.SimplePaymentID,
		status: string(answer.Status),
		reason: answer.FailureReason,
		price:  Price{answer.TotalAmount, answer.BuyAmount},
		terms: terms{
			reference: answer.ReferenceID, party: answer.Beneficiary.BeneficiaryID, fixedSide: answer.FixedSide,
			sellCurrency: answer.SellCurrency, buyCurrency: answer.BuyCurrency,
			amount: fixed(string(p.order.FixedSide), answer.SellAmount, answer.BuyAmount),
		},
		resources: Resources{Payment: &answer},
	}
}
