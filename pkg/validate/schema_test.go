package validate_test

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
	"github.com/wallex-sdk/wallex-go/pkg/validate"
)

// What a user is told about a request body, with the schemas of the platform: the references to amounts, currencies
// and timestamps among them stand behind an allOf.
func TestRequestBody(t *testing.T) {
	quote := func(field, value string) string {
		fields := map[string]string{"buyCurrency": `"IDR"`, "sellCurrency": `"SGD"`, "fixedSide": `"buy"`, "amount": `1000`}
		fields[field] = value
		var parts []string
		for name, value := range fields {
			if value != "" {
				parts = append(parts, `"`+name+`":`+value)
			}
		}
		return "{" + strings.Join(parts, ",") + "}"
	}
	payment := func(field string) string {
		return `{"fundingSource":"OTHER","paymentReference":"r","quoteId":"q","purposeOfTransfer":"GDDS",` + field + `}`
	}
	user := func(fields string) string {
		return `{"firstName":"Amina","lastName":"Rahman","status":"ACTIVE",` + fields + `}`
	}
	beneficiary := func(fields string) string {
		return `{"country":"SG","entityType":"company","bankAccount":{"country":"SG","currency":"SGD",` + fields + `}}`
	}
	for _, test := range []struct {
		name, file, operation, body, want string
	}{
		{"valid", conversions, "quoteConversion", quote("amount", "0.01"), ""},
		{"null in an enum", users, "updateUserDetail", `{"title":null,"gender":"x"}`, "gender must be one of male, female, null"},
		{"unknown fields are let through", conversions, "quoteConversion", quote("note", `"new"`), ""},
		{"an amount in a string", conversions, "quoteConversion", quote("amount", `"-1000.50"`), "amount must be of type number"},

		{"required", conversions, "quoteConversion", quote("amount", ""), "amount is required"},
		{"all that is required", conversions, "quoteConversion", `{}`,
			"buyCurrency is required; sellCurrency is required; fixedSide is required; amount is required"},
		{"null", conversions, "quoteConversion", quote("buyCurrency", "null"), "buyCurrency must not be null"},
		{"amount null", conversions, "quoteConversion", quote("amount", "null"), "amount must not be null"},
		{"null in an optional field", conversions, "quoteConversion", quote("onBehalfOfUser", "null"), "onBehalfOfUser must not be null"},
		{"type", conversions, "quoteConversion", quote("onBehalfOfAccount", "7"), "onBehalfOfAccount must be of type string"},

		{"currency in lower case", conversions, "quoteConversion", quote("buyCurrency", `"usd"`), "buyCurrency must match ^[A-Z]{3}$"},
		{"currency too short", conversions, "quoteConversion", quote("buyCurrency", `"US"`), "buyCurrency must match ^[A-Z]{3}$"},
		{"currency too long", conversions, "quoteConversion", quote("buyCurrency", `"USDT"`), "buyCurrency must match ^[A-Z]{3}$"},
		{"currency of another type", conversions, "quoteConversion", quote("buyCurrency", `840`), "buyCurrency must be of type string"},
		{"enum", conversions, "quoteConversion", quote("fixedSide", `"BUY"`), "fixedSide must be one of buy, sell"},
		{"enum behind allOf", simplePayments, "quoteSimplePayment",
			`{"beneficiaryId":"b","sellCurrency":"USD","buyCurrency":"SGD","amount":1,"paymentChannel":"swift"}`,
			"paymentChannel must be one of LOCAL, SWIFT-SHA, SWIFT-OUR, INTERNAL"},

		{"amount no number", conversions, "quoteConversion", quote("amount", `"abc"`), "amount must be of type number"},
		{"amount with a comma", conversions, "quoteConversion", quote("amount", `"1,000"`), "amount must be of type number"},
		{"amount of another type", conversions, "quoteConversion", quote("amount", `true`), "amount must be of type number"},
		{"exclusiveMinimum, at the bound", conversions, "quoteConversion", quote("amount", `0`), "amount must be more than 0"},
		{"exclusiveMinimum, below it", conversions, "quoteConversion", quote("amount", `-5`), "amount must be more than 0"},
		{"minimum of a nested amount", simplePayments, "quoteSimplePayment",
			`{"beneficiaryId":null,"sellCurrency":"USD","buyCurrency":"SGD","amount":1,"partner":{"fee":-1,"markup":-1}}`,
			"partner.fee must be at least 0"},

		{"minLength", conversions, "createConversion", `{"quoteId":""}`, "quoteId must not be empty"},
		{"maxLength", simplePayments, "createSimplePayment", payment(`"invoiceNumber":"` + strings.Repeat("a", 31) + `"`),
			"invoiceNumber must have at most 30 characters"},
		{"two rules of one field", simplePayments, "createSimplePayment", payment(`"invoiceNumber":"` + strings.Repeat("-", 31) + `"`),
			"invoiceNumber must have at most 30 characters and must match ^[A-Za-z0-9]+$"},
		{"pattern", simplePayments, "createSimplePayment", payment(`"invoiceDate":"2024-01-31"`),
			"invoiceDate must match ^[0-9]{2}-[0-9]{2}-[0-9]{4}$"},
		{"maximum, written out", simplePayments, "requestPaymentUploadUrl", `{"fileName":"a.pdf","contentLength":10485761}`,
			"contentLength must be at most 10485760"},
		{"integer", simplePayments, "requestPaymentUploadUrl", `{"fileName":"a.pdf","contentLength":1.5}`,
			"contentLength must be of type integer"},
		{"format", conversions, "findConversions", `{"startDate":"31.01.2024"}`, "startDate must have the format date-time"},

		{"nested", beneficiaries, "createBeneficiary", beneficiary(`"bankAccountHolderName":""`),
			"bankAccount.bankAccountHolderName must not be empty"},
		{"nested, required", beneficiaries, "createBeneficiary", beneficiary(`"bicSwift":"UOVBSGSG"`),
			"bankAccount.bankAccountHolderName is required"},
		{"nested, behind allOf", beneficiaries, "createBeneficiary",
			`{"country":"sg","entityType":"company","bankAccount":{"country":"Singapore","currency":"sgd","bankAccountHolderName":"J"}}`,
			"bankAccount.country must match ^[A-Z]{2}$; bankAccount.currency must match ^[A-Z]{3}$; country must match ^[A-Z]{2}$"},
		{"nested, of another type", beneficiaries, "createBeneficiary", `{"country":"SG","entityType":"company","bankAccount":"DE00"}`,
			"bankAccount must be of type object"},
		{"array items", simplePayments, "findSimplePayments", `{"status":["completed","done",7]}`,
			"status.1 must be one of awaiting_funds, processing, completed, rejected, failed; " +
				"status.2 must be one of awaiting_funds, processing, completed, rejected, failed"},
		{"one of two fields", cards, "retrieveCard", `{}`, "body must have cardId or token"},
		{"one of two fields, besides others", cards, "activateCard", `{"pan":"4111111111111111","expiryDate":"12/27"}`,
			"body must have cardId or cardToken"},
		{"one of two fields, with another", cards, "toggleCardFreeze", `{"statusReason":"Lost"}`, "body must have cardId or cardToken"},
		{"one of two fields, with all others", cards, "updateCardStatus",
			`{"cardStatus":"BLOCK","statusReason":"Lost","remarks":"On a train"}`, "body must have cardId or cardToken"},
		{"one of two fields, the one", cards, "toggleCardFreeze", `{"cardId":7}`, ""},
		{"one of two fields, the other", cards, "toggleCardFreeze", `{"cardToken":"123456789"}`, ""},
		{"one field or two", platformUsers, "createUser", user(`"countryCode":"971"`), "body must have email or countryCode with phone"},
		{"one field or two, the one", platformUsers, "createUser", user(`"email":"a@example.com"`), ""},
		{"one field or two, the two", platformUsers, "createUser", user(`"countryCode":"971","phone":"501234567"`), ""},
		{"array of another type", simplePayments, "findSimplePayments", `{"status":"completed"}`, "status must be of type array"},

		{"no object", conversions, "quoteConversion", `[]`, "body must be of type object"},
		{"null body", conversions, "quoteConversion", `null`, "body must not be null"},
		{"no JSON", conversions, "quoteConversion", `{"amount":`, "body is not JSON"},
		{"no body", conversions, "quoteConversion", ``, "body is required"},
		{"white space for a body", conversions, "quoteConversion", "\n ", "body is required"},
		{"body of an operation that takes none", authentication, "logout", `{"x":1}`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			op := embedded(t, test.file, test.operation)
			require.Equal(t, test.want, text(request(t, op, op.Path, test.body)))
		})
	}
}

