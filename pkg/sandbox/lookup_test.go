package sandbox_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/beneficiaries"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
)

func TestSwiftCodes(t *testing.T) {
	c := connect(t)
	for code, bank := range map[string]beneficiaries.SwiftBank{
		"DBSSSGSGXXX": {SwiftCode: "DBSSSGSGXXX", BankName: "DBS BANK LTD.", City: "SINGAPORE"},
		"DBSSSGSG":    {SwiftCode: "DBSSSGSG", BankName: "DBS BANK LTD.", City: "SINGAPORE"},
		"DBSSHKHH":    {SwiftCode: "DBSSHKHH", BankName: "DBS BANK LTD.", City: "HONG KONG"},
	} {
		require.Equal(t, bank, get[beneficiaries.SwiftBank](c, "/beneficiaries/v1/swift-validation/"+code))
	}
	for _, code := range []string{"NOSUSGSG", "DBSSXXSG", "12345678"} {
		require.Equal(t, "invalid_bic_swift", c.refused("GET", "/beneficiaries/v1/swift-validation/"+code, nil), code)
	}
}

func TestPlaces(t *testing.T) {
	c := connect(t)
	states := post[[]beneficiaries.State](c, "/beneficiaries/v1/states", object{"countryId": "ID"})
	require.Equal(t, beneficiaries.State{CountryID: "ID", StateID: "ID-11", Value: "Nanggroe Aceh Darussalam"}, states[0])
	for _, state := range states {
		cities := post[[]beneficiaries.City](c, "/beneficiaries/v1/cities", object{"stateId": state.StateID})
		require.NotEmpty(t, cities, state.Value)
		require.Equal(t, state.StateID, cities[0].StateID)
	}
	require.Equal(t, `{"data":[]}`, string(c.do("POST", "/beneficiaries/v1/states", object{"countryId": "SG"}).body))
	require.Equal(t, `{"data":[]}`, string(c.do("POST", "/beneficiaries/v1/cities", object{"stateId": "SG-1"}).body))
}

func TestChinaBanks(t *testing.T) {
	banks := get[[]beneficiaries.ChinaBank](connect(t), "/beneficiaries/v1/china-bank-name-list")
	require.Equal(t, beneficiaries.ChinaBank{
		Name: "Agricultural Bank of China", Value: "中国农业银行 - ABC (Agricultural Bank of China)",
		ShortName: "ABC", SwiftCode: "ABOCCNBJ", ChineseName: "中国农业银行",
	}, banks[0])
}

func TestRequirementsRefuse(t *testing.T) {
	c := connect(t)
	for code, corridor := range map[string]object{
		"currency_invalid_format":             {"currency": "XXX", "bankAccountCountry": "SG", "beneficiaryCountry": "SG"},
		"country_invalid":                     {"currency": "SGD", "bankAccountCountry": "SG", "beneficiaryCountry": "XX"},
		"bank_country_is_subject_to_sanction": {"currency": "SGD", "bankAccountCountry": "IR", "beneficiaryCountry": "SG"},
	} {
		require.Equal(t, code, c.refused("POST", "/beneficiaries/v1/requirements", corridor))
	}
}

// TestRequirementsOfTheDocumentedCorridor compares with the example of the documentation.
func TestRequirementsOfTheDocumentedCorridor(t *testing.T) {
	answer := connect(t).do("POST", "/beneficiaries/v1/requirements", object{
		"currency": "USD", "bankAccountCountry": "SG", "beneficiaryCountry": "SG",
	})
	bank := object{
		"currency": "^[A-Z]{3}", "bankName": "^.{1,255}", "bicSwift": "^[0-9A-Z]{8}$|^[0-9A-Z]{11}$", "country": "^[A-Z]{2}", "accountNumber": "^[0-9A-Z]{6,16}$",
	}
	text := "^.{1,255}"
	require.Equal(t, []object{
		{"entityType": "individual", "address": text, "country": "^[A-z]{2}$", "city": text, "firstName": text, "lastName": text, "bankAccount": bank},
		{"entityType": "company", "address": text, "country": "^[A-z]{2}$", "city": text, "companyName": text, "bankAccount": bank},
	}, result[[]object](&caller{t: t}, answer))
}

func TestPurposes(t *testing.T) {
	c := connect(t)
	for _, test := range []struct {
		currency, country, beneficiary, sender, channel string
		codes                                           []string
	}{
		{"SGD", "SG", "company", "", "LOCAL", []string{"GDDS", "SCVE", "SUPP", "WX01", "WX04", "PAYR", "IVPT", "ADVA", "INTC", "WX12"}},
		{"CNY", "CN", "individual", "", "LOCAL", []string{"GDDS", "SCVE", "SUPP", "WX01", "WX04", "PAYR"}},
		{"CNY", "CN", "company", "", "SWIFT-SHA", []string{"GDDS", "SCVE", "SUPP", "WX01", "WX04", "PAYR", "IVPT", "ADVA", "INTC", "WX12"}},
		{"MYR", "MY", "company", "", "LOCAL", []string{"GDDS", "SCVE", "SUPP", "IVPT", "ADVA", "INTC"}},
		{"MYR", "MY", "individual", "company", "LOCAL", []string{"SCVE", "PAYR"}},
		{"MYR", "MY", "individual", "individual", "LOCAL", []string{"WX01", "WX04"}},
		{"MYR", "MY", "individual", "", "LOCAL", []string{"SCVE", "WX01", "WX04", "PAYR"}},
		{"MYR", "MY", "company", "", "SWIFT-OUR", []string{"GDDS", "SCVE", "SUPP", "WX01", "WX04", "PAYR", "IVPT", "ADVA", "INTC", "WX12"}},
		{"KRW", "KR", "company", "", "SWIFT-SHA", []string{"GDDS", "SCVE", "WX01", "PAYR"}},
		{"INR", "IN", "individual", "", "LOCAL", []string{"SCVE", "WX01", "WX04", "PAYR"}},
		{"INR", "IN", "company", "", "LOCAL", []string{"GDDS", "SCVE", "SUPP", "IVPT", "ADVA", "INTC"}},
		{"INR", "IN", "company", "", "SWIFT-SHA", []string{"GDDS", "SCVE", "SUPP", "WX01", "WX04", "PAYR", "IVPT", "ADVA", "INTC", "WX12"}},
	} {
		route := object{
			"buyCurrency": test.currency, "beneficiaryBankCountry": test.country, "beneficiaryEntityType": test.beneficiary, "paymentChannel": test.channel,
		}
		if test.sender != "" {
			route["originSenderEntityType"] = test.sender
		}
		var codes []string
		for _, purpose := range post[[]simplepayments.PurposeOfTransfer](c, "/simple-payments/v1/purpose-of-transfer", route) {
			codes = append(codes, purpose.Code)
		}
		require.Equal(t, test.codes, codes, "%v", route)
	}
}
