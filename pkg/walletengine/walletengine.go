// Package walletengine is the client of Wallet Engine, for e-wallets.
//
// An application has a [Client]. Its users have a [Session] each, once they have signed in; whatever is about a wallet
// is done in a session.
//
//	client, err := walletengine.New("86509b0699ae")
//	...
//	session, err := client.SignIn(ctx, authorization.SignInRequest{...})
//	...
//	profile, err := session.Profile.Query(ctx)
//	if errors.Is(err, walletengine.ErrSessionEnded) { // ask the user to sign in again
//
// The methods and their requests and answers are generated from the specifications, a package for each domain below
// gen/walletengine. Every error of a call is an *apierror.Error; its outcome says whether the call may have taken
// effect. Options that all platforms share are in package client.
//
// Much of the platform is known by name only. Operations of which that is true say so, and those that change something
// are refused unless the client was built with [client.WithUnverified].
package walletengine

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/walletengine/activation"
	"github.com/wallex-sdk/wallex-go/gen/walletengine/authorization"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/auth"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
)

// Sandbox is the address of the platform's sandbox, which a client calls unless it is told otherwise. The address of
// production is not public: set it with [client.WithBaseURL].
const Sandbox = "https://sandbox.walletengine.io/api"

const platform = "walletengine"

// Client calls what needs no user, and signs users in. It is safe for concurrent use. Close it when it is no longer
// needed.
type Client struct {
	// Activation turns a phone number into a wallet: the terms of service, the request, which has a passcode sent to
	// the user, and the passcode.
	Activation *activation.Client

	core  *client.Client
	appID string
}

// New returns the client of an application, whose id is part of every request. It sends nothing. No limit of the rate
// of requests is documented, and none is kept to unless [client.WithRateLimit] sets one.
func New(appID string, options ...client.Option) (*Client, error) {
	if appID == "" {
		return nil, errors.New("walletengine.New: there is no id of an application")
	}
	core, err := client.New(client.Platform{
		Name:        platform,
		BaseURL:     Sandbox,
		DecodeError: decodeError,
		Strategy:    func(operation.Caller) auth.Strategy { return nobody{} },
	}, options...)
	if err != nil {
		return nil, err
	}
	core = core.With(map[string]string{"app_id": appID})
	return &Client{Activation: activation.New(core.Caller()), core: core, appID: appID}, nil
}

// Caller returns what generated clients are built from. Their requests carry no token.
func (c *Client) Caller() *operation.Caller { return c.core.Caller() }

// SendPasscode has a one-time passcode sent to a phone number, for [Client.SignIn]. Every call sends another one. The
// source documents sign-ins with a passcode, but not how the user comes by one: that the operation, which is itself
// inferred, takes requests without a token, is inferred as well.
func (c *Client) SendPasscode(ctx context.Context, to Phone, options ...operation.Option) error {
	_, err := authorization.New(c.Caller()).GenerateOTP(ctx, authorization.GenerateOTPRequest(to), options...)
	return err
}

// SignIn exchanges a phone number, and either the password or a one-time passcode, for a session. A request with both
// or with neither is refused before anything is sent. It may be called again at any time, and is by itself when an
// answer is lost. Close the session.
//
// Source: https://apidocs.walletengine.io/authorisation, which says that passwords are sent hashed, and not how.
func (c *Client) SignIn(ctx context.Context, request authorization.SignInRequest, options ...operation.Option) (*Session, error) {
	if request.Password.IsZero() == request.Passcode.IsZero() {
		field := apierror.Field{Name: "password", Message: "is required, or else passcode"}
		if !request.Password.IsZero() {
			field = apierror.Field{Name: "passcode", Message: "must not be given together with password"}
		}
		return nil, invalid("signIn", field)
	}
	sent := time.Now()
	answer, err := authorization.New(c.Caller()).SignIn(ctx, request, options...)
	if err != nil {
		return nil, err
	}
	if answer.Token.IsZero() {
		return nil, &apierror.Error{
			Platform: platform, Operation: "signIn", Outcome: apierror.Ambiguous, Message: "the answer has no token",
		}
	}
	inactivity := inactivityOf(request.MaxInactiveTime)
	session := c.open(&user{token: answer.Token, inactivity: inactivity, ends: sent.Add(inactivity)})
	session.SignedIn = *answer
	return session, nil
}

// Close ends what goes on in the background and closes idle connections. The sessions have to be closed on their own,
// before.
func (c *Client) Close() { c.core.Close() }

// invalid is the error of a request that is not sent because a field of it is wrong.
func invalid(operation string, field apierror.Field) error {
	return &apierror.Error{
		Platform: platform, Operation: operation, Outcome: apierror.NotSent, Kind: apierror.ErrValidation,
		Message: "invalid request", Fields: []apierror.Field{field},
	}
}

// nobody is who calls without having signed in: the requests carry no token.
type nobody struct{}

func (nobody) Login(context.Context, http.RoundTripper, auth.Token) (auth.Token, error) {
	return auth.Token{Expires: time.Now().Add(time.Hour)}, nil
}
func (nobody) Identify(context.Context, *http.Request) error { return nil }
func (nobody) Authorize(*http.Request, auth.Token)           {}
func (nobody) Rotated(context.Context, auth.Token) bool      { return false }
