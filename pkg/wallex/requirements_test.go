package wallex_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/beneficiaries"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

// documented decodes an example of the source.
func documented[T any](t *testing.T, file string) T {
	t.Helper()
	text, err := os.ReadFile("../../api/testdata/wallex/v1/beneficiaries/" + file)
	require.NoError(t, err)
	var value T
	require.NoError(t, json.Unmarshal(text, &value))
	return value
}

func TestCheckBeneficiary(t *testing.T) {
	type request = beneficiaries.CreateBeneficiaryRequest
	corridor := documented[struct {
		Data []beneficiaries.BeneficiaryRequirements
	}](t, "retrieveBeneficiaryRequirements.response.json").Data
	company := documented[request](t, "createBeneficiary.request.json")

	const swift = "must match ^[0-9A-Z]{8}$|^[0-9A-Z]{11}$"
	for _, test := range []struct {
		name         string
		requirements []beneficiaries.BeneficiaryRequirements // nil for the documented ones
		change       func(*request)
		want         []apierror.Field
	}{
		{"the documented request", nil, func(*request) {}, nil},
		{"missing", nil, func(r *request) { r.CompanyName = "" }, []apierror.Field{{Name: "companyName", Message: "is required"}}},
		{"wrong form", nil, func(r *request) { r.Country = "SGP" }, []apierror.Field{{Name: "country", Message: "must match ^[A-z]{2}$"}}},
		{"nested, missing", nil, func(r *request) { r.BankAccount.BankName = "" },
			[]apierror.Field{{Name: "bankAccount.bankName", Message: "is required"}}},
		{"nested, wrong form", nil, func(r *request) { r.BankAccount.BICSwift = "UOVB-SECRET" },
			[]apierror.Field{{Name: "bankAccount.bicSwift", Message: swift}}},
		{"one of the alternatives of a form", nil, func(r *request) { r.BankAccount.BICSwift = "UOVBSGSGXXX" }, nil},
		{"an expression without an end", nil, func(r *request) { r.BankAccount.Currency = "SGDOLLAR" }, nil},
		{"what nobody asks for", nil, func(r *request) { r.BankAccount.IBAN = "?"; r.Postcode = "?" }, nil},
		{"several, in order", nil, func(r *request) { *r = request{EntityType: "company", Country: "SG", City: "Singapore"} },
			[]apierror.Field{
				{Name: "address", Message: "is required"},
				{Name: "bankAccount.accountNumber", Message: "is required"},
				{Name: "bankAccount.bankName", Message: "is required"},
				{Name: "bankAccount.bicSwift", Message: "is required"},
				{Name: "bankAccount.country", Message: "is required"},
				{Name: "bankAccount.currency", Message: "is required"},
				{Name: "companyName", Message: "is required"},
			}},
		{"another kind of entity has other fields", nil, func(r *request) { r.EntityType = "individual" },
			[]apierror.Field{{Name: "firstName", Message: "is required"}, {Name: "lastName", Message: "is required"}}},
		{"unknown kind of entity", nil, func(r *request) { r.EntityType = "trust" },
			[]apierror.Field{{Name: "entityType", Message: "is not taken in this corridor"}}},
		{"no requirements at all", []beneficiaries.BeneficiaryRequirements{}, func(*request) {},
			[]apierror.Field{{Name: "entityType", Message: "is not taken in this corridor"}}},
		{"an expression that Go cannot read, present", requirement("city", `^(?=.*[A-Z]).+$`), func(*request) {}, nil},
		{"an expression that Go cannot read, missing", requirement("city", `^(?=.*[A-Z]).+$`), func(r *request) { r.City = "" },
			[]apierror.Field{{Name: "city", Message: "is required"}}},
		{"a rule that is no expression", []beneficiaries.BeneficiaryRequirements{{EntityType: "company",
			AdditionalProperties: map[string]any{"documents": []any{"passport"}}}}, func(*request) {}, nil},
		{"intermediary bank", intermediary(), func(*request) {}, nil},
		{"intermediary bank, wrong form", intermediary(), func(r *request) { r.IntermediaryBank.BICSwift = "x" },
			[]apierror.Field{{Name: "intermediaryBank.bicSwift", Message: "must match ^[0-9A-Z]{8}$"}}},
		{"intermediary bank, missing", intermediary(), func(r *request) { r.IntermediaryBank = beneficiaries.CreateBeneficiaryIntermediaryBank{} },
			[]apierror.Field{{Name: "intermediaryBank.bankName", Message: "is required"}, {Name: "intermediaryBank.bicSwift", Message: "is required"}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			requirements := test.requirements
			if requirements == nil {
				requirements = corridor
			}
			r := company
			test.change(&r)
			err := wallex.CheckBeneficiary(requirements, r)
			if test.want == nil {
				require.NoError(t, err)
				return
			}
			failure := apierror.Of(err)
			require.NotNil(t, failure)
			require.Equal(t, test.want, failure.Fields)
			require.Equal(t, apierror.NotSent, failure.Outcome)
			require.ErrorIs(t, err, apierror.ErrValidation)
			require.Equal(t, "createBeneficiary", failure.Operation)
			require.NotContains(t, err.Error(), "SECRET")
		})
	}
}

func requirement(field, expression string) []beneficiaries.BeneficiaryRequirements {
	return []beneficiaries.BeneficiaryRequirements{{
		EntityType: "company", AdditionalProperties: map[string]any{field: expression},
	}}
}

func intermediary() []beneficiaries.BeneficiaryRequirements {
	return []beneficiaries.BeneficiaryRequirements{{
		EntityType: "company", IntermediaryBank: map[string]string{"bankName": "^.{1,255}", "bicSwift": "^[0-9A-Z]{8}$"},
	}}
}
