package sandbox

import (
	"encoding/json"
	"net/http"

	"github.com/wallex-sdk/wallex-go/gen/walletenginecards/cards"
	"github.com/wallex-sdk/wallex-go/gen/walletenginecommon"
	"github.com/wallex-sdk/wallex-go/pkg/auth"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/walletengine"
)

// walletAppID is the id of the application in the documented examples.
const walletAppID = "86509b0699ae"

// walletPrefix comes before the paths of Wallet Engine, as it does at the platform itself.
const walletPrefix = "/api"

// WalletAppID returns the id of the application that the sandbox accepts for Wallet Engine. It is the same for every
// sandbox.
func (s *Sandbox) WalletAppID() string { return walletAppID }

// WalletURL returns the base URL of Wallet Engine in a sandbox that listens, and "" of one that does not.
func (s *Sandbox) WalletURL() string {
	url := s.URL()
	if url == "" {
		return ""
	}
	return url + walletPrefix
}

// Passcode returns the one-time passcode that Wallet Engine has sent to a phone number last, false where there is none
// that can still be used.
func (s *Sandbox) Passcode(countryDialCode, phoneNumber string) (string, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.wallet.Passcode(s.clock.now(), walletengine.Phone{CountryDialCode: countryDialCode, Number: phoneNumber})
}

// walletUser finds the user of a request's token, where the operation needs one.
func (s *Sandbox) walletUser(c *call) (err error) {
	token, ok := sentToken(c)
	switch {
	case !c.op.Needs(auth.SchemeToken) || token == "" && takesNone(c.op):
		return nil
	case !ok:
		return errUnauthenticated
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c.user, err = s.wallet.Authorize(s.clock.now(), token)
	return err
}

// isWalletApp refuses requests with the id of another application.
func isWalletApp(c *call) error {
	var in struct {
		AppID string `json:"app_id"`
	}
	_ = json.Unmarshal(c.body, &in) // it is valid
	if in.AppID != walletAppID {
		return refusal.Field("app_id", "must be that of an application")
	}
	return nil
}

// refuseWallet writes a refusal as Wallet Engine does: with status 500, whatever it is.
func refuseWallet(refused *refusal.Error) (int, []byte) {
	e := walletenginecommon.Error{Code: http.StatusInternalServerError, Error: "invalid_arguments", Message: refused.Message}
	switch {
	case refused == errUnauthenticated:
		e.Error, e.Message = "invalid_user_authorize", "WE Gateway can not authorize the user. Invalid App User Token."
	case refused.Status >= http.StatusInternalServerError:
		e.Error = "fatal_error"
	case refused.Code != refusal.ValidationFailed:
		e.Error = refused.Code
	case len(refused.Faults) > 0:
		e.Message += ": " + refused.Faults[0].Field + " " + refused.Faults[0].Rule
	}
	body, _ := json.Marshal(e) // texts always can be written
	return http.StatusInternalServerError, body
}

// hasAnyToken refuses requests without a token. The sandbox has no authorization server for the card API of Wallet
// Engine, so any token will do.
func hasAnyToken(c *call) error {
	if token, ok := sentToken(c); !ok || token == "" {
		return errUnauthenticated
	}
	return nil
}

// refuseWalletCards writes a refusal as the card API of Wallet Engine does, of which only the status is documented.
func refuseWalletCards(refused *refusal.Error) (int, []byte) {
	body, _ := json.Marshal(cards.CardUpdate{ErrorCode: refused.Code, ErrorMessage: refused.Message})
	return refused.Status, body
}
