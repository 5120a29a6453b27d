package sandbox

import (
	issuing "github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/cardplatform"
)

// cardHandlers returns the handlers of the card platform by operationId.
func cardHandlers(l *cardLogins, p *issuing.Platform) map[string]handler {
	return map[string]handler{
		"login":        l.login,
		"refreshToken": l.renew,

		"createUser":           issued(p.CreateUser),
		"listCities":           issued(p.ListCities),
		"listCountries":        issued(p.ListCountries),
		"listStates":           issued(p.ListStates),
		"createAddress":        issued(p.CreateAddress),
		"createPersonalInfo":   issued(p.CreatePersonalInfo),
		"retrieveKyc":          issued(p.RetrieveKYC),
		"updateAddress":        issued(p.UpdateAddress),
		"updateIdentification": issued(p.UpdateIdentification),
		"updatePersonalInfo":   issued(p.UpdatePersonalInfo),
		"uploadIdentification": issued(p.UploadIdentification),

		"createAccount":   issued(p.CreateAccount),
		"listAccounts":    issued(p.ListAccounts),
		"listLedger":      issued(p.ListLedger),
		"retrieveAccount": issued(p.RetrieveAccount),

		"createPaymentContact":   issued(p.CreatePaymentContact),
		"initiateDirectTransfer": issued(p.InitiateDirectTransfer),
		"listTransactions":       issued(p.ListTransactions),
		"retrieveTransaction":    issued(p.RetrieveTransaction),
		"validateIban":           issued(p.ValidateIBAN),

		"activateCard":            issued(p.ActivateCard),
		"createCard":              issued(p.CreateCard),
		"listCardTiers":           issued(p.ListCardTiers),
		"listEmbossingNames":      issued(p.ListEmbossingNames),
		"processCardRequest":      issued(p.ProcessCardRequest),
		"setCardPin":              issued(p.SetCardPIN),
		"updateCardDelivery":      issued(p.UpdateCardDelivery),
		"updateCardManufacturing": issued(p.UpdateCardManufacturing),

		"retrieveCard":       issued(p.RetrieveCard),
		"retrieveCardCvv":    issued(p.RetrieveCardCVV),
		"retrieveCardExpiry": issued(p.RetrieveCardExpiry),
		"retrieveCardPan":    issued(p.RetrieveCardPAN),

		"enrollCardInThreeDs":   issued(p.EnrollCardInThreeDS),
		"removeCardFromThreeDs": issued(p.RemoveCardFromThreeDS),
		"toggleCardFreeze":      issued(p.ToggleCardFreeze),
		"updateCardAccount":     issued(p.UpdateCardAccount),
		"updateCardStatus":      issued(p.UpdateCardStatus),

		"declineCard":     issued(p.DeclineCard),
		"listCardIssues":  issued(p.ListCardIssues),
		"renewCard":       issued(p.RenewCard),
		"replaceCard":     issued(p.ReplaceCard),
		"reportCardIssue": issued(p.ReportCardIssue),
		"reviewCardIssue": issued(p.ReviewCardIssue),

		"processPhysicalCardRequest": issued(p.ProcessPhysicalCardRequest),
		"requestPhysicalCard":        issued(p.RequestPhysicalCard),

		"listCardSecurity":       issued(p.ListCardSecurity),
		"listTransactionLimits":  issued(p.ListTransactionLimits),
		"resetCardSecurity":      issued(p.ResetCardSecurity),
		"updateCardSecurity":     issued(p.UpdateCardSecurity),
		"updateTransactionLimit": issued(p.UpdateTransactionLimit),
	}
}

// issued makes a handler of a method of the card platform. In is struct{} where the operation has no body.
func issued[In, Out any](serve func(issuing.Call, In) (Out, error)) handler {
	return decoded(func(c *call, in In) (any, error) {
		return serve(issuing.Call{Now: c.now, Path: c.path, Query: c.request.URL.Query()}, in)
	})
}
