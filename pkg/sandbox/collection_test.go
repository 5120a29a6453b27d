package sandbox_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/collections"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/deductions"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

// openAccount opens a collection account for a member and waits until it can be paid into.
func (p *partner) openAccount(currency string) *collections.CollectionAccount {
	p.t.Helper()
	opened, err := p.V2.Collections.CreateAccount(p.t.Context(), collections.CreateCollectionAccountRequest{
		OnBehalfOfAccount: "a1", Currency: currency, Name: "Shop", Reference: "VA-1", Purpose: "Sales",
	})
	require.NoError(p.t, err)
	p.settle()
	return opened
}

func TestCollectionAccountStory(t *testing.T) {
	p := newPartner(t)
	member := p.OnBehalfOfAccount("a1")
	opened, err := member.V2.Collections.CreateAccount(t.Context(), collections.CreateCollectionAccountRequest{
		Currency: "GBP", Name: "Shop", Reference: "VA-1", Purpose: "Sales", Provider: "SANDBOX_BANK",
	})
	require.NoError(t, err)
	require.Equal(t, collections.CollectionAccount{
		ID: opened.ID, Name: "Shop", Currency: "GBP", Reference: "VA-1", Purpose: "Sales", Provider: "SANDBOX_BANK",
		Status: "pending", CreatedAt: opened.CreatedAt,
		BankDetails: []collections.CollectionBankDetail{{
			BankName: "Sandbox Bank", Currency: "GBP", PaymentType: "swift", AccountNumber: "9251000000000001",
			AccountHolderName: "Shop", AccountNumberType: "account_number",
		}},
	}, *opened)
	number := opened.BankDetails[0].AccountNumber
	require.ErrorContains(t, p.sandbox.SimulateCollection(number, decimal.FromInt(9)), "collection_account_non_existent", "not yet")

	taken, err := member.V2.Deductions.List(t.Context(), nil)
	require.NoError(t, err)
	require.Len(t, taken.Items, 1)
	fee := taken.Items[0]
	require.Equal(t, deductions.Deduction{ID: fee.ID, Status: "completed", Currency: "GBP", Amount: fee.Amount, Reason: "Collection account fee"}, fee)
	requireAmount(t, "0.75", fee.Amount)
	p.requireWallet("account a1", "GBP", "99999.25")
	same, err := member.V2.Deductions.Retrieve(t.Context(), fee.ID, nil)
	require.NoError(t, err)
	require.Equal(t, fee, *same)
	_, err = p.V2.Deductions.Retrieve(t.Context(), fee.ID, nil)
	requireCode(t, "deduction_non_existent", err)
	p.requireNotified(`{"resource":"deduction","resourceId":"` + fee.ID + `","status":"completed"}`)

	status := func(status string) string {
		return `{"accountId":"a1","resource":"collection_account","resourceId":"` + opened.ID + `","status":"` + status + `"}`
	}
	p.settle()
	p.requireNotified(status("active"))
	active, err := member.V2.Collections.RetrieveAccount(t.Context(), opened.ID, nil)
	require.NoError(t, err)
	require.Equal(t, "active", active.Status)
	all, err := member.V2.Collections.ListAccounts(t.Context(), nil)
	require.NoError(t, err)
	require.Equal(t, []collections.CollectionAccount{*active}, all.Items)

	closing := collections.DeactivateCollectionAccountsRequest{CollectionAccountIDs: []string{opened.ID, "x"}}
	requireCode(t, "collection_account_non_existent", member.V2.Collections.DeactivateAccounts(t.Context(), closing))
	require.NoError(t, p.sandbox.SimulateCollection(number, decimal.FromInt(9)), "all or none")
	p.next()
	closing.CollectionAccountIDs = []string{opened.ID, opened.ID}
	require.NoError(t, member.V2.Collections.DeactivateAccounts(t.Context(), closing))
	p.requireNotified(status("inactive"))
	require.ErrorContains(t, p.sandbox.SimulateCollection(number, decimal.FromInt(9)), "collection_account_non_existent")
	_, err = p.V2.Collections.RetrieveAccount(t.Context(), opened.ID, nil)
	requireCode(t, "collection_account_non_existent", err)
}

// The field that says whose account it is has had another name.
func TestCollectionAccountsAreInferred(t *testing.T) {
	_, err := sandbox.Start(t).Wallex().V2.Collections.CreateAccount(t.Context(), collections.CreateCollectionAccountRequest{Currency: "USD"})
	require.ErrorIs(t, err, operation.ErrUnverified)
}

