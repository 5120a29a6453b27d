package issuing

import (
	"fmt"
	"strings"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/users"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
)

// user is somebody who can hold accounts and cards.
type user struct {
	id                                  int
	kind                                string
	firstName, lastName                 string
	email, username, countryCode, phone string
	status                              users.UserStatus
	kyc                                 verification
}

// addUser gives a user an id and a name of its own.
func (p *Platform) addUser(added user) *user {
	added.id = p.newID()
	added.username = strings.ReplaceAll(strings.ToLower(fmt.Sprintf("%s.%s.%d", added.firstName, added.lastName, added.id)), " ", ".")
	p.users.add(added.id, &added)
	return &added
}

// CreateUser creates a customer of the caller.
func (p *Platform) CreateUser(_ Call, in users.CreateUserRequest) (answer users.User, err error) {
	switch {
	case (in.CountryCode == "") != (in.Phone == ""):
		return answer, refusal.Field("phone", "Country code and phone go together")
	case in.Email == "" && in.Phone == "":
		return answer, refusal.Field("email", "Email or phone is required")
	}
	created := p.addUser(user{
		kind: "USER", firstName: in.FirstName, lastName: in.LastName, email: in.Email,
		countryCode: in.CountryCode, phone: in.Phone, status: in.Status,
	})
	return p.showUser(created), nil
}

func (p *Platform) showUser(u *user) users.User {
	return users.User{
		ID:          u.id,
		ParentID:    p.agent.id,
		Parent:      p.agent.profile(),
		UserType:    u.kind,
		FirstName:   u.firstName,
		LastName:    u.lastName,
		Email:       u.email,
		Username:    u.username,
		CountryCode: u.countryCode,
		Phone:       u.phone,
		Status:      string(u.status),
		FullName:    u.fullName(),
		PhoneNumber: u.countryCode + u.phone,
	}
}

func (u *user) profile() users.ParentUser {
	return users.ParentUser{
		ID: u.id, FirstName: u.firstName, LastName: u.lastName, FullName: u.fullName(), UserType: u.kind,
		Email: u.email, Username: u.username, Status: string(u.status),
	}
}

func (u *user) fullName() string { return u.firstName + " " + u.lastName }

// user returns a user by its id, which stood under a key of the request.
func (p *Platform) user(key string, id int) (*user, error) {
	if u, ok := p.users.byID[id]; ok {
		return u, nil
	}
	return nil, unknown(key, "User")
}
