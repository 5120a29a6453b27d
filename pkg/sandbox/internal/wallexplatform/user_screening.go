package wallexplatform

import (
	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/users"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
)

// resubmitMe is the name of a document that makes the screening ask for another. The last name [rejectMe] makes it
// reject the user.
const resubmitMe = "sandbox: resubmit"

// ScreenUser starts the screening of a user who is complete. Which statuses it can start from is not documented.
func (p *Platform) ScreenUser(call Call, _ struct{}) (answer users.Screening, err error) {
	u, err := p.user(call)
	if err != nil {
		return answer, err
	}
	if u.status != users.UserStatusPending && u.status != users.UserStatusDocumentNeedsResubmission {
		return answer, refusal.New("user_screening_not_possible", "The user is "+string(u.status))
	}
	if err := p.checkScreenable(u); err != nil {
		return answer, err
	}
	p.turnUser(u, users.UserStatusPendingApproval, "")
	p.Later(call.Now.Add(p.Settlement), func() error {
		p.endScreening(u)
		return nil
	})
	return users.Screening{UserID: u.id, Status: u.status}, nil
}

// checkScreenable refuses users of whom the screening does not know everything it needs.
func (p *Platform) checkScreenable(u *user) error {
	var faults refusal.Faults
	for _, part := range []struct {
		code, name string
		missing    []string
	}{
		{"user_detail_incomplete", "detail", u.detail.missing(u.detailNeeds())},
		{"company_incomplete", "company", u.company.missing(u.companyNeeds())},
		{"customer_due_diligence_incomplete", "customerDueDiligence", u.diligence.missing(u.diligenceNeeds())},
	} {
		for _, field := range part.missing {
			faults.Add(part.code, part.name+"."+field, "is needed for the screening")
		}
	}
	if !p.documents.contains(documentsOf(u), func(d *document) bool { return p.files[d.id].isUploaded() }) {
		faults.Add("user_documents_required", "documents", "must have one whose file was uploaded")
	}
	return faults.Err()
}

// endScreening approves a user, unless the last name or a document asks for something else.
func (p *Platform) endScreening(u *user) {
	switch {
	case u.detail.text("lastName") == rejectMe:
		p.turnUser(u, users.UserStatusRejected, "The user was rejected, as asked for")
	case p.documents.contains(documentsOf(u), func(d *document) bool { return d.name == resubmitMe }):
		p.turnUser(u, users.UserStatusDocumentNeedsResubmission, "A document is needed again, as asked for")
	default:
		p.turnUser(u, users.UserStatusApproved, "")
	}
}

// turnUser gives a user a new status, of which the partner is to hear.
func (p *Platform) turnUser(u *user, status users.UserStatus, remarks string) {
	u.status, u.remarks = status, remarks
	p.Notify("userStatusNotification", users.UserStatusNotification{Resource: "user", ResourceID: u.id, Status: status})
}
