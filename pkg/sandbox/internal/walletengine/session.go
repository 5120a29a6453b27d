package walletengine

import (
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"maps"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/walletengine/authorization"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

// The minutes without a call after which a token ends: the documented ones where the user does not say, and the most
// that there can be.
const (
	inactivity    = 7 * 24 * 60
	maxInactivity = 100 * 365 * 24 * 60
)

// token is what a user has signed in with. Every use puts its end off.
type token struct {
	user       *User
	inactivity time.Duration
	expires    time.Time
}

// SignIn gives out a token for a passcode, or for the password. Which identifier refuses the sign-in is not documented.
func (p *Platform) SignIn(call Call, in authorization.SignInRequest) (answer authorization.Session, err error) {
	if in.Password.IsZero() == in.Passcode.IsZero() {
		return answer, refusal.Field("password", "or passcode is required, and not both")
	}
	phone := Phone{in.CountryDialCode, in.PhoneNumber}
	u := p.userOf(phone)
	if u == nil || !in.Password.IsZero() && !same(in.Password, u.password) {
		return answer, errUnauthorized
	}
	if !in.Passcode.IsZero() {
		if err := p.usePasscode(call.Now, phone, in.Passcode); err != nil {
			return answer, err
		}
	}
	secretToken := rand.Text()
	given := &token{user: u, inactivity: time.Duration(min(cmp.Or(in.MaxInactiveTime, inactivity), maxInactivity)) * time.Minute}
	given.expires = call.Now.Add(given.inactivity)
	p.tokens[sha256.Sum256([]byte(secretToken))] = given
	return authorization.Session{
		Profile:  u.signedIn(),
		Accounts: []authorization.Account{p.account(u)},
		Token:    secret.New(secretToken),
	}, nil
}

// Authorize returns the user of a token, whose end it puts off.
func (p *Platform) Authorize(now time.Time, sent string) (*User, error) {
	known, ok := p.tokens[sha256.Sum256([]byte(sent))]
	if !ok || !now.Before(known.expires) {
		return nil, errUnauthorized
	}
	known.expires = now.Add(known.inactivity)
	return known.user, nil
}

// revoke ends all tokens of a user.
func (p *Platform) revoke(u *User) {
	maps.DeleteFunc(p.tokens, func(_ [sha256.Size]byte, t *token) bool { return t.user == u })
}

// signedIn is the profile in the answer to a sign-in.
func (u *User) signedIn() authorization.SignedInProfile {
	known := u.view()
	return authorization.SignedInProfile{
		ClientID:        u.clientID,
		KYCLevel:        u.level,
		KYCStatus:       u.status,
		Nickname:        known.Nickname,
		FirstName:       known.FirstName,
		LastName:        known.LastName,
		BirthDate:       known.BirthDate,
		CountryDialCode: known.CountryDialCode,
		PhoneNumber:     known.PhoneNumber,
		EmailAddress:    known.EmailAddress,
		Address:         known.Address,
		TosAccepted:     known.TosAccepted,
		CountryNatCode:  known.CountryNatCode,
	}
}

func (p *Platform) account(u *User) authorization.Account {
	return authorization.Account{
		AccountID:        u.accountID,
		AccountState:     authorization.AccountStateApproved,
		CurrencyCode:     currency,
		AvailableBalance: p.available(u),
	}
}
