package wallexplatform

import (
	"slices"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/users"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
)

// RetrieveCompany answers with the company of a user.
func (p *Platform) RetrieveCompany(call Call, _ struct{}) (answer users.Company, err error) {
	u, err := p.companyUser(call)
	if err != nil {
		return answer, err
	}
	return show[users.Company](u.company, u.companyNeeds())
}

// UpdateCompany changes what is given of a company.
func (p *Platform) UpdateCompany(call Call, in users.UpdateCompanyRequest) (answer users.Company, err error) {
	u, err := p.companyUser(call)
	if err != nil {
		return answer, err
	}
	if in.BusinessType != "" && !slices.Contains(businessTypes, in.BusinessType) {
		return answer, refusal.Field("businessType", "must be one of the listing of business types")
	}
	if err := u.company.update(in, "countryOfIncorporation", "countryOfOperations"); err != nil {
		return answer, err
	}
	return show[users.Company](u.company, u.companyNeeds())
}

// companyUser returns the user that a call's path names, who must be a company.
func (p *Platform) companyUser(call Call) (*user, error) {
	u, err := p.user(call)
	if err == nil && u.company == nil {
		return nil, refusal.New("company_non_existent", "The user is an individual")
	}
	return u, err
}

// companyNeeds returns what the screening needs to know of a company. The source does not say; these are all fields
// but those that are optional in the details of a user. Lite accounts need nothing.
func (u *user) companyNeeds() []string {
	if u.lite || u.company == nil {
		return nil
	}
	return []string{
		"countryOfIncorporation", "countryOfOperations", "businessType", "companyAddress", "postalCode",
		"registrationNumber", "incorporationDate",
	}
}

// ListBusinessTypes answers with what a company can do.
func (p *Platform) ListBusinessTypes(Call, struct{}) ([]users.BusinessType, error) {
	return businessTypes, nil
}

var businessTypes = []users.BusinessType{
	users.BusinessTypeAgriculture,
	users.BusinessTypeBankingFinancialInsurance,
	users.BusinessTypeConstructionDevelopment,
	users.BusinessTypeEngineering,
	users.BusinessTypeEntertainmentRecreation,
	users.BusinessTypeFoodBeverages,
	users.BusinessTypeForestryLogging,
	users.BusinessTypeInformationTechnology,
	users.BusinessTypeLogistics,
	users.BusinessTypeManufacturing,
	users.BusinessTypeMediaCommunications,
	users.BusinessTypeMedicalHealthcare,
	users.BusinessTypeMiningQuarrying,
	users.BusinessTypeMoneyLending,
	users.BusinessTypeNonProfitOrganisation,
	users.BusinessTypeOilGas,
	users.BusinessTypeRealEstate,
	users.BusinessTypeTradingRetailWholesale,
	users.BusinessTypeTransportation,
	users.BusinessTypeUtilities,
	users.BusinessTypeUnknownUnknown,
	users.BusinessTypeOthers,
}
