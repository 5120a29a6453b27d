package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/internal/payoutjournal"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/payout"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

// created is how many payments were created, and funded how many of them were paid for.
func (d *day) created() int { return d.sandbox.Stats().Succeeded["createSimplePayment"] }
func (d *day) funded() int  { return d.sandbox.Stats().Succeeded["fundSimplePayment"] }

// outcomes are those of the result file, in its order.
func (d *day) outcomes() (all []string) {
	for _, row := range d.results() {
		all = append(all, row["outcome"])
	}
	return all
}

func TestPayoutShowsThePlanAndAsks(t *testing.T) {
	d := newDay(t)
	sold := strings.Replace(dayHeader, "amount", "amount,fixed_side", 1)
	fixed := func(row, side string) string { return strings.Replace(row, ",GDDS", ","+side+",GDDS", 1) }
	d.write(sold, fixed(d.row("R-1", "10.50"), ""), fixed(d.row("R-2", "20"), "buy"), fixed(d.row("R-3", "30"), "sell"))
	for _, answer := range []string{"", "no\n", "y\n"} {
		got := wallexPipe(t, answer, "payout", d.file)
		require.Equal(t, exitIncomplete, got.code)
		require.Contains(t, got.stderr, "not confirmed: nothing was paid")
		for _, line := range []string{
			": 3 payments to 1 beneficiary, at " + d.sandbox.URL(),
			"  SGD  30.50 arrives in 2 payments (fixed)",
			"  SGD  arrives in 1 payment, as much as quotes say",
			"  USD  30 is spent on 1 payment (fixed), fees as quotes say",
			"  USD  is spent on 2 payments, as much as quotes say",
		} {
			require.Contains(t, got.stdout, line+"\n")
		}
	}
	require.Zero(t, d.created())
	got := wallexPipe(t, "yes\n", "payout", d.file, "--rate-limit", "0")
	require.Equal(t, exitDone, got.code, got.stderr)
	require.Contains(t, got.stdout, "     3 completed\n")
	require.Contains(t, got.stderr, "paying: 3/3 R-")
	require.Equal(t, 3, d.funded())
	require.Equal(t, "31.15", d.results()[2]["cost"], "with the fees")
}

func TestPayoutIsInterruptedWhileItAsks(t *testing.T) {
	d := newDay(t)
	d.write(dayHeader, d.row("R-1", "10"))
	ctx, interrupt := context.WithCancel(t.Context())
	stdin, answer := io.Pipe()
	defer answer.Close()
	stdout := &asked{text: "Type yes", is: interrupt}
	var stderr bytes.Buffer
	require.Equal(t, exitIncomplete, run(ctx, []string{"payout", d.file}, stdin, stdout, &stderr))
	require.Contains(t, stderr.String(), "not confirmed: nothing was paid")
}

// asked keeps what is written, and calls a function when that begins with a text.
type asked struct {
	bytes.Buffer
	text string
	is   func()
}

func (a *asked) Write(text []byte) (int, error) {
	if strings.HasPrefix(string(text), a.text) {
		a.is()
	}
	return a.Buffer.Write(text)
}

func TestPayoutDryRunLeavesNothing(t *testing.T) {
	d := newDay(t)
	d.write(dayHeader, d.row("R-1", "10"))
	got := d.pay("--dry-run")
	require.Equal(t, exitDone, got.code, got.stderr)
	require.Zero(t, d.created())
	require.NoFileExists(t, d.file+".journal")
}

func TestPayoutNoticesAnEditedFile(t *testing.T) {
	d := newDay(t)
	d.write(dayHeader, d.row("R-1", "100"), d.row("R-2", "100"))
	require.Equal(t, exitDone, d.pay().code)
	for name, test := range map[string]struct{ text, says string }{
		"cell":       {dayHeader + d.row("R-1", "100") + d.row("R-2", "200"), "line 3: was edited after its payment was begun"},
		"row gone":   {dayHeader + d.row("R-2", "100"), `line 1: the payment "R-1" was begun, and has no line any more`},
		"order":      {dayHeader + d.row("R-2", "100") + d.row("R-1", "100"), ""},
		"row more":   {dayHeader + d.row("R-1", "100") + d.row("R-2", "100") + d.row("R-3", "100"), ""},
		"line ends":  {strings.ReplaceAll(dayHeader+d.row("R-1", "100")+d.row("R-2", "100")+d.row("R-3", "100"), "\n", "\r\n"), ""},
		"new column": {strings.ReplaceAll(dayHeader+d.row("R-1", "100")+d.row("R-2", "100")+d.row("R-3", "100"), "\n", ",\n"), "there is no column"},
	} {
		t.Run(name, func(t *testing.T) {
			d.write(test.text)
			got := d.pay("--dry-run")
			if test.says == "" {
				require.Equal(t, exitDone, got.code, got.stderr)
				return
			}
			require.Equal(t, exitUsage, got.code)
			require.Contains(t, got.stderr, test.says)
		})
	}
}

