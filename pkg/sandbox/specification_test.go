package sandbox_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

// undocumented are the codes that the sandbox answers documented requests with where the documentation lists none:
// the ids in the examples do not exist here.
var undocumented = map[string]string{
	"createConversion":    "conversion_quote_not_exists",
	"fundConversion":      "conversions_not_found",
	"retrieveConversion":  "conversions_not_found",
	"retrieveBeneficiary": "beneficiary_non_existent",
	"deleteBeneficiary":   "beneficiary_non_existent",
	"listPaymentChannels": "beneficiary_non_existent",

	"retrieveSimplePayment": "simple_payments_not_found",

	"retrieveFunding":              "funding_non_existent",
	"retrieveRefund":               "refund_non_existent",
	"retrieveDeduction":            "deduction_non_existent",
	"retrieveInternalTransfer":     "internal_transfer_non_existent",
	"deactivateCollectionAccounts": "collection_account_non_existent",
	"retrieveCollectionAccount":    "collection_account_non_existent",
	"retrieveCollection":           "collection_non_existent",
	"requestCollectionUploadUrl":   "collection_non_existent",
	"createCollectionRequest":      "file_non_existent",
	"retrieveCollectionRequest":    "collection_request_non_existent",
	"cancelCollectionRequest":      "collection_request_non_existent",
	"markCollectionRequestPaid":    "collection_request_non_existent",

	"createVirtualAccountWithdrawal": "withdrawal_quote_not_exists",
	"retrieveWebhook":                "webhook_non_existent",

	"createBeneficiaryV2":      "invalid_beneficiary_address",
	"createConversionV2":       "conversion_quote_not_exists",
	"createPayment":            "simple_payment_quote_not_exists",
	"deleteBeneficiaryV2":      "beneficiary_non_existent",
	"fundConversionV2":         "conversions_not_found",
	"fundPayment":              "simple_payments_not_found",
	"listPaymentChannelsV2":    "beneficiary_non_existent",
	"quotePayment":             "beneficiary_non_existent",
	"retrieveBalanceById":      "balance_non_existent",
	"retrieveBeneficiaryV2":    "beneficiary_non_existent",
	"retrieveConversionV2":     "conversions_not_found",
	"retrievePayment":          "simple_payments_not_found",
	"retrievePaymentDocuments": "simple_payments_non_existent",

	"findVirtualAccountTransactions":    "virtual_account_non_existent",
	"retrieveVirtualAccountRequest":     "virtual_account_request_non_existent",
	"retrieveVirtualAccountTransaction": "virtual_account_transaction_non_existent",

	"createDocument":               "user_non_existent",
	"deleteDocument":               "user_non_existent",
	"listDocuments":                "user_non_existent",
	"retrieveCompany":              "user_non_existent",
	"retrieveCustomerDueDiligence": "user_non_existent",
	"retrieveDocument":             "user_non_existent",
	"retrieveUser":                 "user_non_existent",
	"retrieveUserDetail":           "user_non_existent",
	"screenUser":                   "user_non_existent",
	"updateCompany":                "user_non_existent",
	"updateCustomerDueDiligence":   "user_non_existent",
	"updateDocument":               "user_non_existent",
	"updateUserDetail":             "user_non_existent",

	"requestActivation":   "invalid_arguments",
	"signIn":              "invalid_passcode",
	"verifyActivationOtp": "invalid_arguments",
	"verifyPhoneNumber":   "invalid_arguments",
}

