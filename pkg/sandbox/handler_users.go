package sandbox

import "github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/wallexplatform"

// usersHandlers are those of the users of version 2, and of the values that users take.
func usersHandlers(p *wallexplatform.Platform) map[string]handler {
	return map[string]handler{
		"listUsers":            typed(p.ListUsers),
		"retrieveUser":         typed(p.RetrieveUser),
		"screenUser":           typed(p.ScreenUser),
		"signUp":               typed(p.SignUp),
		"signUpLiteCompany":    typed(p.SignUpLiteCompany),
		"signUpLiteIndividual": typed(p.SignUpLiteIndividual),

		"retrieveCompany":              typed(p.RetrieveCompany),
		"retrieveCustomerDueDiligence": typed(p.RetrieveCustomerDueDiligence),
		"retrieveUserDetail":           typed(p.RetrieveUserDetail),
		"updateCompany":                typed(p.UpdateCompany),
		"updateCustomerDueDiligence":   typed(p.UpdateCustomerDueDiligence),
		"updateUserDetail":             typed(p.UpdateUserDetail),

		"createDocument":   typed(p.CreateDocument),
		"deleteDocument":   typed(p.DeleteDocument),
		"listDocuments":    typed(p.ListDocuments),
		"retrieveDocument": typed(p.RetrieveDocument),
		"updateDocument":   typed(p.UpdateDocument),

		"listBusinessTypes": typed(p.ListBusinessTypes),
		"listCountriesV2":   typed(p.ListCountries),
		"listEntityTypes":   typed(p.ListEntityTypes),
		"listProductsUsage": typed(p.ListProductsUsage),
	}
}
