package walletengine

import (
	"time"

	"github.com/wallex-sdk/wallex-go/gen/walletengine/authorization"
	"github.com/wallex-sdk/wallex-go/gen/walletengine/profile"
	"github.com/wallex-sdk/wallex-go/gen/walletenginecommon"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
)

// QueryProfile answers with the profile of the user.
func (p *Platform) QueryProfile(call Call, _ struct{}) (profile.Profile, error) {
	return call.User.view(), nil
}

// VerifyPhoneNumber is the first step to a new phone number.
func (p *Platform) VerifyPhoneNumber(
	call Call, in authorization.VerifyPhoneNumberRequest,
) (answer walletenginecommon.Confirmation, err error) {
	phone := Phone{in.CountryDialCode, in.PhoneNumber}
	if p.userOf(phone) != nil {
		return answer, errPhoneTaken
	}
	call.User.newPhone = phone
	return done, nil
}

// UpdateProfile changes what is given, or nothing where a part of that is wrong. A password is taken as it comes: with
// what the application has hashed it, is not documented.
func (p *Platform) UpdateProfile(call Call, in profile.UpdateProfileRequest) (answer profile.ProfileUpdate, err error) {
	u := call.User
	if err := p.changePhone(call.Now, u, in); err != nil {
		return answer, err
	}
	for _, field := range []struct {
		is    *string
		given string
	}{
		{&u.profile.Nickname, in.Nickname},
		{&u.profile.EmailAddress, in.EmailAddress},
		{&u.profile.TosAccepted, in.TosAccepted},
	} {
		if field.given != "" {
			*field.is = field.given
		}
	}
	if !in.Password.IsZero() {
		if !u.password.IsZero() { // the first one changes nothing
			p.revoke(u)
		}
		u.password = in.Password
	}
	return profile.ProfileUpdate{Valid: true}, nil
}

// changePhone changes the phone number, where one is given: to one that was verified, with the passcode that was sent
// there. That the order of these steps is enforced is the sandbox's own choice.
func (p *Platform) changePhone(now time.Time, u *User, in profile.UpdateProfileRequest) error {
	phone := Phone{in.CountryDialCode, in.PhoneNumber}
	switch {
	case phone == Phone{} && in.Passcode.IsZero():
		return nil
	case phone.CountryDialCode == "" || phone.Number == "" || in.Passcode.IsZero():
		return refusal.Field("phone_number", "must come with country_dial_code and passcode")
	case u.newPhone != phone:
		return refusal.Field("phone_number", "must have been verified")
	case p.userOf(phone) != nil: // since it was verified
		return errPhoneTaken
	}
	if err := p.usePasscode(now, phone, in.Passcode); err != nil {
		return err
	}
	u.phone, u.newPhone = phone, Phone{}
	return nil
}