// TestEveryOperation sends each operation of each specification its example. The sandbox checks its own answers; that
// they break nothing is what makes the test pass when it ends.
func TestEveryOperation(t *testing.T) {
	platforms, err := spec.Embedded.Platforms()
	require.NoError(t, err)
	for _, platform := range platforms {
		operations, err := spec.Embedded.Platform(platform)
		require.NoError(t, err)
		for _, op := range operations {
			t.Run(platform+"/"+op.ID, func(t *testing.T) {
				c := connect(t)
				before := c.sandbox.Stats().Requests // the client has logged in
				prefix := c.authorize(op)
				answer := c.do(op.Method, prefix+documentedPath(t, op), documentedBody(op))
				switch answer.status {
				case http.StatusOK:
				case http.StatusUnauthorized:
					require.Contains(t, logins, op.ID, "the documented keys are not ours")
				case http.StatusBadRequest, http.StatusInternalServerError: // as Wallet Engine refuses
					refused, _ := anyError(answer.body)
					if refused.Code != undocumented[op.ID] {
						require.Contains(t, op.ErrorCodes(), refused.Code)
					}
				case http.StatusUnprocessableEntity: // of the card platform, whose operations all document this code
					require.Contains(t, string(answer.body), `"code":1000`)
				default:
					t.Fatalf("HTTP %d: %s", answer.status, answer.body)
				}
				require.NotEmpty(t, answer.header.Get("X-Request-Id"))
				require.Greater(t, c.sandbox.Stats().Requests, before)
			})
		}
	}
}

// logins are the operations that take credentials.
var logins = []string{"authenticate", "authenticateV2", "login", "refreshToken"}

// authorize gives the caller the token that an operation takes, and returns what comes before its path.
func (c *caller) authorize(op *spec.Operation) (prefix string) {
	switch op.Platform {
	case "wallex":
		if op.Needs("bearer") {
			c.token = "Bearer " + c.token
		}
	case "walletengine":
		prefix, c.token = "/api", ""
		user := object{"app_id": c.sandbox.WalletAppID(), "country_dial_code": "65", "phone_number": "909099999"}
		c.do(http.MethodPost, "/api/authorize/otp/generate", user)
		c.token = "Bearer " + token(c.do(http.MethodPost, "/api/authorize/signin", merge(user, object{"passcode": "268471"})), "token")
	case "walletenginecards":
		c.token = "Bearer any"
	case "cardplatform":
		c.token = ""
		c.token = "Bearer " + token(c.do(http.MethodPost, "/as/api/v1/saas-login", object{
			"clientId": "sandbox-client-id", "clientSecret": "sandbox-client-secret",
		}), "accessToken")
	}
	return prefix
}

// token returns a property of the payload of a login, in its envelope or without.
func token(a answer, name string) string {
	var either struct{ Data map[string]any }
	var bare map[string]any
	_ = json.Unmarshal(a.body, &either)
	_ = json.Unmarshal(a.body, &bare)
	text, _ := cmp.Or(either.Data[name], bare[name]).(string)
	return text
}

func documentedPath(t *testing.T, op *spec.Operation) string {
	t.Helper()
	path, query := op.Path, url.Values{}
	for _, parameter := range op.Parameters() {
		if parameter.In == "query" && parameter.Required {
			require.NotNil(t, parameter.Example, parameter.Name)
			query.Set(parameter.Name, fmt.Sprint(parameter.Example))
		}
		if parameter.In == "path" {
			require.NotNil(t, parameter.Example, parameter.Name)
			path = strings.ReplaceAll(path, "{"+parameter.Name+"}", url.PathEscape(fmt.Sprint(parameter.Example)))
		}
	}
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return path
}

func documentedBody(op *spec.Operation) any {
	if op.Schema.RequestBody == nil {
		return nil
	}
	for _, example := range op.Schema.RequestBody.Value.Content.Get("application/json").Examples {
		if op.Platform == "walletengine" { // its examples are of several applications
			return merge(example.Value.Value.(object), object{"app_id": "86509b0699ae"})
		}
		return example.Value.Value
	}
	return nil
}

// TestHandlersAreOfOperations guards against a misspelt id, whose operation would answer with its example.
func TestHandlersAreOfOperations(t *testing.T) {
	for platform, handled := range sandbox.New().Handled() {
		operations, err := spec.Embedded.Platform(platform)
		require.NoError(t, err)
		var ids []string
		for _, op := range operations {
			ids = append(ids, op.ID)
		}
		require.Subset(t, ids, handled)
	}
}

