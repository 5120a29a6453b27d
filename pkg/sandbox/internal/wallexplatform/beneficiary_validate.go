package wallexplatform

import (
	"cmp"
	"slices"
	"strings"

	v1 "github.com/wallex-sdk/wallex-go/gen/wallex/v1/beneficiaries"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/beneficiaries"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
)

// doubtful is the score of a field that contradicts another one. The scale is the sandbox's own choice: from 0, for
// what a create would be refused for, to 1.
var doubtful = decimal.MustParse("0.5")

// ValidateBeneficiary answers with a score for each field that the corridor of a beneficiary needs, and for every other
// one that is wrong. All that is known here of a beneficiary is in the request itself: the name of the account's holder
// is compared with that of the beneficiary, and the name of the bank with the one that its BIC belongs to.
func (p *Platform) ValidateBeneficiary(
	_ Call, in v1.CreateBeneficiaryRequest,
) (answer beneficiaries.BeneficiaryValidation, err error) {
	account := &in.BankAccount
	if err := checkCorridor(account.Currency, account.Country, in.Country); err != nil {
		return answer, err
	}
	nameBank(account)
	all := map[string]beneficiaries.BeneficiaryMatch{}
	score := func(field string, score decimal.Decimal, suggestion string) {
		all[field] = beneficiaries.BeneficiaryMatch{Field: field, Score: score, Suggestion: suggestion}
	}
	root, bank := requirements(account.Currency, account.Country, in.EntityType)
	for name := range root {
		score(name, one, "")
	}
	for name := range bank {
		score("bankAccount."+name, one, "")
	}
	compare := func(field, given, known string) {
		if strings.EqualFold(given, known) {
			score(field, one, "")
		} else {
			score(field, doubtful, known)
		}
	}
	compare("bankAccount.bankAccountHolderName", account.BankAccountHolderName, fullName(in))
	if known, ok := findBank(account.BICSwift); ok {
		compare("bankAccount.bankName", account.BankName, known.name)
	}
	for _, fault := range beneficiaryFaults(in) {
		score(fault.Field, zero, "")
	}
	for _, match := range all {
		answer.Matches = append(answer.Matches, match)
	}
	slices.SortFunc(answer.Matches, func(a, b beneficiaries.BeneficiaryMatch) int { return cmp.Compare(a.Field, b.Field) })
	return answer, nil
}
