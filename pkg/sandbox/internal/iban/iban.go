// Package iban knows the check digits of international bank account numbers.
package iban

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
)

// DigitsFit checks as ISO 13616 has it: with the first four characters at the end and letters as numbers from 10, the
// remainder by 97 is 1. The IBAN must have its form: capital letters and digits, four of them at least.
func DigitsFit(iban string) bool { return remainder(iban) == 1 }

// Make returns the IBAN of an account number in a country.
func Make(country, account string) string {
	return fmt.Sprintf("%s%02d%s", country, 98-remainder(country+"00"+account), account)
}

func remainder(iban string) int64 {
	var digits strings.Builder
	for _, c := range iban[4:] + iban[:4] {
		if c >= 'A' {
			digits.WriteString(strconv.Itoa(int(c-'A') + 10))
		} else {
			digits.WriteRune(c)
		}
	}
	number, ok := new(big.Int).SetString(digits.String(), 10)
	if !ok {
		return 0
	}
	return new(big.Int).Mod(number, big.NewInt(97)).Int64()
}
