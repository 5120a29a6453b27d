package wallex

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/beneficiaries"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
)

// CheckBeneficiary checks a request against the answer of [beneficiaries.Client.Requirements] for the same corridor,
// field by field, without sending anything. Its error is an *apierror.Error whose Fields name every field that is
// missing or has the wrong form, under its path in the request: bankAccount.bicSwift. The values are not repeated.
//
// The platform writes its rules as regular expressions of JavaScript. Of one that Go cannot read only the presence of
// the field is checked.
func CheckBeneficiary(requirements []beneficiaries.BeneficiaryRequirements, request beneficiaries.CreateBeneficiaryRequest) error {
	wrong := func(fields ...apierror.Field) error {
		return &apierror.Error{
			Platform: "wallex", Operation: "createBeneficiary", Outcome: apierror.NotSent, Kind: apierror.ErrValidation,
			Message: "the beneficiary does not meet the requirements of its corridor", Fields: fields,
		}
	}
	i := slices.IndexFunc(requirements, func(r beneficiaries.BeneficiaryRequirements) bool {
		return r.EntityType == string(request.EntityType)
	})
	if i < 0 {
		return wrong(apierror.Field{Name: "entityType", Message: "is not taken in this corridor"})
	}
	text, err := json.Marshal(request)
	if err != nil {
		return wrong(apierror.Field{Name: "body", Message: "cannot be written as JSON"})
	}
	var values map[string]json.RawMessage
	if err := json.Unmarshal(text, &values); err != nil {
		return wrong(apierror.Field{Name: "body", Message: "is not an object"})
	}
	rules := map[string]string{}
	for name, rule := range requirements[i].AdditionalProperties {
		if pattern, ok := rule.(string); ok {
			rules[name] = pattern
		}
	}
	fields := check("", rules, values)
	for name, rules := range map[string]map[string]string{
		"bankAccount":      requirements[i].BankAccount,
		"intermediaryBank": requirements[i].IntermediaryBank,
	} {
		var inner map[string]json.RawMessage
		_ = json.Unmarshal(values[name], &inner) // an absent object lacks every field
		fields = append(fields, check(name+".", rules, inner)...)
	}
	if len(fields) == 0 {
		return nil
	}
	slices.SortFunc(fields, func(a, b apierror.Field) int { return strings.Compare(a.Name, b.Name) })
	return wrong(fields...)
}

// check applies rules, regular expressions by the name of the field they are for.
func check(prefix string, rules map[string]string, values map[string]json.RawMessage) []apierror.Field {
	var fields []apierror.Field
	for name, rule := range rules {
		var value string
		_ = json.Unmarshal(values[name], &value) // what is no text counts as absent
		if value == "" {
			fields = append(fields, apierror.Field{Name: prefix + name, Message: "is required"})
			continue
		}
		if pattern, err := regexp.Compile(rule); err == nil && !pattern.MatchString(value) {
			fields = append(fields, apierror.Field{Name: prefix + name, Message: "must match " + rule})
		}
	}
	return fields
}
