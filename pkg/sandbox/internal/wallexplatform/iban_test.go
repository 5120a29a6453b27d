package wallexplatform

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestIBANDigits takes the examples of the IBAN registry.
func TestIBANDigits(t *testing.T) {
	for iban, fits := range map[string]bool{
		"AT611904300234573201":            true,
		"BE68539007547034":                true,
		"DE89370400440532013000":          true,
		"FR1420041010050500013M02606":     true,
		"MT84MALT011000012345MTLCAST001S": true,
		"NL91ABNA0417164300":              true,
		"DE89370400440532013001":          false,
		"NL19ABNA0417164300":              false,
	} {
		require.Equal(t, fits, ibanDigitsFit(iban), iban)
	}
}
