package sandbox_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/internaltransfers"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

func TestApplyLateWaitsForItsLookup(t *testing.T) {
	c := connect(t)
	w, request := c.impatient(), c.order("P-1")
	c.setFaults(sandbox.Fault{Kind: sandbox.ApplyLate, Times: 2})
	_, err := w.V1.SimplePayments.Create(t.Context(), request)
	require.ErrorIs(t, err, apierror.ErrAmbiguous)
	require.Empty(t, find(t, w, "P-2"), "another reference is no lookup of this one")
	require.Empty(t, find(t, w.OnBehalfOfAccount("a1"), "P-1"), "neither is another account's")
	require.Empty(t, find(t, w, "P-1"))
	created := find(t, w, "P-1")
	require.Len(t, created, 1)

	id := created[0].SimplePaymentID
	_, err = w.V1.SimplePayments.Fund(t.Context(), simplepayments.FundSimplePaymentRequest{SimplePaymentID: id})
	require.ErrorIs(t, err, apierror.ErrAmbiguous)
	require.Equal(t, simplepayments.SimplePaymentStatusAwaitingFunds, c.payment(id).Status, "the lookup of a funding has it in the path")
	require.Equal(t, simplepayments.SimplePaymentStatusProcessing, c.payment(id).Status)
}

func TestApplyLateOfVersion2(t *testing.T) {
	c := connect(t)
	w, request := c.impatient(), c.order("P-1")
	c.setFaults(sandbox.Fault{Kind: sandbox.ApplyLate, Operations: []string{"createPayment"}, Times: 1})
	_, err := w.V2.Payments.Create(t.Context(), request)
	require.ErrorIs(t, err, apierror.ErrAmbiguous)
	require.Empty(t, find(t, w, "P-1"), "version 1 is not what the specification names")
	for _, found := range []int{0, 1} {
		page, err := w.V2.Payments.List(t.Context(), nil)
		require.NoError(t, err)
		require.Len(t, page.Items, found, "a listing of everything is a lookup")
	}
}

func TestApplyLateAfterADelay(t *testing.T) {
	c := connect(t)
	w, request := c.impatient(), c.order("P-1")
	c.setFaults(sandbox.Fault{Kind: sandbox.ApplyLate, Times: 1, Delay: 5 * time.Second})
	_, err := w.V1.SimplePayments.Create(t.Context(), request)
	require.ErrorIs(t, err, apierror.ErrAmbiguous)
	for range 2 {
		require.Empty(t, find(t, w, "P-1"))
	}
	c.sandbox.Advance(5 * time.Second)
	require.Len(t, c.sandbox.Payments(), 1)
	require.Len(t, find(t, w, "P-1"), 1)
}

// TestApplyLateMayBeRefused has a client that does not look up, but sends again.
func TestApplyLateMayBeRefused(t *testing.T) {
	c := connect(t)
	w, request := c.impatient(), c.order("P-1")
	c.setFaults(sandbox.Fault{Kind: sandbox.ApplyLate, Times: 1})
	_, err := w.V1.SimplePayments.Create(t.Context(), request)
	require.ErrorIs(t, err, apierror.ErrAmbiguous)
	_, err = w.V1.SimplePayments.Create(t.Context(), request)
	require.NoError(t, err)
	for range 2 {
		require.Len(t, find(t, w, "P-1"), 1)
	}
}

func TestListingsLag(t *testing.T) {
	c := connect(t)
	c.setFaults(sandbox.Fault{Kind: sandbox.LagListing, Delay: 5 * time.Second})
	w := c.impatient()
	created, err := w.V1.SimplePayments.Create(t.Context(), c.order("P-1"))
	require.NoError(t, err)
	require.Empty(t, find(t, w, "P-1"))
	require.Empty(t, find(t, w, "P-2"))
	require.Equal(t, *created, c.payment(created.SimplePaymentID), "who has the id sees it")
	page, err := w.V2.Payments.List(t.Context(), nil)
	require.NoError(t, err)
	require.Empty(t, page.Items)
	require.Equal(t, map[sandbox.FaultKind]map[string]int{sandbox.LagListing: {"findSimplePayments": 1, "listPayments": 1}},
		c.sandbox.Stats().Faults, "only where it hides something")
	c.sandbox.Advance(5*time.Second - 1)
	require.Empty(t, find(t, w, "P-1"))
	c.sandbox.Advance(1)
	require.Len(t, find(t, w, "P-1"), 1)
}

func TestOtherListingsLag(t *testing.T) {
	c, w := bothVersions(t)
	c.fundPayment(c.createPayment(object{"purposeOfTransferDescription": "sandbox: reject"}).SimplePaymentID)
	c.convert("SGD", "USD", "buy", "1")
	c.sandbox.Advance(2 * time.Second)
	_, err := w.V2.InternalTransfers.Create(t.Context(), internaltransfers.CreateInternalTransferRequest{
		ReceiverAccountID: "a1", Amount: decimal.FromInt(1), Currency: "SGD",
	})
	require.NoError(t, err)
	sizes := func() (sizes [5]int) {
		transfers, err := w.V2.InternalTransfers.List(t.Context(), nil)
		require.NoError(t, err)
		refunds, err := w.V2.Refunds.List(t.Context(), nil)
		require.NoError(t, err)
		return [...]int{
			len(transfers.Items), len(refunds),
			len(post[[]object](c, "/beneficiaries/v1/find", object{})),
			len(post[[]object](c, "/conversions/v1/find", object{})),
			len(post[[]object](c, "/balances/v1/history", object{})),
		}
	}
	require.NotContains(t, sizes(), 0)
	c.setFaults(sandbox.Fault{Kind: sandbox.LagListing, Delay: time.Minute})
	require.Zero(t, sizes())
}
