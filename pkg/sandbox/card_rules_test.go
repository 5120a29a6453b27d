package sandbox_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/cards"
	"github.com/wallex-sdk/wallex-go/gen/cardplatform/rules"
	"github.com/wallex-sdk/wallex-go/gen/cardplatform/transactions"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

// buy buys something and returns the transaction.
func (i *issuer) buy(cardID int, amount string) transactions.Transaction {
	i.t.Helper()
	require.NoError(i.t, i.sandbox.SimulatePurchase(cardID, decimal.MustParse(amount), "Example Store"))
	page, err := i.Transactions.List(i.t.Context(), &transactions.ListTransactionsParams{PerPage: 1})
	require.NoError(i.t, err)
	return page.Items[0]
}

// declined is why a purchase failed.
func declined(bought transactions.Transaction) string {
	if bought.Status == transactions.TransactionStatusSuccess {
		return ""
	}
	_, reason, _ := strings.Cut(bought.Narration, "(declined: ")
	return strings.TrimSuffix(reason, ")")
}

func TestPurchases(t *testing.T) {
	i := connectCards(t)
	card := i.virtual()
	bought := i.buy(card.ID, "25")
	require.Equal(t, transactions.TransactionStatusSuccess, bought.Status)
	require.Equal(t, "Purchase", bought.TransactionType)
	require.Equal(t, card.LastFourDigits, bought.Card.LastFourDigits)
	require.Equal(t, "Example Store", bought.Merchant.Name)
	requireAmount(t, "25", bought.BillingAmount.Amount)
	require.Regexp(t, `^\*{12}[0-9]{4}$`, bought.SenderAccount.AccountNumber)
	requireAmount(t, "997500", i.balance(card.Account.AccountID))

	found := answered(i.Transactions.Retrieve(t.Context(), bought.ID))(t)
	require.Equal(t, "SUCCESS", found.APIStatus)
	require.Equal(t, 7, found.Card.CardTierID)
	requireAmount(t, "1", found.Conversions.TransactionToBillingCR)
	require.Equal(t, found.Merchant.ID, i.buy(card.ID, "1").Merchant.ID, "the same merchant")

	var ids []int
	for transaction, err := range i.Transactions.ListAll(t.Context(), &transactions.ListTransactionsParams{PerPage: 1}) {
		require.NoError(t, err)
		ids = append(ids, transaction.ID)
	}
	require.Len(t, ids, 2)
	require.Equal(t, bought.ID, ids[1], "newest first")
	_, err := i.Transactions.Retrieve(t.Context(), card.ID)
	require.Equal(t, "1000 id", why(t, err))

	for cardID, amount := range map[int]string{1: "1", card.ID: "0.001"} {
		require.Error(t, i.sandbox.SimulatePurchase(cardID, decimal.MustParse(amount), "x"))
	}
	require.Error(t, i.sandbox.SimulatePurchase(card.ID, decimal.MustParse("0"), "x"))
	require.Error(t, i.sandbox.SimulatePurchase(card.ID, decimal.MustParse("-1"), "x"))
}

func TestDeclinedPurchases(t *testing.T) {
	i := connectCards(t, sandbox.WithCardBalance("AED", decimal.MustParse("5010")))
	card := i.virtual()
	toggle := func() {
		answered(i.Cards.ToggleFreeze(t.Context(), cards.ToggleCardFreezeRequest{CardID: card.ID}))(t)
	}
	toggle()
	frozen := i.buy(card.ID, "25")
	require.Equal(t, "the card is not active", declined(frozen))
	require.Equal(t, "FAILED", answered(i.Transactions.Retrieve(t.Context(), frozen.ID))(t).APIStatus)
	toggle()
	requireAmount(t, "501000", i.balance(card.Account.AccountID))

	for id, kind := range map[string]rules.RuleTransactionType{"70": "PURCHASE", "72": "ALL", "69": "ATM_WITHDRAWAL"} {
		switched := answered(i.Rules.UpdateCardSecurity(t.Context(), rules.UpdateCardSecurityRequest{
			TransactionType: kind, CardID: strconv.Itoa(card.ID), ID: id, Value: "1",
		}))(t)
		require.True(t, switched.Enabled)
		if kind == "ATM_WITHDRAWAL" {
			require.Empty(t, declined(i.buy(card.ID, "1")), "cash is something else")
		} else {
			require.Equal(t, "purchases are blocked", declined(i.buy(card.ID, "1")))
		}
		reset, err := i.Rules.ResetCardSecurity(t.Context(), rules.ResetCardSecurityRequest{CardID: card.ID})
		require.NoError(t, err)
		for _, setting := range reset {
			require.False(t, setting.Enabled)
		}
	}
	require.Empty(t, declined(i.buy(card.ID, "5000")))
	require.Equal(t, "insufficient balance", declined(i.buy(card.ID, "9.01")))
	i.advance(4 * 366 * 24 * time.Hour)
	require.Equal(t, "the card has expired", declined(i.buy(card.ID, "1")))
}

