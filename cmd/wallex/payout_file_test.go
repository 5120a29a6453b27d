package main

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Whatever is wrong with a file, it is said with its line, and nothing is sent.
func TestPayoutRefusesMalformedFiles(t *testing.T) {
	d := newDay(t)
	good := func(i int) string { return d.row(fmt.Sprintf("R-%d", i), "10.50") }
	replace := func(text, old, new string) string { return strings.Replace(text, old, new, 1) }
	for name, test := range map[string]struct {
		text  string
		wants []string
	}{
		"empty":                 {"", []string{"line 1: the file is empty"}},
		"BOM alone":             {"\ufeff", []string{"line 1: the file is empty"}},
		"blank lines":           {"\n\n", []string{"line 1: the file is empty"}},
		"header alone":          {dayHeader, []string{"line 1: there is no payment below the header"}},
		"UTF-16":                {"\xff\xfer\x00e\x00", []string{"line 1: the file is UTF-16: save it as CSV in UTF-8"}},
		"semicolons":            {strings.ReplaceAll(dayHeader+good(1), ",", ";"), []string{"line 1: the columns must have commas between them"}},
		"tabs":                  {strings.ReplaceAll(dayHeader+good(1), ",", "\t"), []string{"line 1: the columns must have commas between them"}},
		"missing columns":       {"reference,amount\nR-1,5\n", []string{"line 1: beneficiary_id is missing", "line 1: purpose is missing"}},
		"unknown column":        {replace(dayHeader, "\n", ",channle\n") + replace(good(1), "\n", ",\n"), []string{`line 1: there is no column "channle"`}},
		"column twice":          {replace(dayHeader, "\n", ",amount\n") + replace(good(1), "\n", ",1\n"), []string{"line 1: amount is there twice"}},
		"cell too few":          {dayHeader + good(1) + "R-2,b\n", []string{"line 3: has 2 columns and the header 7"}},
		"amount with thousands": {dayHeader + d.row("R-1", "1,000.00"), []string{"line 2: has 8 columns and the header 7"}},
		"0":                     {dayHeader + d.row("R-1", "0.00"), []string{"line 2: amount must be more than zero"}},
		"negative":              {dayHeader + d.row("R-1", "-5"), []string{"line 2: amount must not be negative"}},
		"1e3":                   {dayHeader + d.row("R-1", "1e3"), []string{"line 2: amount must be written in plain digits, such as 1250.50"}},
		"no number":             {dayHeader + d.row("R-1", "$5"), []string{"line 2: amount must be written in plain digits, such as 1250.50"}},
		"too many digits":       {dayHeader + d.row("R-1", strings.Repeat("9", 20)), []string{"line 2: amount has more than 19 digits"}},
		"too many decimals":     {dayHeader + d.row("R-1", "1.005"), []string{"line 2: amount must have at most 2 decimal places in SGD"}},
		"decimals of yen":       {dayHeader + replace(d.row("R-1", "1.5"), "SGD", "JPY"), []string{"line 2: amount must have at most 0 decimal places in JPY"}},
		"lower case":            {dayHeader + replace(good(1), "USD", "usd"), []string{"line 2: sell_currency must be three capital letters"}},
		"unknown currency":      {dayHeader + replace(good(1), "USD", "XXA"), []string{"line 2: sell_currency is not supported by the platform"}},
		"account in another":    {dayHeader + replace(good(1), "SGD", "EUR"), []string{"line 2: beneficiary_id has an account in SGD"}},
		"no such beneficiary":   {dayHeader + replace(good(1), d.beneficiary, "nobody"), []string{"line 2: beneficiary_id is no beneficiary of yours"}},
		"path as beneficiary":   {dayHeader + replace(good(1), d.beneficiary, ".."), []string{"line 2: beneficiary_id is no beneficiary of yours"}},
		"unknown source":        {dayHeader + replace(good(1), "COMPANY_BANK_ACCOUNT", "CASH"), []string{"line 2: funding_source must be BUSINESS_OWNER_OR_SHAREHOLDER, COMPANY"}},
		"empty cell":            {dayHeader + replace(good(1), "R-1", ""), []string{"line 2: reference is empty"}},
		"spaces":                {dayHeader + replace(good(1), "R-1", "R-1 "), []string{"line 2: reference begins or ends with a space"}},
		"line break in a cell":  {dayHeader + replace(good(1), "R-1", "\"R\n1\""), []string{"line 2: reference must not have line breaks or control characters"}},
		"open quotation mark":   {dayHeader + good(1) + replace(good(2), "R-2", `"R-2`), []string{"quotation marks must stand around a whole cell"}},
		"same reference":        {dayHeader + good(1) + good(2) + good(1), []string{"line 4: reference is the same as in line 2"}},
		"not UTF-8":             {dayHeader + good(1) + replace(good(2), "R-2", "\xe4"), []string{"line 3: is not UTF-8"}},
		"a line of 1 MB":        {dayHeader + good(1) + replace(good(2), "R-2", strings.Repeat("R", 1<<20)), []string{"line 3: is longer than 65536 bytes"}},
		"a header of 1 MB":      {strings.Repeat("a", 1<<20), []string{"line 1: is longer than 65536 bytes"}},
		"everything at once": {
			dayHeader + d.row("R-1", "0") + good(1) + d.row("\xff", "1") + d.row("R-4", "0.001") + good(5),
			[]string{"4 things are wrong", "line 2: amount", "line 3: reference is the same as in line 2", "line 4: is not UTF-8", "line 5: amount must have at most 2"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			before := d.sandbox.Stats()
			d.write(test.text)
			got := d.pay()
			require.Equal(t, exitUsage, got.code, got.stderr)
			for _, want := range test.wants {
				require.Contains(t, got.stderr, want)
			}
			require.Regexp(t, regexp.MustCompile(`(?m)^  line \d+: \S`), got.stderr)
			require.Less(t, len(got.stderr), 2000, "it repeats no cells")
			after := d.sandbox.Stats()
			for _, operation := range []string{"quoteSimplePayment", "createSimplePayment", "fundSimplePayment"} {
				require.Equal(t, before.ByOperation[operation], after.ByOperation[operation])
			}
			require.NoFileExists(t, strings.TrimSuffix(d.file, ".csv")+".result.csv")
		})
	}
}

