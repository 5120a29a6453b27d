package wallexplatform

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/decimal"
)

func TestRounding(t *testing.T) {
	for _, test := range []struct {
		number   string
		places   int
		up, down string
	}{
		{"1.005", 2, "1.01", "1"},
		{"1.0000000001", 2, "1.01", "1"},
		{"1.009", 2, "1.01", "1"},
		{"1.01", 2, "1.01", "1.01"},
		{"0.00004", 2, "0.01", "0"},
		{"12.5", 0, "13", "12"},
		{"-1.005", 2, "-1", "-1.01"},
		{"0", 2, "0", "0"},
		{"35136787513791189.1", 0, "35136787513791190", "35136787513791189"},
	} {
		number := decimal.MustParse(test.number)
		require.Zero(t, roundUp(number, test.places).Cmp(decimal.MustParse(test.up)), "%s up: %s", test.number, roundUp(number, test.places))
		require.Zero(t, roundDown(number, test.places).Cmp(decimal.MustParse(test.down)), "%s down: %s", test.number, roundDown(number, test.places))
	}
}

func TestSignificantDigits(t *testing.T) {
	for _, test := range []struct{ numerator, denominator, quotient string }{
		{"1", "3", "0.333333"},
		{"2", "3", "0.666667"},
		{"10", "1", "10"},
		{"26300", "0.75", "35066.7"},
		{"0.75", "26300", "0.0000285171"},
		{"10000000", "3", "3333333"}, // never fewer digits than there are before the point
		{"999999.5", "1", "1000000"},
	} {
		actual := significant(decimal.MustParse(test.numerator), decimal.MustParse(test.denominator))
		require.Zero(t, actual.Cmp(decimal.MustParse(test.quotient)), "%s / %s = %s", test.numerator, test.denominator, actual)
	}
}

// TestLargestAmountsFit computes with the largest amounts that are let in, in all pairs: what does not fit would panic.
func TestLargestAmountsFit(t *testing.T) {
	for _, sell := range supported {
		for _, buy := range supported {
			if sell == buy {
				continue
			}
			for _, side := range []string{buySide, sellSide} {
				x, err := newExchange(sell, buy, side, maxAmount, pair{sell, buy}.bid())
				require.NoError(t, err)
				x.fee = percent(x.sellAmount, conversionFee, sell.places)
				require.Positive(t, x.total().Cmp(x.sellAmount))
			}
		}
	}
}
