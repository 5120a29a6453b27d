package sandbox

import (
	"cmp"
	"encoding/json"

	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/wallexplatform"
)

// twins are the operations of version 2 that do what one of version 1 does, to the same things.
var twins = map[string]string{
	"listBalanceHistoryV2":        "findBalanceHistory",
	"listBalancesV2":              "findBalances",
	"retrieveBalanceByCurrencyV2": "retrieveBalance",

	"listCurrenciesV2": "listSupportedCurrencies",
	"retrieveRateV2":   "retrieveRate",

	"createBeneficiaryV2":               "createBeneficiary",
	"deleteBeneficiaryV2":               "deleteBeneficiary",
	"listBeneficiariesV2":               "findBeneficiaries",
	"listChinaBanksV2":                  "listChinaBanks",
	"listCitiesV2":                      "listCities",
	"listStatesV2":                      "listStates",
	"retrieveBeneficiaryRequirementsV2": "retrieveBeneficiaryRequirements",
	"retrieveBeneficiaryV2":             "retrieveBeneficiary",
	"validateSwiftCodeV2":               "validateSwiftCode",

	"createConversionV2":   "createConversion",
	"fundConversionV2":     "fundConversion",
	"listConversionsV2":    "findConversions",
	"quoteConversionV2":    "quoteConversion",
	"retrieveConversionV2": "retrieveConversion",

	"createPayment":             "createSimplePayment",
	"fundPayment":               "fundSimplePayment",
	"listPaymentChannelsV2":     "listPaymentChannels",
	"listPurposesOfTransferV2":  "listPurposesOfTransfer",
	"quotePayment":              "quoteSimplePayment",
	"requestPaymentUploadUrlV2": "requestPaymentUploadUrl",
	"retrievePayment":           "retrieveSimplePayment",
	"retrievePaymentDocuments":  "retrieveProofOfPayment",
}

// twinHandlers returns the handlers of the twins, and of the operations that version 2 has beside them. The handlers
// of version 1 are given.
func twinHandlers(p *wallexplatform.Platform, first map[string]handler) map[string]handler {
	all := map[string]handler{
		"listPayments":        asVersion1(typed(p.ListPayments)),
		"retrieveBalanceById": typed(p.RetrieveBalanceByID),
		"validateBeneficiary": typed(p.ValidateBeneficiary),
	}
	for id, twin := range twins {
		all[id] = asVersion1(first[twin])
	}
	return all
}

// renamed are the parameters that version 1 has another name for.
var renamed = map[string]string{"paymentId": "simplePaymentId"}

// asVersion1 hands a request on as version 1 has it: what stands in the path and the query is in the body as well.
func asVersion1(handle handler) handler {
	return func(c *call) (any, error) {
		fields := map[string]any{}
		for name, values := range c.request.URL.Query() {
			fields[name] = values[0]
		}
		if page, ok := fields["pagination[page]"].(string); ok {
			fields["pagination"] = map[string]any{"page": json.Number(page)} // it is valid
		}
		var body map[string]json.RawMessage
		_ = json.Unmarshal(c.body, &body) // there may be none; if there is, it is valid
		for name, value := range body {
			fields[name] = value
		}
		path := map[string]string{}
		for name, value := range c.path {
			name = cmp.Or(renamed[name], name)
			path[name], fields[name] = value, value
		}
		first := *c
		first.path = path
		var err error
		if first.body, err = json.Marshal(fields); err != nil {
			return nil, err
		}
		return handle(&first)
	}
}
