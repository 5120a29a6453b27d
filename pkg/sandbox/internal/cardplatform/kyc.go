package issuing

import (
	"time"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/kyc"
)

// rejectMe is the number of an identification document that has its user rejected instead of verified.
const rejectMe = "sandbox: reject"

// verification is what a user has handed in, and how far its check is. The source says neither what is needed nor what
// starts the check: here it starts when there is one of everything.
type verification struct {
	personal  *kyc.PersonalInfo
	addresses []*address
	documents []*document
	status    kyc.VerificationStatus
	underWay  bool
}

// RetrieveKYC answers with what has been handed in for a user, and the result.
func (p *Platform) RetrieveKYC(call Call, _ struct{}) (answer kyc.UserVerification, err error) {
	u, err := p.user("userId", call.id("userId"))
	if err != nil {
		return answer, err
	}
	answer = kyc.UserVerification{
		UserID: u.id, UserType: u.kind, Email: u.email, Phone: u.phone, CountryCode: u.countryCode, Status: u.kyc.now(),
	}
	if u.kyc.personal != nil {
		answer.PersonalInfo = u.kyc.show()
	}
	if n := len(u.kyc.documents); n > 0 {
		answer.IdentificationInfo = u.kyc.documents[n-1].view(u)
	}
	return answer, nil
}

// now is the status, which nobody has to ask for.
func (v *verification) now() kyc.VerificationStatus {
	if v.status == "" {
		return kyc.VerificationStatusPending
	}
	return v.status
}

// correctable refuses changes after the check. That of personal information is documented, those of documents are
// treated alike.
func (v *verification) correctable() error {
	if v.now() != kyc.VerificationStatusPending {
		return forbid("Only allowed when the KYC status is PENDING")
	}
	return nil
}

// check starts the check of a user who has handed in everything.
func (p *Platform) check(u *user, now time.Time) {
	v := &u.kyc
	if v.underWay || v.personal == nil || len(v.addresses) == 0 || len(v.documents) == 0 {
		return
	}
	v.underWay = true
	p.Later(now.Add(p.Settlement), func() error {
		v.status = kyc.VerificationStatusVerified
		for _, d := range v.documents {
			if d.number == rejectMe {
				v.status = kyc.VerificationStatusRejected
			}
		}
		return nil
	})
}