// The rules that the platform's specifications do not use yet.
func TestValueRules(t *testing.T) {
	op := synthetic(t, `
paths:
  /things:
    post:
      operationId: createThing
      x-method: create
      x-evidence: inferred
      x-retry: {class: never}
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                list: {type: array, minItems: 2, maxItems: 3, uniqueItems: true, items: {type: integer}}
                number: {type: number, maximum: 10, exclusiveMaximum: true}
                bounded: {type: number, minimum: 1.5, exclusiveMinimum: false}
                multiple: {type: integer, multipleOf: 5}
                name: {type: string, minLength: 3}
                level: {type: integer, enum: [1, 2]}
                day: {type: string, format: date}
                some: {type: object, minProperties: 1}
                more: {type: object, minProperties: 2}
                titled: {title: number or flag, oneOf: [{type: number}, {type: boolean}]}
                untitled: {anyOf: [{type: number}, {type: boolean}]}
                both:
                  allOf:
                    - {type: object, required: [a], properties: {a: {type: string}}}
                    - {type: object, required: [b], properties: {b: {allOf: [{type: string, pattern: '^b'}]}}}
                things: {type: array, items: {type: object, properties: {id: {allOf: [{type: string}]}}}}
      responses:
        '204': {description: Done.}`)
	for _, test := range []struct{ name, body, want string }{
		{"minItems", `{"list":[1]}`, "list must have at least 2 entries"},
		{"maxItems", `{"list":[1,2,3,4]}`, "list must have at most 3 entries"},
		{"uniqueItems", `{"list":[1,1]}`, "list must not have the same entry twice"},
		{"exclusiveMaximum, at the bound", `{"number":10}`, "number must be less than 10"},
		{"exclusiveMaximum, above it", `{"number":11}`, "number must be less than 10"},
		{"a bound that is not exclusive", `{"bounded":1}`, "bounded must be at least 1.5"},
		{"another rule", `{"multiple":7}`, "multiple breaks the rule multipleOf"},
		{"minLength", `{"name":"ab"}`, "name must have at least 3 characters"},
		{"enum of numbers", `{"level":3}`, "level must be one of 1, 2"},
		{"date", `{"day":"20240131"}`, "day must have the format date"},
		{"minProperties of one", `{"some":{}}`, "some must not be empty"},
		{"minProperties", `{"more":{"a":1}}`, "more must have at least 2 fields"},
		{"oneOf with a title", `{"titled":"x"}`, "titled must be a number or flag"},
		{"anyOf without a title", `{"untitled":"x"}`, "untitled breaks the rule anyOf"},
		{"null behind anyOf", `{"untitled":null}`, "untitled must not be null"},
		{"several parts of an allOf", `{"both":{}}`, "both.a is required; both.b is required"},
		{"allOf in allOf", `{"both":{"a":1,"b":"x"}}`, "both.a must be of type string; both.b must match ^b"},
		{"allOf in an array", `{"things":[{"id":"x"},{"id":7}]}`, "things.1.id must be of type string"},
		{"no body where none is required", ``, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			require.Equal(t, test.want, text(request(t, op, "/things", test.body)))
		})
	}
}

