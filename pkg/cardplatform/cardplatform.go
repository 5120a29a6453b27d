// Package cardplatform is the client of the card platform, an API for issuing payment cards.
//
//	key, err := cardplatform.ParsePublicKey(text)
//	...
//	client, err := cardplatform.New(cardplatform.FromEnvironment(), cardplatform.Encryption{PublicKey: key, DeviceID: "17"})
//	...
//	card, err := client.Cards.Create(ctx, cards.CreateCardRequest{...})
//
// The methods and their requests and answers are generated from the specifications, a package for each domain below
// gen/cardplatform. Every error is an *apierror.Error; its outcome says whether the call may have taken effect. Options
// that all platforms share are in package client.
//
// Card numbers, security codes, expiry dates and PINs print as redacted; their method Reveal gives them.
//
// The platform encrypts the bodies of requests and answers, and documents half of how: see [Encryption].
package cardplatform

import (
	"errors"
	"net/http"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/cardplatformservices"
	"github.com/wallex-sdk/wallex-go/pkg/auth"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
)

// Addresses of the platform, for [client.WithBaseURL]. A client calls Production unless it is told otherwise.
const (
	Production = "https://rest.vaultspay.com"
	Test       = "https://api.vaultspay.dev"
)

// Client calls the card platform. It is safe for concurrent use. Close it when it is no longer needed.
type Client struct {
	cardplatformservices.Services
	core *client.Client
}

// New returns a client. It sends nothing: the first call that needs a token logs in. It refuses an [Encryption] that is
// not complete, and one that is off where it must be on. The platform documents no rate limit, so the client keeps none
// unless it is given one; a request too many is refused as apierror.ErrRateLimited.
func New(credentials CredentialsProvider, encryption Encryption, options ...client.Option) (*Client, error) {
	if credentials == nil {
		return nil, errors.New("cardplatform.New: there is no provider of credentials")
	}
	options = append([]client.Option{client.WithMiddleware(encryption.guard)}, options...)
	core, err := client.New(client.Platform{
		Name:        "cardplatform",
		BaseURL:     Production,
		DecodeError: decodeError,
		Strategy: func(caller operation.Caller) auth.Strategy {
			return &session{provider: credentials, caller: caller}
		},
		Seal: func(next http.RoundTripper) http.RoundTripper { return &seal{next, encryption} },
	}, options...)
	if err != nil {
		return nil, err
	}
	if err := encryption.check(core.Caller().BaseURL); err != nil {
		core.Close()
		return nil, err
	}
	return &Client{Services: cardplatformservices.New(core.Caller()), core: core}, nil
}

// Caller returns what generated clients are built from, for operations that Services lacks.
func (c *Client) Caller() *operation.Caller { return c.core.Caller() }

// Close ends what goes on in the background and closes idle connections. The platform has no logout.
func (c *Client) Close() { c.core.Close() }
