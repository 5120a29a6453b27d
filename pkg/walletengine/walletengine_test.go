package walletengine_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/walletengine/activation"
	"github.com/wallex-sdk/wallex-go/gen/walletengine/authorization"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/walletengine"
)

func TestNew(t *testing.T) {
	t.Run("the default is the sandbox", func(t *testing.T) {
		c, err := walletengine.New("86509b0699ae")
		require.NoError(t, err)
		defer c.Close()
		require.Equal(t, walletengine.Sandbox, c.Caller().BaseURL)
	})
	t.Run("no application", func(t *testing.T) {
		_, err := walletengine.New("")
		require.ErrorContains(t, err, "no id of an application")
	})
	t.Run("a wrong option", func(t *testing.T) {
		_, err := walletengine.New("86509b0699ae", client.WithBaseURL("http://sandbox.walletengine.io"))
		require.ErrorIs(t, err, client.ErrBaseURL)
	})
}

// What goes out is the same with and without a body of its own: the application's id is in it.
func TestRequestsWithoutAUser(t *testing.T) {
	p := newPlatform(t)
	c := p.connect(t)
	terms, err := c.Activation.TermsOfService(t.Context())
	require.NoError(t, err)
	require.Equal(t, "2021-09-15", terms.LastUpdated)
	_, err = c.Activation.VerifyOTP(t.Context(), activation.VerifyActivationOTPRequest{
		CountryDialCode: "65", PhoneNumber: "909099999", Passcode: secret.New("268471"),
	})
	require.NoError(t, err)
	require.NoError(t, c.SendPasscode(t.Context(), walletengine.Phone{CountryDialCode: "65", PhoneNumber: "909099999"}))
	require.Equal(t, []seen{
		{"/profile/tos", "", map[string]any{"app_id": "86509b0699ae"}},
		{"/activate/otp/verify", "", map[string]any{
			"app_id": "86509b0699ae", "country_dial_code": "65", "phone_number": "909099999", "passcode": "268471",
		}},
		{generate, "", map[string]any{"app_id": "86509b0699ae", "country_dial_code": "65", "phone_number": "909099999"}},
	}, p.take())
}

// Whether a passcode is sent to somebody who has not signed in is not documented.
func TestSendPasscodeIsRefusedWithoutAUser(t *testing.T) {
	p := newPlatform(t)
	c := p.connect(t)
	no := refusal("invalid_user_authorize")
	p.script(generate, no, no)
	to := walletengine.Phone{CountryDialCode: "65", PhoneNumber: "909099999"}
	err := c.SendPasscode(t.Context(), to)
	require.ErrorIs(t, err, apierror.ErrUnauthorized)
	require.ErrorIs(t, err, apierror.ErrRejected)
	require.NoError(t, c.SendPasscode(t.Context(), to), "one refusal is not for ever")
}

func TestSignIn(t *testing.T) {
	password, passcode := secret.New("hunter2-hash"), secret.New("268471")
	for _, test := range []struct {
		name               string
		password, passcode secret.String
		wrong              string // the field that the error names, "" where the request is sent
	}{
		{"by password", password, secret.String{}, ""},
		{"by passcode", secret.String{}, passcode, ""},
		{"by neither", secret.String{}, secret.String{}, "password"},
		{"by both", password, passcode, "passcode"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := newPlatform(t)
			c := p.connect(t)
			session, err := c.SignIn(t.Context(), authorization.SignInRequest{
				CountryDialCode: "65", PhoneNumber: "909099999", Password: test.password, Passcode: test.passcode, MaxInactiveTime: 5,
			})
			if test.wrong != "" {
				failed := apierror.Of(err)
				require.NotNil(t, failed)
				require.Equal(t, "signIn", failed.Operation)
				require.ErrorIs(t, err, apierror.ErrNotSent)
				require.ErrorIs(t, err, apierror.ErrValidation)
				require.Len(t, failed.Fields, 1)
				require.Equal(t, test.wrong, failed.Fields[0].Name)
				require.Empty(t, p.take())
				return
			}
			require.NoError(t, err)
			defer session.Close()
			require.Equal(t, "931917458", session.SignedIn.Profile.ClientID)
			require.Equal(t, "EWCV144", session.SignedIn.Accounts[0].AccountID)
			want := map[string]any{
				"app_id": "86509b0699ae", "country_dial_code": "65", "phone_number": "909099999", "max_inactive_time": 5.0,
			}
			if !test.password.IsZero() {
				want["password"] = "hunter2-hash"
			} else {
				want["passcode"] = "268471"
			}
			require.Equal(t, []seen{{signIn, "", want}}, p.take())
		})
	}
}

func TestSignInFails(t *testing.T) {
	for _, test := range []struct {
		name    string
		answer  answer
		outcome apierror.Outcome
		kind    error
	}{
		{"wrong password", refusal("invalid_user_authorize"), apierror.Rejected, apierror.ErrUnauthorized},
		{"wrong password, with 401", answer{401, `{"code":401,"error":"invalid_user_authorize"}`}, apierror.Rejected, apierror.ErrUnauthorized},
		{"wrong passcode", refusal("invalid_passcode"), apierror.Rejected, apierror.ErrValidation},
		{"no token", answer{http.StatusOK, `{"profile":{"client_id":"1"}}`}, apierror.Ambiguous, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := newPlatform(t)
			c := p.connect(t)
			p.script(signIn, test.answer)
			session, err := c.SignIn(t.Context(), ada)
			require.Nil(t, session)
			failed := apierror.Of(err)
			require.NotNil(t, failed)
			require.Equal(t, test.outcome, failed.Outcome)
			require.Equal(t, test.kind, failed.Kind)
			require.False(t, errors.Is(err, walletengine.ErrSessionEnded), "there was none")
			require.NotContains(t, err.Error(), "hunter2")
			require.Len(t, p.take(), 1)
		})
	}
}

func TestOptionsOfACall(t *testing.T) {
	p := newPlatform(t)
	var raw operation.RawResponse
	session, err := p.connect(t).SignIn(t.Context(), ada, operation.WithRawResponse(&raw))
	require.NoError(t, err)
	defer session.Close()
	require.Equal(t, good[signIn], string(raw.Body))
}

// A session goes through the chain of the client that opened it.
func TestSessionSharesTheOptions(t *testing.T) {
	p := newPlatform(t)
	var calls []string
	session := p.signedIn(t, client.WithMiddleware(func(next http.RoundTripper) http.RoundTripper {
		return roundTrip(func(req *http.Request) (*http.Response, error) {
			calls = append(calls, req.URL.Path+req.Header.Get("Authorization"))
			return next.RoundTrip(req)
		})
	}))
	_, err := session.Profile.Query(t.Context())
	require.NoError(t, err)
	require.Equal(t, []string{signIn, queryMe}, calls)
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }
