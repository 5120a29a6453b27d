package sandbox

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
	"github.com/wallex-sdk/wallex-go/pkg/validate"
)

// maxBody is how many bytes a request's body may have.
const maxBody = 1 << 20

// isValid reads the body and refuses requests that break the specification.
func isValid(c *call) error {
	var err error
	if c.body, err = io.ReadAll(http.MaxBytesReader(nil, c.request.Body, maxBody)); err != nil {
		if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
			return &refusal.Error{Status: http.StatusRequestEntityTooLarge, Code: "request_too_large", Message: "The body is too large"}
		}
		return refusal.New(refusal.ValidationFailed, "The body could not be read")
	}
	c.request.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(c.body)), nil }
	fields, err := validate.Request(c.op, c.request)
	if err != nil {
		return err
	}
	return faults(c, fields).Err()
}

// faults gives the fields that are wrong their codes. Those with a documented code come first, since the first one
// gives its code to the whole answer.
func faults(c *call, fields []apierror.Field) refusal.Faults {
	var body any
	_ = json.Unmarshal(c.body, &body) // what is no JSON has no fields
	var known, unknown refusal.Faults
	of := documented[cmp.Or(twins[c.op.ID], c.op.ID)]
	for _, field := range fields {
		codes := of[field.Name]
		code := codes.wrong
		if isMissing(body, field.Name) {
			code = codes.missing
		}
		if code != "" {
			known.Add(code, field.Name, field.Message)
		} else {
			unknown.Add(refusal.ValidationFailed, field.Name, field.Message)
		}
	}
	byField := func(a, b refusal.Fault) int { return cmp.Compare(a.Field, b.Field) }
	slices.SortFunc(known, byField)
	slices.SortFunc(unknown, byField)
	return append(known, unknown...)
}

// isMissing reports whether the field at a path is absent, null or empty.
func isMissing(body any, path string) bool {
	for _, name := range strings.Split(path, ".") {
		object, ok := body.(map[string]any)
		if !ok {
			return body == nil
		}
		body = object[name]
	}
	return body == nil || body == ""
}

// codes are the codes of a field that is missing and of one that is wrong, empty where none is documented.
type codes struct{ missing, wrong string }

// documented are the documented codes for mistakes that the specification rules out already, by operation and field.
// The twins of the operations in version 2 have none of their own and share them.
var documented = map[string]map[string]codes{
	"createBeneficiary": {
		"country":              {"country_is_required", "country_invalid"},
		"entityType":           {"entity_type_is_required", ""},
		"bankAccount":          {"bank_account_is_required", ""},
		"bankAccount.country":  {"country_is_required", "country_invalid"},
		"bankAccount.currency": {"bank_account_currency_required", "currency_invalid_format"},
		"bankAccount.bankAccountHolderName": {
			"invalid_bank_account_holder_name", "invalid_bank_account_holder_name_format",
		},
		"identificationType": {"invalid_identification_type", "invalid_identification_type_format"},
	},
	"retrieveBeneficiaryRequirements": {
		"currency":           {"", "currency_invalid_format"},
		"bankAccountCountry": {"", "country_invalid"},
		"beneficiaryCountry": {"", "country_invalid"},
	},
	"quoteSimplePayment": {
		"sellCurrency":   {"sell_currency_cannot_be_null", ""},
		"buyCurrency":    {"buy_currency_cannot_be_null", ""},
		"amount":         {"amount_cannot_be_null", ""},
		"fixedSide":      {"fixed_side_not_valid", "fixed_side_not_valid"},
		"paymentChannel": {"payment_channel_not_valid", "payment_channel_not_valid"},
	},
	"createSimplePayment": {
		"quoteId":                  {"quoteUuid_is_missing", ""},
		"paymentReference":         {"paymentReference_is_missing", ""},
		"fundingSource":            {"fundingSource_is_missing", ""},
		"purposeOfTransfer":        {"purposeCode_is_missing", ""},
		"fundingBankAccountNumber": {"funding_bank_account_number_should_be_a_number", "funding_bank_account_number_should_be_a_number"},
		"fundingCountry":           {"funding_country_invalid", "funding_country_invalid"},
	},
}
