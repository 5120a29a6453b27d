package sandbox_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/conversions"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

func (c *caller) quoteConversion(sell, buy, fixedSide, amount string) conversions.ConversionQuote {
	c.t.Helper()
	return post[conversions.ConversionQuote](c, "/conversions/v1/quote", object{
		"sellCurrency": sell, "buyCurrency": buy, "fixedSide": fixedSide, "amount": decimal.MustParse(amount),
	})
}

func (c *caller) createConversion(quoteID string) conversions.Conversion {
	c.t.Helper()
	return post[conversions.Conversion](c, "/conversions/v1/create", object{"quoteId": quoteID})
}

// convert quotes, creates and funds.
func (c *caller) convert(sell, buy, fixedSide, amount string) conversions.Conversion {
	c.t.Helper()
	created := c.createConversion(c.quoteConversion(sell, buy, fixedSide, amount).QuoteID)
	return post[conversions.Conversion](c, "/conversions/v1/fund", object{"conversionId": created.ConversionID})
}

func TestConversionQuotes(t *testing.T) {
	c := connect(t)
	for _, test := range []struct {
		sell, buy, side, amount           string
		sellAmount, buyAmount, fee, total string
	}{
		// 16500 rupiah and 1.29 Singapore dollars are a US dollar; the bid is a factor of 1.002 below that
		{"SGD", "IDR", "sell", "100", "100", "1276520", "0.1", "100.1"},
		{"SGD", "IDR", "buy", "1276520", "100", "1276520", "0.1", "100.1"},
		{"SGD", "IDR", "buy", "1276521", "100.01", "1276521", "0.11", "100.12"},
		{"SGD", "IDR", "buy", "1", "0.01", "1", "0.01", "0.02"},
		{"SGD", "IDR", "sell", "0.01", "0.01", "127", "0.01", "0.02"},
		{"IDR", "SGD", "sell", "12817", "12817", "1", "13", "12830"},
		{"IDR", "SGD", "buy", "1", "12817", "1", "13", "12830"},
		{"JPY", "EUR", "buy", "10.5", "1836", "10.5", "2", "1838"},
		{"GBP", "VND", "buy", "1000000000000", "28574122.71", "1000000000000", "28574.13", "28602696.84"},
		{"VND", "GBP", "buy", "1000000000000", "35136787513791190", "1000000000000", "35136787513792", "35171924301304982"},
	} {
		t.Run(fmt.Sprint(test.side, test.amount, test.sell, test.buy), func(t *testing.T) {
			quote := c.quoteConversion(test.sell, test.buy, test.side, test.amount)
			require.Equal(t, test.sell+test.buy, quote.CurrencyPair)
			require.Equal(t, test.side, quote.FixedSide)
			require.Equal(t, "2024-03-01T12:01:00Z", quote.ExpiresAt.String())
			requireAmount(t, test.sellAmount, quote.SellAmount)
			requireAmount(t, test.buyAmount, quote.BuyAmount)
			requireAmount(t, test.fee, quote.TotalFees)
			requireAmount(t, test.total, quote.TotalAmount)
		})
	}
}

func TestConversionQuoteCodes(t *testing.T) {
	c := connect(t)
	for _, test := range []struct{ sell, buy, side, amount, code string }{
		{"SGD", "XXX", "buy", "1", "rate_non_existent"},
		{"XXX", "SGD", "buy", "1", "rate_non_existent"},
		{"SGD", "SGD", "buy", "1", "rate_non_existent"},
		{"SGD", "JPY", "buy", "1.5", "sell_or_buy_currency_doesnt_support_decimal_places"},
		{"JPY", "SGD", "sell", "1.5", "sell_or_buy_currency_doesnt_support_decimal_places"},
		{"SGD", "USD", "sell", "0.001", "sell_or_buy_currency_doesnt_support_decimal_places"},
		{"IDR", "SGD", "sell", "1", "validation_failed"}, // worth less than a cent
		{"SGD", "USD", "sell", "1000000000001", "validation_failed"},
	} {
		require.Equal(t, test.code, c.refused("POST", "/conversions/v1/quote", object{
			"sellCurrency": test.sell, "buyCurrency": test.buy, "fixedSide": test.side, "amount": decimal.MustParse(test.amount),
		}), "%v", test)
	}
}

func TestConversionLifeCycle(t *testing.T) {
	c := connect(t)
	quote := c.quoteConversion("SGD", "USD", "buy", "1000")
	created := post[conversions.Conversion](c, "/conversions/v1/create", object{"quoteId": quote.QuoteID, "referenceId": "X-1"})
	require.Equal(t, conversions.ConversionStatusAwaitingFunds, created.Status)
	require.Equal(t, "X-1", created.ReferenceID)
	require.Equal(t, quote.TotalAmount, created.TotalAmount)
	require.Equal(t, "2024-03-02T00:00:00Z", created.FundingCutoffTime.String())
	requireAmount(t, "100000", c.balance("SGD"))

	c.sandbox.Advance(12*time.Hour - 1) // the token lives for eight
	c.login()
	funded := post[conversions.Conversion](c, "/conversions/v1/fund", object{"conversionId": created.ConversionID})
	require.Equal(t, conversions.ConversionStatusCompleted, funded.Status)
	requireAmount(t, "101000", c.balance("USD"))
	requireAmount(t, sum(t, "100000", created.TotalAmount.Neg().String()), c.balance("SGD"))
	require.Equal(t, funded, get[conversions.Conversion](c, "/conversions/v1/item/"+created.ConversionID))
}

