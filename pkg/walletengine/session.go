package walletengine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/walletengine/authorization"
	"github.com/wallex-sdk/wallex-go/gen/walletengine/walletengineservices"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/auth"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

// Inactivity is how long a session lasts without a call, unless the sign-in says otherwise, as documented.
const Inactivity = 7 * 24 * time.Hour

// ErrSessionEnded says that the user has to sign in again: nothing was called for too long, the password was changed
// or has expired, or the platform has revoked the token.
var ErrSessionEnded = errors.New("the user's session has ended")

// Session calls the platform for a user who has signed in. It is safe for concurrent use, and prints as redacted. Close
// it when it is no longer needed.
//
// Once it has ended, every call fails with an *apierror.Error that is [ErrSessionEnded] and, unless the platform itself
// found the session ended, was not sent. A call that may have taken effect stays ambiguous all the same: that of a
// proxy's 401 to a payment, say. The next call then tells that the session has ended.
type Session struct {
	walletengineservices.Services

	// SignedIn is what the platform answered when the user signed in: the profile and the accounts as they were then. A
	// session that was restored lacks it.
	SignedIn authorization.Session

	core  *client.Client
	appID string
	user  *user
}

func (c *Client) open(u *user) *Session {
	core := c.core.As(func(operation.Caller) auth.Strategy { return u })
	return &Session{Services: walletengineservices.New(core.Caller()), core: core, appID: c.appID, user: u}
}

// Caller returns what generated clients are built from, for operations that Services lacks.
func (s *Session) Caller() *operation.Caller { return s.core.Caller() }

// Ends returns when the session ends unless it is used before: every call that is sent puts it off. It is reckoned here,
// from when requests were sent; the platform may see it a little differently. It is in the past once the session has
// ended.
func (s *Session) Ends() time.Time {
	s.user.mu.Lock()
	defer s.user.mu.Unlock()
	return s.user.ends
}

// Close ends what goes on in the background. Calls fail from now on. The token stays good: no operation that signs a
// user out is documented.
func (s *Session) Close() { s.core.Close() }

// Format writes that the session is redacted, for every verb.
func (s Session) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, secret.Redacted) }

// MarshalText writes that the session is redacted. For its bytes, see [Session.Save].
func (s Session) MarshalText() ([]byte, error) { return []byte(secret.Redacted), nil }

// user is who has signed in: the strategy of a session. There is nothing to log in with. The login of a session only
// says how much longer its token is good.
type user struct {
	token      secret.String
	inactivity time.Duration

	mu   sync.Mutex
	ends time.Time
}

// inactivityOf returns the time that a number of minutes stands for, at most a century. It is the default where there
// are none.
func inactivityOf(minutes int) time.Duration {
	const century = 100 * 365 * 24 * 60
	if minutes <= 0 {
		return Inactivity
	}
	return time.Duration(min(minutes, century)) * time.Minute
}

func (u *user) Login(_ context.Context, _ http.RoundTripper, refused auth.Token) (auth.Token, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	now := time.Now()
	if refused.Value == u.token && now.Before(u.ends) {
		u.ends = now
	}
	if !now.Before(u.ends) {
		return auth.Token{}, &apierror.Error{Outcome: apierror.Rejected, Kind: apierror.ErrUnauthorized, Err: ErrSessionEnded}
	}
	return auth.Token{Value: u.token, Expires: u.ends}, nil
}

// Authorize adds the token, which puts the end of the session off, unless it has come meanwhile.
func (u *user) Authorize(req *http.Request, token auth.Token) {
	req.Header.Set("Authorization", "Bearer "+token.Value.Reveal())
	u.mu.Lock()
	defer u.mu.Unlock()
	if now := time.Now(); now.Before(u.ends) {
		u.ends = now.Add(u.inactivity)
	}
}

func (u *user) Identify(context.Context, *http.Request) error { return nil }
func (u *user) Rotated(context.Context, auth.Token) bool      { return false }
