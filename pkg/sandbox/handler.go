package sandbox

import (
	"encoding/json"
	"maps"

	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/wallexplatform"
)

// handler does what an operation does and returns its payload: what the specification calls the result, or a page.
type handler func(*call) (any, error)

// handlers returns the handlers by operationId. An operation that is not in here answers with its documented example.
func handlers(s *sessions, p *wallexplatform.Platform) map[string]handler {
	all := map[string]handler{
		"authenticate":   s.login,
		"logout":         s.logout,
		"authenticateV2": s.login,
		"logoutV2":       s.logout,
		"listCountries":  typed(p.ListCountries),

		"listCurrencyPairs":       typed(p.ListCurrencyPairs),
		"listSupportedCurrencies": typed(p.ListSupportedCurrencies),
		"retrieveRate":            typed(p.RetrieveRate),

		"findBalanceHistory": typed(p.FindBalanceHistory),
		"findBalances":       typed(p.FindBalances),
		"retrieveBalance":    typed(p.RetrieveBalance),

		"createBeneficiary":               typed(p.CreateBeneficiary),
		"deleteBeneficiary":               typed(p.DeleteBeneficiary),
		"findBeneficiaries":               typed(p.FindBeneficiaries),
		"listChinaBanks":                  typed(p.ListChinaBanks),
		"listCities":                      typed(p.ListCities),
		"listStates":                      typed(p.ListStates),
		"retrieveBeneficiary":             typed(p.RetrieveBeneficiary),
		"retrieveBeneficiaryRequirements": typed(p.RetrieveBeneficiaryRequirements),
		"validateSwiftCode":               typed(p.ValidateSwiftCode),

		"createConversion":   typed(p.CreateConversion),
		"findConversions":    typed(p.FindConversions),
		"fundConversion":     typed(p.FundConversion),
		"quoteConversion":    typed(p.QuoteConversion),
		"retrieveConversion": typed(p.RetrieveConversion),

		"createSimplePayment":        typed(p.CreateSimplePayment),
		"findSimplePayments":         typed(p.FindSimplePayments),
		"fundSimplePayment":          typed(p.FundSimplePayment),
		"listLocalPaymentCurrencies": typed(p.ListLocalPaymentCurrencies),
		"listPaymentChannels":        typed(p.ListPaymentChannels),
		"listPurposesOfTransfer":     typed(p.ListPurposesOfTransfer),
		"quoteSimplePayment":         typed(p.QuoteSimplePayment),
		"requestPaymentUploadUrl":    typed(p.RequestPaymentUploadURL),
		"retrieveProofOfPayment":     typed(p.RetrieveProofOfPayment),
		"retrieveSimplePayment":      typed(p.RetrieveSimplePayment),

		"createVirtualAccountRequest":       typed(p.CreateVirtualAccountRequest),
		"createVirtualAccountWithdrawal":    typed(p.CreateVirtualAccountWithdrawal),
		"findVirtualAccountTransactions":    typed(p.FindVirtualAccountTransactions),
		"quoteVirtualAccountWithdrawal":     typed(p.QuoteVirtualAccountWithdrawal),
		"requestWithdrawalUploadUrl":        typed(p.RequestWithdrawalUploadURL),
		"retrieveVirtualAccountRequest":     typed(p.RetrieveVirtualAccountRequest),
		"retrieveVirtualAccountTransaction": typed(p.RetrieveVirtualAccountTransaction),

		"retrieveWebhook": typed(p.RetrieveWebhook),
		"updateWebhook":   typed(p.UpdateWebhook),
	}
	maps.Copy(all, usersHandlers(p))
	maps.Copy(all, twinHandlers(p, all))
	maps.Copy(all, moneyHandlers(p))
	return all
}

// typed makes a handler of a method of Wallex. In is struct{} where the operation has no body.
func typed[In, Out any](serve func(wallexplatform.Call, In) (Out, error)) handler {
	return decoded(func(c *call, in In) (any, error) { return serve(c.forPlatform(), in) })
}

// decoded makes a handler of a function that takes the body.
func decoded[In any](serve func(*call, In) (any, error)) handler {
	return func(c *call) (any, error) {
		var in In
		if len(c.body) > 0 {
			// the body fits its schema, which does not keep numbers from being too long
			if err := json.Unmarshal(c.body, &in); err != nil {
				return nil, refusal.New(refusal.ValidationFailed, "The body holds something that cannot be read")
			}
		}
		return serve(c, in)
	}
}
