package sandbox_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/retry"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

// impatient returns a client that waits neither for answers nor for a second try.
func (c *caller) impatient() *wallex.Client {
	return c.sandbox.Wallex(
		client.WithUnverified(), client.WithAttemptTimeout(300*time.Millisecond), client.WithTimeout(900*time.Millisecond),
		client.WithRetry(retry.Policy{MaxAttempts: 2, BaseDelay: 1}),
	)
}

// order is a create request that is in order, with a reference.
func (c *caller) order(reference string) simplepayments.CreateSimplePaymentRequest {
	c.t.Helper()
	return simplepayments.CreateSimplePaymentRequest{
		QuoteID: c.quotePayment(object{"beneficiaryId": c.beneficiary(nil, nil).BeneficiaryID}).QuoteID, PaymentReference: "Invoice 7",
		FundingSource: "COMPANY_BANK_ACCOUNT", PurposeOfTransfer: "GDDS", ReferenceID: reference, UniqueReferenceID: true,
	}
}

// setFaults sets faults that are in order.
func (c *caller) setFaults(faults ...sandbox.Fault) {
	c.t.Helper()
	require.NoError(c.t, c.sandbox.SetFaults(faults...))
}

// find looks payments up by their reference.
func find(t *testing.T, w *wallex.Client, reference string) []simplepayments.SimplePayment {
	t.Helper()
	page, err := w.V1.SimplePayments.Find(t.Context(), simplepayments.FindSimplePaymentsRequest{ReferenceID: reference})
	require.NoError(t, err)
	return page.Items
}

func TestFaultsOfRequests(t *testing.T) {
	for kind, want := range map[sandbox.FaultKind]struct {
		status  int
		code    string
		outcome apierror.Outcome
		timeout bool
		done    bool // before the client looks
	}{
		sandbox.DropBefore:        {outcome: apierror.Ambiguous},
		sandbox.DropAfter:         {outcome: apierror.Ambiguous, done: true},
		sandbox.ErrorBefore:       {outcome: apierror.Ambiguous, status: 500, code: "internal_server_error"},
		sandbox.ErrorAfter:        {outcome: apierror.Ambiguous, status: 500, code: "internal_server_error", done: true},
		sandbox.UnavailableBefore: {outcome: apierror.Ambiguous, status: 503, code: "service_unavailable"},
		sandbox.UnavailableAfter:  {outcome: apierror.Ambiguous, status: 503, code: "service_unavailable", done: true},
		sandbox.BadGatewayBefore:  {outcome: apierror.Ambiguous, status: 502},
		sandbox.BadGatewayAfter:   {outcome: apierror.Ambiguous, status: 502, done: true},
		sandbox.HangBefore:        {outcome: apierror.Ambiguous, timeout: true},
		sandbox.HangAfter:         {outcome: apierror.Ambiguous, timeout: true, done: true},
		sandbox.TooManyRequests:   {outcome: apierror.Rejected, status: 429, code: "rate_limit_exceeded"},
		sandbox.TruncateAnswer:    {outcome: apierror.Ambiguous, status: 200, done: true},
		sandbox.ApplyLate:         {outcome: apierror.Ambiguous, timeout: true},
	} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			c := connect(t)
			w, request := c.impatient(), c.order("P-1")
			c.setFaults(sandbox.Fault{Kind: kind, Operations: []string{"createSimplePayment"}, Times: 1})
			_, err := w.V1.SimplePayments.Create(t.Context(), request)
			failed := apierror.Of(err)
			require.NotNil(t, failed, "%v", err)
			require.Equal(t, want.outcome, failed.Outcome)
			require.Equal(t, want.status, failed.Status)
			require.Equal(t, want.code, failed.Code)
			require.Equal(t, want.timeout, failed.Timeout())
			if kind == sandbox.TooManyRequests {
				require.Equal(t, time.Second, failed.RetryAfter)
				w = c.impatient() // the other one sends nothing for that long
			}
			stats := c.sandbox.Stats()
			require.Equal(t, 1, stats.ByOperation["createSimplePayment"], "it must not be sent twice")
			require.Equal(t, want.done, stats.Succeeded["createSimplePayment"] == 1)
			require.Equal(t, map[sandbox.FaultKind]map[string]int{kind: {"createSimplePayment": 1}}, stats.Faults)
			require.Equal(t, want.done, len(find(t, w, "P-1")) == 1)

			_, err = w.V1.SimplePayments.Create(t.Context(), request)
			if want.done || kind == sandbox.ApplyLate {
				require.ErrorIs(t, err, apierror.ErrExists)
			} else {
				require.NoError(t, err)
			}
			require.Len(t, find(t, w, "P-1"), 1)
		})
	}
}

