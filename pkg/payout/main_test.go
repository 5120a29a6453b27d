package payout_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/beneficiaries"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/payout"
	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/ledger"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

func TestMain(m *testing.M) {
	sandbox.New() // it reads the specifications outside of any bubble
	goleak.VerifyTestMain(m, goleak.Cleanup(os.Exit))
}

// world is a sandbox without a network, so that it can be in a bubble of package synctest, in which waiting takes no
// time.
type world struct {
	t           *testing.T
	sandbox     *sandbox.Sandbox
	network     *network
	client      *wallex.Client
	beneficiary string
}

// opening is what the wallet holds at the beginning.
var opening = decimal.FromInt(100_000)

func newWorld(t *testing.T, options ...sandbox.Option) *world {
	t.Helper()
	basic := []sandbox.Option{sandbox.WithRateLimit(0, 0), sandbox.WithSettlement(time.Millisecond), sandbox.WithBalance("USD", opening)}
	w := &world{t: t, sandbox: sandbox.New(append(basic, options...)...)}
	w.network = &network{server: w.sandbox, faults: map[string][]fault{}, sent: map[string]int{}, reached: map[string]int{}}
	w.client = w.connect()
	created, err := w.client.V1.Beneficiaries.Create(t.Context(), beneficiaries.CreateBeneficiaryRequest{
		EntityType: beneficiaries.EntityTypeCompany, CompanyName: "Acme", Country: "SG", Address: "Road 1", City: "Singapore",
		BankAccount: beneficiaries.CreateBeneficiaryBankAccount{
			Country: "SG", Currency: "SGD", BankAccountHolderName: "Acme", BankName: "DBS", BICSwift: "DBSSSGSG", AccountNumber: "12345678",
		},
	})
	require.NoError(t, err)
	w.beneficiary = created.BeneficiaryID
	_, err = w.client.V1.Balances.Retrieve(t.Context(), "USD", nil) // opens the wallet
	require.NoError(t, err)
	clear(w.network.sent)
	clear(w.network.reached)
	t.Cleanup(func() {
		require.NoError(t, w.sandbox.Books().Check())
		require.Empty(t, w.sandbox.Stats().Violations)
	})
	return w
}

// connect returns a client of its own, such as another process has one.
func (w *world) connect(options ...client.Option) *wallex.Client {
	w.t.Helper()
	c, err := wallex.New(w.sandbox.Credentials(), append([]client.Option{
		client.WithBaseURL("https://sandbox.example"), client.WithTransport(w.network), client.WithRateLimit(ratelimit.Limits{}),
	}, options...)...)
	require.NoError(w.t, err)
	w.t.Cleanup(c.Close)
	return c
}

func (w *world) payer(options ...payout.Option) *payout.Payer {
	return payout.New(w.client, options...)
}

func (w *world) order(reference string) payout.Order {
	return payout.Order{
		Reference: reference, BeneficiaryID: w.beneficiary, SellCurrency: "USD", BuyCurrency: "SGD",
		Amount: decimal.FromInt(100), PaymentReference: "Invoice 7", Purpose: "GDDS",
		FundingSource: simplepayments.FundingSourceCompanyBankAccount,
	}
}

// payments returns all that the sandbox holds, whatever the network does.
func (w *world) payments() []simplepayments.SimplePayment {
	w.t.Helper()
	calm, err := wallex.New(w.sandbox.Credentials(), client.WithBaseURL("https://sandbox.example"),
		client.WithTransport(&network{server: w.sandbox}), client.WithRateLimit(ratelimit.Limits{}))
	require.NoError(w.t, err)
	defer calm.Close()
	var all []simplepayments.SimplePayment
	for each, err := range calm.V1.SimplePayments.FindAll(w.t.Context(), simplepayments.FindSimplePaymentsRequest{}) {
		require.NoError(w.t, err)
		all = append(all, each)
	}
	return all
}

// requireSpent checks that the wallet has lost the price of these payments, and nothing else.
func (w *world) requireSpent(all ...simplepayments.SimplePayment) {
	w.t.Helper()
	left := opening
	for _, each := range all {
		var err error
		left, err = left.Sub(each.TotalAmount)
		require.NoError(w.t, err)
	}
	w.sandbox.Advance(time.Minute)
	balance := w.sandbox.Books().Balance(ledger.Account{Kind: ledger.Wallet, Owner: "partner"}, "USD")
	require.Zero(w.t, left.Cmp(balance), "%s instead of %s", balance, left)
}

// requireOnce checks that there is one payment, that it is completed, and that it was paid for once.
func (w *world) requireOnce() {
	w.t.Helper()
	w.sandbox.Advance(time.Minute)
	all := w.payments()
	require.Len(w.t, all, 1)
	require.Equal(w.t, simplepayments.SimplePaymentStatusCompleted, all[0].Status)
	w.requireSpent(all...)
	stats := w.sandbox.Stats()
	require.Equal(w.t, 1, stats.Succeeded["createSimplePayment"])
	require.Equal(w.t, 1, stats.Succeeded["fundSimplePayment"])
}

// requireOutcome checks that an error and a result say the same, and returns the error.
func requireOutcome(t *testing.T, want payout.Outcome, result payout.Result, err error) *payout.Error {
	t.Helper()
	require.Equal(t, want, result.Outcome, "%v", err)
	if want == payout.Completed {
		require.NoError(t, err)
		return nil
	}
	require.ErrorIs(t, err, want)
	var failure *payout.Error
	require.ErrorAs(t, err, &failure)
	require.Equal(t, result.ID, failure.ID)
	if !errors.Is(err, payout.ErrNoLookup) {
		require.Contains(t, err.Error(), want.Error())
	}
	return failure
}

// journal writes every step down, and fails where it is told to.
type journal struct {
	mu     sync.Mutex
	lines  []string
	prices []payout.Price
	broken string // the line to fail at
}

var errDisk = fmt.Errorf("the disk is full")

func (j *journal) write(line string, entry payout.Entry) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.lines, j.prices = append(j.lines, line), append(j.prices, entry.Price)
	if line == j.broken {
		return errDisk
	}
	return nil
}

func (j *journal) all() []string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.Clone(j.lines)
}

func (j *journal) Before(_ context.Context, entry payout.Entry) error {
	return j.write("before "+string(entry.Step), entry)
}

func (j *journal) After(ctx context.Context, entry payout.Entry) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	line := string(entry.Step)
	switch {
	case entry.Step == payout.StepEnd:
		line += " " + string(entry.Outcome)
	case entry.Err != nil:
		line += " failed"
	case entry.Status != "":
		line += " " + entry.Status
	}
	return j.write(line, entry)
}
