package validate_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/spec"
	"github.com/wallex-sdk/wallex-go/pkg/validate"
)

func TestParameters(t *testing.T) {
	things := synthetic(t, `
paths:
  /things/{kind}/{id}:
    parameters:
      - {name: kind, in: path, required: true, schema: {type: string, enum: [a, b]}}
    get:
      operationId: listThings
      x-method: list
      x-evidence: inferred
      x-retry: {class: safe}
      parameters:
        - {name: id, in: path, required: true, schema: {type: integer, minimum: 1}}
        - {name: page, in: query, schema: {type: integer, maximum: 1000000}}
        - {name: currency, in: query, required: true, schema: {allOf: [{type: string, pattern: '^[A-Z]{3}$'}]}}
        - {name: status, in: query, schema: {type: array, items: {type: string, enum: [on, off]}}}
        - {name: amount, in: query, schema: {title: decimal amount, anyOf: [{type: number}, {type: string, pattern: '^[0-9]+$'}]}}
        - {name: from, in: query, schema: {type: string, format: date-time}}
      responses:
        '204': {description: Done.}`)
	balance := embedded(t, balances, "retrieveBalance")
	proof := embedded(t, simplePayments, "retrieveProofOfPayment")
	for _, test := range []struct {
		name         string
		op           *spec.Operation
		target, want string
	}{
		{"path", balance, "/balances/v1/item/IDR", ""},
		{"path, pattern", balance, "/balances/v1/item/idr", "currency must match ^[A-Z]{3}$"},
		{"path, escaped", balance, "/balances/v1/item/I%2FR", "currency must match ^[A-Z]{3}$"},
		{"path, empty", balance, "/balances/v1/item/", "currency is required"},
		{"path of another operation", balance, "/balances/v1/find", "currency is required"},
		{"query of a reference", proof, "/simple-payments/v1/item/x/get-proof-of-payment?documentType=mt103", ""},
		{"query, enum", proof, "/simple-payments/v1/item/x/get-proof-of-payment?documentType=MT103",
			"documentType must be one of invoice, mt103, payment-confirmation"},
		{"query, empty", proof, "/simple-payments/v1/item/x/get-proof-of-payment?documentType=",
			"documentType must be one of invoice, mt103, payment-confirmation"},
		{"query nobody knows", proof, "/simple-payments/v1/item/x/get-proof-of-payment?new=1", ""},

		{"all is well", things, "/things/a/7?currency=SGD&page=2&status=on&status=off&amount=1.5&from=2024-01-31T00:00:00Z", ""},
		{"of the path item", things, "/things/c/7?currency=SGD", "kind must be one of a, b"},
		{"number in the path", things, "/things/a/x?currency=SGD", "id must be of type integer"},
		{"minimum in the path", things, "/things/a/0?currency=SGD", "id must be at least 1"},
		{"query missing", things, "/things/a/7", "currency is required"},
		{"number in the query", things, "/things/a/7?currency=SGD&page=two", "page must be of type integer"},
		{"empty number in the query", things, "/things/a/7?currency=SGD&page=", "page must not be empty"},
		{"maximum in the query", things, "/things/a/7?currency=SGD&page=1000001", "page must be at most 1000000"},
		{"allOf in the query", things, "/things/a/7?currency=sgd", "currency must match ^[A-Z]{3}$"},
		{"anyOf in the query", things, "/things/a/7?currency=SGD&amount=much", "amount must be a decimal amount"},
		{"list in the query", things, "/things/a/7?currency=SGD&status=on&status=up", "status.1 must be one of on, off"},
		{"two entries of a list in the query", things, "/things/a/7?currency=SGD&status=down&status=up",
			"status.0 must be one of on, off; status.1 must be one of on, off"},
		{"format in the query", things, "/things/a/7?currency=SGD&from=today", "from must have the format date-time"},
		{"several", things, "/things/c/x?page=two", "kind must be one of a, b; id must be of type integer; " +
			"page must be of type integer; currency is required"},
	} {
		t.Run(test.name, func(t *testing.T) {
			require.Equal(t, test.want, text(request(t, test.op, test.target, "")))
		})
	}
}

// A form of value that kin-openapi has no words for.
func TestParameterOfSeveralTypes(t *testing.T) {
	op := synthetic(t, `
paths:
  /things:
    get:
      operationId: listThings
      x-method: list
      x-evidence: inferred
      x-retry: {class: safe}
      parameters:
        - {name: limit, in: query, required: true, schema: {anyOf: [{type: integer}, {type: boolean}]}}
      responses:
        '204': {description: Done.}`)
	require.Empty(t, request(t, op, "/things?limit=7", ""))
	require.Empty(t, request(t, op, "/things?limit=true", ""))
	require.Equal(t, "limit is not valid", text(request(t, op, "/things?limit=4111111111111111x", "")))
}

func TestDefaultsAreNotSent(t *testing.T) {
	op := synthetic(t, `
paths:
  /things:
    get:
      operationId: listThings
      x-method: list
      x-evidence: inferred
      x-retry: {class: safe}
      parameters:
        - {name: page, in: query, schema: {type: integer, default: 1}}
      responses:
        '204': {description: Done.}`)
	req, err := http.NewRequest(http.MethodGet, "https://api.example.com/things", http.NoBody)
	require.NoError(t, err)
	fields, err := validate.Request(op, req)
	require.NoError(t, err)
	require.Empty(t, fields)
	require.Empty(t, req.URL.RawQuery)
}

func TestPathValues(t *testing.T) {
	for _, test := range []struct {
		name, template, address string
		want                    map[string]string
	}{
		{"no parameters", "/users/v1/logout", "https://h/users/v1/logout", map[string]string{}},
		{"one", "/balances/v1/item/{currency}", "https://h/balances/v1/item/IDR", map[string]string{"currency": "IDR"}},
		{"several", "/users/{userId}/documents/{documentId}", "https://h/users/1/documents/2",
			map[string]string{"userId": "1", "documentId": "2"}},
		{"in the middle", "/item/{id}/proof", "https://h/item/7/proof", map[string]string{"id": "7"}},
		{"base URL with a path", "/item/{id}", "https://h/api/v9/item/7", map[string]string{"id": "7"}},
		{"escaped", "/item/{id}", "https://h/item/a%20b%2Fc%3F", map[string]string{"id": "a b/c?"}},
		{"percent sign", "/item/{id}", "https://h/item/100%25", map[string]string{"id": "100%"}},
		{"beyond ASCII", "/item/{id}", "https://h/item/%E4%B8%AD", map[string]string{"id": "中"}},
		{"query and fragment", "/item/{id}", "https://h/item/7?id=8#9", map[string]string{"id": "7"}},
		{"empty", "/item/{id}", "https://h/item/", map[string]string{"id": ""}},
		{"another path", "/item/{id}", "https://h/items/7", nil},
		{"a longer path", "/item/{id}", "https://h/item/7/proof", nil},
		{"a shorter path", "/v1/item/{id}", "https://h/7", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			address, err := url.Parse(test.address)
			require.NoError(t, err)
			require.Equal(t, test.want, validate.PathValues(test.template, address))
		})
	}
}
