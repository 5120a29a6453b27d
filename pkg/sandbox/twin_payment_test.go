package sandbox_test

import (
	"testing"
	"time"

	"github.com/oapi-codegen/nullable"
	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/payments"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/timestamp"
)

// stamp is a point in time of a filter.
func stamp(text string) timestamp.Timestamp { return timestamp.Parse(text) }

// TestPaymentStoryOfVersion2 pays a beneficiary of version 1 with version 2.
func TestPaymentStoryOfVersion2(t *testing.T) {
	c, w := bothVersions(t)
	api, payee := w.V2.Payments, c.beneficiary(nil, nil).BeneficiaryID
	channels, err := api.Channels(t.Context(), simplepayments.ListPaymentChannelsRequest{BeneficiaryID: payee, Amount: decimal.FromInt(1000)})
	require.NoError(t, err)
	require.Equal(t, "LOCAL", channels[0].SettlementChannel)
	purposes, err := api.Purposes(t.Context(), simplepayments.ListPurposesOfTransferRequest{
		BuyCurrency: "SGD", BeneficiaryBankCountry: "SG", BeneficiaryEntityType: "company", PaymentChannel: "LOCAL",
	})
	require.NoError(t, err)
	quote, err := api.Quote(t.Context(), simplepayments.QuoteSimplePaymentRequest{
		BeneficiaryID: nullable.NewNullableWithValue(payee), SellCurrency: "USD", BuyCurrency: "SGD", Amount: decimal.FromInt(1000),
	})
	require.NoError(t, err)
	slot, err := api.RequestUploadURL(t.Context(), simplepayments.RequestPaymentUploadURLRequest{FileName: "7.pdf"})
	require.NoError(t, err)
	upload(t, slot.UploadURL.Reveal(), "%PDF", nil)
	request := simplepayments.CreateSimplePaymentRequest{
		QuoteID: quote.QuoteID, PaymentReference: "Invoice 7", FundingSource: "COMPANY_BANK_ACCOUNT", PurposeOfTransfer: purposes[0].Code,
		ReferenceID: "P-1", UniqueReferenceID: true, Files: []string{slot.FileID},
	}
	created, err := api.Create(t.Context(), request)
	require.NoError(t, err)
	require.Equal(t, *created, c.payment(created.SimplePaymentID))
	_, err = api.Create(t.Context(), request)
	requireCode(t, "simple_payment_reference_id_already_exist", err)

	_, err = api.Fund(t.Context(), created.SimplePaymentID, payments.FundPaymentRequest{OnBehalfOfUser: "u1"})
	requireCode(t, "simple_payments_not_found", err)
	funded, err := api.Fund(t.Context(), created.SimplePaymentID, payments.FundPaymentRequest{})
	require.NoError(t, err)
	require.Equal(t, simplepayments.SimplePaymentStatusProcessing, funded.Status)
	_, err = api.Documents(t.Context(), created.SimplePaymentID, nil)
	requireCode(t, "simple_payments_get_paymentProof_failed", err)

	c.sandbox.Advance(time.Minute)
	completed, err := api.Retrieve(t.Context(), created.SimplePaymentID, nil)
	require.NoError(t, err)
	require.Equal(t, simplepayments.SimplePaymentStatusCompleted, completed.Status)
	require.Equal(t, *completed, c.payment(created.SimplePaymentID))
	documents, err := api.Documents(t.Context(), created.SimplePaymentID, nil)
	require.NoError(t, err)
	require.Len(t, documents, 3)
	documents, err = api.Documents(t.Context(), created.SimplePaymentID, &payments.RetrievePaymentDocumentsParams{DocumentType: "mt103"})
	require.NoError(t, err)
	require.Len(t, documents, 1)
}

func TestListPayments(t *testing.T) {
	c, w := bothVersions(t)
	first := c.fundPayment(c.createPayment(nil).SimplePaymentID)
	c.sandbox.Advance(time.Hour)
	first = c.payment(first.SimplePaymentID)
	second := c.createPayment(object{"referenceId": "P-1"})
	for _, test := range []struct {
		name    string
		filters payments.ListPaymentsParams
		found   []simplepayments.SimplePayment
	}{
		{"all, newest first", payments.ListPaymentsParams{}, []simplepayments.SimplePayment{second, first}},
		{"by reference", payments.ListPaymentsParams{ReferenceID: "P-1"}, []simplepayments.SimplePayment{second}},
		{"by status", payments.ListPaymentsParams{Status: "completed"}, []simplepayments.SimplePayment{first}},
		{"in a status of version 2 only", payments.ListPaymentsParams{Status: "in_transit"}, nil},
		{"from a time on", payments.ListPaymentsParams{StartDate: stamp("2024-03-01T13:00:00Z")}, []simplepayments.SimplePayment{second}},
		{"before a time", payments.ListPaymentsParams{EndDate: stamp("2024-03-01T13:00:00Z")}, []simplepayments.SimplePayment{first}},
		{"of another scope", payments.ListPaymentsParams{OnBehalfOfAccount: "a1"}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			page, err := w.V2.Payments.List(t.Context(), &test.filters)
			require.NoError(t, err)
			require.Equal(t, len(test.found), len(page.Items))
			require.Subset(t, page.Items, test.found)
		})
	}
}
