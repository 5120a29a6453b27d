package api_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"math/big"
	"net/http"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/authentication"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/balances"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/beneficiaries"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/conversions"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/currencies"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/virtualaccounts"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/fundings"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/refunds"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/users"
	"github.com/wallex-sdk/wallex-go/gen/wallexcommon"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
	"github.com/wallex-sdk/wallex-go/pkg/validate"
)

// goTypes are the generated types of every operation and notification with a body: of its request, or notification,
// and of the payload of its answer.
var goTypes = map[string]map[string]func(kind string, text []byte) ([]byte, error){
	"wallex": {
		"authenticate":  roundTrip[authentication.AuthenticateRequest, authentication.AccessToken],
		"listCountries": roundTrip[none, []authentication.Country],

		"findBalances":       roundTrip[balances.FindBalancesRequest, []balances.Balance],
		"findBalanceHistory": roundTrip[balances.FindBalanceHistoryRequest, []balances.BalanceChange],
		"retrieveBalance":    roundTrip[none, balances.Balance],

		"createBeneficiary":               roundTrip[beneficiaries.CreateBeneficiaryRequest, beneficiaries.Beneficiary],
		"deleteBeneficiary":               roundTrip[none, beneficiaries.Beneficiary],
		"findBeneficiaries":               roundTrip[beneficiaries.FindBeneficiariesRequest, []beneficiaries.Beneficiary],
		"listChinaBanks":                  roundTrip[none, []beneficiaries.ChinaBank],
		"listCities":                      roundTrip[beneficiaries.ListCitiesRequest, []beneficiaries.City],
		"listStates":                      roundTrip[beneficiaries.ListStatesRequest, []beneficiaries.State],
		"retrieveBeneficiary":             roundTrip[none, beneficiaries.Beneficiary],
		"retrieveBeneficiaryRequirements": roundTrip[beneficiaries.RetrieveBeneficiaryRequirementsRequest, []beneficiaries.BeneficiaryRequirements],
		"validateSwiftCode":               roundTrip[none, beneficiaries.SwiftBank],

		"conversionStatusNotification": roundTrip[conversions.ConversionStatusNotification, none],
		"createConversion":             roundTrip[conversions.CreateConversionRequest, conversions.Conversion],
		"findConversions":              roundTrip[conversions.FindConversionsRequest, []conversions.Conversion],
		"fundConversion":               roundTrip[conversions.FundConversionRequest, conversions.Conversion],
		"quoteConversion":              roundTrip[conversions.QuoteConversionRequest, conversions.ConversionQuote],
		"retrieveConversion":           roundTrip[none, conversions.Conversion],

		"listCurrencyPairs":       roundTrip[none, []string],
		"listSupportedCurrencies": roundTrip[none, []currencies.Currency],
		"retrieveRate":            roundTrip[none, currencies.Rate],

		"createSimplePayment":             roundTrip[simplepayments.CreateSimplePaymentRequest, simplepayments.SimplePayment],
		"findSimplePayments":              roundTrip[simplepayments.FindSimplePaymentsRequest, []simplepayments.SimplePayment],
		"fundSimplePayment":               roundTrip[simplepayments.FundSimplePaymentRequest, simplepayments.SimplePayment],
		"listLocalPaymentCurrencies":      roundTrip[none, []string],
		"listPaymentChannels":             roundTrip[simplepayments.ListPaymentChannelsRequest, []simplepayments.AvailablePaymentChannel],
		"listPurposesOfTransfer":          roundTrip[simplepayments.ListPurposesOfTransferRequest, []simplepayments.PurposeOfTransfer],
		"quoteSimplePayment":              roundTrip[simplepayments.QuoteSimplePaymentRequest, simplepayments.SimplePaymentQuote],
		"requestPaymentUploadUrl":         roundTrip[simplepayments.RequestPaymentUploadURLRequest, simplepayments.PaymentUpload],
		"retrieveProofOfPayment":          roundTrip[none, []simplepayments.PaymentDocument],
		"retrieveSimplePayment":           roundTrip[none, simplepayments.SimplePayment],
		"simplePaymentStatusNotification": roundTrip[simplepayments.SimplePaymentStatusNotification, none],

		"createVirtualAccountRequest":             roundTrip[virtualaccounts.CreateVirtualAccountRequestRequest, virtualaccounts.VirtualAccountRequest],
		"createVirtualAccountWithdrawal":          roundTrip[virtualaccounts.CreateVirtualAccountWithdrawalRequest, virtualaccounts.Withdrawal],
		"findVirtualAccountTransactions":          roundTrip[virtualaccounts.FindVirtualAccountTransactionsRequest, []virtualaccounts.VirtualAccountTransaction],
		"quoteVirtualAccountWithdrawal":           roundTrip[virtualaccounts.QuoteVirtualAccountWithdrawalRequest, virtualaccounts.WithdrawalQuote],
		"requestWithdrawalUploadUrl":              roundTrip[virtualaccounts.RequestWithdrawalUploadURLRequest, virtualaccounts.WithdrawalUpload],
		"retrieveVirtualAccountRequest":           roundTrip[none, virtualaccounts.VirtualAccountRequest],
		"retrieveVirtualAccountTransaction":       roundTrip[none, virtualaccounts.VirtualAccountTransaction],
		"virtualAccountDepositNotification":       roundTrip[virtualaccounts.VirtualAccountDepositNotification, none],
		"virtualAccountRequestStatusNotification": roundTrip[virtualaccounts.VirtualAccountRequestStatusNotification, none],

		"createDocument":         roundTrip[users.CreateDocumentRequest, users.Document],
		"deleteDocument":         roundTrip[none, users.DeletedDocument],
		"listDocuments":          roundTrip[none, []users.Document],
		"retrieveDocument":       roundTrip[none, users.Document],
		"retrieveUser":           roundTrip[none, users.User],
		"retrieveUserDetail":     roundTrip[none, users.UserDetail],
		"screenUser":             roundTrip[none, users.Screening],
		"signUp":                 roundTrip[users.SignUpRequest, users.SignedUpUser],
		"updateDocument":         roundTrip[users.UpdateDocumentRequest, users.Document],
		"updateUserDetail":       roundTrip[users.UpdateUserDetailRequest, users.UserDetail],
		"userStatusNotification": roundTrip[users.UserStatusNotification, none],

		"fundingStatusNotification": roundTrip[fundings.FundingStatusNotification, none],
		"listFundings":              roundTrip[none, []fundings.Funding],
		"retrieveFunding":           roundTrip[none, fundings.Funding],

		"listRefunds":              roundTrip[none, []refunds.Refund],
		"refundStatusNotification": roundTrip[refunds.RefundStatusNotification, none],
		"retrieveRefund":           roundTrip[none, refunds.Refund],
	},
}