func TestRequestLeavesTheBody(t *testing.T) {
	op := embedded(t, conversions, "createConversion")
	req, err := http.NewRequest(http.MethodPost, "https://api.example.com"+op.Path, strings.NewReader(`{"quoteId":"q"}`))
	require.NoError(t, err)
	fields, err := validate.Request(op, req)
	require.NoError(t, err)
	require.Empty(t, fields)
	body, err := io.ReadAll(req.Body)
	require.NoError(t, err)
	require.Equal(t, `{"quoteId":"q"}`, string(body))
}

func TestRequestThatCannotBeReadTwice(t *testing.T) {
	op := embedded(t, conversions, "createConversion")
	req, err := http.NewRequest(http.MethodPost, "https://api.example.com"+op.Path, io.NopCloser(strings.NewReader(`{}`)))
	require.NoError(t, err)
	_, err = validate.Request(op, req)
	require.ErrorContains(t, err, "cannot be read twice")
}

func TestAnswer(t *testing.T) {
	for _, test := range []struct {
		name, file, operation string
		status                int
		body, want            string
	}{
		{"valid", conversions, "createConversion", 200, `{"data":{"conversionId":"c","status":"completed"}}`, ""},
		{"a status nobody knows", conversions, "createConversion", 200, `{"data":{"conversionId":"c","status":"new"}}`, ""},
		{"a field nobody knows", conversions, "createConversion", 200, `{"data":{"conversionId":"c","status":"x","new":1}}`, ""},
		{"nothing", conversions, "createConversion", 200, `{}`, "data is required"},
		{"nothing in data", conversions, "createConversion", 200, `{"data":{}}`, "data.conversionId is required; data.status is required"},
		{"amount in a string", conversions, "createConversion", 200, `{"data":{"conversionId":"c","status":"x","rate":"1.5"}}`, ""},
		{"amount that is none", conversions, "createConversion", 200, `{"data":{"conversionId":"c","status":"x","rate":"n/a"}}`,
			"data.rate must be a decimal amount"},
		{"null where it is allowed", simplePayments, "listPaymentChannels", 200, `{"data":[{"settlementChannel":"LOCAL","limit":null}]}`, ""},
		{"entry of a list", simplePayments, "listPaymentChannels", 200, `{"data":[{"settlementChannel":"LOCAL"},{"limit":"much"}]}`,
			"data.1.limit must be a decimal amount or null; data.1.settlementChannel is required"},
		{"bare array", authentication, "listCountries", 200, `[{"commonName":"Singapore"}]`, "0.iso3166TwoLetterCode is required"},
		{"another spelling of what is required", users, "retrieveDocument", 200, `{"documentId":"d"}`, ""},
		{"another spelling in a list", users, "listDocuments", 200, `{"data":[{"documentId":"d"},{"uploadUrl":7}]}`,
			"data.1.uploadURL must be of type string; data.1.id is required"},
		{"another spelling in half an answer", users, "retrieveDocument", 200, `{"documentId":"d"`, "body is not JSON"},
		{"bare array in place of an envelope", users, "listDocuments", 200, ` [{"id":"d"}]`, ""},
		{"bare array of something else", users, "listDocuments", 200, `[{"id":"d"},{}]`, "1.id is required"},
		{"bare array in place of an object", conversions, "createConversion", 200, `[]`, "body must be of type object"},
		{"bare array in place of an error", users, "listDocuments", 400, `[]`, "body must be of type object"},
		{"null in place of nothing", conversions, "createConversion", 200,
			`{"data":{"conversionId":"c","status":"x","rate":null,"createdAt":null,"referenceId":null}}`, ""},
		{"null in place of what is required", conversions, "createConversion", 200, `{"data":{"conversionId":"c","status":null}}`,
			"data.status is required"},
		{"null in a list", users, "listDocuments", 200, `{"data":[{"id":"d"},null]}`, "data.1 must not be null"},
		{"neither of two", users, "listDocuments", 200, `{}`, "body must have value or data"},
		{"error envelope", conversions, "createConversion", 400, `{"error_code":"x","message":"y"}`, ""},
		{"error envelope with another type", conversions, "createConversion", 400, `{"error_code":7}`, "error_code must be of type string"},
		{"server error", conversions, "createConversion", 502, `<html>`, "body is not JSON"},
		{"status without a schema", conversions, "createConversion", 418, `<html>`, ""},
		{"answer without a body", authentication, "logout", 200, ``, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := validate.Answer(embedded(t, test.file, test.operation), test.status, []byte(test.body))
			require.Equal(t, test.want, text(got))
		})
	}
}

