package sandbox_test

import (
	"fmt"
	"maps"
	"math"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/beneficiaries"
	"github.com/wallex-sdk/wallex-go/gen/wallexcommon"
)

// account and company are a beneficiary that is in order.
var (
	account = object{
		"country": "SG", "currency": "SGD", "bankAccountHolderName": "Acme", "bankName": "DBS", "bicSwift": "DBSSSGSG", "accountNumber": "12345678",
	}
	company = object{
		"country": "SG", "entityType": "company", "companyName": "Acme", "address": "Road 1", "city": "Singapore", "bankAccount": account,
	}
)

// both returns a company with some fields of its own and of its bank account changed.
func both(own, bank object) object {
	changed, changedAccount := maps.Clone(company), maps.Clone(account)
	maps.Copy(changed, own)
	maps.Copy(changedAccount, bank)
	changed["bankAccount"] = changedAccount
	return changed
}

func (c *caller) beneficiary(own, bank object) beneficiaries.Beneficiary {
	c.t.Helper()
	return post[beneficiaries.Beneficiary](c, "/beneficiaries/v1/create", both(own, bank))
}

func TestBeneficiaryLifeCycle(t *testing.T) {
	c := connect(t)
	created := c.beneficiary(object{"nickname": "ACME_SG", "email": "acme@example.com"}, nil)
	require.Equal(t, "ACME_SG", created.Nickname)
	require.Equal(t, "bank", created.Type)
	require.Equal(t, "DBSSSGSG", created.BankAccount.BICSwift)
	path := "/beneficiaries/v1/item/" + created.BeneficiaryID

	require.Equal(t, created, get[beneficiaries.Beneficiary](c, path))
	require.Contains(t, string(c.do("GET", path, nil).body), `"iban":null`, "codes that do not apply are null")
	require.Equal(t, "beneficiary_non_existent", c.refused("GET", path+"?onBehalfOfAccount=other", nil), "it is in one scope")

	require.Equal(t, created, result[beneficiaries.Beneficiary](c, c.do("DELETE", path, nil)))
	require.Equal(t, "beneficiary_non_existent", c.refused("GET", path, nil))
	require.Equal(t, "beneficiary_non_existent", c.refused("DELETE", path, nil))
}

func TestBeneficiaryNamesThatThePlatformMakes(t *testing.T) {
	c := connect(t)
	created := c.beneficiary(nil, object{"bankName": "", "bicSwift": "UOVBSGSGXXX"})
	require.Equal(t, "UNITED OVERSEAS BANK LIMITED", created.BankAccount.BankName, "taken from the BIC")
	require.Equal(t, "Acme - UNITED OVERSEAS BANK LIMITED - 12345678", created.Nickname)
	person := c.beneficiary(object{"entityType": "individual", "companyName": "", "firstName": "Ada", "lastName": "Lovelace"}, nil)
	require.Equal(t, "Ada Lovelace - DBS - 12345678", person.Nickname)
}

func TestBeneficiaryPages(t *testing.T) {
	c := connect(t)
	for i := range 101 {
		c.beneficiary(object{"nickname": fmt.Sprint(i), "onBehalfOfUser": "u1"}, nil)
	}
	c.beneficiary(nil, nil)
	for page, names := range map[int][]string{1: {"100", "1"}, 2: {"0", "0"}, 3: nil, math.MaxInt: nil} {
		answer := c.do("POST", "/beneficiaries/v1/find", object{"onBehalfOfUser": "u1", "pagination": object{"page": page}})
		found := result[[]beneficiaries.Beneficiary](c, answer)
		require.Equal(t, wallexcommon.Pagination{
			ItemCount: len(found), Page: page, PerPage: 100, Search: []any{}, TotalEntries: 101, TotalPages: 2,
		}, pagination(t, answer))
		if names == nil {
			require.Empty(t, found)
			continue
		}
		require.Equal(t, names, []string{found[0].Nickname, found[len(found)-1].Nickname}, "newest first")
	}
	require.Len(t, post[[]beneficiaries.Beneficiary](c, "/beneficiaries/v1/find", object{}), 1, "without a page it is the first")
}

