package issuing

import (
	"github.com/wallex-sdk/wallex-go/gen/cardplatform/kyc"
)

// CreatePersonalInfo takes personal information, once for each user.
func (p *Platform) CreatePersonalInfo(call Call, in kyc.CreatePersonalInfoRequest) (answer kyc.PersonalInfo, err error) {
	u, err := p.user("userId", in.UserID)
	if err != nil {
		return answer, err
	}
	if u.kyc.personal != nil {
		return answer, forbid("Personal information already exists")
	}
	u.kyc.personal = &kyc.PersonalInfo{
		UserID:             u.id,
		FirstName:          in.FirstName,
		LastName:           in.LastName,
		NickName:           in.NickName,
		Dob:                midnight(in.Dob),
		Gender:             string(in.Gender),
		MaritalStatus:      in.MaritalStatus,
		Nationality:        in.Nationality,
		CountryOfBirth:     in.CountryOfBirth,
		CountryOfResidence: in.CountryOfResidence,
		Tin:                in.Tin,
		Language:           in.Language,
	}
	p.check(u, call.Now)
	return u.kyc.show(), nil
}

// UpdatePersonalInfo changes the fields that are given, while the verification is pending.
func (p *Platform) UpdatePersonalInfo(_ Call, in kyc.UpdatePersonalInfoRequest) (answer kyc.PersonalInfo, err error) {
	u, err := p.user("userId", in.UserID)
	if err != nil {
		return answer, err
	}
	if u.kyc.personal == nil {
		return answer, forbid("Personal information does not exist")
	}
	if err := u.kyc.correctable(); err != nil {
		return answer, err
	}
	known := u.kyc.personal
	change(&known.FirstName, in.FirstName)
	change(&known.LastName, in.LastName)
	change(&known.NickName, in.NickName)
	change(&known.Dob, midnight(in.Dob))
	change(&known.Gender, string(in.Gender))
	change(&known.MaritalStatus, in.MaritalStatus)
	change(&known.Nationality, in.Nationality)
	change(&known.CountryOfBirth, in.CountryOfBirth)
	change(&known.CountryOfResidence, in.CountryOfResidence)
	change(&known.Tin, in.Tin)
	change(&known.Language, in.Language)
	return u.kyc.show(), nil
}

// change takes a value that was given.
func change[T comparable](known *T, given T) {
	var none T
	if given != none {
		*known = given
	}
}

// midnight is a date as answers have it: the point in time at which it begins.
func midnight(date string) string {
	if date == "" {
		return ""
	}
	return date + "T00:00:00.000+00:00"
}

// show is the personal information with the status of the verification.
func (v *verification) show() kyc.PersonalInfo {
	shown := *v.personal
	shown.Status = v.now()
	return shown
}
