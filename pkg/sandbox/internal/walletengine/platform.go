// Package walletengine is Wallet Engine in memory: what its operations do, without HTTP. There is a method for each
// operation, named after it.
//
// Nothing runs in the background. [agenda.Agenda.Settle] does what has become due since it was last called, each thing
// dated when it was due, so that whoever looks afterwards cannot tell the difference.
package walletengine

import (
	"crypto/sha256"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/walletengine/activation"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/agenda"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/ledger"
)

// Platform holds everything. Make it with [New]. It is not safe for concurrent use.
type Platform struct {
	agenda.Agenda

	settlement   time.Duration // how long a top-up, a withdrawal and a verification take
	book         *ledger.Ledger
	users        []*User
	requests     map[Phone]activation.RequestActivationRequest // of wallets that are not activated yet
	passcodes    map[Phone]passcode
	tokens       map[[sha256.Size]byte]*token // by the digest of the token: finding it must not tell how it begins
	transactions int
}

// New returns a platform with the users who are there from the beginning.
func New(now time.Time, settlement time.Duration) *Platform {
	p := &Platform{
		settlement: settlement,
		book:       ledger.New(),
		requests:   map[Phone]activation.RequestActivationRequest{},
		passcodes:  map[Phone]passcode{},
		tokens:     map[[sha256.Size]byte]*token{},
	}
	p.open(now)
	return p
}

// Books returns a copy of the platform's books.
func (p *Platform) Books() ledger.Books { return p.book.Books() }

// Call is what a request carries besides its body.
type Call struct {
	Now  time.Time
	User *User // who has signed in, nil in calls that need no token
}

// later notes what is to be done after the time of settlement.
func (p *Platform) later(now time.Time, do func(due time.Time) error) {
	due := now.Add(p.settlement)
	p.Later(due, func() error { return do(due) })
}

// The documented refusals. Whatever they do not fit is refused as invalid_arguments, with the field and what is wrong
// with it: see [refusal.Field].
var (
	errUnauthorized  = refusal.New("invalid_user_authorize", "WE Gateway can not authorize the user. Invalid App User Token.")
	errPasscode      = refusal.New("invalid_passcode", "The passcode is expired or invalid.")
	errRecipient     = refusal.New("invalid_recipient_id", "The recipient was not found. Rx_client_ID does not exist.")
	errWithdrawLevel = refusal.New("kyc_level_unqualified", "The current KYC Level is L0, and the user can not withdraw.")
	errTopupLevel    = refusal.New("kyc_level_unqualified", "The current KYC Level is L0, and the user can not top up.")
)

// rejectMe makes a verification or a withdrawal fail.
const rejectMe = "sandbox: reject"
