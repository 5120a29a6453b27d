package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

// A total holds before anything is sent where the file fixes it, and at each payment where quotes decide.
func TestPayoutKeepsToTotals(t *testing.T) {
	d := newDay(t)
	sold := strings.Replace(dayHeader, "amount", "amount,fixed_side", 1)
	d.write(sold, strings.Replace(d.row("R-1", "300"), ",GDDS", ",sell,GDDS", 1))
	got := d.pay("--max-total", "USD=299.99")
	require.Equal(t, exitUsage, got.code)
	require.Contains(t, got.stderr, "the payments in USD come to more than 299.99; nothing was paid")
	require.Zero(t, d.created())

	d.write(dayHeader, d.row("R-1", "100"), d.row("R-2", "100"), d.row("R-3", "100"))
	got = d.pay("--max-total", "USD=200", "--workers", "1")
	require.Equal(t, exitIncomplete, got.code)
	require.Equal(t, []string{"completed", "completed", "over_limit"}, d.outcomes(), got.stderr)
	require.Equal(t, "together with the other payments, it costs more than 200 USD: raise --max-total or leave the row out",
		d.results()[2]["explanation"])
	require.Contains(t, got.stderr, "next: see the results; raise --max-total or leave out the rows that are over_limit\n")
	require.Equal(t, 2, d.created())

	got = d.pay("--max-total", "USD=200")
	require.Equal(t, exitIncomplete, got.code, "what was paid before counts")
	require.Equal(t, 2, d.created())
	require.Equal(t, exitDone, d.pay("--max-total", "USD=300").code)
	require.Equal(t, 3, d.created())
}

// What was created and not paid for cannot be left out, and what else is not completed needs its own advice.
func TestPayoutSaysWhatToDoAboutTotals(t *testing.T) {
	d := newDay(t, sandbox.WithBalance("USD", decimal.FromInt(10)))
	d.write(dayHeader, d.row("R-1", "100"))
	require.Equal(t, exitIncomplete, d.pay().code)
	require.Equal(t, []string{"insufficient_funds"}, d.outcomes())
	d.write(dayHeader, d.row("R-1", "100"), strings.NewReplacer("USD", "SGD", "GDDS", "NONE").Replace(d.row("R-2", "1")))
	got := d.pay("--max-total", "USD=20", "--workers", "1")
	require.Equal(t, exitIncomplete, got.code)
	require.Equal(t, []string{"over_limit", "refused"}, d.outcomes())
	require.Equal(t, "together with the other payments, it costs more than 20 USD: raise --max-total; the payment waits for its funds",
		d.results()[0]["explanation"])
	require.Contains(t, got.stderr, "next: see the results; raise --max-total or leave out the rows that are over_limit, and "+
		"run the same command again to go on with the others\n")
}

// A total that no row counts towards is a mistake, which would stop nothing.
func TestPayoutRefusesTotalsOfOtherCurrencies(t *testing.T) {
	d := newDay(t)
	d.write(dayHeader, d.row("R-1", "100"))
	for _, currency := range []string{"XXX", "SGD"} {
		for _, args := range [][]string{nil, {"--dry-run"}} {
			got := d.pay(append(args, "--max-total", "USD=1000", "--max-total", currency+"=1000")...)
			require.Equal(t, exitUsage, got.code)
			require.Contains(t, got.stderr, "--max-total "+currency+": no payment of the file is paid from it")
		}
	}
	require.Zero(t, d.created())
}