func TestConversionCodes(t *testing.T) {
	for _, test := range []struct {
		name, path string
		body       func(*caller) object
		code       string
	}{
		{"unknown quote", "create", func(*caller) object { return object{"quoteId": "x"} }, "conversion_quote_not_exists"},
		{"expired quote", "create", func(c *caller) object {
			quote := c.quoteConversion("SGD", "USD", "buy", "1")
			c.sandbox.Advance(time.Minute)
			return object{"quoteId": quote.QuoteID}
		}, "conversion_quote_not_exists"},
		{"used quote", "create", func(c *caller) object {
			quote := c.quoteConversion("SGD", "USD", "buy", "1")
			c.createConversion(quote.QuoteID)
			return object{"quoteId": quote.QuoteID}
		}, "conversion_quote_not_exists"},
		{"quote of another scope", "create", func(c *caller) object {
			return object{"quoteId": c.quoteConversion("SGD", "USD", "buy", "1").QuoteID, "onBehalfOfUser": "u1"}
		}, "conversion_quote_not_exists"},
		{"unknown conversion", "fund", func(*caller) object { return object{"conversionId": "x"} }, "conversions_not_found"},
		{"funded twice", "fund", func(c *caller) object {
			return object{"conversionId": c.convert("SGD", "USD", "buy", "1").ConversionID}
		}, "status_invalid"},
		{"funded too late", "fund", func(c *caller) object {
			created := c.createConversion(c.quoteConversion("SGD", "USD", "buy", "1").QuoteID)
			c.sandbox.Advance(12 * time.Hour)
			c.login()
			return object{"conversionId": created.ConversionID}
		}, "status_invalid"},
		{"funded from an empty wallet", "fund", func(c *caller) object {
			return object{"conversionId": c.createConversion(c.quoteConversion("KRW", "USD", "buy", "1").QuoteID).ConversionID}
		}, "insufficient_funds"},
		{"a cent too much", "fund", func(c *caller) object {
			// with the fee of 0.1 percent it takes 100000.01
			return object{"conversionId": c.createConversion(c.quoteConversion("SGD", "USD", "sell", "99900.11").QuoteID).ConversionID}
		}, "insufficient_funds"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := connect(t)
			require.Equal(t, test.code, c.refused("POST", "/conversions/v1/"+test.path, test.body(c)))
		})
	}
}

func TestQuoteLifetime(t *testing.T) {
	c := connect(t, sandbox.WithQuoteLifetime(time.Hour))
	quote := c.quoteConversion("SGD", "USD", "buy", "1")
	c.sandbox.Advance(time.Hour - 1)
	c.createConversion(quote.QuoteID)
}

func TestUniqueReferencesOfConversions(t *testing.T) {
	c := connect(t)
	create := func(fields object) object {
		fields["quoteId"] = c.quoteConversion("SGD", "USD", "buy", "1").QuoteID
		return fields
	}
	post[conversions.Conversion](c, "/conversions/v1/create", create(object{"referenceId": "X-1"}))
	post[conversions.Conversion](c, "/conversions/v1/create", create(object{"referenceId": "X-1"}))
	require.Equal(t, "conversion_reference_id_already_exist",
		c.refused("POST", "/conversions/v1/create", create(object{"referenceId": "X-1", "uniqueReferenceId": true})))
	second := create(object{"referenceId": "X-2", "uniqueReferenceId": true})
	post[conversions.Conversion](c, "/conversions/v1/create", second)
	require.Equal(t, "conversion_reference_id_already_exist", c.refused("POST", "/conversions/v1/create", second), "rather than that the quote was used")
	post[conversions.Conversion](c, "/conversions/v1/create", create(object{"uniqueReferenceId": true}))
	post[conversions.Conversion](c, "/conversions/v1/create", create(object{"uniqueReferenceId": true}))
}

func TestFindConversions(t *testing.T) {
	c := connect(t)
	first := c.convert("SGD", "USD", "buy", "1")
	c.sandbox.Advance(time.Hour)
	second := post[conversions.Conversion](c, "/conversions/v1/create", object{
		"quoteId": c.quoteConversion("SGD", "USD", "buy", "2").QuoteID, "referenceId": "X-1",
	})
	for _, test := range []struct {
		name    string
		filters object
		found   []conversions.Conversion
	}{
		{"all, newest first", object{}, []conversions.Conversion{second, first}},
		{"from a time on", object{"startDate": "2024-03-01T13:00:00Z"}, []conversions.Conversion{second}},
		{"before a time", object{"endDate": "2024-03-01T13:00:00Z"}, []conversions.Conversion{first}},
		{"by reference", object{"referenceId": "X-1"}, []conversions.Conversion{second}},
		{"a reference must match whole", object{"referenceId": "X"}, []conversions.Conversion{}},
		{"by status", object{"status": "completed"}, []conversions.Conversion{first}},
		{"of another scope", object{"onBehalfOfAccount": "a1"}, []conversions.Conversion{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			require.Equal(t, test.found, post[[]conversions.Conversion](&caller{t, c.sandbox, c.key, c.token}, "/conversions/v1/find", test.filters))
		})
	}
}
