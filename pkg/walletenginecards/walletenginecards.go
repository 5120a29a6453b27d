// Package walletenginecards is the client of Wallet Engine's card API. That is another API than the one for wallets, in
// package walletengine: it has another host, and OAuth 2 tokens instead of sessions.
//
//	client, err := walletenginecards.New(tokens)
//	...
//	card, err := client.Cards.Retrieve(ctx, cardToken)
//
// What changes a card sends fields that are inferred, and takes [client.WithUnverified].
//
// The methods and their requests and answers are generated from the specification, in gen/walletenginecards/cards.
// Every error is an *apierror.Error; its outcome says whether the call may have taken effect. Options that all platforms
// share are in package client.
package walletenginecards

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/walletenginecards/walletenginecardsservices"
	"github.com/wallex-sdk/wallex-go/pkg/auth"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

// Production is the address that the documentation names, and that a client calls unless [client.WithBaseURL] sets
// another. Whether there is a sandbox is not documented.
const Production = "https://api.walletengine.io"

// TokenSource returns an OAuth 2 access token of one user. It is asked for every request, and again when the platform has
// refused the token that it gave, so it keeps the token while that is good, as those of golang.org/x/oauth2 do. It must
// be safe for concurrent use. Requests that come together share one question, which belongs to none of them: its context
// ends after 30 seconds and has no values, so that it cannot tell users apart. Give each user a client, with [Client.As].
//
// The platform documents the flow authorizationCode, at /v1/auth and /v1/token, and the scopes read and write.
type TokenSource func(ctx context.Context) (secret.String, error)

// Client calls the card API. It is safe for concurrent use. Close it when it is no longer needed.
type Client struct {
	walletenginecardsservices.Services
	core *client.Client
}

// New returns a client. It sends nothing. No limit of the rate of requests is documented, and none is kept to unless
// [client.WithRateLimit] sets one.
func New(tokens TokenSource, options ...client.Option) (*Client, error) {
	if tokens == nil {
		return nil, errors.New("walletenginecards.New: there is no source of tokens")
	}
	core, err := client.New(client.Platform{
		Name:        "walletenginecards",
		BaseURL:     Production,
		DecodeError: decodeError,
		Strategy:    withTokens(tokens),
	}, options...)
	if err != nil {
		return nil, err
	}
	return open(core), nil
}

// As returns a client for another user, which shares connections and options with c. It sends nothing, and panics where
// there is no source of tokens. Close it and c.
func (c *Client) As(tokens TokenSource) *Client {
	if tokens == nil {
		panic("walletenginecards.Client.As: there is no source of tokens")
	}
	return open(c.core.As(withTokens(tokens)))
}

func open(core *client.Client) *Client {
	return &Client{Services: walletenginecardsservices.New(core.Caller()), core: core}
}

func withTokens(tokens TokenSource) func(operation.Caller) auth.Strategy {
	return func(operation.Caller) auth.Strategy { return strategy{tokens} }
}

// Caller returns what generated clients are built from, for operations that Services lacks.
func (c *Client) Caller() *operation.Caller { return c.core.Caller() }

// Close ends what goes on in the background and closes idle connections.
func (c *Client) Close() { c.core.Close() }

type strategy struct{ tokens TokenSource }

// Login asks the source. Its token counts as expired at once: only the source knows when it ends.
func (s strategy) Login(ctx context.Context, _ http.RoundTripper, _ auth.Token) (auth.Token, error) {
	token, err := s.tokens(valueless{ctx})
	if err == nil && token.IsZero() {
		err = errors.New("the source of tokens gave an empty one")
	}
	return auth.Token{Value: token, Expires: time.Now()}, err
}

// valueless is a context without the values of the request that happened to come first.
type valueless struct{ context.Context }

func (valueless) Value(any) any { return nil }

func (strategy) Identify(context.Context, *http.Request) error { return nil }

func (strategy) Authorize(req *http.Request, token auth.Token) {
	req.Header.Set("Authorization", "Bearer "+token.Value.Reveal())
}

func (strategy) Rotated(context.Context, auth.Token) bool { return false }

// decodeError reads {"Success":false,"ErrorCode":"...","ErrorMessage":"..."}, which comes with HTTP 200. The error codes
// are not documented, nor are the bodies of other statuses, which prove something in this form only.
func decodeError(body []byte) (operation.Refusal, bool) {
	var envelope struct{ ErrorCode, ErrorMessage string }
	if json.Unmarshal(body, &envelope) != nil || envelope.ErrorCode == "" && envelope.ErrorMessage == "" {
		return operation.Refusal{}, false
	}
	return operation.Refusal{Code: envelope.ErrorCode, Message: envelope.ErrorMessage}, true
}
