package payoutfile_test

import (
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/conversions"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/internal/payoutfile"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/payout"
)

const full = "reference,beneficiary_id,sell_currency,buy_currency,amount,fixed_side,purpose,purpose_description," +
	"funding_source,funding_country,payment_reference,channel,invoice_number,invoice_date,files\n"

func TestReadFillsEveryField(t *testing.T) {
	rows, err := payoutfile.Read(strings.NewReader(full +
		"R-1,B-1,USD,SGD,5,sell,GDDS,more,OTHER,SG,seen,SWIFT-OUR,42,31-12-2025,f-1 f-2\n" +
		"\"R,2\",B-1,USD,SGD,5,,GDDS,,OTHER,,,,,,\n"))
	require.NoError(t, err)
	require.Len(t, rows, 2)
	require.Equal(t, payout.Order{
		Reference: "R-1", BeneficiaryID: "B-1", SellCurrency: "USD", BuyCurrency: "SGD", Amount: decimal.MustParse("5"),
		FixedSide: conversions.FixedSideSell, Channel: simplepayments.PaymentChannelSwiftOur, PaymentReference: "seen",
		Purpose: "GDDS", PurposeDescription: "more", FundingSource: simplepayments.FundingSourceOther, FundingCountry: "SG",
		Files: []string{"f-1", "f-2"}, InvoiceNumber: "42", InvoiceDate: "31-12-2025",
	}, rows[0].Order)
	require.Equal(t, "USD", rows[0].Fixed())
	require.Equal(t, 2, rows[0].Line)
	require.Equal(t, payout.Order{
		Reference: "R,2", BeneficiaryID: "B-1", SellCurrency: "USD", BuyCurrency: "SGD", Amount: decimal.MustParse("5"),
		PaymentReference: "R,2", Purpose: "GDDS", FundingSource: simplepayments.FundingSourceOther,
	}, rows[1].Order)
	require.Equal(t, "SGD", rows[1].Fixed())
}

// The hash is that of the cells: neither the order of the columns nor empty ones change it.
func TestHash(t *testing.T) {
	hash := func(text string) string {
		rows, err := payoutfile.Read(strings.NewReader(text))
		require.NoError(t, err)
		return rows[0].Hash
	}
	const short = "reference,beneficiary_id,sell_currency,buy_currency,amount,purpose,funding_source\n"
	same := hash(short + "R-1,B-1,USD,SGD,5,GDDS,OTHER\n")
	require.Equal(t, same, hash(full+"R-1,B-1,USD,SGD,5,,GDDS,,OTHER,,,,,,\n"))
	require.Equal(t, same, hash("amount,reference,beneficiary_id,sell_currency,buy_currency,purpose,funding_source\n"+
		"5,R-1,B-1,USD,SGD,GDDS,OTHER\n"))
	for _, other := range []string{
		"R-1,B-1,USD,SGD,6,GDDS,OTHER\n", "R-1,B-1,SGD,USD,5,GDDS,OTHER\n", "R-1,B-2,USD,SGD,5,GDDS,OTHER\n",
	} {
		require.NotEqual(t, same, hash(short+other))
	}
}

func TestReadReturnsTheErrorOfTheReader(t *testing.T) {
	broken := errors.New("the disk is gone")
	_, err := payoutfile.Read(iotest.ErrReader(broken))
	require.ErrorIs(t, err, broken)
}