func TestNotification(t *testing.T) {
	all, err := spec.Embedded.Notifications("wallex")
	require.NoError(t, err)
	i := slices.IndexFunc(all, func(n *spec.Notification) bool { return n.ID == "fundingStatusNotification" })
	for _, test := range []struct{ name, body, want string }{
		{"valid", `{"resource":"funding","fundingId":"f","status":"completed"}`, ""},
		{"another spelling", `{"resource":"funding","resourceId":"f","status":"completed"}`, ""},
		{"nothing", `{}`, "fundingId is required; resource is required; status is required"},
		{"no JSON", `funding`, "body is not JSON"},
	} {
		t.Run(test.name, func(t *testing.T) {
			require.Equal(t, test.want, text(validate.Notification(all[i], []byte(test.body))))
		})
	}
}

// What somebody typed into a field of a payment must not end in a log.
func TestValuesAreNeverRepeated(t *testing.T) {
	const (
		card   = "4111 1111 1111 1111"
		name   = "Siti Nurhaliza"
		secret = "6D741B8CAA9D224896288FADB8A9DEFD18313A5A"
	)
	quoted := func(value string) string { return `"` + value + `"` }
	for _, test := range []struct {
		file, operation string
		path            string
	}{
		{conversions, "quoteConversion", ""},
		{simplePayments, "quoteSimplePayment", ""},
		{simplePayments, "createSimplePayment", ""},
		{beneficiaries, "createBeneficiary", ""},
		{authentication, "authenticate", ""},
		{balances, "retrieveBalance", "/balances/v1/item/"},
		{simplePayments, "retrieveProofOfPayment", "/simple-payments/v1/item/x/get-proof-of-payment?documentType="},
	} {
		op := embedded(t, test.file, test.operation)
		for _, value := range []string{card, name, secret} {
			var fields []apierror.Field
			if test.path != "" {
				fields = request(t, op, test.path+strings.ReplaceAll(value, " ", "%20"), "")
			} else {
				for _, body := range bodies(op, quoted(value)) {
					fields = append(fields, request(t, op, op.Path, body)...)
				}
			}
			require.NotEmpty(t, fields, op.ID)
			for _, field := range fields {
				err := &apierror.Error{Fields: []apierror.Field{field}}
				require.NotContains(t, err.Error(), value, op.ID)
				require.NotContains(t, field.Name, value, op.ID)
			}
		}
	}
}

// bodies returns a body for each property of an operation's request, with the value in it as text, in a list and in
// an object, and the value alone.
func bodies(op *spec.Operation, value string) []string {
	all := []string{value, "[" + value + "]", value + "x"}
	schema, _ := op.Request()
	for name := range schema.Value.Properties {
		for _, form := range []string{value, "[" + value + "]", `{"fee":` + value + `,"country":` + value + `}`} {
			all = append(all, `{"`+name+`":`+form+`}`)
		}
	}
	return all
}
