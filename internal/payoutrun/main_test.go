package payoutrun_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/oapi-codegen/nullable"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/beneficiaries"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/internal/payoutfile"
	"github.com/wallex-sdk/wallex-go/internal/payoutjournal"
	"github.com/wallex-sdk/wallex-go/internal/payoutrun"
	"github.com/wallex-sdk/wallex-go/internal/progress"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/payout"
	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is a sandbox, a client of it, and a file with its journal.
type world struct {
	t       *testing.T
	sandbox *sandbox.Sandbox
	client  *wallex.Client
	lies    *lies
	rows    []payoutfile.Row
	path    string // of the journal
	limits  map[string]decimal.Decimal
	workers int
	giveUp  time.Duration
}

// lies is a transport that changes what answers of some paths say.
type lies struct {
	base http.RoundTripper
	path string
	told *strings.Replacer
	down []string // references and ids that cannot be looked up
}

func (l *lies) RoundTrip(req *http.Request) (*http.Response, error) {
	if slices.Contains(l.down, path.Base(req.URL.Path)) {
		return nil, errors.New("the connection is lost")
	}
	if len(l.down) > 0 && strings.HasSuffix(req.URL.Path, "/find") {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		for _, reference := range l.down {
			if strings.Contains(string(body), strconv.Quote(reference)) {
				return nil, errors.New("the connection is lost")
			}
		}
		req = req.Clone(req.Context())
		req.Body = io.NopCloser(bytes.NewReader(body))
	}
	resp, err := l.base.RoundTrip(req)
	if err != nil || l.told == nil || !strings.Contains(req.URL.Path, l.path) {
		return resp, err
	}
	body, err := io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	text := l.told.Replace(string(body))
	resp.Body, resp.ContentLength = io.NopCloser(strings.NewReader(text)), int64(len(text))
	resp.Header.Del("Content-Length")
	return resp, err
}

// newWorld returns a world with a file of n payments of 10 SGD.
func newWorld(t *testing.T, n int, options ...sandbox.Option) *world {
	t.Helper()
	options = append([]sandbox.Option{sandbox.WithRateLimit(0, 0), sandbox.WithSettlement(0)}, options...)
	w := &world{t: t, sandbox: sandbox.Start(t, options...), lies: &lies{base: http.DefaultTransport}, workers: 4, giveUp: time.Minute}
	w.path = filepath.Join(t.TempDir(), "payments.csv.journal")
	var err error
	w.client, err = wallex.New(w.sandbox.Credentials(), client.WithBaseURL(w.sandbox.URL()),
		client.WithRateLimit(ratelimit.Limits{}), client.WithTransport(w.lies))
	require.NoError(t, err)
	t.Cleanup(w.client.Close)
	t.Cleanup(http.DefaultClient.CloseIdleConnections)
	created, err := w.client.V1.Beneficiaries.Create(t.Context(), beneficiaries.CreateBeneficiaryRequest{
		EntityType: beneficiaries.EntityTypeCompany, CompanyName: "Acme", Country: "SG", Address: "Road 1", City: "Singapore",
		BankAccount: beneficiaries.CreateBeneficiaryBankAccount{
			Country: "SG", Currency: "SGD", BankAccountHolderName: "Acme", BankName: "DBS", BICSwift: "DBSSSGSG", AccountNumber: "12345678",
		},
	})
	require.NoError(t, err)
	text := "reference,beneficiary_id,sell_currency,buy_currency,amount,purpose,funding_source\n"
	for i := range n {
		text += fmt.Sprintf("R-%d,%s,USD,SGD,10,GDDS,COMPANY_BANK_ACCOUNT\n", i+1, created.BeneficiaryID)
	}
	w.rows, err = payoutfile.Read(strings.NewReader(text))
	require.NoError(t, err)
	return w
}

// twin creates another payment with the reference of a row, as somebody who does not care for unique references.
func (w *world) twin(row payoutfile.Row) {
	w.t.Helper()
	quote, err := w.client.V1.SimplePayments.Quote(w.t.Context(), simplepayments.QuoteSimplePaymentRequest{
		BeneficiaryID: nullable.NewNullableWithValue(row.Order.BeneficiaryID), SellCurrency: row.Order.SellCurrency,
		BuyCurrency: row.Order.BuyCurrency, Amount: row.Order.Amount, FixedSide: "buy",
	})
	require.NoError(w.t, err)
	_, err = w.client.V1.SimplePayments.Create(w.t.Context(), simplepayments.CreateSimplePaymentRequest{
		QuoteID: quote.QuoteID, ReferenceID: row.Order.Reference, PaymentReference: "twin",
		PurposeOfTransfer: row.Order.Purpose, FundingSource: row.Order.FundingSource,
	})
	require.NoError(w.t, err)
}

// created is how many payments were created.
func (w *world) created() int { return w.sandbox.Stats().Succeeded["createSimplePayment"] }

// open opens the journal of the file.
func (w *world) open() *payoutjournal.Journal {
	w.t.Helper()
	hashes := map[string]string{}
	for _, row := range w.rows {
		hashes[row.Order.Reference] = row.Hash
	}
	journal, err := payoutjournal.Open(w.path, payoutjournal.Header{Platform: "p"}, hashes)
	require.NoError(w.t, err)
	return journal
}

// pay makes the payments of the file.
func (w *world) pay() []payoutrun.Result {
	w.t.Helper()
	journal := w.open()
	results := payoutrun.Run{
		Client: w.client, Journal: journal, Workers: w.workers, Limits: w.limits, GiveUp: w.giveUp, Follow: time.Minute,
		Options: []payout.Option{payout.WithPauses(time.Millisecond, time.Second)}, Progress: progress.New(io.Discard, false),
	}.Do(w.t.Context(), w.rows)
	require.NoError(w.t, journal.Close())
	return results
}

// reconcile returns all differences as text.
func (w *world) reconcile() []string {
	w.t.Helper()
	journal, err := payoutjournal.Read(w.path, payoutjournal.Header{Platform: "p"})
	require.NoError(w.t, err)
	found, err := payoutrun.Reconcile(w.t.Context(), w.client, w.rows, journal)
	require.NoError(w.t, err)
	var all []string
	for _, each := range found {
		all = append(all, each.String())
	}
	return all
}
