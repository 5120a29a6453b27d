package decimal_test

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/decimal"
)

func TestParse(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"0", "0"},
		{"-0", "0"},
		{"0.00", "0.00"},
		{"1005.15", "1005.15"},
		{"-3", "-3"},
		{"10.50", "10.50"},
		{"007.50", "7.50"},
		{"000", "0"},
		{"8.577e-5", "0.00008577"},
		{"8.577E-05", "0.00008577"},
		{"1.5e3", "1500"},
		{"1.5e+3", "1500"},
		{"1e18", "1000000000000000000"},
		{"8.50e-1", "0.850"},
		{"1e00005", "100000"},
		{"1234567890123456789", "1234567890123456789"},
		{"9999999999999999999", "9999999999999999999"},
		{"0.1234567890123456789", "0.1234567890123456789"},
		{"-123456789.0123456789", "-123456789.0123456789"},
		{"0.0000000000000000001", "0.0000000000000000001"},
		{"12345678901234567890e-1", "1234567890123456789"},
		{"1." + strings.Repeat("0", 400), "1.000000000000000000"},
		{strings.Repeat("0", 400) + "1", "1"},
		{"1" + strings.Repeat("0", 400) + "e-400", "1.000000000000000000"},
		{"0e999999999", "0"},
		{"0e-2", "0.00"},
		{"0e-999999999999999999999", "0.0000000000000000000"},
	} {
		t.Run(shorten(test.text), func(t *testing.T) {
			got, err := decimal.Parse(test.text)
			require.NoError(t, err)
			require.Equal(t, test.want, got.String())
			require.False(t, got.IsZero())
		})
	}
}

func TestParseRefuses(t *testing.T) {
	for _, test := range []struct {
		text string
		want error
	}{
		{"", decimal.ErrSyntax},
		{"-", decimal.ErrSyntax},
		{"+1", decimal.ErrSyntax},
		{"--1", decimal.ErrSyntax},
		{"1.", decimal.ErrSyntax},
		{".5", decimal.ErrSyntax},
		{".", decimal.ErrSyntax},
		{"1.2.3", decimal.ErrSyntax},
		{"1e", decimal.ErrSyntax},
		{"1e+", decimal.ErrSyntax},
		{"1e+-1", decimal.ErrSyntax},
		{"1e1.5", decimal.ErrSyntax},
		{"1e1e1", decimal.ErrSyntax},
		{"e5", decimal.ErrSyntax},
		{"0x1", decimal.ErrSyntax},
		{"1_000", decimal.ErrSyntax},
		{"1,000.00", decimal.ErrSyntax},
		{"NaN", decimal.ErrSyntax},
		{"Infinity", decimal.ErrSyntax},
		{"-inf", decimal.ErrSyntax},
		{" 1", decimal.ErrSyntax},
		{"1 ", decimal.ErrSyntax},
		{"1\n", decimal.ErrSyntax},
		{"١", decimal.ErrSyntax},
		{"SGD 1", decimal.ErrSyntax},
		{"12345678901234567890", decimal.ErrRange},
		{"10000000000000000000", decimal.ErrRange},
		{"-12345678901234567.891", decimal.ErrRange},
		{"0.12345678901234567891", decimal.ErrRange},
		{"0.00000000000000000001", decimal.ErrRange},
		{"1e19", decimal.ErrRange},
		{"1e-20", decimal.ErrRange},
		{"1e999999999", decimal.ErrRange},
		{"1e-999999999", decimal.ErrRange},
		{"1e99999999999999999999", decimal.ErrRange},
		{"1" + strings.Repeat("0", 20_000) + "e-30000", decimal.ErrRange},
		{strings.Repeat("9", 1<<20), decimal.ErrRange},
	} {
		t.Run(shorten(test.text), func(t *testing.T) {
			got, err := decimal.Parse(test.text)
			require.ErrorIs(t, err, test.want)
			require.Equal(t, decimal.Decimal{}, got)
			require.Panics(t, func() { decimal.MustParse(test.text) })
		})
	}
}