func TestBeneficiaryCodes(t *testing.T) {
	person := object{"entityType": "individual", "firstName": "Ada", "lastName": "Lovelace"}
	china := object{"currency": "CNY", "country": "CN", "bicSwift": nil, "accountNumber": "622202100012"}
	german := object{"currency": "EUR", "country": "DE", "bicSwift": nil, "accountNumber": nil}
	for _, test := range []struct {
		code      string
		own, bank object
	}{
		{"", nil, nil},
		{"", object{"email": "a@example.com"}, nil},
		{"", person, nil},
		{"", nil, object{"currency": "USD"}},
		{"", nil, merge(german, object{"iban": "DE89370400440532013000"})},
		{"", nil, object{"currency": "GBP", "country": "GB", "bicSwift": nil, "sortCode": "202015"}},
		{"", merge(person, object{"country": "CN"}), merge(china, object{"bankName": "中国银行 - BOC (Bank of China)", "bankAccountHolderNameInChineseCharacters": "王小明"})},
		{"", object{"country": "ID", "city": "Kota Bandung", "stateOrProvince": "Jawa Barat", "region": "KOTA BANDUNG"}, nil},

		{"country_invalid", object{"country": "XX"}, nil},
		{"country_invalid", nil, object{"country": "XX"}},
		{"currency_invalid_format", nil, object{"currency": "XXX"}},
		{"bank_country_is_subject_to_sanction", nil, object{"country": "KP"}},
		{"invalid_beneficiary_address", object{"address": ""}, nil},
		{"invalid_beneficiary_city", object{"city": ""}, nil},
		{"invalid_beneficiary_company_name", object{"companyName": ""}, nil},
		{"invalid_beneficiary_first_name", merge(person, object{"firstName": ""}), nil},
		{"invalid_beneficiary_last_name", merge(person, object{"lastName": ""}), nil},
		{"invalid_email_address", object{"email": "nobody"}, nil},
		{"invalid_account_number", nil, object{"accountNumber": ""}},
		{"invalid_account_number_format", nil, object{"accountNumber": "12-34"}},
		{"invalid_bank_name", nil, object{"bankName": "", "bicSwift": "XXXXSGSG"}},
		{"invalid_bic_swift", nil, object{"bicSwift": ""}},
		{"invalid_bic_swift_format", nil, object{"bicSwift": "DBS"}},
		{"invalid_bic_swift_format", nil, object{"bicSwift": "12345678"}},
		{"bic_swift_code_invalid_country", nil, object{"bicSwift": "DEUTDEFF"}},
		{"invalid_iban", nil, german},
		{"invalid_iban_format", nil, merge(german, object{"iban": "DE89"})},
		{"invalid_iban_format", nil, merge(german, object{"iban": "DE88370400440532013000"})},
		{"iban_country_must_match_with_bank_country_id", nil, merge(german, object{"iban": "FR7630006000011234567890189"})},
		{"iban_must_have_two_characters_at_the_beginning", nil, object{"iban": "89370400440532013000"}},
		{"invalid_routing_code", nil, object{"currency": "GBP", "country": "GB", "bicSwift": nil}},
		{"invalid_routing_code_format", nil, object{"currency": "USD", "country": "US", "bicSwift": nil, "aba": "12"}},
		{"invalid_routing_code_format", nil, object{"currency": "AUD", "country": "AU", "bicSwift": nil, "bsbCode": "12"}},
		{"invalid_ifsc", nil, object{"currency": "INR", "country": "IN", "bicSwift": nil, "accountNumber": "123456789"}},
		{"invalid_ifsc_format", nil, object{"currency": "INR", "country": "IN", "bicSwift": nil, "accountNumber": "123456789", "ifscCode": "HDFC"}},
		{"invalid_beneficiary_company_name_in_chinese_characters", nil, merge(china, object{"cnaps": "102100099996"})},
		{"invalid_beneficiary_company_name_in_chinese_characters_format", object{"companyNameInChineseCharacters": "Acme"}, merge(china, object{"cnaps": "102100099996"})},
		{"invalid_bank_account_holder_name_in_chinese_characters", person, merge(china, object{"bankName": "中国银行 - BOC (Bank of China)"})},
		{"invalid_bank_name_format", person, merge(china, object{"bankName": "BOC", "bankAccountHolderNameInChineseCharacters": "王小明"})},
		{"beneficiary_intermediary_bankname_required", object{"intermediaryBank": object{"bicSwift": "UOVBSGSG"}}, nil},
		{"beneficiary_intermediary_swiftbic_code_required", object{"intermediaryBank": object{"bankName": "UOB"}}, nil},
		{"invalid_intermediary_bank_swiftbic_code_format", object{"intermediaryBank": object{"bankName": "UOB", "bicSwift": "U"}}, nil},
		{"state_not_exist", object{"country": "ID", "city": "Kota Bandung", "stateOrProvince": "Atlantis"}, nil},
		{"region_not_exist", object{"country": "ID", "city": "Kota Bandung", "region": "Atlantis"}, nil},
		{"city_not_exist", object{"country": "ID", "city": "Atlantis"}, nil},
		{"city_not_match_with_related_cities_data", object{"country": "ID", "city": "Kota Bandung", "stateOrProvince": "Bali"}, nil},
	} {
		t.Run(test.code, func(t *testing.T) {
			c := connect(t)
			body := both(test.own, test.bank)
			maps.DeleteFunc(body["bankAccount"].(object), func(_ string, value any) bool { return value == nil })
			if test.code == "" {
				require.Equal(t, http.StatusOK, c.do("POST", "/beneficiaries/v1/create", body).status)
				return
			}
			require.Equal(t, test.code, c.refused("POST", "/beneficiaries/v1/create", body))
		})
	}
}