// A row that nothing was made of may be mended.
func TestPayoutGoesOnWithAMendedRow(t *testing.T) {
	d := newDay(t)
	wrong := strings.Replace(d.row("R-1", "100"), "GDDS", "NONE", 1)
	d.write(dayHeader, wrong, d.row("R-2", "100"))
	require.Equal(t, exitIncomplete, d.pay().code)
	require.Equal(t, []string{"refused", "completed"}, d.outcomes())
	require.Contains(t, d.results()[0]["explanation"], "purpose_code_non_existent")
	d.write(dayHeader, d.row("R-1", "100"), d.row("R-2", "100"))
	got := d.pay()
	require.Equal(t, exitDone, got.code, got.stderr)
	require.Equal(t, 2, d.created())
}

func TestPayoutIsLockedAgainstASecondOperator(t *testing.T) {
	d := newDay(t)
	d.write(dayHeader, d.row("R-1", "100"))
	first, err := payoutjournal.Open(d.file+".journal", payoutjournal.Header{Platform: d.sandbox.URL()}, nil)
	require.NoError(t, err)
	got := d.pay()
	require.Equal(t, exitUsage, got.code)
	require.Contains(t, got.stderr, "another process is working on this file")
	require.NoError(t, first.Close())
	require.Equal(t, exitDone, d.pay().code)
}

// That the journal cannot be written beside the file is no damage to it.
func TestPayoutNeedsAFolderToWriteTo(t *testing.T) {
	const next = "next: see that the journal beside the file, and their folder, can be read and written"
	d := newDay(t)
	d.write(dayHeader, d.row("R-1", "100"))
	for _, name := range []string{".journal.lock", ".journal"} { // a folder in its place fails for every user
		require.NoError(t, os.Mkdir(d.file+name, 0o700))
		got := d.pay()
		require.Equal(t, exitUsage, got.code)
		require.Contains(t, got.stderr, next)
		require.NoError(t, os.RemoveAll(d.file+name))
	}
	require.Equal(t, next, "next: "+nextOfJournal(&fs.PathError{Op: "open", Path: "payments.csv.journal.lock", Err: syscall.EROFS}))
	require.NoError(t, os.WriteFile(d.file+".journal", []byte("damaged\n"), 0o600))
	require.Contains(t, d.pay().stderr, "next: keep the journal, and find out by hand what it says")
	require.Zero(t, d.created())
}

func TestPayoutNoticesAnotherPlatform(t *testing.T) {
	d := newDay(t)
	d.write(dayHeader, d.row("R-1", "100"))
	require.Equal(t, exitDone, d.pay().code)
	for _, command := range [][]string{{"payout", "--yes"}, {"payout", "--dry-run"}, {"reconcile"}} {
		got := wallexRun(t, append(command, d.file, "--on-behalf-of-account", "A-1")...)
		require.Equal(t, exitUsage, got.code, got.stderr)
		require.Contains(t, got.stderr, "the journal was begun elsewhere, at "+d.sandbox.URL())
	}
	got := d.pay("--on-behalf-of-account", "A-1", "--on-behalf-of-user", "U-1")
	require.Equal(t, exitUsage, got.code)
	require.Contains(t, got.stderr, "do not go together")
}

func TestPayoutStopsWhereTheWalletIsEmpty(t *testing.T) {
	d := newDay(t, sandbox.WithBalance("USD", decimal.FromInt(100)))
	d.write(dayHeader, d.row("R-1", "100"), d.row("R-2", "100"), d.row("R-3", "100"), d.row("R-4", "100"))
	got := d.pay("--workers", "1")
	require.Equal(t, exitIncomplete, got.code)
	require.Equal(t, []string{"completed", "insufficient_funds", "not_started", "not_started"}, d.outcomes())
	require.Contains(t, got.stdout, "     2 not_started\n     1 completed\n     1 insufficient_funds\nresults: ")
	require.Contains(t, got.stderr, "error: 3 of 4 payments are not completed\nnext: see the results")
	require.Equal(t, 2, d.created())
}

