package wallexplatform

import (
	"cmp"
	"slices"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
)

var (
	// exchangeFee is the fee of the exchange in a payment, in percent of the sold amount: about that of the examples.
	exchangeFee = decimal.MustParse("0.5")
	// documentsFrom is the amount, in US dollars, above which a payment needs supporting documents.
	documentsFrom = decimal.FromInt(50_000)
)

// paymentTerms are what a payment quote fixes.
type paymentTerms struct {
	exchange
	conversionFee, paymentFee decimal.Decimal // exchange.fee is their sum
	bankCharges               decimal.Decimal // the part of paymentFee that banks take
	excludesFees              bool            // funding takes the sold amount only
	channel                   simplepayments.PaymentChannel
	beneficiaryID             string // empty where the quote was for nobody
	needsDocuments            bool
}

// total is everything that funding takes.
func (t paymentTerms) total() decimal.Decimal {
	if t.excludesFees {
		return t.sellAmount
	}
	return t.exchange.total()
}

// QuoteSimplePayment quotes a rate and fees.
func (p *Platform) QuoteSimplePayment(
	call Call, in simplepayments.QuoteSimplePaymentRequest,
) (answer simplepayments.SimplePaymentQuote, err error) {
	terms, err := p.terms(call, in)
	if err != nil {
		return answer, err
	}
	answer, err = partnerShare(&terms, in.Partner)
	if err != nil {
		return answer, err
	}
	if terms.fixedSide == sellSide && terms.sellAmount.Cmp(terms.fee) <= 0 {
		return answer, refusal.New("insufficient_amount_against_fee", "The amount does not cover the fees")
	}
	id, expires := p.paymentQuotes.add(call, p.QuoteLifetime, terms)
	answer.QuoteID = id
	answer.ExpiresAt = instant(expires)
	answer.CurrencyPair = terms.pairCode()
	answer.BuyCurrency, answer.BuyAmount = terms.buy.code, terms.buyAmount
	answer.SellCurrency, answer.SellAmount = terms.sell.code, terms.sellAmount
	answer.FixedSide = terms.fixedSide
	answer.Rate = terms.rate
	answer.BeneficiaryID = terms.beneficiaryID
	answer.ConversionFee, answer.PaymentFee, answer.TotalFee = terms.conversionFee, terms.paymentFee, terms.fee
	answer.TotalAmount = terms.total()
	answer.PaymentChannel = string(terms.channel)
	answer.BankCharges = terms.bankCharges
	answer.SupportingDocumentsRequired = terms.needsDocuments
	return answer, nil
}

// terms computes what a quote fixes, without the partner's share.
func (p *Platform) terms(call Call, in simplepayments.QuoteSimplePaymentRequest) (t paymentTerms, err error) {
	sell, ok := findCurrency(in.SellCurrency)
	buy, okToo := findCurrency(in.BuyCurrency)
	if !ok || !okToo {
		return t, errNoRate
	}
	bankCountry := ""
	if id, err := in.BeneficiaryID.Get(); err == nil {
		b, ok := p.beneficiaries.find(call.Scope, id)
		switch {
		case !ok:
			return t, errBeneficiaryNotFound
		case slices.Contains(prohibited, b.BankAccount.Country):
			return t, refusal.New("bank_country_is_prohibited", "The country of the bank cannot be paid to")
		}
		bankCountry, t.beneficiaryID = b.BankAccount.Country, id
	}
	if t.channel, err = pickChannel(in.PaymentChannel, buy.code, bankCountry); err != nil {
		return t, err
	}
	rate := one
	if sell != buy {
		rate = pair{sell, buy}.bid()
	}
	if t.exchange, err = newExchange(sell, buy, cmp.Or(string(in.FixedSide), buySide), in.Amount, rate); err != nil {
		return t, err
	}
	t.conversionFee = zero
	if sell != buy {
		t.conversionFee = percent(t.sellAmount, exchangeFee, sell.places)
	}
	fee, charges := charge(t.channel)
	t.paymentFee, t.bankCharges = sell.fromUSD(fee), sell.fromUSD(charges)
	t.fee = add(t.conversionFee, t.paymentFee)
	t.excludesFees = in.IncludeFee != nil && !*in.IncludeFee
	t.needsDocuments = t.sellAmount.Cmp(sell.fromUSD(documentsFrom)) > 0
	return t, nil
}

// partnerShare applies what the partner adds for itself, and returns what the answer says about it: nothing where the
// request asked for nothing. The partner's fee replaces that of the channel; the difference is what the partner earns
// or, below zero, has to pay.
func partnerShare(t *paymentTerms, partner simplepayments.PaymentPartner) (answer simplepayments.SimplePaymentQuote, err error) {
	if partner == (simplepayments.PaymentPartner{}) {
		return answer, nil
	}
	switch {
	case partner.Fee.Sign() < 0 || partner.Fee.Cmp(maxAmount) > 0:
		return answer, refusal.Field("partner.fee", "must be from 0 to "+maxAmount.String())
	case partner.Markup.Cmp(hundred.Neg()) <= 0 || partner.Markup.Cmp(hundred) > 0:
		return answer, refusal.Field("partner.markup", "must be more than -100 and at most 100")
	}
	answer.PartnerPaymentFee = zero
	if !partner.Fee.IsZero() {
		fee := roundUp(partner.Fee, t.sell.places)
		answer.PartnerPaymentFee = sub(fee, t.paymentFee)
		t.paymentFee = fee
		t.fee = add(t.conversionFee, fee)
	}
	markup := exact(partner.Markup.Mul(one, 6)) // in percent
	answer.PartnerRate = significant(times(t.rate, add(hundred, markup)), hundred)
	answer.PartnerBuyAmount, answer.PartnerSellAmount = t.buyAmount, t.sellAmount
	if t.fixedSide == buySide {
		answer.PartnerSellAmount = sellFor(t.buyAmount, answer.PartnerRate, t.sell)
	} else {
		answer.PartnerBuyAmount = buyFor(t.sellAmount, answer.PartnerRate, t.buy)
	}
	return answer, nil
}
