package sandbox_test

import (
	"maps"
	"testing"

	"github.com/stretchr/testify/require"
)

// with returns a copy of a body with one field changed, or without it where the value is absent.
func with(body object, field string, value any) object {
	changed := maps.Clone(body)
	changed[field] = value
	if value == absent {
		delete(changed, field)
	}
	return changed
}

const absent = "\x00absent"

// TestDocumentedCodesOfInvalidBodies covers the codes for mistakes that the specification itself rules out.
func TestDocumentedCodesOfInvalidBodies(t *testing.T) {
	const quote, create, beneficiary = "/simple-payments/v1/quote", "/simple-payments/v1/create", "/beneficiaries/v1/create"
	quoted := object{"beneficiaryId": nil, "sellCurrency": "USD", "buyCurrency": "SGD", "amount": 10}
	created := object{"quoteId": "x", "paymentReference": "x", "fundingSource": "INVESTMENTS", "purposeOfTransfer": "GDDS"}
	for _, test := range []struct {
		path  string
		body  object
		field string
		value any
		code  string
	}{
		{quote, quoted, "sellCurrency", absent, "sell_currency_cannot_be_null"},
		{quote, quoted, "sellCurrency", nil, "sell_currency_cannot_be_null"},
		{quote, quoted, "sellCurrency", "usd", "validation_failed"},
		{quote, quoted, "buyCurrency", absent, "buy_currency_cannot_be_null"},
		{quote, quoted, "amount", nil, "amount_cannot_be_null"},
		{quote, quoted, "amount", 0, "validation_failed"},
		{quote, quoted, "amount", -1, "validation_failed"},
		{quote, quoted, "amount", "-1", "validation_failed"},
		{quote, quoted, "amount", "1e13", "validation_failed"},
		{quote, quoted, "fixedSide", "both", "fixed_side_not_valid"},
		{quote, quoted, "paymentChannel", "PIGEON", "payment_channel_not_valid"},
		{quote, quoted, "beneficiaryId", absent, "validation_failed"},
		{create, created, "quoteId", absent, "quoteUuid_is_missing"},
		{create, created, "quoteId", "", "quoteUuid_is_missing"},
		{create, created, "paymentReference", absent, "paymentReference_is_missing"},
		{create, created, "fundingSource", absent, "fundingSource_is_missing"},
		{create, created, "fundingSource", "LUCK", "validation_failed"},
		{create, created, "purposeOfTransfer", absent, "purposeCode_is_missing"},
		{create, created, "fundingBankAccountNumber", "12-34", "funding_bank_account_number_should_be_a_number"},
		{create, created, "fundingCountry", "Singapore", "funding_country_invalid"},
		{beneficiary, company, "country", absent, "country_is_required"},
		{beneficiary, company, "country", "Singapore", "country_invalid"},
		{beneficiary, company, "entityType", absent, "entity_type_is_required"},
		{beneficiary, company, "bankAccount", absent, "bank_account_is_required"},
		{beneficiary, company, "bankAccount", with(account, "currency", absent), "bank_account_currency_required"},
		{beneficiary, company, "bankAccount", with(account, "currency", "sgd"), "currency_invalid_format"},
		{beneficiary, company, "bankAccount", with(account, "country", absent), "country_is_required"},
		{beneficiary, company, "bankAccount", with(account, "bankAccountHolderName", absent), "invalid_bank_account_holder_name"},
		{beneficiary, company, "identificationType", "LIBRARY_CARD", "invalid_identification_type_format"},
	} {
		t.Run(test.code+" "+test.field, func(t *testing.T) {
			c := connect(t)
			require.Equal(t, test.code, c.refused("POST", test.path, with(test.body, test.field, test.value)))
		})
	}
}

func TestInvalidBodyNamesFieldsAndRulesOnly(t *testing.T) {
	c := connect(t)
	answer := c.do("POST", "/simple-payments/v1/create", object{
		"paymentReference": "x", "fundingSource": "INVESTMENTS", "purposeOfTransfer": "GDDS",
		"fundingBankAccountNumber": "DE-SECRET-0042", "invoiceDate": "SECRET",
	})
	require.JSONEq(t, `{
		"error_code": "funding_bank_account_number_should_be_a_number",
		"message": "The request is not valid",
		"errors": [
			{"error_code": "funding_bank_account_number_should_be_a_number", "message": {"fundingBankAccountNumber": "must match ^[0-9]+$"}},
			{"error_code": "quoteUuid_is_missing", "message": {"quoteId": "is required"}},
			{"error_code": "validation_failed", "message": {"invoiceDate": "must match ^[0-9]{2}-[0-9]{2}-[0-9]{4}$"}}
		]
	}`, string(answer.body))
}