func TestPayoutAcceptsWhatSpreadsheetsWrite(t *testing.T) {
	d := newDay(t)
	var many strings.Builder
	many.WriteString(dayHeader)
	for i := range 10_000 {
		many.WriteString(d.row(fmt.Sprintf("M-%d", i), "0.01"))
	}
	for name, text := range map[string]string{
		"BOM":              "\ufeff" + dayHeader + d.row("B-1", "1"),
		"CRLF":             strings.ReplaceAll(dayHeader+d.row("C-1", "1"), "\n", "\r\n"),
		"no last line end": strings.TrimSuffix(dayHeader+d.row("N-1", "1"), "\n"),
		"quoted, unicode":  dayHeader + d.row(`"Ünlü, ""7"""`, "1"),
		"10,000 lines":     many.String(),
	} {
		t.Run(name, func(t *testing.T) {
			d.write(text)
			args := []string{"--dry-run"}
			if name != "10,000 lines" {
				args = nil
			}
			got := d.pay(args...)
			require.Equal(t, exitDone, got.code, got.stderr)
			_ = os.Remove(d.file + ".journal")
		})
	}
	require.Len(t, d.payments(), 4)
}

func TestPayoutExample(t *testing.T) {
	d := newDay(t)
	got := wallexRun(t, "payout", "--example")
	require.Equal(t, exitDone, got.code)
	d.write(strings.Replace(got.stdout, "ID-OF-THE-BENEFICIARY", d.beneficiary, 1))
	paid := d.pay()
	require.Equal(t, exitDone, paid.code, paid.stderr)
	require.Equal(t, "1250.50", d.results()[0]["bought"])
	help := wallexRun(t, "payout", "--help").stdout
	for column := range strings.SplitSeq(strings.SplitN(got.stdout, "\n", 2)[0], ",") {
		require.Contains(t, help, "\n  "+column+" ")
	}
}