// References that people cannot tell apart are no two payments.
func TestReferencesThatLookTheSame(t *testing.T) {
	const short = "reference,beneficiary_id,sell_currency,buy_currency,amount,purpose,funding_source\n"
	const invisible = "line 3: reference must not have invisible characters or unusual spaces"
	for name, test := range map[string]struct{ first, second, want string }{
		"zero-width space":      {"R-1", "R-\u200b1", invisible},
		"soft hyphen":           {"R-1", "R-1\u00ad", invisible},
		"direction":             {"R-1", "\u202eR-1", invisible},
		"byte order mark":       {"R-1", "R-1\ufeff", invisible},
		"variation selector":    {"R-1", "R-1\ufe0f", invisible},
		"filler":                {"R-1", "R-1\u3164", invisible},
		"no-break space":        {"R 1", "R\u00a01", invisible},
		"decomposed":            {"\u00dc-1", "U\u0308-1", "line 3: reference must have composed characters (Unicode NFC): type it again"},
		"sign that looks alike": {"R-1", "\u212a-1", "line 3: reference must have composed characters (Unicode NFC): type it again"},
		"case":                  {"\u00fc-Inv-1", "\u00dc-INV-1", "line 3: reference differs from that in line 2 in upper and lower case only"},
		"the same":              {"R-1", "R-1", "line 3: reference is the same as in line 2"},
		"others":                {"R-1", "Ünlü 7 日本 हिन्दी", ""},
	} {
		t.Run(name, func(t *testing.T) {
			const rest = ",B-1,USD,SGD,5,GDDS,OTHER\n"
			rows, err := payoutfile.Read(strings.NewReader(short + test.first + rest + test.second + rest))
			if test.want == "" {
				require.NoError(t, err)
				require.Len(t, rows, 2)
				return
			}
			require.EqualError(t, err, "nothing was paid, since something is wrong with the file:\n  "+test.want)
		})
	}
}

// However much is wrong with a file, what is said of it stays readable, and little memory is used.
func TestReadStopsAfterManyProblems(t *testing.T) {
	const short = "reference,beneficiary_id,sell_currency,buy_currency,amount,purpose,funding_source\n"
	for name, line := range map[string]string{
		"no text": "\xff\n", "too few columns": "R\n", "everything in a row": strings.Repeat(",", 6) + "\n",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := payoutfile.Read(strings.NewReader(short + strings.Repeat(line, 1<<20)))
			var problems payoutfile.Problems
			require.ErrorAs(t, err, &problems)
			require.Less(t, len(problems), 1100)
			said := problems.Error()
			require.True(t, strings.HasPrefix(said, "nothing was paid, since more than 1000 things are wrong with the file:\n  line 2: "), said[:100])
			require.True(t, strings.HasSuffix(said, "\n  and more"))
			require.Equal(t, 1001, strings.Count(said, "\n"))
		})
	}
}

func TestReadRefusesAFileThatIsTooLarge(t *testing.T) {
	_, err := payoutfile.Read(strings.NewReader(strings.Repeat("x", 20<<20)))
	require.Equal(t, payoutfile.Problems{{Line: 1, Text: "the file has more than 16777216 bytes: split it"}}, err)
}

func TestTotals(t *testing.T) {
	row := func(sell, buy, amount string, side conversions.FixedSide) payoutfile.Row {
		return payoutfile.Row{Order: payout.Order{SellCurrency: sell, BuyCurrency: buy, Amount: decimal.MustParse(amount), FixedSide: side}}
	}
	totals, err := payoutfile.Totals([]payoutfile.Row{
		row("USD", "SGD", "1.50", ""), row("USD", "SGD", "2", "buy"), row("USD", "EUR", "10", "sell"), row("SGD", "SGD", "7", "sell"),
	})
	require.NoError(t, err)
	require.Equal(t, []payoutfile.Total{
		{Currency: "EUR", GainOpen: 1},
		{
			Currency: "SGD", Bought: decimal.MustParse("3.50"), BoughtRows: 2,
			Sold: decimal.MustParse("7"), SoldRows: 1, GainOpen: 1,
		},
		{Currency: "USD", Sold: decimal.MustParse("10"), SoldRows: 1, CostOpen: 2},
	}, totals)
	_, err = payoutfile.Totals([]payoutfile.Row{
		row("USD", "SGD", "9999999999999999999", ""), row("USD", "SGD", "1", ""),
	})
	require.ErrorIs(t, err, decimal.ErrRange)
}
