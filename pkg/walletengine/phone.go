package walletengine

import (
	"context"
	"errors"

	"github.com/wallex-sdk/wallex-go/gen/walletengine/authorization"
	"github.com/wallex-sdk/wallex-go/gen/walletengine/profile"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

// Phone is a phone number. Either part consists of digits only.
type Phone struct {
	CountryDialCode string `json:"country_dial_code"` // without a plus sign: 65
	PhoneNumber     string `json:"phone_number"`      // without the country's dialling code
}

// ChangePhoneNumber begins to change the user's phone number: it has the new number verified, and a one-time passcode
// sent to it. Ask the user for that and go on with [Session.ConfirmPhoneNumber]. It may be called again: that sends
// another passcode.
//
// Source: https://apidocs.walletengine.io/account-maintenance, which names both steps, whose fields are inferred.
func (s *Session) ChangePhoneNumber(ctx context.Context, to Phone) error {
	if _, err := s.Authorization.VerifyPhoneNumber(ctx, authorization.VerifyPhoneNumberRequest(to)); err != nil {
		return err
	}
	_, err := s.Authorization.GenerateOTP(ctx, authorization.GenerateOTPRequest(to))
	return err
}

// ConfirmPhoneNumber ends what [Session.ChangePhoneNumber] began, with the passcode that the user got on the new number.
// Where the answer is lost, it looks into the profile, and succeeds if the number is there; otherwise the error is
// ambiguous. The code of a wrong or expired passcode is [profile.CodeInvalidPasscode].
//
// Source: https://apidocs.walletengine.io/account-maintenance, Section "/profile/update - Edge Case: Update Phone
// Number"
func (s *Session) ConfirmPhoneNumber(ctx context.Context, to Phone, passcode secret.String) error {
	_, err := s.Profile.Update(ctx, profile.UpdateProfileRequest{
		CountryDialCode: to.CountryDialCode, PhoneNumber: to.PhoneNumber, Passcode: passcode,
	})
	if !errors.Is(err, apierror.ErrAmbiguous) {
		return err
	}
	found, lookup := s.Profile.Query(ctx)
	if lookup == nil && to == (Phone{string(found.CountryDialCode), string(found.PhoneNumber)}) {
		return nil
	}
	return err
}