// TestFaultsDoNoHarmToWhatIsSafe has a listing fail once with every kind of fault.
func TestFaultsDoNoHarmToWhatIsSafe(t *testing.T) {
	for _, kind := range []sandbox.FaultKind{
		sandbox.DropBefore, sandbox.DropAfter, sandbox.ErrorBefore, sandbox.ErrorAfter, sandbox.UnavailableBefore,
		sandbox.UnavailableAfter, sandbox.BadGatewayBefore, sandbox.BadGatewayAfter, sandbox.HangBefore, sandbox.HangAfter,
		sandbox.TruncateAnswer,
	} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			c := connect(t, sandbox.WithFaults(sandbox.Fault{Kind: kind, Operations: []string{"findSimplePayments"}, Times: 1}))
			require.Empty(t, find(t, c.impatient(), "P-1"))
			require.Equal(t, 2, c.sandbox.Stats().ByOperation["findSimplePayments"])
		})
	}
}

func TestRetryAfterIsTheDelay(t *testing.T) {
	c := connect(t)
	c.setFaults(sandbox.Fault{Kind: sandbox.TooManyRequests, Delay: 1500 * time.Millisecond})
	answer := c.do("GET", "/currencies/v1/pairs", nil)
	require.Equal(t, "2", answer.header.Get("Retry-After"), "in whole seconds")
	require.Zero(t, c.sandbox.Stats().OverLimit)
}

func TestFaultsCountForTheRateLimit(t *testing.T) {
	c := connect(t, sandbox.WithRateLimit(3, 0), sandbox.WithFaults(sandbox.Fault{
		Kind: sandbox.UnavailableBefore, Operations: []string{"listCurrencyPairs"}, Times: 2,
	}))
	for _, status := range []int{503, 503, 429} {
		require.Equal(t, status, c.do("GET", "/currencies/v1/pairs", nil).status)
	}
	require.Equal(t, 1, c.sandbox.Stats().OverLimit)
}

func TestCloseEndsRequestsThatHang(t *testing.T) {
	for _, kind := range []sandbox.FaultKind{sandbox.HangBefore, sandbox.HangAfter, sandbox.ApplyLate} {
		before := goleak.IgnoreCurrent()
		s := sandbox.New(sandbox.WithClock(func() time.Time { return noon }), sandbox.WithRateLimit(0, 0))
		w := s.Wallex()
		c := &caller{t: t, sandbox: s, key: s.Credentials().APIKey.Reveal()}
		c.login()
		request := c.order("P-1")
		c.setFaults(sandbox.Fault{Kind: kind, Operations: []string{"createSimplePayment"}})
		ended := make(chan error)
		go func() {
			_, err := w.V1.SimplePayments.Create(t.Context(), request)
			ended <- err
		}()
		require.Eventually(t, func() bool { return len(s.Stats().Faults) > 0 }, 10*time.Second, time.Millisecond)
		s.Close()
		require.ErrorIs(t, <-ended, apierror.ErrAmbiguous)
		http.DefaultClient.CloseIdleConnections()
		goleak.VerifyNone(t, before)
	}
}

// TestFaultsOfOtherPlatforms answers in the envelope of each.
func TestFaultsOfOtherPlatforms(t *testing.T) {
	c := connect(t, sandbox.WithFaults(sandbox.Fault{Kind: sandbox.UnavailableBefore, Operations: []string{"cardplatform.login", "walletengine.signIn"}}))
	card := c.do("POST", "/as/api/v1/saas-login", object{"clientId": "sandbox-client-id", "clientSecret": "sandbox-client-secret"})
	require.Equal(t, 503, card.status)
	require.Contains(t, string(card.body), `"type":"service_unavailable"`)
	wallet := c.do("POST", "/api/authorize/signin", object{
		"app_id": "86509b0699ae", "country_dial_code": "65", "phone_number": "91234567", "password": "secret",
	})
	require.Equal(t, 503, wallet.status, "%s", wallet.body)
	require.Contains(t, string(wallet.body), `"error":"fatal_error"`)
}

func TestConcurrentFaults(t *testing.T) {
	c := connect(t)
	inParallel(8, func(i int) {
		c.setFaults(sandbox.Fault{Kind: sandbox.ErrorAfter, Probability: 0.5}, sandbox.Fault{Kind: sandbox.LagListing})
		for range 20 {
			c.do("GET", "/currencies/v1/pairs", nil)
			c.do("POST", "/simple-payments/v1/find", object{})
		}
		c.sandbox.Stats()
	})
	faults := c.sandbox.Stats().Faults[sandbox.ErrorAfter]
	require.Greater(t, faults["listCurrencyPairs"]+faults["findSimplePayments"], 50)
}
