package wallexplatform

import "github.com/wallex-sdk/wallex-go/gen/wallex/v2/users"

// RetrieveUserDetail answers with the details of a user.
func (p *Platform) RetrieveUserDetail(call Call, _ struct{}) (answer users.UserDetail, err error) {
	u, err := p.user(call)
	if err != nil {
		return answer, err
	}
	return show[users.UserDetail](u.detail, u.detailNeeds())
}

// UpdateUserDetail changes the details that are given.
func (p *Platform) UpdateUserDetail(call Call, in users.UpdateUserDetailRequest) (answer users.UserDetail, err error) {
	u, err := p.user(call)
	if err != nil {
		return answer, err
	}
	if err := u.detail.update(in, "nationality", "countryOfResidence", "countryCode"); err != nil {
		return answer, err
	}
	return show[users.UserDetail](u.detail, u.detailNeeds())
}

// detailNeeds returns the details that the screening needs, as documented; that identity cards do not expire is not.
// What lite accounts need is not known. Here it is nothing beyond the sign-up.
func (u *user) detailNeeds() []string {
	if u.lite {
		return nil
	}
	needed := []string{
		"firstName", "lastName", "mobileCountryCode", "mobileNumber", "gender", "countryOfBirth", "nationality",
		"countryOfResidence", "residentialAddress", "countryCode", "postalCode", "dateOfBirth",
		"identificationType", "identificationNumber", "issueDate",
		"employmentIndustry", "employmentStatus", "employmentPosition",
	}
	if u.detail.text("identificationType") == string(users.IdentificationTypePassport) {
		needed = append(needed, "expiryDate")
	}
	return needed
}