// none stands for a body that there is not.
type none struct{}

const (
	request      = "request"
	response     = "response"
	notification = "notification"
)

func roundTrip[Request, Payload any](kind string, text []byte) ([]byte, error) {
	value := any(new(Request))
	if kind == response {
		value = new(Payload)
	}
	if err := json.Unmarshal(text, value); err != nil {
		return nil, err
	}
	return secret.Marshal(value)
}

// example is a body that a specification documents.
type example struct {
	operation *spec.Operation
	id, kind  string
	schema    *openapi3.SchemaRef
	value     any // of the example named documented, nil where there is none
}

// file is where the source's own text of the example is.
func (e example) file() string {
	return "testdata/" + strings.TrimSuffix(e.operation.Spec, ".yaml") + "/" + e.id + "." + e.kind + ".json"
}

// examples returns every body of a platform's operations and of their notifications.
func examples(t *testing.T, platform string) []example {
	operations, err := spec.Embedded.Platform(platform)
	require.NoError(t, err)
	var all []example
	for _, op := range operations {
		add := func(id, kind string, media *openapi3.MediaType) {
			if media == nil {
				return
			}
			e := example{operation: op, id: id, kind: kind, schema: media.Schema}
			if documented := media.Examples["documented"]; documented != nil {
				e.value = documented.Value.Value
			}
			all = append(all, e)
		}
		if body := op.Schema.RequestBody; body != nil {
			add(op.ID, request, body.Value.Content.Get("application/json"))
		}
		add(op.ID, response, op.Response(op.Success()))
		for _, callback := range op.Schema.Callbacks {
			for _, item := range callback.Value.Map() {
				add(item.Post.OperationID, notification, item.Post.RequestBody.Value.Content.Get("application/json"))
			}
		}
	}
	return all
}

func TestExamplesOfTheSource(t *testing.T) {
	for platform, types := range goTypes {
		known := []string{"testdata/" + platform + "/error.json"}
		seen := map[string]bool{}
		for _, e := range examples(t, platform) {
			seen[e.id] = true
			require.Contains(t, types, e.id, "goTypes lacks the operation")
			if e.value == nil {
				continue
			}
			known = append(known, e.file())
			t.Run(e.id+"."+e.kind, func(t *testing.T) {
				text, err := os.ReadFile(e.file())
				require.NoError(t, err, "a documented example has no file")
				documented, err := json.Marshal(e.value)
				require.NoError(t, err)
				require.JSONEq(t, string(text), string(documented), "the specification is not what the source says")
				require.Empty(t, wrong(t, e, text), "the example breaks the specification")

				payload, schema := payloadOf(t, e, text)
				coded, err := types[e.id](e.kind, payload)
				require.NoError(t, err)
				requireSame(t, e.id, schema.Value, decode(t, payload), decode(t, coded))
			})
		}
		for id := range types {
			require.True(t, seen[id], "goTypes has %s, which no specification has", id)
		}
		for _, file := range files(t, "testdata/"+platform) {
			require.True(t, slices.Contains(known, file), "%s belongs to no documented example", file)
		}
	}
}

