package webhook_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/oapi-codegen/nullable"
	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/beneficiaries"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
	"github.com/wallex-sdk/wallex-go/pkg/webhook"
)

// pay makes and funds a payment.
func pay(ctx context.Context, w *wallex.Client) (*simplepayments.SimplePayment, error) {
	beneficiary, err := w.V1.Beneficiaries.Create(ctx, beneficiaries.CreateBeneficiaryRequest{
		EntityType: beneficiaries.EntityTypeCompany, CompanyName: "Acme", Country: "SG", City: "Singapore", Address: "Road 1",
		BankAccount: beneficiaries.CreateBeneficiaryBankAccount{
			BankAccountHolderName: "Acme", BankName: "Bank Of Singapore", BICSwift: "UOVBSGSG",
			AccountNumber: "12345678", Country: "SG", Currency: "USD",
		},
	})
	if err != nil {
		return nil, err
	}
	quote, err := w.V1.SimplePayments.Quote(ctx, simplepayments.QuoteSimplePaymentRequest{
		BeneficiaryID: nullable.NewNullableWithValue(beneficiary.BeneficiaryID),
		SellCurrency:  "SGD", BuyCurrency: "USD", Amount: decimal.MustParse("1000.50"),
	})
	if err != nil {
		return nil, err
	}
	payment, err := w.V1.SimplePayments.Create(ctx, simplepayments.CreateSimplePaymentRequest{
		QuoteID: quote.QuoteID, FundingSource: simplepayments.FundingSourceCompanyBankAccount, PurposeOfTransfer: "GDDS",
		PaymentReference: "Invoice 4711",
	})
	if err != nil {
		return nil, err
	}
	return w.V1.SimplePayments.Fund(ctx, simplepayments.FundSimplePaymentRequest{SimplePaymentID: payment.SimplePaymentID})
}

// The notifications of a partner's and of a member's payment arrive though the first tries fail, and the truth about both
// is fetched.
func TestWithTheSandbox(t *testing.T) {
	var w *wallex.Client
	var mu sync.Mutex
	failed := map[string]bool{}
	statuses := map[string][]simplepayments.SimplePaymentStatus{}
	completed := make(chan string, 10)
	r := receive(t, func(ctx context.Context, event webhook.Event) error {
		mu.Lock()
		defer mu.Unlock()
		if !failed[event.Key] {
			failed[event.Key] = true
			return errDatabase
		}
		truth, err := webhook.Fetch(ctx, w, event)
		if err != nil {
			return err
		}
		payment := truth.(*simplepayments.SimplePayment)
		statuses[payment.SimplePaymentID] = append(statuses[payment.SimplePaymentID], payment.Status)
		if len(statuses[payment.SimplePaymentID]) == 2 {
			completed <- payment.SimplePaymentID
		}
		return nil
	}, webhook.WithSecret("X-Secret", secret.New("hidden")))
	server := httptest.NewServer(r)
	defer server.Close()
	platform := sandbox.Start(t, sandbox.WithRateLimit(0, 0), sandbox.WithSettlement(time.Hour), sandbox.WithRedelivery(time.Millisecond),
		sandbox.WithWebhook(server.URL, http.Header{"X-Secret": {"hidden"}}))
	w = platform.Wallex()

	own, err := pay(t.Context(), w)
	require.NoError(t, err)
	members, err := pay(t.Context(), w.OnBehalfOfAccount("member-1"))
	require.NoError(t, err)
	require.Eventually(t, func() bool { return platform.Stats().Delivered == 2 }, 10*time.Second, time.Millisecond)
	platform.Advance(time.Hour)
	require.ElementsMatch(t, []string{own.SimplePaymentID, members.SimplePaymentID}, []string{<-completed, <-completed})
	require.Eventually(t, func() bool { return platform.Stats().Delivered == 4 }, 10*time.Second, time.Millisecond)
	for id, got := range statuses {
		require.Equal(t, []simplepayments.SimplePaymentStatus{
			simplepayments.SimplePaymentStatusProcessing, simplepayments.SimplePaymentStatusCompleted,
		}, got, id)
	}
	require.Equal(t, 8, platform.Stats().Deliveries)
	require.Equal(t, 8, r.handled())
}