// TestRequirementsListWhatCreationNeeds fills in what the requirements of each local corridor ask for, and nothing
// else.
func TestRequirementsListWhatCreationNeeds(t *testing.T) {
	samples := map[string]string{
		"aba": "021000021", "bsbCode": "062000", "sortCode": "202015", "ifscCode": "HDFC0000001", "institutionNo": "003", "branchCode": "00001",
		"bankCode": "004", "clabe": "032180000118359719", "cnaps": "102100099996", "accountNumber": "12345678",
		"bankAccountHolderNameInChineseCharacters": "王小明", "companyNameInChineseCharacters": "艾克米有限公司",
		"address": "Road 1", "city": "Somewhere", "firstName": "Ada", "lastName": "Lovelace", "companyName": "Acme", "bankName": "A Bank",
	}
	special := map[string]object{ // where one sample does not fit all
		"CAD-CA": {"accountNumber": "1234567"},
		"CNY-CN": {"accountNumber": "622202100012", "bankName": "中国银行 - BOC (Bank of China)"},
		"CZK-CZ": {"iban": "CZ6508000000192000145399"},
		"DKK-DK": {"iban": "DK5000400440116243"},
		"EUR-DE": {"iban": "DE89370400440532013000"},
		"EUR-FR": {"iban": "FR7630006000011234567890189"},
		"EUR-FI": {"iban": "FI2112345600000785"},
		"HKD-HK": {"accountNumber": "123456789"},
		"INR-IN": {"accountNumber": "123456789"},
		"KRW-KR": {"accountNumber": "1234567890"},
		"THB-TH": {"accountNumber": "1234567890"},
	}
	c := connect(t)
	for _, pair := range get[[]string](c, "/simple-payments/v1/supported-local-currencies") {
		if _, ok := special[pair]; !ok && pair[:3] == "EUR" {
			continue // one IBAN less to make up
		}
		currency, country := pair[:3], pair[4:]
		needed := post[[]beneficiaries.BeneficiaryRequirements](c, "/beneficiaries/v1/requirements", object{
			"currency": currency, "bankAccountCountry": country, "beneficiaryCountry": "FR",
		})
		require.Len(t, needed, 2)
		for _, entity := range needed {
			t.Run(pair+" "+entity.EntityType, func(t *testing.T) {
				bank := object{"bankAccountHolderName": "Ada"}
				for name := range entity.BankAccount {
					bank[name] = samples[name]
				}
				if bank["bicSwift"] != nil {
					bank["bicSwift"] = "HSBC" + country + "22"
				}
				maps.Copy(bank, special[pair])
				bank["currency"], bank["country"] = currency, country
				body := object{"entityType": entity.EntityType, "bankAccount": bank}
				for name := range entity.AdditionalProperties {
					body[name] = samples[name]
				}
				body["country"] = "FR"
				answer := c.do("POST", "/beneficiaries/v1/create", body)
				require.Equal(t, http.StatusOK, answer.status, "%s", answer.body)
			})
		}
	}
}

func merge(objects ...object) object {
	merged := object{}
	for _, o := range objects {
		maps.Copy(merged, o)
	}
	return merged
}