func shorten(text string) string { return fmt.Sprintf("%.25q", text) }

func TestNewFromMinorUnits(t *testing.T) {
	for _, test := range []struct {
		units int64
		scale int
		want  string
	}{
		{100515, 2, "1005.15"},
		{-1, 2, "-0.01"},
		{1050, 2, "10.50"},
		{0, 2, "0.00"},
		{7, 0, "7"},
		{math.MaxInt64, 3, "9223372036854775.807"},
		{math.MinInt64, 0, "-9223372036854775808"},
		{1, 19, "0.0000000000000000001"},
	} {
		got, err := decimal.New(test.units, test.scale)
		require.NoError(t, err)
		require.Equal(t, test.want, got.String())
		require.False(t, got.IsZero())
	}
	for _, scale := range []int{-1, 20, math.MaxInt, math.MinInt} {
		_, err := decimal.New(1, scale)
		require.ErrorIs(t, err, decimal.ErrRange)
	}
	require.Equal(t, "-9223372036854775808", decimal.FromInt(math.MinInt64).String())
	require.False(t, decimal.FromInt(0).IsZero())
}

func TestAbsentIsNotZero(t *testing.T) {
	var absent decimal.Decimal
	zero := decimal.MustParse("0.00")

	require.True(t, absent.IsZero())
	require.False(t, zero.IsZero())
	require.Zero(t, absent.Sign())
	require.Zero(t, zero.Sign())
	require.Empty(t, absent.String())
	require.Equal(t, "0.00", zero.String())
	require.Equal(t, "decimal.Decimal{}", fmt.Sprintf("%#v", absent))
	require.Equal(t, `decimal.MustParse("0.00")`, fmt.Sprintf("%#v", zero))
	require.False(t, absent.Equal(zero))
	require.True(t, absent.Equal(decimal.Decimal{}))
	require.True(t, zero.Equal(decimal.MustParse("0")))
	require.Zero(t, absent.Cmp(zero))
	require.True(t, absent.Neg().IsZero())
	require.False(t, zero.Neg().IsZero())

	sum, err := absent.Add(decimal.MustParse("1.5"))
	require.NoError(t, err)
	require.Equal(t, "1.5", sum.String())
}

func TestCompare(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want int
	}{
		{"1.0", "1", 0},
		{"-0", "0", 0},
		{"1234.56", "1234", 1},
		{"-2", "1", -1},
		{"9999999999999999999", "0.0000000000000000001", 1},
	} {
		a, b := decimal.MustParse(test.a), decimal.MustParse(test.b)
		require.Equal(t, test.want, a.Cmp(b))
		require.Equal(t, -test.want, b.Cmp(a))
		require.Equal(t, -test.want, a.Neg().Cmp(b.Neg()))
		require.Equal(t, test.want == 0, a.Equal(b))
	}
	for text, want := range map[string]int{"-0.01": -1, "0": 0, "0.01": 1} {
		require.Equal(t, want, decimal.MustParse(text).Sign())
	}
}

func TestScale(t *testing.T) {
	for text, want := range map[string]int{"10.50": 1, "10": 0, "100": 0, "0.00": 0, "1005.15": 2, "1e-19": 19} {
		require.Equal(t, want, decimal.MustParse(text).Scale(), text)
	}
	require.Zero(t, decimal.Decimal{}.Scale())
}

