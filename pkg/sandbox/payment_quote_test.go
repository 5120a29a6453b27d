package sandbox_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
)

func TestPaymentQuotes(t *testing.T) {
	c := connect(t)
	// the bid of USDSGD is 1.29 / 1.002, in six digits
	for _, test := range []struct {
		name                                                string
		request                                             object
		channel                                             string
		sell, buy, conversionFee, paymentFee, charge, total string
	}{
		{"buying is what is meant", object{}, "SWIFT-SHA", "776.75", "1000", "3.89", "5", "0", "785.64"},
		{"selling", object{"fixedSide": "sell"}, "SWIFT-SHA", "1000", "1287.43", "5", "5", "0", "1010"},
		{"all charges on the sender", object{"paymentChannel": "SWIFT-OUR"}, "SWIFT-OUR", "776.75", "1000", "3.89", "20", "15", "800.64"},
		{"fees are in the sold currency", object{"sellCurrency": "JPY", "fixedSide": "sell", "amount": 100000}, "SWIFT-SHA", "100000", "858.28", "500", "750", "0", "101250"},
		{"no exchange, no fee for one", object{"sellCurrency": "SGD"}, "SWIFT-SHA", "1000", "1000", "0", "6.45", "0", "1006.45"},
		{"without fees", object{"includeFee": false}, "SWIFT-SHA", "776.75", "1000", "3.89", "5", "0", "776.75"},
		{"with the partner's fee", object{"partner": object{"fee": 7.5}}, "SWIFT-SHA", "776.75", "1000", "3.89", "7.5", "0", "788.14"},
	} {
		t.Run(test.name, func(t *testing.T) {
			quote := c.quotePayment(test.request)
			require.Equal(t, test.channel, quote.PaymentChannel)
			requireAmount(t, test.sell, quote.SellAmount)
			requireAmount(t, test.buy, quote.BuyAmount)
			requireAmount(t, test.conversionFee, quote.ConversionFee)
			requireAmount(t, test.paymentFee, quote.PaymentFee)
			requireAmount(t, sum(t, test.conversionFee, test.paymentFee), quote.TotalFee)
			requireAmount(t, test.charge, quote.BankCharges)
			requireAmount(t, test.total, quote.TotalAmount)
		})
	}
}

func TestPartnerShare(t *testing.T) {
	c := connect(t)
	requireAmount(t, "0", c.quotePayment(nil).PartnerRate)

	quote := c.quotePayment(object{"partner": object{"fee": 7.5, "markup": 1}})
	requireAmount(t, "1.28743", quote.Rate)
	requireAmount(t, "1.3003", quote.PartnerRate)
	requireAmount(t, "1000", quote.PartnerBuyAmount)
	requireAmount(t, "769.06", quote.PartnerSellAmount)
	requireAmount(t, "2.5", quote.PartnerPaymentFee)

	sold := c.quotePayment(object{"fixedSide": "sell", "partner": object{"markup": 1}})
	requireAmount(t, "1300.3", sold.PartnerBuyAmount)
	requireAmount(t, "1000", sold.PartnerSellAmount)
	requireAmount(t, "0", sold.PartnerPaymentFee)

	for _, partner := range []object{{"fee": "-1"}, {"fee": 1e13}, {"markup": -100}, {"markup": 101}} {
		require.Equal(t, "validation_failed", c.refused("POST", "/simple-payments/v1/quote", object{
			"beneficiaryId": nil, "sellCurrency": "USD", "buyCurrency": "SGD", "amount": 1000, "partner": partner,
		}), "%v", partner)
	}
}

func TestSupportingDocumentsRequired(t *testing.T) {
	c := connect(t)
	require.False(t, c.quotePayment(object{"fixedSide": "sell", "amount": 50000}).SupportingDocumentsRequired)
	require.True(t, c.quotePayment(object{"fixedSide": "sell", "amount": 50000.01}).SupportingDocumentsRequired)
	require.Contains(t, string(c.do("POST", "/simple-payments/v1/quote", object{
		"beneficiaryId": nil, "sellCurrency": "USD", "buyCurrency": "SGD", "amount": 1,
	}).body), `"supportingDocumentsRequired":false`, "false is sent")
}

func TestPaymentQuoteCodes(t *testing.T) {
	c := connect(t)
	known := c.beneficiary(nil, nil).BeneficiaryID
	prohibited := c.beneficiary(nil, object{"country": "MM", "bicSwift": "DBSSMMMM"}).BeneficiaryID
	local := c.beneficiary(nil, object{"country": "GB", "currency": "GBP", "sortCode": "202015", "bicSwift": ""}).BeneficiaryID
	for _, test := range []struct {
		code    string
		request object
	}{
		{"beneficiary_non_existent", object{"beneficiaryId": "x"}},
		{"beneficiary_non_existent", object{"beneficiaryId": known, "onBehalfOfAccount": "a1"}},
		{"bank_country_is_prohibited", object{"beneficiaryId": prohibited}},
		{"rate_non_existent", object{"buyCurrency": "XXX"}},
		{"rate_non_existent", object{"sellCurrency": "XXX"}},
		{"sell_or_buy_currency_doesnt_support_decimal_places", object{"buyCurrency": "JPY", "amount": 1.5}},
		{"sell_or_buy_currency_doesnt_support_decimal_places", object{"sellCurrency": "JPY", "fixedSide": "sell", "amount": 1.5}},
		{"sell_or_buy_currency_doesnt_support_decimal_places", object{"amount": 1.005}},
		{"insufficient_amount_against_fee", object{"fixedSide": "sell", "amount": 5}},
		{"payment_channel_not_valid", object{"paymentChannel": "LOCAL"}},
		{"payment_channel_not_valid", object{"paymentChannel": "LOCAL", "beneficiaryId": local}}, // SGD is not local there
		{"payment_channel_not_valid", object{"paymentChannel": "INTERNAL", "beneficiaryId": known}},
	} {
		require.Equal(t, test.code, c.refused("POST", "/simple-payments/v1/quote", merge(object{
			"beneficiaryId": nil, "sellCurrency": "USD", "buyCurrency": "SGD", "amount": 1000,
		}, test.request)), "%v", test.request)
	}
}

func TestPaymentChannels(t *testing.T) {
	c := connect(t)
	list := func(beneficiaryID string, amount any) answer {
		return c.do("POST", "/simple-payments/v1/available-channels", object{"beneficiaryId": beneficiaryID, "amount": amount})
	}
	local := c.beneficiary(nil, nil).BeneficiaryID
	require.JSONEq(t, `{"data":[
		{"settlementChannel":"LOCAL","limit":258000.00,"splitSettlement":true},
		{"settlementChannel":"SWIFT-SHA","limit":null,"splitSettlement":false},
		{"settlementChannel":"SWIFT-OUR","limit":null,"splitSettlement":false}
	]}`, string(list(local, 258000.01).body))
	require.False(t, result[[]simplepayments.AvailablePaymentChannel](c, list(local, 258000))[0].SplitSettlement)

	foreign := c.beneficiary(nil, object{"currency": "USD"}).BeneficiaryID
	require.Len(t, result[[]simplepayments.AvailablePaymentChannel](c, list(foreign, 1)), 2)
	require.Equal(t, "beneficiary_non_existent", list("x", 1).error(t).ErrorCode)
}
