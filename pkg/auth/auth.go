// Package auth logs in and keeps requests supplied with a token. Logging in is what differs between platforms: a
// [Strategy]. Everything else is here, once: one login at a time however many callers need it, a renewal before the
// token expires, and one replay where the platform refuses a token.
package auth

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

// Token is what a login gives.
type Token struct {
	Value   secret.String
	APIKey  secret.String // the key that it was given to, where the platform has keys
	Expires time.Time
}

// Strategy is what differs between platforms. It must be safe for concurrent use.
type Strategy interface {
	// Login exchanges the credentials for a token. Its requests go through next, which counts them in the quota. It is
	// called where there is no token, where the one there is ends soon, and where the platform refused it: refused is
	// that token then, and zero otherwise.
	Login(ctx context.Context, next http.RoundTripper, refused Token) (Token, error)
	// Identify adds to a request what it needs without a login, such as an API key.
	Identify(ctx context.Context, req *http.Request) error
	// Authorize adds to a request what it needs after a login.
	Authorize(req *http.Request, token Token)
	// Rotated reports whether the credentials are no longer those of the token.
	Rotated(ctx context.Context, token Token) bool
}

// ErrForeignHost refuses a request to another scheme or host than the client was configured for: it would carry the
// secrets there.
var ErrForeignHost = errors.New("the request is for another host than the client's")

// SchemeToken is the security scheme, in the specifications, of operations that need a login.
const SchemeToken = "token"

// Transport adds credentials to the requests of operations that need them.
type Transport struct {
	base     http.RoundTripper
	home     *url.URL
	strategy Strategy          // identifies requests that need no login
	logins   map[string]*login // by security scheme
}

// login is how the operations of one security scheme get their token.
type login struct {
	strategy Strategy
	tokens   *Cache
}

// New returns a transport that sends requests through base, for the scheme and host of home only. The strategy is that
// of operations with the security scheme [SchemeToken]. Close it.
func New(base http.RoundTripper, home *url.URL, strategy Strategy) *Transport {
	t := &Transport{base: base, home: home, strategy: strategy, logins: map[string]*login{}}
	t.Add(SchemeToken, strategy)
	return t
}

// Add adds the strategy of operations with another security scheme, before the transport is used. It has a token of
// its own.
func (t *Transport) Add(scheme string, strategy Strategy) {
	tokens := NewCache(func(ctx context.Context, refused Token) (Token, error) { return strategy.Login(ctx, t.base, refused) })
	t.logins[scheme] = &login{strategy, tokens}
}

// Tokens returns the cache of the token of a security scheme, nil where it has none.
func (t *Transport) Tokens(scheme string) *Cache {
	if login := t.logins[scheme]; login != nil {
		return login.tokens
	}
	return nil
}

// Revoke gives the token of a security scheme up, here and, where it is shared, for all processes. A token that has been
// replaced already stays.
func (t *Transport) Revoke(ctx context.Context, scheme string, token Token) error {
	login := t.logins[scheme]
	login.tokens.Invalidate(token)
	if shared, ok := login.strategy.(*shared); ok {
		return shared.revoke(ctx, token)
	}
	return nil
}

// Close ends logins under way and waits for them. Calls that need one fail from now on.
func (t *Transport) Close() {
	for _, login := range t.logins {
		login.tokens.Close()
	}
}

// of returns the login that the call needs, nil where it needs none.
func (t *Transport) of(call *operation.Call) *login {
	if call != nil {
		for _, scheme := range call.Security {
			if login := t.logins[scheme]; login != nil {
				return login
			}
		}
	}
	return nil
}