// The envelope of refusals belongs to no operation.
func TestDocumentedError(t *testing.T) {
	text, err := os.ReadFile("testdata/wallex/error.json")
	require.NoError(t, err)
	doc, err := spec.Embedded.Document("wallex/wallex-common.yaml")
	require.NoError(t, err)
	media := doc.Components.Responses["Unauthorized"].Value.Content.Get("application/json")
	documented, err := json.Marshal(media.Examples["documented"].Value.Value)
	require.NoError(t, err)
	require.JSONEq(t, string(text), string(documented))
	require.Empty(t, validate.Value(media.Schema.Value, text))
	coded, err := roundTrip[none, wallexcommon.Error](response, text)
	require.NoError(t, err)
	require.JSONEq(t, string(text), string(coded))
}

// Every platform with operations has its types above, so that the next one is not forgotten.
func TestEveryPlatformHasItsTypes(t *testing.T) {
	platforms, err := spec.Embedded.Platforms()
	require.NoError(t, err)
	for _, platform := range platforms {
		require.Contains(t, goTypes, platform)
	}
}

// wrong returns what of an example breaks its specification.
func wrong(t *testing.T, e example, text []byte) any {
	switch e.kind {
	case request:
		// The parameters are not what is tested here: they have examples of their own.
		op := *e.operation
		op.Item, op.Schema = &openapi3.PathItem{}, &openapi3.Operation{RequestBody: op.Schema.RequestBody}
		req, err := http.NewRequest(op.Method, "https://api.example.com"+op.Path, strings.NewReader(string(text)))
		require.NoError(t, err)
		fields, err := validate.Request(&op, req)
		require.NoError(t, err)
		return fields
	case response:
		return validate.Answer(e.operation, e.operation.Success(), text)
	}
	return validate.Value(e.schema.Value, text)
}

// payloadOf returns what of a body the Go type holds: of an answer, the property that x-result names.
func payloadOf(t *testing.T, e example, text []byte) ([]byte, *openapi3.SchemaRef) {
	if e.kind != response {
		return text, e.schema
	}
	text, err := e.operation.Unalias(text)
	require.NoError(t, err)
	for _, name := range e.operation.Result {
		var envelope map[string]json.RawMessage
		require.NoError(t, json.Unmarshal(text, &envelope))
		if payload, ok := envelope[name]; ok {
			return payload, e.operation.Payload()
		}
	}
	return text, e.operation.Payload()
}

func decode(t *testing.T, text []byte) (value any) {
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.UseNumber()
	require.NoError(t, decoder.Decode(&value))
	return value
}

func files(t *testing.T, root string) (names []string) {
	require.NoError(t, fs.WalkDir(os.DirFS("."), root, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && path.Ext(name) == ".json" {
			names = append(names, name)
		}
		return err
	}))
	return names
}

// requireSame compares what was sent with what decoding and encoding made of it. A field that the specification does
// not know is left out; null, and the zero value of a plain field, are the same as absent; a number in a string is
// that number.
func requireSame(t *testing.T, where string, schema *openapi3.Schema, sent, coded any) {
	t.Helper()
	switch sent := sent.(type) {
	case map[string]any:
		got, ok := coded.(map[string]any)
		require.True(t, ok, "%s is no object any longer: %v", where, coded)
		for name, value := range sent {
			property := propertyOf(schema, name)
			if property == nil || got[name] == nil && absent(property, value) {
				continue
			}
			require.Contains(t, got, name, where)
			requireSame(t, where+"."+name, property, value, got[name])
		}
		for name, value := range got {
			require.True(t, value == nil || sent[name] != nil, "%s.%s was made up: %v", where, name, value)
		}
	case []any:
		got, ok := coded.([]any)
		require.True(t, ok && len(sent) == len(got), "%s has other entries: %v", where, coded)
		for i := range sent {
			requireSame(t, where+"."+strconv.Itoa(i), resolve(schema).Items.Value, sent[i], got[i])
		}
	default:
		if !sameNumber(sent, coded) {
			require.Equal(t, sent, coded, where)
		}
	}
}

// propertyOf returns the schema of a property, nil where the schema does not know it.
func propertyOf(schema *openapi3.Schema, name string) *openapi3.Schema {
	schema = resolve(schema)
	if known := schema.Properties[name]; known != nil {
		return known.Value
	}
	if more := schema.AdditionalProperties.Schema; more != nil {
		return more.Value
	}
	return nil
}

// resolve looks behind the allOf that gives a reference its own description.
func resolve(schema *openapi3.Schema) *openapi3.Schema {
	for len(schema.AllOf) == 1 {
		schema = schema.AllOf[0].Value
	}
	return schema
}

// absent reports whether a value may be missing afterwards. An amount of 0 may not.
func absent(schema *openapi3.Schema, value any) bool {
	if fields, ok := value.(map[string]any); ok {
		return len(fields) == 0
	}
	switch value {
	case nil, false, "":
		return true
	case json.Number("0"):
		return resolve(schema).Type.Is("integer")
	}
	return false
}

// sameNumber reports whether two values are the same number, one of them at least no text.
func sameNumber(a, b any) bool {
	_, oneIs := a.(json.Number)
	_, otherIs := b.(json.Number)
	if !oneIs && !otherIs {
		return false
	}
	x, okX := new(big.Rat).SetString(fmt.Sprint(a))
	y, okY := new(big.Rat).SetString(fmt.Sprint(b))
	return okX && okY && x.Cmp(y) == 0
}
