package sandbox_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/wallets"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

func TestCardAccounts(t *testing.T) {
	i := connectCards(t, sandbox.WithCardBalance("USD", decimal.MustParse("0")))
	user := i.user()
	first, second := i.open(user.ID, "AED"), i.open(user.ID, "USD")
	own := i.open(user.ParentID, "AED")
	require.True(t, first.IsPrimary)
	require.False(t, second.IsPrimary)
	require.True(t, own.IsPrimary)
	require.Equal(t, "AMINA RAHMAN", first.AccountTitle)
	require.Len(t, first.AccountNumber, 14)
	require.Equal(t, 784, first.Currency.IsoCode)
	requireAmount(t, "1000000", first.Balance)
	requireAmount(t, "0", second.Balance)
	require.True(t, answered(i.Transfers.ValidateIBAN(t.Context(), iban(first.IBAN)))(t).Valid)

	for name, test := range map[string]struct {
		filter wallets.ListAccountsParams
		ids    []int
	}{
		"all, newest first":       {wallets.ListAccountsParams{}, []int{own.ID, second.ID, first.ID}},
		"of a user":               {wallets.ListAccountsParams{UserID: user.ID}, []int{second.ID, first.ID}},
		"of the caller":           {wallets.ListAccountsParams{ShownMyAccounts: true}, []int{own.ID}},
		"in a currency":           {wallets.ListAccountsParams{CurrencyCode: "AED"}, []int{own.ID, first.ID}},
		"of a type":               {wallets.ListAccountsParams{AccountType: "PAPER"}, nil},
		"of a third party":        {wallets.ListAccountsParams{ThirdPartyConfigSlug: "vp-acq"}, nil},
		"of every transaction":    {wallets.ListAccountsParams{TransactionType: "PURCHASE", CurrencyCode: "USD"}, []int{second.ID}},
		"through pages of two":    {wallets.ListAccountsParams{PerPage: 2}, []int{own.ID, second.ID, first.ID}},
		"from the second page on": {wallets.ListAccountsParams{PerPage: 2, Page: 2}, []int{first.ID}},
		"after the last page":     {wallets.ListAccountsParams{Page: 7}, nil},
	} {
		var ids []int
		for account, err := range i.Wallets.ListAccountsAll(t.Context(), &test.filter) {
			require.NoError(t, err)
			ids = append(ids, account.ID)
		}
		require.Equal(t, test.ids, ids, name)
	}
	for body, refused := range map[wallets.CreateAccountRequest]string{
		{UserID: 1, CurrencyID: 2, AccountType: "DIGITAL"}:       "1000 userId",
		{UserID: user.ID, CurrencyID: 1, AccountType: "DIGITAL"}: "1000 currencyId",
		{UserID: user.ID, CurrencyID: 2, AccountType: "PAPER"}:   "1000 accountType",
	} {
		_, err := i.Wallets.CreateAccount(t.Context(), body)
		require.Equal(t, refused, why(t, err))
	}
	_, err := i.Wallets.RetrieveAccount(t.Context(), user.ID)
	require.Equal(t, "1000 id", why(t, err), "an id of something else is none")
}

func TestWithCardBalancePanics(t *testing.T) {
	for currency, amount := range map[string]string{"SGD": "1", "AED": "-1", "USD": "0.001", "EUR": "1000000000000.01"} {
		require.Panics(t, func() { sandbox.WithCardBalance(currency, decimal.MustParse(amount)) }, currency)
	}
}

func TestAccountLedger(t *testing.T) {
	i := connectCards(t)
	card := i.virtual()
	account := card.Account.AccountID
	i.advance(time.Hour)
	require.NoError(t, i.sandbox.SimulatePurchase(card.ID, decimal.MustParse("100.5"), "Example Store"))
	entries := func(filter wallets.ListLedgerParams) (all []wallets.LedgerEntry) {
		for entry, err := range i.Wallets.ListLedgerAll(t.Context(), account, &filter) {
			require.NoError(t, err)
			all = append(all, entry)
		}
		return all
	}
	all := entries(wallets.ListLedgerParams{})
	require.Len(t, all, 2)
	require.Equal(t, "POS AT Example Store", all[0].Narration)
	requireAmount(t, "10050", all[0].Debit)
	requireAmount(t, "0", all[0].Credit)
	requireAmount(t, "989950", all[0].Balance)
	requireAmount(t, "1000000", all[1].Credit)
	require.Equal(t, 1, answered(i.Wallets.RetrieveAccount(t.Context(), account))(t).TotalTransactions)

	date := all[0].Date.String()
	require.Equal(t, "2024-03-01T13:00:02.000+00:00", date)
	for name, test := range map[string]struct {
		filter wallets.ListLedgerParams
		want   int
	}{
		"of the user":        {wallets.ListLedgerParams{UserID: card.UserID}, 2},
		"of nobody":          {wallets.ListLedgerParams{UserID: 1}, 0},
		"of the transaction": {wallets.ListLedgerParams{TransactionID: all[0].TransactionID}, 1},
		"from the purchase":  {wallets.ListLedgerParams{StartDate: date}, 1},
		"until the purchase": {wallets.ListLedgerParams{EndDate: date}, 2},
		"before it":          {wallets.ListLedgerParams{EndDate: "2024-03-01"}, 0},
	} {
		require.Len(t, entries(test.filter), test.want, name)
	}
	_, err := i.Wallets.ListLedger(t.Context(), account, &wallets.ListLedgerParams{EndDate: "yesterday"})
	require.Equal(t, "1000 endDate", why(t, err))
	_, err = i.Wallets.ListLedger(t.Context(), account, &wallets.ListLedgerParams{StartDate: "yesterday"})
	require.Equal(t, "1000 startDate", why(t, err))
	_, err = i.Wallets.ListLedger(t.Context(), card.ID, nil)
	require.Equal(t, "1000 id", why(t, err))
}