func TestSecuritySettings(t *testing.T) {
	i := connectCards(t)
	card := i.virtual()
	listed, err := i.Rules.ListCardSecurity(t.Context(), &rules.ListCardSecurityParams{CardID: card.ID})
	require.NoError(t, err)
	require.Len(t, listed, 3)
	valid := rules.UpdateCardSecurityRequest{TransactionType: "ALL", CardID: strconv.Itoa(card.ID), ID: "72", Value: "1"}
	answered(i.Rules.UpdateCardSecurity(t.Context(), valid))(t)
	for key, change := range map[string]func(*rules.UpdateCardSecurityRequest){
		"cardId":          func(b *rules.UpdateCardSecurityRequest) { b.CardID = "x" },
		"id":              func(b *rules.UpdateCardSecurityRequest) { b.ID = "1" },
		"transactionType": func(b *rules.UpdateCardSecurityRequest) { b.TransactionType = "PURCHASE" },
	} {
		body := valid
		change(&body)
		_, err := i.Rules.UpdateCardSecurity(t.Context(), body)
		require.Equal(t, "1000 "+key, why(t, err))
	}
	_, err = i.Rules.ListCardSecurity(t.Context(), &rules.ListCardSecurityParams{CardID: 1})
	require.Equal(t, "1000 cardId", why(t, err))
	_, err = i.Rules.ResetCardSecurity(t.Context(), rules.ResetCardSecurityRequest{CardID: 1})
	require.Equal(t, "1000 cardId", why(t, err))
}

func TestTransactionLimits(t *testing.T) {
	i := connectCards(t)
	card := i.virtual()
	list := func(filter rules.ListTransactionLimitsParams) []rules.TransactionLimit {
		all, err := i.Rules.ListTransactionLimits(t.Context(), &filter)
		require.NoError(t, err)
		return all
	}
	require.Len(t, list(rules.ListTransactionLimitsParams{}), 5)
	require.Len(t, list(rules.ListTransactionLimitsParams{CardID: card.ID, TransactionType: "PURCHASE"}), 4)
	require.Empty(t, list(rules.ListTransactionLimitsParams{ThirdPartyConfig: "vp-acq"}))
	raw := i.do("GET", "/re/api/v1/transaction-limits?transactionType=ATM_WITHDRAWAL", nil)
	require.Contains(t, string(raw.body), `"allowedLimit":"20000.00"`, "values are strings")

	set := func(id, value string) rules.UpdateTransactionLimitRequest {
		return rules.UpdateTransactionLimitRequest{TransactionType: "PURCHASE", CardID: strconv.Itoa(card.ID), ID: id, Value: value}
	}
	changed := func(id, value string) { answered(i.Rules.UpdateTransactionLimit(t.Context(), set(id, value)))(t) }
	changed("9", "100")
	require.Equal(t, "the limit PURCHASE_LIMIT is exceeded", declined(i.buy(card.ID, "100.01")))
	requireAmount(t, "100", i.card(card.ID).MaxPurchaseLimit)
	changed("11", "2")
	require.Empty(t, declined(i.buy(card.ID, "100")))
	require.Empty(t, declined(i.buy(card.ID, "1")))
	require.Equal(t, "the limit DAILY_PURCHASE_COUNT is exceeded", declined(i.buy(card.ID, "1")))
	changed("11", "100")
	changed("10", "150.50")
	require.Empty(t, declined(i.buy(card.ID, "49.5")))
	require.Equal(t, "the limit DAILY_PURCHASE_LIMIT is exceeded", declined(i.buy(card.ID, "0.01")))
	i.advance(12 * time.Hour)
	changed("12", "200")
	require.Equal(t, "the limit MONTHLY_PURCHASE_LIMIT is exceeded", declined(i.buy(card.ID, "50")), "on the next day")
	i.advance(31 * 24 * time.Hour)
	require.Empty(t, declined(i.buy(card.ID, "50")), "in the next month")

	for _, test := range []struct {
		body rules.UpdateTransactionLimitRequest
		key  string
	}{
		{set("1", "1"), "id"},
		{set("8", "1"), "transactionType"},
		{set("9", "50000.01"), "value"},
		{set("9", "-1"), "value"},
		{set("9", "much"), "value"},
		{set("11", "1.5"), "value"},
		{rules.UpdateTransactionLimitRequest{TransactionType: "PURCHASE", ID: "9", Value: "1"}, "cardId"},
	} {
		_, err := i.Rules.UpdateTransactionLimit(t.Context(), test.body)
		require.Equal(t, "1000 "+test.key, why(t, err), "%+v", test.body)
	}
	_, err := i.Rules.ListTransactionLimits(t.Context(), &rules.ListTransactionLimitsParams{CardID: 1})
	require.Equal(t, "1000 cardId", why(t, err))
}
