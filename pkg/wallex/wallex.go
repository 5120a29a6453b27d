// Package wallex is the client of the Wallex API for cross-border payments.
//
//	client, err := wallex.New(wallex.FromEnvironment())
//	...
//	quote, err := client.V1.SimplePayments.Quote(ctx, simplepayments.QuoteSimplePaymentRequest{...})
//
// The methods and their requests and answers are generated from the specifications, a package for each domain below
// gen/wallex. Every error is an *apierror.Error; its outcome says whether the call may have taken effect. Options
// that all platforms share are in package client.
package wallex

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/wallex/authentication"
	v2authentication "github.com/wallex-sdk/wallex-go/gen/wallex/v2/authentication"
	"github.com/wallex-sdk/wallex-go/gen/wallex/wallexservices"
	"github.com/wallex-sdk/wallex-go/pkg/auth"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/upload"
)

// Addresses of the platform, for [client.WithBaseURL]. A client calls Production unless it is told otherwise. The
// sources disagree on the demo host: version 1.37 of the documentation names Demo137.
const (
	Production = "https://api.wallex.asia"
	Demo       = "https://api-demo.wallex.asia"
	Demo137    = "https://api.wallex.rocks"
)

// TokenLifetime is how long a token is valid after its login, as documented.
const TokenLifetime = 8 * time.Hour

// Client calls the Wallex API. It is safe for concurrent use. Close it when it is no longer needed.
type Client struct {
	wallexservices.Services
	core *client.Client
}

// New returns a client. It sends nothing: the first call that needs a token logs in.
func New(credentials CredentialsProvider, options ...client.Option) (*Client, error) {
	if credentials == nil {
		return nil, errors.New("wallex.New: there is no provider of credentials")
	}
	core, err := client.New(client.Platform{
		Name:        "wallex",
		BaseURL:     Production,
		Limits:      ratelimit.Default,
		DecodeError: decodeError,
		Strategy: func(caller operation.Caller) auth.Strategy {
			return &strategy{provider: credentials, caller: caller, login: loginV1}
		},
		Others: map[string]func(operation.Caller) auth.Strategy{
			schemeBearer: func(caller operation.Caller) auth.Strategy {
				return &strategy{provider: credentials, caller: caller, login: loginV2, prefix: "Bearer "}
			},
		},
	}, options...)
	if err != nil {
		return nil, err
	}
	return &Client{Services: wallexservices.New(core.Caller()), core: core}, nil
}

// Caller returns what generated clients are built from, for operations that Services lacks.
func (c *Client) Caller() *operation.Caller { return c.core.Caller() }

// OnBehalfOfAccount returns a client that acts for a member account: its calls carry the account's id in the body or in
// the query, as each operation documents it, unless a call names an account or a user itself. An operation that moves
// money and has no such field is refused. The client shares everything else with c; close c only.
func (c *Client) OnBehalfOfAccount(accountID string) *Client {
	return c.scoped(map[string]string{"onBehalfOfAccount": accountID})
}

// OnBehalfOfUser is like OnBehalfOfAccount for an approved user.
func (c *Client) OnBehalfOfUser(userID string) *Client {
	return c.scoped(map[string]string{"onBehalfOfUser": userID})
}

func (c *Client) scoped(shared map[string]string) *Client {
	core := c.core.With(shared)
	return &Client{Services: wallexservices.New(core.Caller()), core: core}
}

// Upload puts a file where a signed URL leads, as the operations give them that create documents or ask for an upload
// URL. See package upload. Where the context has no deadline, it ends after the time of [client.WithTimeout].
func (c *Client) Upload(ctx context.Context, address secret.String, file upload.File) error {
	if _, ok := ctx.Deadline(); !ok && c.Caller().Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, c.Caller().Timeout)
		defer cancel()
	}
	return upload.Put(ctx, c.core.Transport(), address, file)
}

// Logout ends the client's tokens on the platform, where it has any: one of version 1, which older operations of
// version 2 use, too, and one of version 2. The next call that needs one logs in again.
//
// With [client.WithTokenStore] it ends the tokens of all processes that share them. The store gives them to nobody any
// longer; a process that has one already learns from the platform's refusal of its next call, which is sent once more
// after the one new login for all.
func (c *Client) Logout(ctx context.Context) error {
	return errors.Join(
		c.logout(ctx, auth.SchemeToken, c.Authentication.Logout),
		c.logout(ctx, schemeBearer, c.V2.Authentication.Logout),
	)
}

