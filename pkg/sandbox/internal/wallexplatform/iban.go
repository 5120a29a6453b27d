package wallexplatform

import (
	"math/big"
	"regexp"
	"strconv"
	"strings"

	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
)

var startsWithLetters = regexp.MustCompile(`^[A-Z]{2}`)

// checkIBAN checks the country and the check digits of an IBAN. Its form is left to the requirements.
func checkIBAN(faults *refusal.Faults, iban, bankCountry string) {
	const field = "bankAccount.iban"
	switch {
	case !startsWithLetters.MatchString(iban):
		faults.Add("iban_must_have_two_characters_at_the_beginning", field, "must begin with two letters")
	case iban[:2] != bankCountry:
		faults.Add("iban_country_must_match_with_bank_country_id", field, "must be of the country of the bank")
	case regexp.MustCompile(ibanForm).MatchString(iban) && !ibanDigitsFit(iban):
		faults.Add("invalid_iban_format", field, "must have the right check digits")
	}
}

// ibanDigitsFit checks as ISO 13616 has it: with the first four characters at the end and letters as numbers from 10,
// the remainder by 97 is 1.
func ibanDigitsFit(iban string) bool {
	var digits strings.Builder
	for _, c := range iban[4:] + iban[:4] {
		if c >= 'A' {
			digits.WriteString(strconv.Itoa(int(c-'A') + 10))
		} else {
			digits.WriteRune(c)
		}
	}
	number, ok := new(big.Int).SetString(digits.String(), 10)
	return ok && new(big.Int).Mod(number, big.NewInt(97)).Int64() == 1
}
