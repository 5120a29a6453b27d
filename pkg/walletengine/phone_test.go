package walletengine_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/walletengine"
)

var newNumber = walletengine.Phone{CountryDialCode: "84", PhoneNumber: "0901234567"}

func TestChangePhoneNumber(t *testing.T) {
	p := newPlatform(t)
	session := p.signedIn(t)
	require.NoError(t, session.ChangePhoneNumber(t.Context(), newNumber))
	number := map[string]any{"app_id": "86509b0699ae", "country_dial_code": "84", "phone_number": "0901234567"}
	require.Equal(t, []seen{{verify, "Bearer token-1", number}, {generate, "Bearer token-1", number}}, p.take())

	require.NoError(t, session.ConfirmPhoneNumber(t.Context(), newNumber, secret.New("026847")))
	number["passcode"] = "026847"
	require.Equal(t, []seen{{updateMe, "Bearer token-1", number}}, p.take())
}

func TestChangePhoneNumberStopsAtTheFirstError(t *testing.T) {
	p := newPlatform(t)
	session := p.signedIn(t)
	p.script(verify, refusal("invalid_arguments"))
	require.ErrorIs(t, session.ChangePhoneNumber(t.Context(), newNumber), apierror.ErrValidation)
	require.Equal(t, []string{verify}, p.paths(), "no passcode was sent")
}

func TestConfirmPhoneNumberWhoseAnswerIsLost(t *testing.T) {
	changed := answer{200, `{"country_dial_code":"84","phone_number":"0901234567"}`}
	for _, test := range []struct {
		name            string
		update, profile answer
		want            error
		requests        []string
	}{
		{"the number is there", lost, changed, nil, []string{updateMe, queryMe}},
		{"after a failure", refusal("fatal_error"), changed, nil, []string{updateMe, queryMe}},
		{"the number is another one", lost, answer{200, good[queryMe]}, apierror.ErrAmbiguous, []string{updateMe, queryMe}},
		{"the profile is not to be had", lost, refusal("invalid_arguments"), apierror.ErrAmbiguous, []string{updateMe, queryMe}},
		{"wrong passcode", refusal("invalid_passcode"), lost, apierror.ErrRejected, []string{updateMe}},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := newPlatform(t)
			session := p.signedIn(t)
			p.script(updateMe, test.update)
			p.script(queryMe, test.profile)
			err := session.ConfirmPhoneNumber(t.Context(), newNumber, secret.New("026847"))
			if test.want == nil {
				require.NoError(t, err)
			} else {
				require.ErrorIs(t, err, test.want)
				require.Equal(t, "updateProfile", apierror.Of(err).Operation)
			}
			require.Equal(t, test.requests, p.paths())
		})
	}
}

// A flow is as well known as its steps.
func TestInferredStepsAreRefused(t *testing.T) {
	p := newPlatform(t)
	c, err := walletengine.New("86509b0699ae", client.WithBaseURL(p.URL))
	require.NoError(t, err)
	defer c.Close()
	session, err := c.SignIn(t.Context(), ada)
	require.NoError(t, err)
	defer session.Close()
	require.ErrorIs(t, session.ChangePhoneNumber(t.Context(), newNumber), operation.ErrUnverified)
	require.ErrorIs(t, c.SendPasscode(t.Context(), newNumber), operation.ErrUnverified)
	require.Equal(t, []string{signIn}, p.paths())
}
