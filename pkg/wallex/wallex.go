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
	"github.com/wallex-sdk/wallex-go/gen/wallex/wallexservices"
	"github.com/wallex-sdk/wallex-go/pkg/auth"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
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
			return &strategy{provider: credentials, caller: caller}
		},
	}, options...)
	if err != nil {
		return nil, err
	}
	return &Client{Services: wallexservices.New(core.Caller()), core: core}, nil
}

// Caller returns what generated clients are built from, for operations that Services lacks.
func (c *Client) Caller() *operation.Caller { return c.core.Caller() }

// Logout ends the client's token on the platform, where it has one. The next call logs in again.
func (c *Client) Logout(ctx context.Context) error {
	if _, ok := c.core.Tokens().Current(); !ok {
		return nil
	}
	err := c.Authentication.Logout(ctx)
	if token, ok := c.core.Tokens().Current(); ok { // another one than before, where that one was refused
		c.core.Tokens().Invalidate(token)
	}
	return err
}

// Close ends what goes on in the background and closes idle connections. It does not log out.
func (c *Client) Close() { c.core.Close() }

// strategy is how Wallex authenticates: an API key in every request, and the raw token of a login.
type strategy struct {
	provider CredentialsProvider
	caller   operation.Caller
}

// credentials asks the provider. A request with an empty key would be refused by a gateway that does not say why.
func (s *strategy) credentials(ctx context.Context) (Credentials, error) {
	c, err := s.provider.Credentials(ctx)
	if err != nil {
		return Credentials{}, err
	}
	return c, c.check()
}

func (s *strategy) Login(ctx context.Context, next http.RoundTripper) (auth.Token, error) {
	credentials, err := s.credentials(ctx)
	if err != nil {
		return auth.Token{}, err
	}
	caller := s.caller
	caller.Transport = withKey{next, credentials}
	issued := time.Now()
	answer, err := authentication.New(&caller).Authenticate(ctx, authentication.AuthenticateRequest{
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
	return nil
}

func (s *strategy) Authorize(req *http.Request, token auth.Token) {
	req.Header.Set("X-Api-Key", token.APIKey.Reveal())
	req.Header.Set("Authorization", token.Value.Reveal())
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
	return t.next.RoundTrip(req)
}
