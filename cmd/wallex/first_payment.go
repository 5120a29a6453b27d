package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"maps"
	"time"

	"github.com/oapi-codegen/nullable"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/beneficiaries"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/conversions"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

// firstPayment tells the story of a first payment while it makes it: 1,250 euros to a supplier in Germany, out of the
// Singapore dollars in the wallet.
type firstPayment struct {
	*story
	client *wallex.Client
}

const (
	sell = "SGD"
	buy  = "EUR"
)

// payFirst makes a first payment in a sandbox.
func payFirst(ctx context.Context, d *demonstration) error {
	platform, err := d.start(sandbox.WithSettlement(1500 * time.Millisecond))
	if err != nil {
		return err
	}
	defer platform.Close()
	payment, err := (&firstPayment{d.story, platform.Wallex(d.client...)}).make(ctx)
	if err != nil {
		return err
	}
	return d.end("payment %s completed", payment.SimplePaymentID)
}

func (p *firstPayment) make(ctx context.Context) (*simplepayments.SimplePayment, error) {
	p.begin("Look into the wallet. The client logs in by itself, at its first call.")
	before, err := p.balance(ctx)
	if err != nil {
		return nil, err
	}
	beneficiary, err := p.createBeneficiary(ctx)
	if err != nil {
		return nil, err
	}
	payment, err := p.createPayment(ctx, beneficiary.BeneficiaryID)
	if err != nil {
		return nil, err
	}
	if err := p.fund(ctx, payment.SimplePaymentID); err != nil {
		return nil, err
	}
	if payment, err = p.wait(ctx, payment.SimplePaymentID); err != nil {
		return nil, err
	}
	if err := p.list(ctx, payment.ReferenceID); err != nil {
		return nil, err
	}
	p.begin("Look into the wallet again.")
	after, err := p.balance(ctx)
	if err != nil {
		return nil, err
	}
	spent, err := before.Sub(after)
	p.fact("spent", spent, sell)
	return payment, err
}

func (p *firstPayment) balance(ctx context.Context) (decimal.Decimal, error) {
	balance, err := p.client.V1.Balances.Retrieve(ctx, sell, nil)
	if err != nil {
		return decimal.Decimal{}, err
	}
	p.fact("balance", balance.Amount, balance.Currency)
	return balance.Amount, nil
}

func (p *firstPayment) createBeneficiary(ctx context.Context) (*beneficiaries.Beneficiary, error) {
	p.begin("Ask what the platform must know of a company with a EUR account in Germany.")
	requirements, err := p.client.V1.Beneficiaries.Requirements(ctx, beneficiaries.RetrieveBeneficiaryRequirementsRequest{
		BankAccountCountry: "DE", BeneficiaryCountry: "DE", Currency: buy,
	})
	if err != nil {
		return nil, err
	}
	for _, r := range requirements {
		if r.EntityType == string(beneficiaries.EntityTypeCompany) {
			p.fact("needed", sorted(maps.Keys(r.AdditionalProperties)))
			p.fact("of the bank", sorted(maps.Keys(r.BankAccount)))
		}
	}
	request := beneficiaries.CreateBeneficiaryRequest{
		EntityType: beneficiaries.EntityTypeCompany, CompanyName: "Beispiel GmbH",
		Address: "Hauptstr. 1", City: "Berlin", Country: "DE", Email: "accounts@example.com",
		BankAccount: beneficiaries.CreateBeneficiaryBankAccount{
			BankName: "Beispielbank", BankAccountHolderName: "Beispiel GmbH", Country: "DE", Currency: buy,
		},
	}
	p.begin("Check a draft against that. Nothing is sent.")
	refused := apierror.Of(wallex.CheckBeneficiary(requirements, request))
	if refused == nil {
		return nil, fmt.Errorf("the check lets a beneficiary without an account number pass")
	}
	for _, field := range refused.Fields {
		p.fact("wrong", field.Name, field.Message)
	}
	p.begin("Complete it, and create the beneficiary.")
	request.BankAccount.IBAN = "DE89370400440532013000"
	if err := wallex.CheckBeneficiary(requirements, request); err != nil {
		return nil, err
	}
	created, err := p.client.V1.Beneficiaries.Create(ctx, request)
	if err != nil {
		return nil, err
	}
	p.fact("beneficiary", created.BeneficiaryID, created.CompanyName)
	return created, nil
}

