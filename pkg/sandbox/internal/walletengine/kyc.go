package walletengine

import (
	"cmp"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/walletengine/kyc"
	"github.com/wallex-sdk/wallex-go/gen/walletenginecommon"
)

// QueryKYC answers with the level of the user, and what follows from it.
func (p *Platform) QueryKYC(call Call, _ struct{}) (kyc.KYC, error) {
	u := call.User
	allowed := p.allowances(call)
	answer := kyc.KYC{
		KYCLevel:                  u.level,
		KYCStatus:                 u.status,
		AvailableBalance:          p.available(u),
		BlockedBalance:            p.blocked(u),
		TotalBalance:              p.balance(u),
		DebitCumulative:           allowed.DebitCumulative,
		DebitRemainderAllowance:   allowed.DebitRemainderAllowance,
		BalanceRemainderAllowance: allowed.BalanceRemainderAllowance,
		KYCLimit:                  kyc.KYCLimits{},
	}
	for level, limit := range limits {
		answer.KYCLimit[levelNames[level]] = kyc.LevelLimits{currency: limit}
	}
	if u.level == 0 {
		answer.KYCVerifyURL = "https://verify.example/?clientId=sandbox&serviceName=WalletEngine"
	}
	return answer, nil
}

// QueryKYCCase answers with how the verification of the user stands.
func (p *Platform) QueryKYCCase(call Call, _ struct{}) (kyc.KYCCase, error) {
	return kyc.KYCCase{KYCLevel: call.User.level, KYCStatus: call.User.status}, nil
}

// SendKYCInvitation lets the verification begin, as though the user had followed the invitation at once. Nothing comes
// of it while one is under way, and after one that went well.
func (p *Platform) SendKYCInvitation(call Call, _ struct{}) (walletenginecommon.Confirmation, error) {
	u := call.User
	if u.level == 0 && u.status != walletenginecommon.KYCStatusProcessing {
		u.status = walletenginecommon.KYCStatusProcessing
		p.later(call.Now, func(time.Time) error {
			u.endVerification()
			return nil
		})
	}
	return done, nil
}

// endVerification raises the level of a user, unless the nickname asks for something else.
func (u *User) endVerification() {
	if u.profile.Nickname == rejectMe {
		u.status = walletenginecommon.KYCStatusFailed
		return
	}
	u.verified(cmp.Or(u.profile.Nickname, "Foo"), "Bar")
}

// verified notes what is known of a user after the verification. Who would have told it is outside of the sandbox.
func (u *User) verified(firstName, lastName string) {
	u.level, u.status = 1, walletenginecommon.KYCStatusOk
	u.profile.FirstName, u.profile.LastName = firstName, lastName
	u.profile.BirthDate, u.profile.CountryNatCode = "2000-01-02", "SG"
	u.profile.Address = walletenginecommon.Address{
		CountryResCode: "SG", City: "Singapore", Street: "1 Example Road", PostalCode: "018956",
	}
}
