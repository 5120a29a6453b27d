package sandbox_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	v1 "github.com/wallex-sdk/wallex-go/gen/wallex/v1/beneficiaries"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/beneficiaries"
)

// beneficiaryRequest is company, with some fields changed, as the generated clients have it.
func beneficiaryRequest(t *testing.T, own, bank object) (request v1.CreateBeneficiaryRequest) {
	t.Helper()
	written, err := json.Marshal(both(own, bank))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(written, &request))
	return request
}

func TestBeneficiariesOfBothVersions(t *testing.T) {
	c, w := bothVersions(t)
	api := w.V2.Beneficiaries
	created, err := api.Create(t.Context(), beneficiaryRequest(t, nil, nil))
	require.NoError(t, err)
	require.Equal(t, *created, get[v1.Beneficiary](c, "/beneficiaries/v1/item/"+created.BeneficiaryID))
	_, err = api.Create(t.Context(), beneficiaryRequest(t, object{"city": ""}, nil))
	requireCode(t, "invalid_beneficiary_city", err)
	require.Equal(t, "country_is_required", c.bearer().refused(http.MethodPost, "/v2/beneficiaries", both(object{"country": nil}, nil)), "as in version 1")

	old := c.beneficiary(object{"companyName": "Other"}, nil)
	retrieved, err := api.Retrieve(t.Context(), old.BeneficiaryID, nil)
	require.NoError(t, err)
	require.Equal(t, old, *retrieved)
	page, err := api.List(t.Context(), nil)
	require.NoError(t, err)
	require.Equal(t, []v1.Beneficiary{old, *created}, page.Items)

	_, err = api.Delete(t.Context(), old.BeneficiaryID, &beneficiaries.DeleteBeneficiaryV2Params{OnBehalfOfAccount: "a1"})
	requireCode(t, "beneficiary_non_existent", err)
	deleted, err := api.Delete(t.Context(), old.BeneficiaryID, nil)
	require.NoError(t, err)
	require.Equal(t, old, *deleted)
	require.Equal(t, "beneficiary_non_existent", c.refused(http.MethodGet, "/beneficiaries/v1/item/"+old.BeneficiaryID, nil))
}

func TestLookUpsOfBothVersions(t *testing.T) {
	c, w := bothVersions(t)
	api := w.V2.Beneficiaries
	corridor := v1.RetrieveBeneficiaryRequirementsRequest{Currency: "SGD", BankAccountCountry: "SG", BeneficiaryCountry: "SG"}
	requirements, err := api.Requirements(t.Context(), corridor)
	require.NoError(t, err)
	require.Equal(t, post[[]v1.BeneficiaryRequirements](c, "/beneficiaries/v1/requirements", corridor), requirements)
	states, err := api.States(t.Context(), &beneficiaries.ListStatesV2Params{CountryID: "ID"})
	require.NoError(t, err)
	require.Equal(t, post[[]v1.State](c, "/beneficiaries/v1/states", object{"countryId": "ID"}), states)
	cities, err := api.Cities(t.Context(), &beneficiaries.ListCitiesV2Params{StateID: "ID-51"})
	require.NoError(t, err)
	require.Equal(t, []v1.City{{StateID: "ID-51", Value: "Kota Denpasar"}, {StateID: "ID-51", Value: "Kabupaten Badung"}}, cities)
	banks, err := api.ChinaBanks(t.Context())
	require.NoError(t, err)
	require.Equal(t, get[[]v1.ChinaBank](c, "/beneficiaries/v1/china-bank-name-list"), banks)
	bank, err := api.ValidateSwift(t.Context(), "DBSSSGSG")
	require.NoError(t, err)
	require.Equal(t, v1.SwiftBank{SwiftCode: "DBSSSGSG", BankName: "DBS BANK LTD.", City: "SINGAPORE"}, *bank)
	_, err = api.ValidateSwift(t.Context(), "NOSUSGSG")
	requireCode(t, "invalid_bic_swift", err)
}

func TestBeneficiaryValidation(t *testing.T) {
	_, w := bothVersions(t)
	good := object{"bankName": "DBS Bank Ltd."}
	for _, test := range []struct {
		name      string
		own, bank object
		below     map[string]string // score and suggestion of each field that does not have a score of 1
	}{
		{"all is well", nil, good, map[string]string{}},
		{"a bank that the BIC names", nil, object{"bankName": nil}, map[string]string{}},
		{"another bank than the BIC's", nil, object{"bankName": "UOB"}, map[string]string{"bankAccount.bankName": "0.5 DBS BANK LTD."}},
		{"another holder", object{"companyName": "Acme Ltd"}, good, map[string]string{"bankAccount.bankAccountHolderName": "0.5 Acme Ltd"}},
		{"a person", object{"entityType": "individual", "companyName": nil, "firstName": "Ada", "lastName": "L"},
			object{"bankName": nil, "bankAccountHolderName": "ADA L"}, map[string]string{}},
		{"nothing that fits", object{"city": nil, "email": "nobody"}, object{"accountNumber": "-", "bicSwift": "DBSSHKHH"}, map[string]string{
			"city": "0 ", "email": "0 ", "bankAccount.accountNumber": "0 ", "bankAccount.bicSwift": "0 ", "bankAccount.bankName": "0.5 DBS BANK LTD.",
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			answer, err := w.V2.Beneficiaries.Validate(t.Context(), beneficiaryRequest(t, test.own, test.bank))
			require.NoError(t, err)
			below := map[string]string{}
			for _, match := range answer.Matches {
				if match.Score.String() != "1" {
					below[match.Field] = match.Score.String() + " " + match.Suggestion
				}
			}
			require.Equal(t, test.below, below)
			require.Greater(t, len(answer.Matches), len(below))
		})
	}
	page, err := w.V2.Beneficiaries.List(t.Context(), nil)
	require.NoError(t, err)
	require.Empty(t, page.Items, "nothing was created")
	_, err = w.V2.Beneficiaries.Validate(t.Context(), beneficiaryRequest(t, nil, object{"country": "IR"}))
	requireCode(t, "bank_country_is_subject_to_sanction", err)
}
