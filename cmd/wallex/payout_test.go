package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/beneficiaries"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

// day is a sandbox with a beneficiary, and a folder for a file of payments.
type day struct {
	t           *testing.T
	sandbox     *sandbox.Sandbox
	beneficiary string
	file        string
}

func newDay(t *testing.T, options ...sandbox.Option) *day {
	t.Helper()
	d := &day{t: t, sandbox: useSandbox(t, append([]sandbox.Option{sandbox.WithSettlement(0)}, options...)...)}
	created, err := d.sandbox.Wallex().V1.Beneficiaries.Create(t.Context(), beneficiaries.CreateBeneficiaryRequest{
		EntityType: beneficiaries.EntityTypeCompany, CompanyName: "Acme", Country: "SG", Address: "Road 1", City: "Singapore",
		BankAccount: beneficiaries.CreateBeneficiaryBankAccount{
			Country: "SG", Currency: "SGD", BankAccountHolderName: "Acme", BankName: "DBS", BICSwift: "DBSSSGSG", AccountNumber: "12345678",
		},
	})
	require.NoError(t, err)
	d.beneficiary = created.BeneficiaryID
	d.file = filepath.Join(t.TempDir(), "payments.csv")
	return d
}

const dayHeader = "reference,beneficiary_id,sell_currency,buy_currency,amount,purpose,funding_source\n"

// resultHeader is what result files begin with.
const resultHeader = "line,reference,outcome,payment_id,status,cost,sell_currency,bought,buy_currency,refund_ids,explanation\n"

// row is a line of a file.
func (d *day) row(reference, amount string) string {
	return fmt.Sprintf("%s,%s,USD,SGD,%s,GDDS,COMPANY_BANK_ACCOUNT\n", reference, d.beneficiary, amount)
}

// write writes the file.
func (d *day) write(text ...string) {
	d.t.Helper()
	require.NoError(d.t, os.WriteFile(d.file, []byte(strings.Join(text, "")), 0o600))
}

// pay carries out wallex payout with the file.
func (d *day) pay(args ...string) result {
	d.t.Helper()
	return wallexRun(d.t, append([]string{"payout", d.file, "--yes", "--rate-limit", "0"}, args...)...)
}

// payments are all that the sandbox has.
func (d *day) payments() (all []simplepayments.SimplePayment) {
	d.t.Helper()
	request := simplepayments.FindSimplePaymentsRequest{}
	for each, err := range d.sandbox.Wallex().V1.SimplePayments.FindAll(d.t.Context(), request) {
		require.NoError(d.t, err)
		all = append(all, each)
	}
	return all
}

// results are the cells of the result file below its header, by name.
func (d *day) results() (all []map[string]string) {
	d.t.Helper()
	file, err := os.Open(strings.TrimSuffix(d.file, ".csv") + ".result.csv")
	require.NoError(d.t, err)
	defer file.Close()
	table, err := csv.NewReader(file).ReadAll()
	require.NoError(d.t, err)
	for _, cells := range table[1:] {
		row := map[string]string{}
		for i, cell := range cells {
			row[table[0][i]] = cell
		}
		all = append(all, row)
	}
	return all
}

// Killed in the middle and started again, every payment of the file is made once.
func TestPayoutSurvivesAKill(t *testing.T) {
	const lines = 500
	d := newDay(t)
	text := []string{dayHeader}
	for i := range lines {
		text = append(text, d.row(fmt.Sprintf("invoice-%d", i), "10.50"))
	}
	d.write(text...)
	report := strings.TrimSuffix(d.file, ".csv") + ".result.csv"
	require.NoError(t, os.WriteFile(report, []byte(resultHeader+"of an earlier run\n"), 0o600))

	program := filepath.Join(t.TempDir(), "wallex")
	built, err := exec.Command("go", "build", "-o", program).CombinedOutput()
	require.NoError(t, err, string(built))
	var output bytes.Buffer
	killed := exec.Command(program, "payout", d.file, "--yes", "--rate-limit", "0")
	killed.Stdout, killed.Stderr = &output, &output
	require.NoError(t, killed.Start())
	exited := make(chan error, 1)
	go func() { exited <- killed.Wait() }()
	require.Eventually(t, func() bool { return d.sandbox.Stats().Succeeded["createSimplePayment"] >= lines/3 }, 30*time.Second, time.Millisecond)
	require.NoError(t, killed.Process.Kill())
	require.ErrorContains(t, <-exited, "killed", output.String())
	require.NoFileExists(t, report)
	made := d.sandbox.Stats().Succeeded["createSimplePayment"]
	require.Less(t, made, lines, "it was killed in the middle")

	got := d.pay()
	require.Equal(t, exitDone, got.code, got.stderr)
	references := map[string]bool{}
	for _, payment := range d.payments() {
		require.Equal(t, simplepayments.SimplePaymentStatusCompleted, payment.Status)
		references[payment.ReferenceID] = true
	}
	require.Len(t, references, lines)
	require.Equal(t, lines, d.sandbox.Stats().Succeeded["createSimplePayment"])
	require.Equal(t, lines, d.sandbox.Stats().Succeeded["fundSimplePayment"])
	results := d.results()
	require.Len(t, results, lines)
	for i, row := range results {
		require.Equal(t, fmt.Sprint(i+2), row["line"])
		require.Equal(t, fmt.Sprintf("invoice-%d", i), row["reference"])
		require.Equal(t, "completed", row["outcome"], row)
		require.Empty(t, row["explanation"])
	}
}
