package wallexplatform

import (
	"encoding/json"
	"maps"
	"net/mail"
	"regexp"
	"slices"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/beneficiaries"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
)

// fieldCodes are the documented codes for a field that is missing; with _format behind them, for one in the wrong
// form. Countries and currencies are not among them: the specification and checkCorridor have seen to them before. The
// codes that route to a bank in one country have none of their own and share that of routing codes.
var fieldCodes = map[string]string{
	"address":                        "invalid_beneficiary_address",
	"city":                           "invalid_beneficiary_city",
	"companyName":                    "invalid_beneficiary_company_name",
	"companyNameInChineseCharacters": "invalid_beneficiary_company_name_in_chinese_characters",
	"firstName":                      "invalid_beneficiary_first_name",
	"lastName":                       "invalid_beneficiary_last_name",

	"bankAccount.aba":           "invalid_routing_code",
	"bankAccount.accountNumber": "invalid_account_number",
	"bankAccount.bankAccountHolderNameInChineseCharacters": "invalid_bank_account_holder_name_in_chinese_characters",
	"bankAccount.bankCode":                                 "invalid_routing_code",
	"bankAccount.bankName":                                 "invalid_bank_name",
	"bankAccount.bicSwift":                                 "invalid_bic_swift",
	"bankAccount.branchCode":                               "invalid_routing_code",
	"bankAccount.bsbCode":                                  "invalid_routing_code",
	"bankAccount.clabe":                                    "invalid_routing_code",
	"bankAccount.cnaps":                                    "invalid_routing_code",
	"bankAccount.iban":                                     "invalid_iban",
	"bankAccount.ifscCode":                                 "invalid_ifsc",
	"bankAccount.institutionNo":                            "invalid_routing_code",
	"bankAccount.sortCode":                                 "invalid_routing_code",
}

// checkBeneficiary refuses what the corridor of a beneficiary does not take, with all mistakes it finds.
func checkBeneficiary(in beneficiaries.CreateBeneficiaryRequest) error {
	if err := checkCorridor(in.BankAccount.Currency, in.BankAccount.Country, in.Country); err != nil {
		return err
	}
	return beneficiaryFaults(in).Err()
}

// beneficiaryFaults returns all mistakes in a beneficiary whose corridor there is.
func beneficiaryFaults(in beneficiaries.CreateBeneficiaryRequest) (faults refusal.Faults) {
	root, account := requirements(in.BankAccount.Currency, in.BankAccount.Country, in.EntityType)
	check(&faults, "", root, fieldsOf(in))
	check(&faults, "bankAccount.", account, fieldsOf(in.BankAccount))
	checkBank(&faults, in)
	checkIntermediary(&faults, in.IntermediaryBank)
	checkPlaces(&faults, in)
	if in.Email != "" {
		if parsed, err := mail.ParseAddress(in.Email); err != nil || parsed.Address != in.Email {
			faults.Add("invalid_email_address", "email", "must be an email address")
		}
	}
	return faults
}

// fieldsOf returns the fields of a request that hold a text.
func fieldsOf(request any) map[string]string {
	written, _ := json.Marshal(request) // structs of texts always can be
	var raw map[string]any
	_ = json.Unmarshal(written, &raw)
	texts := map[string]string{}
	for name, value := range raw {
		if text, ok := value.(string); ok {
			texts[name] = text
		}
	}
	return texts
}

// check applies rules to fields, in the order of their names.
func check(faults *refusal.Faults, prefix string, rules rules, fields map[string]string) {
	for _, name := range slices.Sorted(maps.Keys(rules)) {
		code := fieldCodes[prefix+name]
		switch {
		case fields[name] == "":
			faults.Add(code, prefix+name, "is required")
		case !regexp.MustCompile(rules[name]).MatchString(fields[name]):
			faults.Add(code+"_format", prefix+name, "must match "+rules[name])
		}
	}
}

// checkBank checks what a regular expression cannot.
func checkBank(faults *refusal.Faults, in beneficiaries.CreateBeneficiaryRequest) {
	account := in.BankAccount
	switch {
	case account.BICSwift == "": // left to the requirements
	case !bicForm.MatchString(account.BICSwift): // they are looser
		faults.Add("invalid_bic_swift_format", "bankAccount.bicSwift", "must match "+bicForm.String())
	case account.BICSwift[4:6] != account.Country:
		faults.Add("bic_swift_code_invalid_country", "bankAccount.bicSwift", "must be of the country of the bank")
	}
	if account.IBAN != "" {
		checkIBAN(faults, account.IBAN, account.Country)
	}
	toChina := account.Currency == "CNY" && account.Country == "CN"
	if toChina && in.EntityType == beneficiaries.EntityTypeIndividual && !isChinaBank(account.BankName) {
		faults.Add("invalid_bank_name_format", "bankAccount.bankName", "must be a bank of the list")
	}
}

// checkIntermediary checks the intermediary bank where there is one.
func checkIntermediary(faults *refusal.Faults, bank beneficiaries.CreateBeneficiaryIntermediaryBank) {
	if bank == (beneficiaries.CreateBeneficiaryIntermediaryBank{}) {
		return
	}
	if bank.BankName == "" {
		faults.Add("beneficiary_intermediary_bankname_required", "intermediaryBank.bankName", "is required")
	}
	const field = "intermediaryBank.bicSwift"
	switch {
	case bank.BICSwift == "":
		faults.Add("beneficiary_intermediary_swiftbic_code_required", field, "is required")
	case !bicForm.MatchString(bank.BICSwift):
		faults.Add("invalid_intermediary_bank_swiftbic_code_format", field, "must match "+bicForm.String())
	}
}