// RoundTrip sends the request with its credentials. A token that the platform refuses is given up and the request
// sent once more with a new one: a refusal proves that nothing was done.
func (t *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx, call := req.Context(), operation.FromContext(req.Context())
	if req.URL.Scheme != t.home.Scheme || req.URL.Host != t.home.Host {
		return nil, call.Refuse(nil, fmt.Errorf("%w: %s", ErrForeignHost, req.URL.Host))
	}
	login := t.of(call)
	if login == nil {
		identified := ownHeader(req)
		if err := t.strategy.Identify(ctx, identified); err != nil {
			return nil, loginFailed(call, err)
		}
		return t.base.RoundTrip(identified)
	}
	token, err := login.tokens.Get(ctx)
	if err != nil {
		return nil, loginFailed(call, err)
	}
	resp, err := login.send(t.base, req, token)
	if err != nil {
		return nil, err
	}
	refusal := login.refusal(ctx, call, resp, token)
	if refusal == nil {
		return resp, nil
	}
	login.tokens.Invalidate(token)
	if !operation.Repeatable(req) || refusal.Outcome == apierror.Ambiguous && !call.RepeatsSafely() {
		return resp, nil
	}
	call.Note(refusal.Outcome)
	if token, err = login.tokens.Get(ctx); err != nil {
		return nil, loginFailed(call, err)
	}
	if req, err = operation.Rewind(req); err != nil {
		return nil, call.Refuse(nil, err)
	}
	return login.send(t.base, req, token)
}

func (l *login) send(base http.RoundTripper, req *http.Request, token Token) (*http.Response, error) {
	authorized := ownHeader(req)
	l.strategy.Authorize(authorized, token)
	operation.FromContext(req.Context()).Hide(token.Value, token.APIKey)
	return base.RoundTrip(authorized)
}

// ownHeader returns the request with a header that values can be set in.
func ownHeader(req *http.Request) *http.Request {
	own := req.WithContext(req.Context())
	own.Header = maps.Clone(req.Header)
	if own.Header == nil {
		own.Header = http.Header{}
	}
	return own
}

// refusal returns what an answer says where the token, or the key it belongs to, seems to be no longer good; nil
// otherwise. Some platforms say so with a status of 400 or 500 and a code. A 403 says so only where the credentials have
// changed meanwhile: it is also what a partner gets who may not do something.
func (l *login) refusal(ctx context.Context, call *operation.Call, resp *http.Response, token Token) *apierror.Error {
	if resp.StatusCode < 400 {
		return nil
	}
	body, err := operation.Read(resp)
	if err != nil {
		return nil
	}
	refused := call.Check(resp, body)
	switch {
	case resp.StatusCode == http.StatusUnauthorized,
		resp.StatusCode == http.StatusForbidden && l.strategy.Rotated(ctx, token),
		refused.Kind == apierror.ErrUnauthorized && refused.Outcome == apierror.Rejected:
		return refused
	}
	return nil
}

// LoginError is the cause of a request that was not sent because there was no token for it. The login's own outcome
// is no outcome of the request, so errors.Is does not look behind it; Err has the details.
type LoginError struct{ Err error }

// Error says why the login failed.
func (e *LoginError) Error() string {
	login := apierror.Of(e.Err)
	switch {
	case login == nil:
		return "login failed: " + e.Err.Error()
	case login.Status != 0:
		return fmt.Sprintf("login failed: HTTP %d: %s", login.Status, login.Reason())
	}
	return "login failed: " + login.Reason()
}

// Unwrap returns what the login failed of, such as the end of a context.
func (e *LoginError) Unwrap() error {
	if login := apierror.Of(e.Err); login != nil {
		return login.Err
	}
	return e.Err
}

func loginFailed(call *operation.Call, err error) error {
	refused := call.Refuse(nil, &LoginError{err})
	if login := apierror.Of(err); login != nil {
		refused.RetryAfter, refused.Temporary = login.RetryAfter, login.Temporary
		switch login.Kind { // of the others, such as ErrNotFound, the caller would think that they are about its request
		case apierror.ErrUnauthorized, apierror.ErrForbidden, apierror.ErrRateLimited:
			refused.Kind = login.Kind
		}
	}
	return refused
}
