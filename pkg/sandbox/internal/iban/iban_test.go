package iban_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/iban"
)

// TestDigitsFit takes the examples of the IBAN registry.
func TestDigitsFit(t *testing.T) {
	for number, fits := range map[string]bool{
		"AT611904300234573201":            true,
		"BE68539007547034":                true,
		"DE89370400440532013000":          true,
		"FR1420041010050500013M02606":     true,
		"MT84MALT011000012345MTLCAST001S": true,
		"NL91ABNA0417164300":              true,
		"DE89370400440532013001":          false,
		"NL19ABNA0417164300":              false,
	} {
		require.Equal(t, fits, iban.DigitsFit(number), number)
	}
}

func TestMake(t *testing.T) {
	require.Equal(t, "AE580300000002000007377", iban.Make("AE", "0300000002000007377"))
	require.Equal(t, "MT84MALT011000012345MTLCAST001S", iban.Make("MT", "MALT011000012345MTLCAST001S"))
}