func TestAccountsClosedBeforeTheyAreActive(t *testing.T) {
	p := newPartner(t)
	opened, err := p.V2.Collections.CreateAccount(t.Context(), collections.CreateCollectionAccountRequest{Currency: "USD"})
	require.NoError(t, err)
	require.NoError(t, p.V2.Collections.DeactivateAccounts(t.Context(), collections.DeactivateCollectionAccountsRequest{
		CollectionAccountIDs: []string{opened.ID},
	}))
	p.settle()
	closed, err := p.V2.Collections.RetrieveAccount(t.Context(), opened.ID, nil)
	require.NoError(t, err)
	require.Equal(t, "inactive", closed.Status)
}

func TestNoAccountFeeWithoutFunds(t *testing.T) {
	p := newPartner(t, poor("USD"))
	p.openAccount("USD")
	none, err := p.OnBehalfOfAccount("a1").V2.Deductions.List(t.Context(), nil)
	require.NoError(t, err)
	require.Empty(t, none.Items)
}

func TestCollectionAccountsThatCannotBe(t *testing.T) {
	p := newPartner(t)
	known, err := p.V2.Collections.ListCurrencies(t.Context(), nil)
	require.NoError(t, err)
	require.Contains(t, known, collections.CollectionCurrency{Currency: "IDR", Providers: []string{"SANDBOX_BANK"}})
	for _, body := range []collections.CreateCollectionAccountRequest{{Currency: "XXX"}, {Currency: "CAD"}, {Currency: "SGD", Provider: "BNI"}} {
		_, err := p.V2.Collections.CreateAccount(t.Context(), body)
		requireCode(t, "validation_failed", err)
	}
}

func TestCollectionStory(t *testing.T) {
	p := newPartner(t, poor("GBP"))
	member := p.OnBehalfOfAccount("a1")
	account := p.openAccount("GBP")
	p.awaitNotification(`{"accountId":"a1","resource":"collection_account","resourceId":"` + account.ID + `","status":"active"}`)
	require.NoError(t, p.sandbox.SimulateCollection(account.BankDetails[0].AccountNumber, decimal.FromInt(1000)))
	page, err := member.V2.Collections.List(t.Context(), nil)
	require.NoError(t, err)
	require.Len(t, page.Items, 1)
	paid := page.Items[0]
	require.Equal(t, collections.CollectionStatus("pending"), paid.Status)
	require.Equal(t, "a1", paid.AccountID)
	require.Equal(t, account.ID, paid.CollectionAccountID)
	require.Equal(t, collections.CollectionSender{Name: "Sandbox Payer", AccountNumber: "000012345678"}, paid.Sender)
	require.True(t, paid.CreditedAt.IsZero())
	requireAmount(t, "1000", paid.AmountOrigin)
	requireAmount(t, "10", paid.Fee)
	requireAmount(t, "990", paid.Amount)
	p.requireWallet("account a1", "GBP", "0")
	status := func(status string) string {
		return `{"accountId":"a1","reason":null,"resource":"collection","resourceId":"` + paid.ID + `","status":"` + status + `"}`
	}
	p.requireNotified(status("pending"))

	p.settle()
	p.requireNotified(status("completed"))
	p.requireWallet("account a1", "GBP", "990")
	credited, err := member.V2.Collections.Retrieve(t.Context(), paid.ID, nil)
	require.NoError(t, err)
	require.Equal(t, collections.CollectionStatusCompleted, credited.Status)
	require.Equal(t, "2024-03-01T12:00:04Z", credited.CreditedAt.String())
	_, err = p.V2.Collections.Retrieve(t.Context(), paid.ID, nil)
	requireCode(t, "collection_non_existent", err)

	slot, err := member.V2.Collections.UploadURL(t.Context(), collections.RequestCollectionUploadURLRequest{CollectionID: paid.ID, FileName: "invoice.pdf"})
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, upload(t, slot.UploadURL.Reveal(), "%PDF", nil).status)
	_, err = p.V2.Collections.UploadURL(t.Context(), collections.RequestCollectionUploadURLRequest{CollectionID: paid.ID, FileName: "invoice.pdf"})
	requireCode(t, "collection_non_existent", err)
}

func TestCollectionsThatCannotBe(t *testing.T) {
	p := newPartner(t)
	number := p.openAccount("IDR").BankDetails[0].AccountNumber
	for _, test := range []struct{ number, amount, wrong string }{
		{"1", "10000", "collection_account_non_existent"},
		{number, "4125", "nothing is left"},
		{number, "10000.5", "validation_failed"},
		{number, "-1", "validation_failed"},
	} {
		require.ErrorContains(t, p.sandbox.SimulateCollection(test.number, decimal.MustParse(test.amount)), test.wrong)
	}
}
