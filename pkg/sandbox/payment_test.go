package sandbox_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/balances"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/ledger"
)

func (c *caller) quotePayment(changes object) simplepayments.SimplePaymentQuote {
	c.t.Helper()
	return post[simplepayments.SimplePaymentQuote](c, "/simple-payments/v1/quote", merge(object{
		"beneficiaryId": nil, "sellCurrency": "USD", "buyCurrency": "SGD", "amount": 1000,
	}, changes))
}

// paymentBody is a create request that is in order, for a quote to a beneficiary that is made for it.
func (c *caller) paymentBody(quoteChanges, changes object) object {
	c.t.Helper()
	if _, given := quoteChanges["beneficiaryId"]; !given {
		quoteChanges = merge(quoteChanges, object{"beneficiaryId": c.beneficiary(nil, nil).BeneficiaryID})
	}
	return merge(object{
		"quoteId": c.quotePayment(quoteChanges).QuoteID, "paymentReference": "Invoice 7", "fundingSource": "COMPANY_BANK_ACCOUNT", "purposeOfTransfer": "GDDS",
	}, changes)
}

func (c *caller) createPayment(changes object) simplepayments.SimplePayment {
	c.t.Helper()
	return post[simplepayments.SimplePayment](c, "/simple-payments/v1/create", c.paymentBody(nil, changes))
}

func (c *caller) fundPayment(id string) simplepayments.SimplePayment {
	c.t.Helper()
	return post[simplepayments.SimplePayment](c, "/simple-payments/v1/fund", object{"simplePaymentId": id})
}

func (c *caller) payment(id string) simplepayments.SimplePayment {
	c.t.Helper()
	return get[simplepayments.SimplePayment](c, "/simple-payments/v1/item/"+id)
}

// TestPaymentStory follows the money of one payment from the quote to the beneficiary.
func TestPaymentStory(t *testing.T) {
	c := connect(t)
	beneficiary := c.beneficiary(object{"email": "acme@example.com"}, nil)
	quote := c.quotePayment(object{"beneficiaryId": beneficiary.BeneficiaryID})
	require.Equal(t, "LOCAL", quote.PaymentChannel, "the platform's choice for SGD in Singapore")

	created := post[simplepayments.SimplePayment](c, "/simple-payments/v1/create", object{
		"quoteId": quote.QuoteID, "paymentReference": "Invoice 7", "fundingSource": "COMPANY_BANK_ACCOUNT",
		"purposeOfTransfer": "GDDS", "referenceId": "P-1", "uniqueReferenceId": true, "fundingCountry": "SG",
	})
	require.Equal(t, simplepayments.SimplePaymentStatusAwaitingFunds, created.Status)
	require.Regexp(t, `^240301-SIM-[0-9A-F]{8}$`, created.Reference)
	require.Regexp(t, `^[A-Z0-9]{6}$`, created.FundingReference)
	require.Equal(t, "2024-03-02T00:00:00Z", created.FundingCutoffTime.String())
	require.Equal(t, "Invoice 7", created.PaymentReference)
	require.Equal(t, "SG", created.FundingCountry)
	require.Equal(t, beneficiary.BeneficiaryID, created.Beneficiary.BeneficiaryID)
	require.Equal(t, "Acme", created.Beneficiary.CompanyName)
	require.Equal(t, "12345678", created.Beneficiary.BankAccount.AccountNumber)
	raw := string(c.do("GET", "/simple-payments/v1/item/"+created.SimplePaymentID, nil).body)
	require.Contains(t, raw, `"completedAt":null`)
	require.Contains(t, raw, `"failureReason":null`)
	requireAmount(t, "100000", c.balance("USD"))

	funded := c.fundPayment(created.SimplePaymentID)
	require.Equal(t, simplepayments.SimplePaymentStatusProcessing, funded.Status)
	left := sum(t, "100000", quote.TotalAmount.Neg().String())
	requireAmount(t, left, c.balance("USD"))
	requireAmount(t, quote.TotalAmount.String(), c.sandbox.Books().Balance(ledger.Account{Kind: "in transit"}, "USD"))

	c.sandbox.Advance(2*time.Second - 1)
	require.Equal(t, simplepayments.SimplePaymentStatusProcessing, c.payment(created.SimplePaymentID).Status)
	c.sandbox.Advance(time.Minute)
	completed := c.payment(created.SimplePaymentID)
	require.Equal(t, simplepayments.SimplePaymentStatusCompleted, completed.Status)
	require.Equal(t, "2024-03-01T12:00:02Z", completed.CompletedAt.String(), "when it was due, not when it was looked at")

	books := c.sandbox.Books()
	requireAmount(t, "1000", books.Balance(ledger.Account{Kind: "payouts", Owner: beneficiary.BeneficiaryID}, "SGD"))
	requireAmount(t, quote.TotalFee.String(), books.Balance(ledger.Account{Kind: "fees"}, "USD"))
	requireAmount(t, "0", books.Balance(ledger.Account{Kind: "in transit"}, "USD"))
	requireAmount(t, left, c.balance("USD"))

	change := post[[]balances.BalanceChange](c, "/balances/v1/history", object{})[0]
	require.Equal(t, "simple_payment", change.TransactionType)
	require.EqualValues(t, created.SimplePaymentID, change.TransactionID)
}

func TestSettlementOptions(t *testing.T) {
	c := connect(t, sandbox.WithSettlement(time.Hour))
	id := c.fundPayment(c.createPayment(nil).SimplePaymentID).SimplePaymentID
	c.sandbox.Advance(time.Hour - 1)
	require.Equal(t, simplepayments.SimplePaymentStatusProcessing, c.payment(id).Status)
	c.sandbox.Advance(1)
	require.Equal(t, simplepayments.SimplePaymentStatusCompleted, c.payment(id).Status)
}

