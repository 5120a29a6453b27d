package wallexplatform

import (
	"regexp"

	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/iban"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
)

var startsWithLetters = regexp.MustCompile(`^[A-Z]{2}`)

// checkIBAN checks the country and the check digits of an IBAN. Its form is left to the requirements.
func checkIBAN(faults *refusal.Faults, number, bankCountry string) {
	const field = "bankAccount.iban"
	switch {
	case !startsWithLetters.MatchString(number):
		faults.Add("iban_must_have_two_characters_at_the_beginning", field, "must begin with two letters")
	case number[:2] != bankCountry:
		faults.Add("iban_country_must_match_with_bank_country_id", field, "must be of the country of the bank")
	case regexp.MustCompile(ibanForm).MatchString(number) && !iban.DigitsFit(number):
		faults.Add("invalid_iban_format", field, "must have the right check digits")
	}
}