func TestAddAndSub(t *testing.T) {
	for _, test := range []struct{ a, b, sum string }{
		{"0.1", "0.2", "0.3"},
		{"1005.15", "-1005.15", "0.00"},
		{"10.50", "1", "11.50"},
		{"9999999999999999998", "1", "9999999999999999999"},
		// The sum fits although the digits of the operands, aligned, do not.
		{"1000000000000000000", "1.00", "1000000000000000001"},
		{"999999999999999999.5", "0.5", "1000000000000000000"},
	} {
		a, b := decimal.MustParse(test.a), decimal.MustParse(test.b)
		sum, err := a.Add(b)
		require.NoError(t, err)
		require.Equal(t, test.sum, sum.String())
		difference, err := sum.Sub(b)
		require.NoError(t, err)
		require.True(t, difference.Equal(a), "%v - %v = %v", sum, b, difference)
	}
	for _, test := range []struct{ a, b string }{
		{"9999999999999999999", "1"},
		{"1000000000000000000", "0.01"},
		{"1", "0.0000000000000000001"}, // 20 digits
	} {
		a, b := decimal.MustParse(test.a), decimal.MustParse(test.b)
		_, err := a.Add(b)
		require.ErrorIs(t, err, decimal.ErrRange)
		_, err = a.Sub(b.Neg())
		require.ErrorIs(t, err, decimal.ErrRange)
	}
}

func TestMulAndQuoRoundHalfToEven(t *testing.T) {
	mul := decimal.Decimal.Mul
	quo := decimal.Decimal.Quo
	for _, test := range []struct {
		name  string
		do    func(a, b decimal.Decimal, scale int) (decimal.Decimal, error)
		a, b  string
		scale int
		want  string
	}{
		{"exact", mul, "1005.15", "1.5", 3, "1507.725"},
		{"half to even, down", mul, "0.5", "0.25", 2, "0.12"},
		{"half to even, up", mul, "0.75", "0.5", 2, "0.38"},
		{"negative half", mul, "-0.5", "0.25", 2, "-0.12"},
		{"negative half, away", mul, "-0.75", "0.5", 2, "-0.38"},
		{"above half", mul, "0.1251", "1", 2, "0.13"},
		{"whole", mul, "2.5", "1", 0, "2"},
		{"to nothing", mul, "0.001", "0.001", 2, "0.00"},
		{"rounded once", mul, "0.4999999999999999999", "0.9999999999999999999", 0, "0"},
		{"rounded once, just below a half", mul, "1.000000000000000001", "0.4999999999999999995", 0, "0"},
		{"as many digits as fit", mul, "2", "3", 19, "6.000000000000000000"},
		{"exact", quo, "10", "4", 2, "2.50"},
		{"a third", quo, "1", "3", 4, "0.3333"},
		{"two thirds", quo, "-2", "3", 4, "-0.6667"},
		{"half to even, down", quo, "0.25", "2", 2, "0.12"},
		{"half to even, up", quo, "0.75", "2", 2, "0.38"},
		{"negative divisor", quo, "1", "-8", 2, "-0.12"},
		{"rounded once", quo, "0.9999999999999999999", "2", 0, "0"},
		{"rounded once, above a half", quo, "1000000000000000001", "2000000000000000000", 0, "1"},
		{"zero", quo, "0", "3", 2, "0.00"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := test.do(decimal.MustParse(test.a), decimal.MustParse(test.b), test.scale)
			require.NoError(t, err)
			require.Equal(t, test.want, got.String())
		})
	}
	for _, test := range []struct {
		name  string
		do    func(a, b decimal.Decimal, scale int) (decimal.Decimal, error)
		a, b  string
		scale int
	}{
		{"overflow", mul, "9999999999", "9999999999", 0},
		{"digits asked for would be lost", mul, "11111111111111111.11", "1.1", 3},
		{"scale below 0", mul, "1", "1", -1},
		{"scale above 19", mul, "1", "1", 20},
		{"division by zero", quo, "1", "0", 2},
		{"overflow of a quotient", quo, "9999999999999999999", "0.1", 0},
		{"scale below 0", quo, "1", "3", -1},
		{"scale above 19", quo, "1", "3", 20},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := test.do(decimal.MustParse(test.a), decimal.MustParse(test.b), test.scale)
			require.ErrorIs(t, err, decimal.ErrRange)
		})
	}
}