// added is a specification with operations that no Go code knows.
const added = `
openapi: 3.0.3
info: {title: Added, version: 1.0.0}
security: [{apiKey: []}]
paths:
  /things/v1/{thingId}:
    get:
      operationId: retrieveThing
      x-method: retrieve
      x-evidence: inferred
      x-retry: {class: safe}
      parameters: [{name: thingId, in: path, required: true, schema: {type: string, pattern: '^[a-z/]+$'}}]
      responses:
        '200':
          description: The thing.
          content:
            application/json:
              schema: {type: object, required: [name], properties: {name: {type: string}}}
              examples:
                another: {value: {name: another}}
                documented: {value: {name: documented}}
  /things/v1/recent:
    get:
      operationId: recentThings
      x-method: recent
      x-evidence: inferred
      x-retry: {class: safe}
      responses:
        '200':
          description: Things.
          content:
            application/json:
              schema: {type: array, items: {type: string}}
              examples: {documented: {value: [one, two]}}
  /things/v1/broken:
    get:
      operationId: brokenThing
      x-method: broken
      x-evidence: inferred
      x-retry: {class: safe}
      responses:
        '200':
          description: An example that breaks its schema.
          content:
            application/json:
              schema: {type: object, required: [name], properties: {name: {type: string}}}
              examples: {documented: {value: {title: wrong}}}
  /things/v1/silent:
    get:
      operationId: silentThing
      x-method: silent
      x-evidence: inferred
      x-retry: {class: safe}
      responses:
        '200':
          description: No example.
          content:
            application/json:
              schema: {type: object}
    post:
      operationId: emptyThing
      x-method: empty
      x-evidence: inferred
      x-retry: {class: safe}
      responses:
        '200': {description: No body.}
components:
  securitySchemes:
    apiKey: {type: apiKey, in: header, name: X-Api-Key}
`

func TestOperationWithoutHandler(t *testing.T) {
	files := spec.New(fstest.MapFS{"wallex/v1/things.yaml": {Data: []byte(added)}})
	for _, test := range []struct {
		name, method, path string
		status             int
		body               string
		violation          string
	}{
		{"answers with its first example", "GET", "/things/v1/abc", 200, `{"name":"another"}`, ""},
		{"a fixed path goes before a parameter", "GET", "/things/v1/recent", 200, `["one","two"]`, ""},
		{"an escaped slash is no separator", "GET", "/things/v1/a%2Fb", 200, `{"name":"another"}`, ""},
		{"requests are validated", "GET", "/things/v1/ABC", 400, "validation_failed", ""},
		{"without a body there is nothing to show", "POST", "/things/v1/silent", 200, "", ""},
		{"without an example it is a mistake", "GET", "/things/v1/silent", 500, "internal_server_error", "silentThing: the operation has neither a handler nor an example"},
		{"an example that breaks its schema is one, too", "GET", "/things/v1/broken", 500, "internal_server_error", "brokenThing: the answer 200 breaks the specification: name is required"},
		{"other methods are no operations", "PUT", "/things/v1/abc", 404, "not_found", ""},
		{"nor are longer paths", "GET", "/things/v1/a/b", 404, "not_found", ""},
		{"nor are empty parameters", "GET", "/things/v1/", 404, "not_found", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := sandbox.New(sandbox.WithSpecifications(files))
			require.NoError(t, s.Listen("127.0.0.1:0"))
			t.Cleanup(s.Close)
			c := &caller{t: t, sandbox: s, key: s.Credentials().APIKey.Reveal()}
			answer := c.do(test.method, test.path, nil)
			require.Equal(t, test.status, answer.status, "%s", answer.body)
			if test.status == http.StatusOK {
				require.Equal(t, test.body, string(answer.body))
			} else {
				require.Equal(t, test.body, answer.error(t).ErrorCode)
			}
			if test.violation == "" {
				require.Empty(t, s.Stats().Violations)
			} else {
				require.Equal(t, []string{test.violation}, s.Stats().Violations)
			}
		})
	}
}