// Whatever becomes of the result file, the summary is printed, and how to go on.
func TestPayoutSaysThatResultsCannotBeWritten(t *testing.T) {
	for name, test := range map[string]struct {
		amount string
		wants  []string
	}{
		"all paid":   {"1", []string{"the results cannot be written: ", "all payments are completed", "run the same command again to write the results"}},
		"one is not": {"9999999", []string{"1 of 2 payments are not completed", "the results cannot be written: ", "run the same command again to go on"}},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDay(t)
			d.write(dayHeader, d.row("R-1", "1"), d.row("R-2", test.amount))
			report := strings.TrimSuffix(d.file, ".csv") + ".result.csv"
			var stdout bytes.Buffer
			stderr := &asked{text: "paying", is: func() { require.NoError(t, os.MkdirAll(filepath.Join(report, "taken"), 0o700)) }}
			code := run(t.Context(), []string{"payout", d.file, "--yes", "--rate-limit", "0"}, strings.NewReader(""), &stdout, stderr)
			require.Equal(t, exitIncomplete, code)
			require.Regexp(t, ` [12] completed\n`, stdout.String())
			require.NotContains(t, stdout.String(), "results:")
			for _, want := range test.wants {
				require.Contains(t, stderr.String(), want)
			}
		})
	}
}

// Only its own results are replaced, whatever else has the name of the result file.
func TestPayoutReplacesOnlyItsOwnResults(t *testing.T) {
	for name, text := range map[string]string{
		"payments": dayHeader, "empty": "", "another table": "line,reference,outcome\n", "binary": strings.Repeat("\x00", 1<<20),
	} {
		t.Run(name, func(t *testing.T) {
			d := newDay(t)
			d.write(dayHeader, d.row("R-1", "1"))
			report := strings.TrimSuffix(d.file, ".csv") + ".result.csv"
			require.NoError(t, os.WriteFile(report, []byte(text), 0o600))
			for _, args := range [][]string{nil, {"--dry-run"}} {
				got := d.pay(args...)
				require.Equal(t, exitUsage, got.code)
				require.Contains(t, got.stderr, report+" is there, and holds no results of payments")
			}
			kept, err := os.ReadFile(report)
			require.NoError(t, err)
			require.Equal(t, text, string(kept))
			require.Zero(t, d.created())
			require.NoError(t, os.Remove(report))
			require.Equal(t, exitDone, d.pay().code)
			require.Equal(t, exitDone, d.pay().code, "its own are replaced")
		})
	}
}

// Files whose names differ have results whose names differ.
func TestReportPath(t *testing.T) {
	for path, want := range map[string]string{
		"pay.csv": "pay.result.csv", "pay.2026-01": "pay.2026-01.result.csv", "pay.2026-02": "pay.2026-02.result.csv",
		"pay.txt": "pay.txt.result.csv", "pay": "pay.result.csv", "a.b/pay": "a.b/pay.result.csv", "pay.result.csv": "pay.result.result.csv",
	} {
		require.Equal(t, want, reportPath(path))
	}
}

func TestPayoutReportsWhatTheServerSays(t *testing.T) {
	d := newDay(t)
	header := strings.Replace(dayHeader, "purpose,", "purpose,purpose_description,", 1)
	normal := func(row string) string { return strings.Replace(row, "GDDS", "GDDS,", 1) }
	d.write(header, strings.Replace(d.row("R-1", "100"), "GDDS", "GDDS,sandbox: fail", 1), normal(d.row("R-2", "100")), normal(d.row("R-3", "1")))
	client := d.sandbox.Wallex()
	foreign := payout.New(client, payout.WithPauses(time.Millisecond, time.Second))
	ids := map[string]string{}
	for _, reference := range []string{"R-2", "R-3"} {
		result, err := foreign.Pay(t.Context(), payout.Order{
			Reference: reference, BeneficiaryID: d.beneficiary, SellCurrency: "USD", BuyCurrency: "SGD", Amount: decimal.FromInt(100),
			PaymentReference: "foreign", Purpose: "GDDS", FundingSource: simplepayments.FundingSourceCompanyBankAccount,
		})
		require.NoError(t, err)
		ids[reference] = result.ID
	}
	require.Equal(t, exitIncomplete, d.pay().code)
	require.Equal(t, []string{"failed", "completed", "mismatch"}, d.outcomes())
	failed, there := d.results()[0], d.results()[1]
	require.NotEmpty(t, failed["refund_ids"])
	require.Contains(t, failed["explanation"], "failed")
	require.Equal(t, ids["R-2"], there["payment_id"])
	require.Contains(t, there["explanation"], "was there before, and was not created for this file")
	require.Contains(t, d.results()[2]["explanation"], "Amount is another one than before")

	// what has failed, and what was somebody else's, may be replaced
	d.write(header, normal(d.row("R-1b", "100")), normal(d.row("R-2", "100")), normal(d.row("R-3b", "1")))
	got := d.pay()
	require.Equal(t, exitDone, got.code, got.stderr)
}