func (p *firstPayment) createPayment(ctx context.Context, beneficiaryID string) (*simplepayments.SimplePayment, error) {
	p.begin("Ask for a rate and the fees. Nothing is committed yet.")
	quote, err := p.client.V1.SimplePayments.Quote(ctx, simplepayments.QuoteSimplePaymentRequest{
		BeneficiaryID: nullable.NewNullableWithValue(beneficiaryID),
		SellCurrency:  sell, BuyCurrency: buy, FixedSide: conversions.FixedSideBuy,
		Amount: decimal.MustParse("1250.00"),
	})
	if err != nil {
		return nil, err
	}
	p.fact("quote", quote.QuoteID, "until", quote.ExpiresAt)
	p.fact("they get", quote.BuyAmount, quote.BuyCurrency, "at", quote.Rate, "over", quote.PaymentChannel)
	p.fact("we pay", quote.TotalAmount, quote.SellCurrency, "with fees of", quote.TotalFee, quote.SellCurrency)

	p.begin("Create the payment, under a reference of our own: a lost answer can be looked up by it.")
	payment, err := p.client.V1.SimplePayments.Create(ctx, simplepayments.CreateSimplePaymentRequest{
		QuoteID:           quote.QuoteID,
		ReferenceID:       "DEMO-" + rand.Text()[:8],
		UniqueReferenceID: true,
		PaymentReference:  "Invoice 42",
		PurposeOfTransfer: "GDDS",
		FundingSource:     simplepayments.FundingSourceCompanyBankAccount,
	})
	if err != nil {
		return nil, err
	}
	p.fact("payment", payment.SimplePaymentID, payment.Status)
	p.fact("reference", payment.ReferenceID)
	return payment, nil
}

func (p *firstPayment) fund(ctx context.Context, id string) error {
	p.begin("Fund it from the wallet.")
	payment, err := p.client.V1.SimplePayments.Fund(ctx, simplepayments.FundSimplePaymentRequest{SimplePaymentID: id})
	if err != nil {
		return err
	}
	p.fact("taken", payment.TotalAmount, payment.SellCurrency)
	p.fact("payment", payment.SimplePaymentID, payment.Status)
	return nil
}

// wait asks for a payment until it has come to an end.
func (p *firstPayment) wait(ctx context.Context, id string) (payment *simplepayments.SimplePayment, err error) {
	p.begin("Wait until it has arrived.")
	err = poll(ctx, 500*time.Millisecond, func() (bool, error) {
		if payment, err = p.client.V1.SimplePayments.Retrieve(ctx, id, nil); err != nil {
			return false, err
		}
		switch payment.Status {
		case simplepayments.SimplePaymentStatusCompleted:
			p.fact("payment", payment.SimplePaymentID, payment.Status)
			return true, nil
		case simplepayments.SimplePaymentStatusRejected, simplepayments.SimplePaymentStatusFailed:
			return false, fmt.Errorf("payment %s ended as %s: %s", id, payment.Status, payment.FailureReason)
		}
		return false, nil
	})
	return payment, err
}

func (p *firstPayment) list(ctx context.Context, reference string) error {
	p.begin("List the payments with our reference.")
	found := 0
	for payment, err := range p.client.V1.SimplePayments.FindAll(ctx, simplepayments.FindSimplePaymentsRequest{ReferenceID: reference}) {
		if err != nil {
			return err
		}
		found++
		p.fact("payment", payment.SimplePaymentID, payment.Status, payment.BuyAmount, payment.BuyCurrency)
	}
	if found != 1 {
		return fmt.Errorf("%d payments have the reference %s", found, reference)
	}
	return nil
}