func (c *Client) logout(ctx context.Context, scheme string, logout func(context.Context, ...operation.Option) error) error {
	tokens := c.core.Tokens(scheme)
	if _, ok := tokens.Current(); !ok {
		return nil
	}
	err := logout(ctx)
	if token, ok := tokens.Current(); ok { // another one than before, where that one was refused
		err = errors.Join(err, c.core.Revoke(ctx, scheme, token))
	}
	return err
}

// Close ends what goes on in the background and closes idle connections. It does not log out.
func (c *Client) Close() { c.core.Close() }

// schemeBearer is the security scheme of the newer operations of version 2.
const schemeBearer = "bearer"

// strategy is how Wallex authenticates: an API key in every request, and the token of a login. The documentation of
// either version has a login of its own, and another form of the header; whether the platform mixes them is not
// documented, so each version has its token.
type strategy struct {
	provider CredentialsProvider
	caller   operation.Caller
	login    func(context.Context, *operation.Caller, authentication.AuthenticateRequest) (*authentication.AccessToken, error)
	prefix   string
}

func loginV1(ctx context.Context, caller *operation.Caller, keys authentication.AuthenticateRequest) (*authentication.AccessToken, error) {
	return authentication.New(caller).Authenticate(ctx, keys)
}

func loginV2(ctx context.Context, caller *operation.Caller, keys authentication.AuthenticateRequest) (*authentication.AccessToken, error) {
	return v2authentication.New(caller).Authenticate(ctx, keys)
}

// credentials asks the provider. A request with an empty key would be refused by a gateway that does not say why.
func (s *strategy) credentials(ctx context.Context) (Credentials, error) {
	c, err := s.provider.Credentials(ctx)
	if err != nil {
		return Credentials{}, err
	}
	return c, c.check()
}

// Secrets are what tokens depend on: they are shared by those who have the same.
func (s *strategy) Secrets(ctx context.Context) ([]secret.String, error) {
	c, err := s.credentials(ctx)
	return []secret.String{c.APIKey, c.AccessKeyID, c.SecretAccessKey}, err
}

func (s *strategy) Login(ctx context.Context, next http.RoundTripper, _ auth.Token) (auth.Token, error) {
	credentials, err := s.credentials(ctx)
	if err != nil {
		return auth.Token{}, err
	}
	caller := s.caller
	caller.Transport = withKey{next, credentials}
	issued := time.Now()
	answer, err := s.login(ctx, &caller, authentication.AuthenticateRequest{
		AccessKeyID:     credentials.AccessKeyID,
		SecretAccessKey: credentials.SecretAccessKey,
	})
	if err != nil {
		return auth.Token{}, err
	}
	return auth.Token{Value: answer.Token, APIKey: credentials.APIKey, Expires: issued.Add(TokenLifetime)}, nil
}

func (s *strategy) Identify(ctx context.Context, req *http.Request) error {
	credentials, err := s.credentials(ctx)
	if err != nil {
		return err
	}
	req.Header.Set("X-Api-Key", credentials.APIKey.Reveal())
	operation.FromContext(ctx).Hide(credentials.APIKey)
	return nil
}

func (s *strategy) Authorize(req *http.Request, token auth.Token) {
	req.Header.Set("X-Api-Key", token.APIKey.Reveal())
	req.Header.Set("Authorization", s.prefix+token.Value.Reveal())
}

func (s *strategy) Rotated(ctx context.Context, token auth.Token) bool {
	credentials, err := s.provider.Credentials(ctx)
	return err == nil && credentials.APIKey.Reveal() != token.APIKey.Reveal()
}

// withKey adds the API key to the requests of a login.
type withKey struct {
	next        http.RoundTripper
	credentials Credentials
}

func (t withKey) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(req.Context())
	req.Header.Set("X-Api-Key", t.credentials.APIKey.Reveal())
	operation.FromContext(req.Context()).Hide(t.credentials.APIKey)
	return t.next.RoundTrip(req)
}
