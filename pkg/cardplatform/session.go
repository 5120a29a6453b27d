package cardplatform

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/authentication"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/auth"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

// TokenLifetime is how long an access token is used whose end the platform does not tell, or tells as a time that has
// passed by this machine's clock. It is the lower end of what the documentation gives as an illustration: 5 to 60
// minutes.
const TokenLifetime = 5 * time.Minute

// renewal is how long a renewal may take. A login must fit into what is left of the time for both.
const renewal = 10 * time.Second

// ErrNoToken says that the platform answered a login with success, but without an access token.
var ErrNoToken = errors.New("the answer has no access token")

// session is how the platform authenticates: a login gives an access token of some minutes and a refresh token of some
// days, which gives further access tokens. See https://apidoc-issuance.vaultspay.dev/get-started/authentication.
type session struct {
	provider CredentialsProvider
	caller   operation.Caller

	mu      sync.Mutex
	refresh refresh
}

// refresh is a refresh token. Its zero value is none.
type refresh struct {
	credentials Credentials // that it was given to
	token       secret.String
	expires     time.Time // zero where the platform has not told
}

// Login renews the access token, or logs in where that cannot be: after the end of the refresh token, with other
// credentials, and where the platform has refused the access token, since the session may be over then. It also logs
// in where the renewal is refused or gets no answer in time, and the next time where it fails otherwise.
func (s *session) Login(ctx context.Context, next http.RoundTripper, refused auth.Token) (auth.Token, error) {
	credentials, err := s.credentials(ctx)
	if err != nil {
		return auth.Token{}, err
	}
	caller := s.caller
	caller.Transport = next
	logins := authentication.New(&caller)
	if held := s.take(); refused.Value.IsZero() && held.usable(credentials) {
		renewing, cancel := context.WithTimeout(ctx, renewal)
		token, err := s.renew(renewing, logins, held)
		late := renewing.Err() != nil && ctx.Err() == nil
		cancel()
		if err == nil || !late && (!errors.Is(err, apierror.ErrRejected) || errors.Is(err, apierror.ErrRateLimited)) {
			return token, err
		}
	}
	return s.logIn(ctx, logins, credentials)
}

// credentials asks the provider.
func (s *session) credentials(ctx context.Context) (Credentials, error) {
	c, err := s.provider.Credentials(ctx)
	if err != nil {
		return Credentials{}, err
	}
	return c, c.check()
}

// Secrets are what access tokens depend on: they are shared by those who have the same. A refresh token stays with the
// process that logged in; one that has none logs in where the shared access token ends.
func (s *session) Secrets(ctx context.Context) ([]secret.String, error) {
	c, err := s.credentials(ctx)
	return []secret.String{c.ClientID, c.ClientSecret}, err
}

// take returns the refresh token and forgets it, so that one that does not work is not tried for ever.
func (s *session) take() refresh {
	s.mu.Lock()
	defer s.mu.Unlock()
	held := s.refresh
	s.refresh = refresh{}
	return held
}

func (s *session) keep(r refresh) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refresh = r
}

func (r refresh) usable(credentials Credentials) bool {
	return !r.token.IsZero() && r.credentials == credentials && (r.expires.IsZero() || time.Now().Before(r.expires))
}

func (s *session) renew(ctx context.Context, logins *authentication.Client, held refresh) (auth.Token, error) {
	answer, err := logins.RefreshToken(ctx, authentication.RefreshTokenRequest{RefreshToken: held.token})
	if err != nil {
		return auth.Token{}, err
	}
	token, err := newToken(answer.AccessToken, answer.AccessTokenExpiry.Time(), held.credentials)
	if err == nil {
		if !answer.RefreshToken.IsZero() {
			held.token, held.expires = answer.RefreshToken, answer.RefreshTokenExpiry.Time()
		}
		s.keep(held)
	}
	return token, err
}

func (s *session) logIn(ctx context.Context, logins *authentication.Client, credentials Credentials) (auth.Token, error) {
	answer, err := logins.Login(ctx, authentication.LoginRequest{
		ClientID:     credentials.ClientID,
		ClientSecret: credentials.ClientSecret,
	})
	if err != nil {
		return auth.Token{}, err
	}
	token, err := newToken(answer.AccessToken, answer.AccessTokenExpiry.Time(), credentials)
	if err == nil {
		s.keep(refresh{credentials, answer.RefreshToken, answer.RefreshTokenExpiry.Time()})
	}
	return token, err
}

func newToken(value secret.String, expires time.Time, credentials Credentials) (auth.Token, error) {
	if value.IsZero() {
		return auth.Token{}, ErrNoToken
	}
	if now := time.Now(); !expires.After(now) {
		expires = now.Add(TokenLifetime)
	}
	return auth.Token{Value: value, APIKey: credentials.ClientSecret, Expires: expires}, nil
}

// Identify adds nothing: what needs no login needs no credentials.
func (s *session) Identify(context.Context, *http.Request) error { return nil }

func (s *session) Authorize(req *http.Request, token auth.Token) {
	req.Header.Set("Authorization", "Bearer "+token.Value.Reveal())
}

func (s *session) Rotated(ctx context.Context, token auth.Token) bool {
	credentials, err := s.provider.Credentials(ctx)
	return err == nil && credentials.ClientSecret != token.APIKey
}