func TestUnhappyEndsReturnTheMoney(t *testing.T) {
	for description, status := range map[string]simplepayments.SimplePaymentStatus{
		"sandbox: reject": simplepayments.SimplePaymentStatusRejected,
		"sandbox: fail":   simplepayments.SimplePaymentStatusFailed,
	} {
		t.Run(description, func(t *testing.T) {
			c := connect(t)
			created := c.createPayment(object{"purposeOfTransferDescription": description})
			c.fundPayment(created.SimplePaymentID)
			c.sandbox.Advance(2 * time.Second)
			ended := c.payment(created.SimplePaymentID)
			require.Equal(t, status, ended.Status)
			require.NotEmpty(t, ended.FailureReason)
			require.True(t, ended.CompletedAt.IsZero())
			requireAmount(t, "100000", c.balance("USD"))

			change := post[[]balances.BalanceChange](c, "/balances/v1/history", object{})[0]
			require.Equal(t, "refund", change.TransactionType)
			require.EqualValues(t, created.SimplePaymentID, change.TransactionID)
			require.Equal(t, "2024-03-01T12:00:02Z", change.Date.String())
			requireAmount(t, created.TotalAmount.String(), change.TotalAmount)
			requireAmount(t, "100000", change.AmountAfter)
		})
	}
}

func TestUnfundedPaymentFails(t *testing.T) {
	c := connect(t)
	created := c.createPayment(nil)
	c.sandbox.Advance(12*time.Hour - 1)
	c.login()
	require.Equal(t, simplepayments.SimplePaymentStatusAwaitingFunds, c.payment(created.SimplePaymentID).Status)
	c.sandbox.Advance(1)
	ended := c.payment(created.SimplePaymentID)
	require.Equal(t, simplepayments.SimplePaymentStatusFailed, ended.Status)
	require.NotEmpty(t, ended.FailureReason)
	require.Equal(t, "status_invalid", c.refused("POST", "/simple-payments/v1/fund", object{"simplePaymentId": created.SimplePaymentID}))
}

func TestFindPayments(t *testing.T) {
	c := connect(t)
	first := c.fundPayment(c.createPayment(object{"referenceId": "P-1"}).SimplePaymentID)
	c.sandbox.Advance(time.Second)
	second := c.createPayment(object{"referenceId": "P-2"})
	for _, test := range []struct {
		name    string
		filters object
		found   []simplepayments.SimplePayment
	}{
		{"all, newest first", object{}, []simplepayments.SimplePayment{second, first}},
		{"from a time on", object{"startDate": "2024-03-01T12:00:01Z"}, []simplepayments.SimplePayment{second}},
		{"before a time", object{"endDate": "2024-03-01T12:00:01Z"}, []simplepayments.SimplePayment{first}},
		{"by reference", object{"referenceId": "P-1"}, []simplepayments.SimplePayment{first}},
		{"a reference must match whole", object{"referenceId": "P"}, []simplepayments.SimplePayment{}},
		{"by status", object{"status": []string{"processing"}}, []simplepayments.SimplePayment{first}},
		{"by several statuses", object{"status": []string{"processing", "awaiting_funds"}}, []simplepayments.SimplePayment{second, first}},
		{"all filters must match", object{"referenceId": "P-1", "status": []string{"awaiting_funds"}}, []simplepayments.SimplePayment{}},
		{"of another scope", object{"onBehalfOfUser": "u1"}, []simplepayments.SimplePayment{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			require.Equal(t, test.found, post[[]simplepayments.SimplePayment](c, "/simple-payments/v1/find", test.filters))
		})
	}
}

func TestUniqueReferencesOfPayments(t *testing.T) {
	c := connect(t)
	const code = "simple_payment_reference_id_already_exist"
	c.createPayment(object{"referenceId": "P-1"})
	c.createPayment(object{"referenceId": "P-1"})
	require.Equal(t, code, c.refused("POST", "/simple-payments/v1/create", c.paymentBody(nil, object{"referenceId": "P-1", "uniqueReferenceId": true})))

	second := c.paymentBody(nil, object{"referenceId": "P-2", "uniqueReferenceId": true})
	post[simplepayments.SimplePayment](c, "/simple-payments/v1/create", second)
	require.Equal(t, code, c.refused("POST", "/simple-payments/v1/create", second), "rather than that the quote was used")

	// another scope has its own references
	other := object{"onBehalfOfAccount": "a1"}
	beneficiary := c.beneficiary(other, nil)
	post[simplepayments.SimplePayment](c, "/simple-payments/v1/create",
		c.paymentBody(merge(other, object{"beneficiaryId": beneficiary.BeneficiaryID}), merge(other, object{"referenceId": "P-2", "uniqueReferenceId": true})))
}

// TestUniqueReferenceInParallel sends one create many times at once: it must take place once.
func TestUniqueReferenceInParallel(t *testing.T) {
	c := connect(t)
	body := c.paymentBody(nil, object{"referenceId": "P-1", "uniqueReferenceId": true})
	codes := make([]string, 20)
	inParallel(len(codes), func(i int) {
		if answer := c.do("POST", "/simple-payments/v1/create", body); answer.status != 200 {
			codes[i] = answer.error(t).ErrorCode
		}
	})
	created := 0
	for _, code := range codes {
		if code == "" {
			created++
			continue
		}
		require.Equal(t, "simple_payment_reference_id_already_exist", code)
	}
	require.Equal(t, 1, created)
}