// An interrupt leaves a result file, and no payment that is not accounted for.
func TestPayoutIsInterrupted(t *testing.T) {
	d := newDay(t)
	text := []string{dayHeader}
	for i := range 100 {
		text = append(text, d.row(fmt.Sprintf("R-%d", i), "1"))
	}
	d.write(text...)
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	var stdout, stderr bytes.Buffer
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, []string{"payout", d.file, "--yes", "--rate-limit", "0"}, strings.NewReader(""), &stdout, &stderr)
	}()
	require.Eventually(t, func() bool { return d.created() > 10 }, 10*time.Second, time.Millisecond)
	interrupt()
	require.Equal(t, exitIncomplete, <-ended)
	require.Contains(t, stderr.String(), "error: interrupted: ")
	require.Equal(t, d.created(), d.funded(), "those under way are taken to where they are paid for")
	require.Less(t, d.created(), 100)
	require.Len(t, d.results(), 100)
	for _, outcome := range d.outcomes() {
		require.Contains(t, []string{"pending", "completed", "not_started"}, outcome)
	}
	require.Equal(t, exitDone, d.pay().code)
	require.Equal(t, 100, d.created())
}

func TestPayoutSaysWhyItCannotCheck(t *testing.T) {
	d := newDay(t)
	d.write(dayHeader, d.row("R-1", "1"))
	t.Setenv(wallex.EnvSecretAccessKey, "wrong")
	got := d.pay()
	require.Equal(t, exitNotSent, got.code)
	require.Contains(t, got.stderr, "the file cannot be checked, and nothing was paid")
	require.Equal(t, exitUsage, wallexRun(t, "payout", d.file+".absent").code)
}

func TestPayoutFollowsWithoutEnd(t *testing.T) {
	d := newDay(t, sandbox.WithSettlement(time.Hour))
	d.write(dayHeader, d.row("R-1", "1"))
	require.Equal(t, exitIncomplete, d.pay("--follow", "10ms").code)
	require.Equal(t, []string{"pending"}, d.outcomes())
	d.sandbox.Advance(2 * time.Hour)
	require.Equal(t, exitDone, d.pay("--follow", "0s").code)
}

func TestReconcile(t *testing.T) {
	d := newDay(t)
	d.write(dayHeader, d.row("R-1", "100"), d.row("R-2", "100"), d.row("R-3", "100"))
	require.Equal(t, exitDone, d.pay().code)
	got := wallexRun(t, "reconcile", d.file)
	require.Equal(t, exitDone, got.code, got.stdout)
	require.Equal(t, "3 payments, 0 differences\n", got.stdout)

	d.write(dayHeader, d.row("R-2", "100"), d.row("R-3", "7"), d.row("R-4", "100"))
	got = wallexRun(t, "reconcile", d.file)
	require.Equal(t, exitIncomplete, got.code)
	for _, want := range []string{
		"\nline 3, R-3: the amount is 7 in the file and 100 in payment ",
		"\nline 3, R-3: the line was edited after payment ",
		"\nline 4, R-4: there is no payment\n",
		"\n3 payments, 4 differences\n",
	} {
		require.Contains(t, got.stdout, want)
	}
	require.Regexp(t, `^R-1: the journal has it, and the file does not\n`, got.stdout)

	journal, err := os.ReadFile(d.file + ".journal")
	require.NoError(t, err)
	require.NoError(t, os.Remove(d.file+".journal"))
	d.write(dayHeader, d.row("R-1", "100"))
	require.Contains(t, wallexRun(t, "reconcile", d.file).stdout, " is not in the journal\n1 payment, 1 difference\n")

	damaged := strings.Replace(string(journal), "\n", "\n{]\n", 1)
	require.NoError(t, os.WriteFile(d.file+".journal", []byte(damaged), 0o600))
	got = wallexRun(t, "reconcile", d.file)
	require.Equal(t, exitUsage, got.code)
	require.Contains(t, got.stderr, "line 2 is damaged")
}
