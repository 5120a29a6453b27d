package walletengine

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

// ErrNoSession says that bytes are not those of a session of this application.
var ErrNoSession = errors.New("not a saved session of this application")

// saved is a session as bytes.
type saved struct {
	AppID      string        `json:"app_id"`
	Token      secret.String `json:"token"`
	Inactivity time.Duration `json:"inactivity"` // in nanoseconds
	Ends       time.Time     `json:"ends"`
}

// Save returns the session as bytes, for [Client.Restore]. They hold the user's token in plain text: whoever reads them
// can act for the user, so encrypt them where they are stored. When the session ends is among them: save it again after
// it was used. Of a session that is known to have ended the error is [ErrSessionEnded].
func (s *Session) Save() ([]byte, error) {
	ends := s.Ends()
	if !time.Now().Before(ends) {
		return nil, ErrSessionEnded
	}
	return secret.Marshal(saved{AppID: s.appID, Token: s.user.token, Inactivity: s.user.inactivity, Ends: ends.UTC()})
}

// Restore returns the session that the bytes of [Session.Save] hold. It sends nothing: whether the platform still takes
// the token shows at the first call. Copies of a session do not know of each other: where one is used, another may end
// earlier than it should, and the user has to sign in again. The error is [ErrNoSession] or [ErrSessionEnded]. Close
// the session.
func (c *Client) Restore(bytes []byte) (*Session, error) {
	var s saved
	switch err := json.Unmarshal(bytes, &s); { // its text may hold a part of the token
	case err != nil:
		return nil, fmt.Errorf("%w: they cannot be read", ErrNoSession)
	case s.AppID != c.appID:
		return nil, fmt.Errorf("%w: the application is another one", ErrNoSession)
	case s.Token.IsZero() || s.Inactivity <= 0:
		return nil, fmt.Errorf("%w: the token or the time of inactivity is missing", ErrNoSession)
	}
	now := time.Now()
	if !now.Before(s.Ends) {
		return nil, ErrSessionEnded
	}
	ends := s.Ends
	if latest := now.Add(s.Inactivity); ends.After(latest) { // saved by a machine whose clock is ahead
		ends = latest
	}
	return c.open(&user{token: s.Token, inactivity: s.Inactivity, ends: ends}), nil
}

// Resume returns the session of a user who has signed in elsewhere, such as in the application on a phone, with the
// token that the platform gave out there. The session is taken to last for the time of inactivity from now on;
// [Inactivity] is meant where that is 0. It sends nothing. Close the session.
func (c *Client) Resume(token secret.String, inactivity time.Duration) *Session {
	if inactivity <= 0 {
		inactivity = Inactivity
	}
	return c.open(&user{token: token, inactivity: inactivity, ends: time.Now().Add(inactivity)})
}
