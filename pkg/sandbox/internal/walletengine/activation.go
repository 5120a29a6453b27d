package walletengine

import (
	"github.com/wallex-sdk/wallex-go/gen/walletengine/activation"
	"github.com/wallex-sdk/wallex-go/gen/walletengine/profile"
	"github.com/wallex-sdk/wallex-go/gen/walletenginecommon"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
)

// done is the answer to what was carried out.
var done = walletenginecommon.Confirmation{Valid: true}

// errPhoneTaken refuses a phone number that belongs to somebody. No identifier is documented for that.
var errPhoneTaken = refusal.Field("phone_number", "must not have a wallet yet")

// RetrieveTermsOfService answers with the terms.
func (p *Platform) RetrieveTermsOfService(Call, struct{}) (activation.TermsOfService, error) {
	return activation.TermsOfService{
		LastUpdated: "2021-09-15",
		MetaText:    "<p>The terms of service of the sandbox.</p>",
		Link:        []string{"https://www.walletengine.io/tos"},
	}, nil
}

// RequestActivation sends a passcode. Another request for the same number replaces the former.
func (p *Platform) RequestActivation(
	call Call, in activation.RequestActivationRequest,
) (answer walletenginecommon.Confirmation, err error) {
	phone := Phone{in.CountryDialCode, in.PhoneNumber}
	if p.userOf(phone) != nil {
		return answer, errPhoneTaken
	}
	p.requests[phone] = in
	p.sendPasscode(call.Now, phone)
	return done, nil
}

// VerifyActivationOTP makes the wallet.
func (p *Platform) VerifyActivationOTP(
	call Call, in activation.VerifyActivationOTPRequest,
) (answer walletenginecommon.Confirmation, err error) {
	phone := Phone{in.CountryDialCode, in.PhoneNumber}
	request, ok := p.requests[phone]
	if !ok {
		return answer, refusal.Field("phone_number", "must be that of a request for activation")
	}
	if p.userOf(phone) != nil { // somebody took it as a new number in the meantime
		return answer, errPhoneTaken
	}
	if err := p.usePasscode(call.Now, phone, in.Passcode); err != nil {
		return answer, err
	}
	delete(p.requests, phone)
	p.activate(phone, profile.Profile{
		Nickname: request.Nickname, EmailAddress: request.EmailAddress, TosAccepted: request.TosAccepted,
	})
	return done, nil
}
