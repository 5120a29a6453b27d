package sandbox_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/fundings"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/refunds"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

func TestFundingStory(t *testing.T) {
	p := newPartner(t)
	require.NoError(t, p.sandbox.SimulateFunding("a1", "SGD", decimal.MustParse("12.50")))
	member := p.OnBehalfOfAccount("a1")
	page, err := member.V2.Fundings.List(t.Context(), nil)
	require.NoError(t, err)
	require.Len(t, page.Items, 1)
	sent := page.Items[0]
	require.Equal(t, fundings.FundingStatusPending, sent.Status)
	require.Len(t, sent.ID, 32, "without dashes, as documented")
	require.Equal(t, "a1", sent.AccountID)
	require.Equal(t, "SGD", sent.Currency)
	require.Equal(t, "240301-00001", sent.Reference)
	requireAmount(t, "12.5", sent.Amount)
	balance, err := member.V1.Balances.Retrieve(t.Context(), "SGD", nil)
	require.NoError(t, err)
	require.Equal(t, balance.ID, sent.BalanceID)
	requireAmount(t, "100000", balance.Amount)
	p.requireNotified(`{"fundingId":"` + sent.ID + `","resource":"funding","status":"pending"}`)

	p.settle()
	arrived, err := member.V2.Fundings.Retrieve(t.Context(), sent.ID, nil)
	require.NoError(t, err)
	require.Equal(t, fundings.FundingStatusCompleted, arrived.Status)
	p.requireWallet("account a1", "SGD", "100012.5")
	p.requireNotified(`{"fundingId":"` + sent.ID + `","resource":"funding","status":"completed"}`)

	_, err = p.V2.Fundings.Retrieve(t.Context(), sent.ID, nil)
	requireCode(t, "funding_non_existent", err)
}

func TestFundingListing(t *testing.T) {
	p := newPartner(t, sandbox.WithWebhook("", nil))
	for range 101 {
		require.NoError(t, p.sandbox.SimulateFunding("", "JPY", decimal.FromInt(1)))
	}
	p.settle()
	require.NoError(t, p.sandbox.SimulateFunding("", "USD", decimal.FromInt(1)))
	count := func(params *fundings.ListFundingsParams) (count int) {
		for funding, err := range p.V2.Fundings.ListAll(t.Context(), params) {
			require.NoError(t, err)
			if count == 0 && params == nil {
				require.Equal(t, "USD", funding.Currency, "newest first")
			}
			count++
		}
		return count
	}
	require.Equal(t, 102, count(nil), "though pages do not tell how many there are")
	require.Equal(t, 1, count(&fundings.ListFundingsParams{Status: fundings.FundingStatusFilterPending}))
	require.Equal(t, 101, count(&fundings.ListFundingsParams{Status: fundings.FundingStatusFilterCompleted}))
	require.Zero(t, count(&fundings.ListFundingsParams{OnBehalfOfUser: "u1"}))
}

func TestFundingsThatCannotBe(t *testing.T) {
	p := newPartner(t)
	for _, test := range []struct{ currency, amount, wrong string }{
		{"XXX", "1", "balance_non_existent"},
		{"JPY", "1.5", "validation_failed"},
		{"SGD", "0", "validation_failed"},
		{"SGD", "-1", "validation_failed"},
		{"SGD", "1000000000000.01", "validation_failed"},
	} {
		require.ErrorContains(t, p.sandbox.SimulateFunding("", test.currency, decimal.MustParse(test.amount)), test.wrong)
	}
	page, err := p.V2.Fundings.List(t.Context(), nil)
	require.NoError(t, err)
	require.Empty(t, page.Items)
}

func TestRefunds(t *testing.T) {
	p := newPartner(t)
	c := p.caller
	none, err := p.V2.Refunds.List(t.Context(), nil)
	require.NoError(t, err)
	require.Empty(t, none)

	rejected := c.createPayment(object{"purposeOfTransferDescription": "sandbox: reject"})
	c.fundPayment(rejected.SimplePaymentID)
	c.fundPayment(c.createPayment(nil).SimplePaymentID)
	p.settle()
	all, err := p.V2.Refunds.List(t.Context(), nil)
	require.NoError(t, err)
	require.Len(t, all, 1)
	require.Equal(t, "simple_payment", all[0].Resource)
	require.Equal(t, rejected.SimplePaymentID, all[0].ResourceID)
	require.Equal(t, "USD", all[0].Currency)
	require.Equal(t, c.payment(rejected.SimplePaymentID).FailureReason, all[0].Remarks)
	requireAmount(t, rejected.TotalAmount.String(), all[0].Amount)
	p.awaitNotification(`{"refundId":"` + all[0].ID + `","resource":"simple_payment","status":"completed"}`)

	one, err := p.V2.Refunds.Retrieve(t.Context(), all[0].ID, nil)
	require.NoError(t, err)
	require.Equal(t, all[0], *one)
	_, err = p.V2.Refunds.Retrieve(t.Context(), all[0].ID, &refunds.RetrieveRefundParams{OnBehalfOfAccount: "a1"})
	requireCode(t, "refund_non_existent", err)
}
