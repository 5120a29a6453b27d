package wallexplatform

import (
	"cmp"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/users"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/uuid"
)

// SignUp makes a user with an account of its own. Nothing recognises a second sign-up. That companies need a name is
// the sandbox's own rule: it can be given here only.
func (p *Platform) SignUp(call Call, in users.SignUpRequest) (answer users.SignedUpUser, err error) {
	if in.AccountType == users.AccountTypeCompany && in.CompanyName == "" {
		return answer, refusal.Field("companyName", "is required for companies")
	}
	return p.signUp(call, false, users.SignedUpUser{
		FirstName: in.FirstName, LastName: in.LastName, Email: in.Email, CountryCode: in.CountryCode,
		AccountType: string(in.AccountType), CompanyName: in.CompanyName,
		Language: string(cmp.Or(in.Language, users.LanguageEn)),
	})
}

// SignUpLiteCompany makes a company with a lite account.
func (p *Platform) SignUpLiteCompany(call Call, in users.SignUpLiteCompanyRequest) (users.SignedUpUser, error) {
	return p.signUp(call, true, users.SignedUpUser{
		FirstName: in.FirstName, LastName: in.LastName, Email: in.Email, CountryCode: in.CountryCode,
		AccountType: string(users.AccountTypeCompany), CompanyName: in.CompanyName,
	})
}

// SignUpLiteIndividual makes an individual with a lite account.
func (p *Platform) SignUpLiteIndividual(call Call, in users.SignUpLiteIndividualRequest) (users.SignedUpUser, error) {
	return p.signUp(call, true, users.SignedUpUser{
		FirstName: in.FirstName, LastName: in.LastName, Email: in.Email, CountryCode: in.CountryCode,
		AccountType: string(users.AccountTypeIndividual),
	})
}

func (p *Platform) signUp(call Call, lite bool, as users.SignedUpUser) (users.SignedUpUser, error) {
	if _, ok := findCountry(as.CountryCode); !ok {
		return users.SignedUpUser{}, refusal.Field("countryCode", notACountry)
	}
	as.UserID, as.AccountID, as.RegistrationDate = uuid.New(), uuid.New(), instant(call.Now).String()
	u := &user{
		owned:     owned{as.UserID, partner, call.Now},
		signedUp:  as,
		lite:      lite,
		status:    users.UserStatusPending,
		detail:    form{"firstName": as.FirstName, "lastName": as.LastName},
		diligence: form{},
	}
	if as.AccountType == string(users.AccountTypeCompany) {
		u.company = form{"accountId": as.AccountID, "companyName": as.CompanyName}
	}
	p.users.add(u)
	return as, nil
}
