package wallexplatform

import (
	"maps"
	"slices"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/beneficiaries"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
)

// The expressions of the documented example. They are unanchored where it is.
const (
	anyText    = `^.{1,255}`
	bicSwift   = `^[0-9A-Z]{8}$|^[0-9A-Z]{11}$`
	anyAccount = `^[0-9A-Z]{6,16}$`
	ibanForm   = `^[A-Z]{2}[0-9]{2}[0-9A-Z]{11,30}$`
	chinese    = `^[一-鿿·]{2,50}$`
)

// rules are regular expressions by the name of the field they are for.
type rules map[string]string

// corridor is a currency that can be paid out locally in some countries, and what it takes of a bank account there
// besides what every account needs.
type corridor struct {
	currency  string
	countries []string
	account   rules
}

// sepa are the countries that euros are paid out to locally.
var sepa = []string{
	"AT", "BE", "CY", "DE", "EE", "ES", "FI", "FR", "GR", "HR", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PT", "SI", "SK",
}

// locals are the local corridors. Everything else goes over SWIFT.
var locals = []corridor{
	{"AUD", []string{"AU"}, rules{"bsbCode": `^[0-9]{6}$`, "accountNumber": `^[0-9]{6,9}$`}},
	{"CAD", []string{"CA"}, rules{"institutionNo": `^[0-9]{3}$`, "branchCode": `^[0-9]{5}$`, "accountNumber": `^[0-9]{7,12}$`}},
	{"CNY", []string{"CN"}, rules{"accountNumber": `^[0-9]{12,19}$`}},
	{"CZK", []string{"CZ"}, rules{"iban": ibanForm}},
	{"DKK", []string{"DK"}, rules{"iban": ibanForm}},
	{"EUR", sepa, rules{"iban": ibanForm}},
	{"GBP", []string{"GB"}, rules{"sortCode": `^[0-9]{6}$`, "accountNumber": `^[0-9]{8}$`}},
	{"HKD", []string{"HK"}, rules{"bankCode": `^[0-9]{3}$`, "accountNumber": `^[0-9]{9,12}$`}},
	{"IDR", []string{"ID"}, rules{"bicSwift": bicSwift, "accountNumber": `^[0-9]{6,16}$`}},
	{"INR", []string{"IN"}, rules{"ifscCode": `^[A-Z]{4}0[0-9A-Z]{6}$`, "accountNumber": `^[0-9]{9,18}$`}},
	{"KRW", []string{"KR"}, rules{"bicSwift": bicSwift, "accountNumber": `^[0-9]{10,16}$`}},
	{"MXN", []string{"MX"}, rules{"clabe": `^[0-9]{18}$`}},
	{"MYR", []string{"MY"}, rules{"bicSwift": bicSwift, "accountNumber": `^[0-9]{6,16}$`}},
	{"PHP", []string{"PH"}, rules{"bicSwift": bicSwift, "accountNumber": `^[0-9]{6,16}$`}},
	{"SGD", []string{"SG"}, rules{"bicSwift": bicSwift, "accountNumber": anyAccount}},
	{"THB", []string{"TH"}, rules{"bicSwift": bicSwift, "accountNumber": `^[0-9]{10,12}$`}},
	{"USD", []string{"US"}, rules{"aba": `^[0-9]{9}$`, "accountNumber": `^[0-9]{4,17}$`}},
	{"VND", []string{"VN"}, rules{"bicSwift": bicSwift, "accountNumber": `^[0-9]{6,16}$`}},
}

// swift is what a bank account needs to be reached over SWIFT.
var swift = rules{"bicSwift": bicSwift, "accountNumber": anyAccount}

func findLocal(currency, bankCountry string) (corridor, bool) {
	i := slices.IndexFunc(locals, func(c corridor) bool {
		return c.currency == currency && slices.Contains(c.countries, bankCountry)
	})
	if i < 0 {
		return corridor{}, false
	}
	return locals[i], true
}

// requirements returns what a create request needs for one kind of entity: rules for its own fields and for those of
// the bank account.
func requirements(currency, bankCountry string, entity beneficiaries.EntityType) (root, account rules) {
	account = maps.Clone(swift)
	if local, ok := findLocal(currency, bankCountry); ok {
		account = maps.Clone(local.account)
	}
	maps.Copy(account, rules{"currency": `^[A-Z]{3}`, "country": `^[A-Z]{2}`, "bankName": anyText})
	root = rules{"address": anyText, "country": `^[A-z]{2}$`, "city": anyText}
	if entity == beneficiaries.EntityTypeCompany {
		root["companyName"] = anyText
	} else {
		root["firstName"], root["lastName"] = anyText, anyText
	}
	if currency == "CNY" && bankCountry == "CN" {
		if entity == beneficiaries.EntityTypeCompany {
			root["companyNameInChineseCharacters"] = chinese
			account["cnaps"] = `^[0-9]{12}$`
		} else {
			account["bankAccountHolderNameInChineseCharacters"] = chinese
		}
	}
	return root, account
}

// RetrieveBeneficiaryRequirements answers with the requirements for both kinds of entities. The country of the
// beneficiary makes no difference here.
func (p *Platform) RetrieveBeneficiaryRequirements(
	_ Call, in beneficiaries.RetrieveBeneficiaryRequirementsRequest,
) ([]beneficiaries.BeneficiaryRequirements, error) {
	if err := checkCorridor(in.Currency, in.BankAccountCountry, in.BeneficiaryCountry); err != nil {
		return nil, err
	}
	var all []beneficiaries.BeneficiaryRequirements
	for _, entity := range []beneficiaries.EntityType{beneficiaries.EntityTypeIndividual, beneficiaries.EntityTypeCompany} {
		root, account := requirements(in.Currency, in.BankAccountCountry, entity)
		needed := beneficiaries.BeneficiaryRequirements{EntityType: string(entity), BankAccount: account}
		for name, expression := range root {
			needed.Set(name, expression)
		}
		all = append(all, needed)
	}
	return all, nil
}

// checkCorridor refuses currencies and countries that do not exist, and banks where there must be none.
func checkCorridor(currency, bankCountry, beneficiaryCountry string) error {
	if _, ok := findCurrency(currency); !ok {
		return refusal.New("currency_invalid_format", "The currency is not supported")
	}
	for _, code := range []string{bankCountry, beneficiaryCountry} {
		if _, ok := findCountry(code); !ok {
			return refusal.New("country_invalid", "There is no such country")
		}
	}
	if slices.Contains(sanctioned, bankCountry) {
		return refusal.New("bank_country_is_subject_to_sanction", "The country of the bank is under sanctions")
	}
	return nil
}

// ListLocalPaymentCurrencies answers with the local corridors, as in AUD-AU.
func (p *Platform) ListLocalPaymentCurrencies(Call, struct{}) ([]string, error) {
	var all []string
	for _, c := range locals {
		for _, code := range c.countries {
			all = append(all, c.currency+"-"+code)
		}
	}
	return all, nil
}
