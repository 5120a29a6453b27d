package decimal_test

import (
	"encoding/json"
	"errors"
	"math/big"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/decimal"
)

var syntax = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?([eE][-+]?([0-9]+))?$`)

// FuzzParse compares Parse with math/big: it takes exactly the numbers of at most 19 digits with at most 19 of them
// after the point, and what it takes has the same value to the last digit.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"0", "-0.00", "1005.15", "1234.56", "8.577e-5", "1e18", "1e19", "1e999999999", "12345678901234567890e-1",
		"9999999999999999999", "10000000000000000000", "0.12345678901234567891", "007", "1.", ".5", "+1", "1e", "NaN",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := decimal.Parse(text)
		match := syntax.FindStringSubmatch(text)
		require.Equal(t, match == nil, errors.Is(err, decimal.ErrSyntax))
		if match == nil || len(text) > 2000 || len(match[3]) > 3 {
			return
		}
		want, ok := new(big.Rat).SetString(text)
		require.True(t, ok)
		require.Equal(t, representable(want), err == nil)
		if err != nil {
			require.ErrorIs(t, err, decimal.ErrRange)
			return
		}
		value, ok := new(big.Rat).SetString(got.String())
		require.True(t, ok)
		require.Zero(t, want.Cmp(value), "%s became %s", text, got)
		require.Equal(t, want.Sign(), got.Sign())
		require.False(t, got.IsZero())

		written, err := json.Marshal(got)
		require.NoError(t, err)
		require.False(t, strings.ContainsAny(string(written), `eE"`))
		var fromNumber, fromString, fromText decimal.Decimal
		require.NoError(t, json.Unmarshal(written, &fromNumber))
		require.NoError(t, json.Unmarshal([]byte(`"`+text+`"`), &fromString))
		marshalled, err := got.MarshalText()
		require.NoError(t, err)
		require.NoError(t, fromText.UnmarshalText(marshalled))
		for _, again := range []decimal.Decimal{fromNumber, fromString, fromText} {
			require.True(t, got.Equal(again))
		}
	})
}

func representable(value *big.Rat) bool {
	limit := new(big.Int).Exp(big.NewInt(10), big.NewInt(19), nil)
	shifted := new(big.Rat).Set(value)
	for range 20 { // at a scale of 0 to 19
		if shifted.IsInt() {
			return shifted.Num().CmpAbs(limit) < 0
		}
		shifted.Mul(shifted, big.NewRat(10, 1))
	}
	return false
}

// FuzzJSON feeds a Decimal whatever a server may send in place of an amount. What it takes it writes as a number of
// the same value.
func FuzzJSON(f *testing.F) {
	for _, seed := range []string{`1`, `"1.50"`, `null`, `""`, `"null"`, `"`, `"\u0031"`, `{}`, `[1]`, `true`, `-`, `1e5`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var direct decimal.Decimal
		_ = direct.UnmarshalJSON(data) // as itself, not only what encoding/json lets through
		var got decimal.Decimal
		if json.Unmarshal(data, &got) != nil {
			return
		}
		written, err := json.Marshal(got)
		require.NoError(t, err)
		var again decimal.Decimal
		require.NoError(t, json.Unmarshal(written, &again))
		require.True(t, got.Equal(again))
	})
}

// FuzzArithmetic compares the arithmetic with math/big: what fits is exact, or rounded once and half to even.
func FuzzArithmetic(f *testing.F) {
	f.Add("0.4999999999999999999", "0.9999999999999999999", 0)
	f.Add("1000000000000000000", "1.00", 2)
	f.Add("-2", "3", 4)
	f.Fuzz(func(t *testing.T, textA, textB string, scale int) {
		a, errA := decimal.Parse(textA)
		b, errB := decimal.Parse(textB)
		if errA != nil || errB != nil {
			return
		}
		x, _ := new(big.Rat).SetString(a.String())
		y, _ := new(big.Rat).SetString(b.String())
		check := func(got decimal.Decimal, err error, want *big.Rat) {
			t.Helper()
			require.Equal(t, representable(want), err == nil)
			if err == nil {
				value, _ := new(big.Rat).SetString(got.String())
				require.Zero(t, want.Cmp(value), "%s instead of %s", got, want)
			}
		}
		sum, err := a.Add(b)
		check(sum, err, new(big.Rat).Add(x, y))
		difference, err := a.Sub(b)
		check(difference, err, new(big.Rat).Sub(x, y))
		require.Equal(t, x.Cmp(y), a.Cmp(b))
		if scale < 0 || scale > 19 {
			_, err = a.Mul(b, scale)
			require.ErrorIs(t, err, decimal.ErrRange)
			return
		}
		product, err := a.Mul(b, scale)
		check(product, err, halfToEven(new(big.Rat).Mul(x, y), scale))
		if y.Sign() != 0 {
			quotient, err := a.Quo(b, scale)
			check(quotient, err, halfToEven(new(big.Rat).Quo(x, y), scale))
		}
	})
}

// halfToEven rounds the long way: to the nearest of the two neighbours, at the same distance to the even one.
func halfToEven(value *big.Rat, scale int) *big.Rat {
	shift := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil))
	shifted := new(big.Rat).Mul(value, shift)
	below := new(big.Int).Div(shifted.Num(), shifted.Denom()) // Euclidean: the floor
	above := new(big.Int).Add(below, big.NewInt(1))
	toBelow := new(big.Rat).Sub(shifted, new(big.Rat).SetInt(below))
	nearest := below
	if c := toBelow.Cmp(big.NewRat(1, 2)); c > 0 || c == 0 && below.Bit(0) == 1 {
		nearest = above
	}
	return new(big.Rat).Quo(new(big.Rat).SetInt(nearest), shift)
}
