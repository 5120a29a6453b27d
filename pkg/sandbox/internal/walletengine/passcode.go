package walletengine

import (
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"math/big"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/walletengine/authorization"
	"github.com/wallex-sdk/wallex-go/gen/walletenginecommon"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

// passcodeLifetime is how long a passcode is good for. That is not documented.
const passcodeLifetime = 5 * time.Minute

// readyMadePasscode is what the numbers of the users get who are there from the beginning, so that who calls from
// another process, and cannot ask [Platform.Passcode], can sign in.
const readyMadePasscode = "268471"

// passcode is what a phone number was sent last. It works once.
type passcode struct {
	digits  string
	expires time.Time
}

// GenerateOTP sends a passcode, to any number: to that of somebody who is about to sign in, and to one that is to become
// a user's.
func (p *Platform) GenerateOTP(call Call, in authorization.GenerateOTPRequest) (walletenginecommon.Confirmation, error) {
	p.sendPasscode(call.Now, Phone{in.CountryDialCode, in.PhoneNumber})
	return done, nil
}

// sendPasscode replaces the passcode of a phone number.
func (p *Platform) sendPasscode(now time.Time, to Phone) {
	number, _ := rand.Int(rand.Reader, big.NewInt(1_000_000)) // crypto/rand never fails
	digits := fmt.Sprintf("%06d", number)
	for _, ready := range readyMade {
		if ready.phone == to {
			digits = readyMadePasscode
		}
	}
	p.passcodes[to] = passcode{digits, now.Add(passcodeLifetime)}
}

// Passcode returns the passcode of a phone number, false where it has none that can still be used.
func (p *Platform) Passcode(now time.Time, phone Phone) (string, bool) {
	sent, ok := p.passcodes[phone]
	if !ok || !now.Before(sent.expires) {
		return "", false
	}
	return sent.digits, true
}

// usePasscode refuses passcodes other than the present one of a phone number, which is used up by that.
func (p *Platform) usePasscode(now time.Time, phone Phone, guess secret.String) error {
	digits, ok := p.Passcode(now, phone)
	if !ok || !same(guess, secret.New(digits)) {
		return errPasscode
	}
	delete(p.passcodes, phone)
	return nil
}

// same compares in a time that does not tell how much of a guess was right.
func same(guess, expected secret.String) bool {
	return subtle.ConstantTimeCompare([]byte(guess.Reveal()), []byte(expected.Reveal())) == 1
}
