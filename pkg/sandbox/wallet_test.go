package sandbox_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/balances"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/conversions"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/currencies"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

func TestWalletsOfScopes(t *testing.T) {
	c := connect(t, sandbox.WithBalance("THB", decimal.MustParse("12.34")), sandbox.WithBalance("SGD", decimal.MustParse("0")))
	for _, scope := range []object{{}, {"onBehalfOfAccount": "a1"}, {"onBehalfOfUser": "u1"}} {
		all := post[[]balances.Balance](c, "/balances/v1/find", scope)
		require.Len(t, all, len(get[[]currencies.Currency](c, "/currencies/v1/supported")), "one for each currency")
		amounts := map[string]string{}
		for _, balance := range all {
			require.NotEmpty(t, balance.ID)
			amounts[balance.Currency] = balance.Amount.String()
		}
		require.Equal(t, "12.34", amounts["THB"])
		require.Equal(t, "0", amounts["SGD"])
		require.Equal(t, "100000", amounts["USD"])
		require.Equal(t, "0", amounts["KRW"])
	}
	// what is bought for a member account is in its wallet only
	quote := post[conversions.ConversionQuote](c, "/conversions/v1/quote", object{
		"onBehalfOfAccount": "a1", "buyCurrency": "KRW", "sellCurrency": "USD", "fixedSide": "buy", "amount": 1000,
	})
	created := post[conversions.Conversion](c, "/conversions/v1/create", object{"onBehalfOfAccount": "a1", "quoteId": quote.QuoteID})
	post[conversions.Conversion](c, "/conversions/v1/fund?onBehalfOfAccount=a1", object{"conversionId": created.ConversionID})
	requireAmount(t, "1000", get[balances.Balance](c, "/balances/v1/item/KRW?onBehalfOfAccount=a1").Amount)
	requireAmount(t, "0", get[balances.Balance](c, "/balances/v1/item/KRW?onBehalfOfUser=a1").Amount)
	requireAmount(t, "0", c.balance("KRW"))

	require.Equal(t, "balance_non_existent", c.refused("GET", "/balances/v1/item/XXX", nil))
}

func TestWithBalancePanics(t *testing.T) {
	for currency, amount := range map[string]string{"XXX": "1", "SGD": "-1", "JPY": "1.5", "USD": "1000000000000001"} {
		require.Panics(t, func() { sandbox.WithBalance(currency, decimal.MustParse(amount)) }, currency)
	}
}

func TestBalanceHistory(t *testing.T) {
	c := connect(t)
	c.balance("SGD") // opens the wallet at noon
	c.sandbox.Advance(time.Hour + time.Nanosecond)
	conversion := c.convert("SGD", "USD", "sell", "100")
	c.sandbox.Advance(time.Hour)

	history := func(filters object) []balances.BalanceChange {
		return post[[]balances.BalanceChange](c, "/balances/v1/history", filters)
	}
	require.Len(t, history(object{}), 8+2, "the opening balances, and both sides of the conversion")
	changes := history(object{"startDate": "2024-03-01T13:00:00Z"})
	require.Len(t, changes, 2)
	bought, sold := changes[0], changes[1]
	require.Equal(t, "USD", bought.Currency)
	requireAmount(t, "100000", bought.AmountBefore)
	requireAmount(t, sum(t, "100000", conversion.BuyAmount.String()), bought.AmountAfter)

	require.Equal(t, "SGD", sold.Currency)
	require.Equal(t, "conversion", sold.TransactionType)
	require.EqualValues(t, conversion.ConversionID, sold.TransactionID)
	require.Equal(t, "2024-03-01T13:00:00Z", sold.Date.String())
	require.Len(t, sold.ID, 32)
	require.Equal(t, get[balances.Balance](c, "/balances/v1/item/SGD").ID, sold.BalanceID)
	requireAmount(t, "100.1", sold.TotalAmount)
	requireAmount(t, "99899.9", sold.AmountAfter)

	require.Empty(t, history(object{"endDate": "2024-03-01T12:00:00Z"}), "endDate is not included")
	require.Len(t, history(object{"endDate": "2024-03-01T12:00:01Z"}), 8)
	require.Len(t, history(object{"startDate": "2024-03-01T12:00:00Z"}), 10, "startDate is")
	require.Empty(t, history(object{"startDate": "2024-03-01T13:00:01Z"}))
}

// sum adds decimal numbers.
func sum(t *testing.T, texts ...string) string {
	t.Helper()
	total := decimal.FromInt(0)
	for _, text := range texts {
		var err error
		total, err = total.Add(decimal.MustParse(text))
		require.NoError(t, err)
	}
	return total.String()
}
