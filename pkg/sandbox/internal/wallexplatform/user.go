package wallexplatform

import (
	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/users"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
)

// The source lists no error codes for users: all of theirs are inferred from those of beneficiaries and payments. This
// one is documented for payments.
var errUserNotApproved = refusal.New("simple_payment_user_not_approved", "The user is not approved")

// user is a member, with an account. All users are the partner's: their scope is its, and their accounts are scopes.
type user struct {
	owned
	signedUp  users.SignedUpUser
	lite      bool
	status    users.UserStatus
	remarks   string
	detail    form
	company   form // nil where the user is an individual
	diligence form
}

// user returns the user that a call's path names.
func (p *Platform) user(call Call) (*user, error) {
	u, ok := p.users.find(partner, call.Path["userId"])
	if !ok {
		return nil, refusal.New("user_non_existent", "There is no such user")
	}
	return u, nil
}

// Acting returns the scope that a request acts in which asks for one. Users who signed up act for their account, once
// they are approved. Accounts and users that nobody signed up are taken as they are, so that trying something out does
// not begin with a screening.
func (p *Platform) Acting(asked Scope) (Scope, error) {
	for _, u := range p.users.order {
		account := ScopeOf(u.signedUp.AccountID, "")
		if asked != account && asked != ScopeOf("", u.id) {
			continue
		}
		if u.status != users.UserStatusApproved {
			return "", errUserNotApproved
		}
		return account, nil
	}
	return asked, nil
}

// ListUsers answers with all users, those who signed up last first.
func (p *Platform) ListUsers(call Call, _ struct{}) (Page[users.User], error) {
	all := p.users.newestFirst(call.in(partner), func(*user) bool { return true })
	return paginate(all, call.page(), (*user).view), nil
}

// RetrieveUser answers with one user.
func (p *Platform) RetrieveUser(call Call, _ struct{}) (answer users.User, err error) {
	u, err := p.user(call)
	if err != nil {
		return answer, err
	}
	return u.view(), nil
}

func (u *user) view() users.User {
	return users.User{
		ID:               u.id,
		Email:            u.signedUp.Email,
		FirstName:        u.detail.text("firstName"),
		LastName:         u.detail.text("lastName"),
		Status:           u.status,
		AccountID:        u.signedUp.AccountID,
		Remarks:          u.remarks,
		CompanyName:      u.signedUp.CompanyName,
		Language:         u.signedUp.Language,
		RegistrationDate: u.signedUp.RegistrationDate,
	}
}