type payment struct {
	Amount decimal.Decimal  `json:"amount,omitzero"`
	Limit  decimal.Decimal  `json:"limit"`
	Fee    *decimal.Decimal `json:"fee,omitempty"`
}

func TestWritesJSONNumbers(t *testing.T) {
	fee := decimal.MustParse("0")
	for _, test := range []struct {
		name string
		in   payment
		want string
	}{
		{"absent is left out", payment{}, `{"limit":null}`},
		{"0 is kept", payment{Amount: decimal.MustParse("0"), Limit: decimal.FromInt(0)}, `{"amount":0,"limit":0}`},
		{"a number, not a string", payment{Amount: decimal.MustParse("1234.56")}, `{"amount":1234.56,"limit":null}`},
		{"no exponent", payment{Amount: decimal.MustParse("1e18"), Limit: decimal.MustParse("1e-19")},
			`{"amount":1000000000000000000,"limit":0.0000000000000000001}`},
		{"behind a pointer", payment{Fee: &fee}, `{"limit":null,"fee":0}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			written, err := json.Marshal(test.in)
			require.NoError(t, err)
			require.Equal(t, test.want, string(written))
		})
	}
}

func TestReadsJSON(t *testing.T) {
	for _, test := range []struct {
		json   string
		want   string
		absent bool
	}{
		{json: `1234.56`, want: "1234.56"},
		{json: `"1234.56"`, want: "1234.56"},
		{json: `-0.5`, want: "-0.5"},
		{json: `8.577e-5`, want: "0.00008577"},
		{json: `"8.577E-5"`, want: "0.00008577"},
		{json: `6.153799378133818e-05`, want: "0.0000615379937813382"},
		{json: `-1e-25`, want: "0.0000000000000000000"},
		{json: `0`, want: "0"},
		{json: `"0"`, want: "0"},
		{json: `"1\u0030"`, want: "10"},
		{json: `null`, absent: true},
		{json: `""`, absent: true},
	} {
		t.Run(test.json, func(t *testing.T) {
			got := payment{Amount: decimal.MustParse("7")}
			require.NoError(t, json.Unmarshal([]byte(`{"amount":`+test.json+`}`), &got))
			require.Equal(t, test.absent, got.Amount.IsZero())
			require.Equal(t, test.want, got.Amount.String())
		})
	}
	for text, want := range map[string]error{
		`"null"`:                    decimal.ErrSyntax,
		`" 1"`:                      decimal.ErrSyntax,
		`"1,234.56"`:                decimal.ErrSyntax,
		`true`:                      decimal.ErrSyntax,
		`{}`:                        decimal.ErrSyntax,
		`[1]`:                       decimal.ErrSyntax,
		`1e999999999`:               decimal.ErrRange,
		`12345678901234567890`:      decimal.ErrRange,
		`"1234567890.123456789012"`: decimal.ErrRange,
	} {
		got := payment{Amount: decimal.MustParse("7")}
		require.ErrorIs(t, json.Unmarshal([]byte(`{"amount":`+text+`}`), &got), want, text)
		require.Equal(t, "7", got.Amount.String(), "a refused value must not half replace the old one")
	}
}

func TestText(t *testing.T) {
	rates := map[decimal.Decimal]string{decimal.MustParse("1.5"): "a"}
	written, err := json.Marshal(rates)
	require.NoError(t, err)
	require.JSONEq(t, `{"1.5":"a"}`, string(written))
	var read map[decimal.Decimal]string
	require.NoError(t, json.Unmarshal(written, &read))
	require.Equal(t, rates, read)

	empty, err := decimal.Decimal{}.MarshalText()
	require.NoError(t, err)
	require.Empty(t, empty)
	was := decimal.FromInt(7)
	require.NoError(t, was.UnmarshalText(empty))
	require.True(t, was.IsZero(), "the text of an absent amount is an absent amount")
	require.ErrorIs(t, was.UnmarshalText([]byte("x")), decimal.ErrSyntax)
}
