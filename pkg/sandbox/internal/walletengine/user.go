package walletengine

import (
	"fmt"
	"slices"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/walletengine/profile"
	"github.com/wallex-sdk/wallex-go/gen/walletenginecommon"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/ledger"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

// User is somebody with a wallet.
type User struct {
	clientID, accountID string
	phone               Phone
	newPhone            Phone // verified, to become the phone
	password            secret.String
	profile             profile.Profile // but for the phone
	level               walletenginecommon.KYCLevel
	status              walletenginecommon.KYCStatus
	transactions        []*transaction // oldest first
}

// Phone is a phone number and the dialling code of its country.
type Phone struct{ CountryDialCode, Number string }

// readyMade are the users who are there from the beginning, with the ids of the documented examples.
var readyMade = []struct {
	clientID, accountID string
	phone               Phone
	firstName, lastName string
	balance             int64
}{
	{"931917458", "EWCV144", Phone{"65", "909099999"}, "Foo", "Bar", 100},
	{"031452503", "XPJE343", Phone{"65", "808088888"}, "Baz", "Qux", 10},
}

// open makes the users who are there from the beginning.
func (p *Platform) open(now time.Time) {
	for _, ready := range readyMade {
		u := &User{clientID: ready.clientID, accountID: ready.accountID, phone: ready.phone}
		u.profile.Nickname = ready.firstName + ready.lastName[:1]
		u.profile.EmailAddress = "foo@example.com"
		u.profile.TosAccepted = localTime(now)
		u.verified(ready.firstName, ready.lastName)
		p.users = append(p.users, u)
		t := p.note(u, now, decimal.FromInt(ready.balance), channelBankIn, "opening balance")
		_ = p.move(t.ID, "opening", now, ledger.Account{Kind: "opening"}, u.wallet(), t.Amount) // an empty book takes it
	}
}

// activate makes a user with a wallet. What ids new users get is the sandbox's own choice.
func (p *Platform) activate(phone Phone, known profile.Profile) {
	number := len(p.users) + 1
	p.users = append(p.users, &User{
		clientID: fmt.Sprintf("%09d", number), accountID: fmt.Sprintf("USER%03d", number),
		phone: phone, profile: known, status: walletenginecommon.KYCStatusOk,
	})
}

// userOf returns whose phone number it is, nil where it is nobody's.
func (p *Platform) userOf(phone Phone) *User {
	return p.findUser(func(u *User) bool { return u.phone == phone })
}

func (p *Platform) findUser(matches func(*User) bool) *User {
	if at := slices.IndexFunc(p.users, matches); at >= 0 {
		return p.users[at]
	}
	return nil
}

// wallet is the user's account in the ledger.
func (u *User) wallet() ledger.Account {
	return ledger.Account{Kind: ledger.Wallet, Owner: u.clientID}
}

// view is the profile as the platform shows it.
func (u *User) view() profile.Profile {
	shown := u.profile
	shown.CountryDialCode = walletenginecommon.TextOrNumber(u.phone.CountryDialCode)
	shown.PhoneNumber = walletenginecommon.TextOrNumber(u.phone.Number)
	return shown
}

// localTime writes a time as the platform does. In which zone that is, is not documented: here it is UTC.
func localTime(t time.Time) string { return t.UTC().Format(time.DateTime) }
