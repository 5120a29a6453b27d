package cardplatform_test

import (
	"errors"
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/cardplatform"
	"github.com/wallex-sdk/wallex-go/pkg/cardplatform/envelope"
)

func TestErrors(t *testing.T) {
	documented, err := os.ReadFile("../../api/testdata/cardplatform/error.json")
	require.NoError(t, err)
	type fields = []apierror.Field
	const invalid = `{"code":1000,"type":"INVALID_PAYLOAD","message":"m","errors":[{"key":"accountTitle","reason":"Account title is missing"}]}`
	for _, test := range []struct {
		name, body string
		status     int
		want       apierror.Error
	}{
		{"as documented", string(documented), 403, apierror.Error{Outcome: apierror.Rejected, Code: "1002",
			Message: "You are not authenticated. Please login to continue.", Kind: apierror.ErrUnauthorized}},
		{"with fields", invalid, 422, apierror.Error{Outcome: apierror.Rejected, Code: "1000", Message: "m",
			Kind: apierror.ErrValidation, Fields: fields{{Name: "accountTitle", Message: "Account title is missing"}}}},
		{"without errors, as an empty list", `{"code":1001,"type":"UNAUTHORISED","message":"m","errors":[]}`, 403,
			apierror.Error{Outcome: apierror.Rejected, Code: "1001", Message: "m", Kind: apierror.ErrForbidden}},
		{"errors in another form", `{"code":1000,"message":"m","errors":"none"}`, 422,
			apierror.Error{Outcome: apierror.Rejected, Code: "1000", Message: "m", Kind: apierror.ErrValidation}},
		{"errors as null", `{"code":1000,"message":null,"errors":null,"type":"INVALID_PAYLOAD"}`, 422,
			apierror.Error{Outcome: apierror.Rejected, Code: "1000", Message: "INVALID_PAYLOAD", Kind: apierror.ErrValidation}},
		{"code as a text", `{"code":"1010","message":"Invalid IBAN"}`, 500,
			apierror.Error{Outcome: apierror.Rejected, Code: "1010", Message: "Invalid IBAN", Kind: apierror.ErrValidation}},
		{"a caller's mistake with 500", `{"code":1010,"type":"BAD_REQUEST","message":"Payment Contact already exists"}`, 500,
			apierror.Error{Outcome: apierror.Rejected, Code: "1010", Message: "Payment Contact already exists", Kind: apierror.ErrValidation}},
		{"the other code of BAD_REQUEST", `{"code":1401,"type":"BAD_REQUEST","message":"Invalid or missing countryId parameter."}`, 400,
			apierror.Error{Outcome: apierror.Rejected, Code: "1401", Message: "Invalid or missing countryId parameter.", Kind: apierror.ErrValidation}},
		{"a code that is not known, with 500", `{"code":1012,"type":"ACC","message":"m"}`, 500,
			apierror.Error{Outcome: apierror.Ambiguous, Code: "1012", Message: "m", Temporary: true}},
		{"a code that is not known, with 400", `{"code":7777,"type":"NEW","message":"m"}`, 400,
			apierror.Error{Outcome: apierror.Rejected, Code: "7777", Message: "m"}},
		{"too many requests", `{"code":1005,"type":"THROTTLE","message":"m"}`, 429,
			apierror.Error{Outcome: apierror.Rejected, Code: "1005", Message: "m", Kind: apierror.ErrRateLimited, Temporary: true}},

		// What is not the platform's envelope proves nothing.
		{"HTML", `<html>Bad Request</html>`, 400, apierror.Error{Outcome: apierror.Ambiguous, Message: "*", Temporary: true}},
		{"empty", ``, 400, apierror.Error{Outcome: apierror.Ambiguous, Message: "*", Temporary: true}},
		{"array", `[{"code":1000}]`, 400, apierror.Error{Outcome: apierror.Ambiguous, Message: "*", Temporary: true}},
		{"null", `null`, 400, apierror.Error{Outcome: apierror.Ambiguous, Message: "*", Temporary: true}},
		{"no code", `{"message":"m"}`, 400, apierror.Error{Outcome: apierror.Ambiguous, Message: "*", Temporary: true}},
		{"zero", `{"code":0,"message":"m"}`, 400, apierror.Error{Outcome: apierror.Ambiguous, Message: "*", Temporary: true}},
		{"a word", `{"code":"oops","message":"m"}`, 400, apierror.Error{Outcome: apierror.Ambiguous, Message: "*", Temporary: true}},
		{"a fraction", `{"code":1000.5,"message":"m"}`, 400, apierror.Error{Outcome: apierror.Ambiguous, Message: "*", Temporary: true}},
		{"cut off", `{"code":1000,"message":"m"`, 400, apierror.Error{Outcome: apierror.Ambiguous, Message: "*", Temporary: true}},
		{"the other generation of the API", `{"error":{"code":"card_declined","message":"m"}}`, 400,
			apierror.Error{Outcome: apierror.Ambiguous, Message: "*", Temporary: true}},
	} {
		for _, encryption := range []cardplatform.Encryption{off, encrypted(envelope.Format{})} {
			t.Run(fmt.Sprint(test.name, ", encrypted: ", !encryption.Off), func(t *testing.T) {
				got := apierror.Of(failing(t, encryption, test.status, test.body))
				require.Equal(t, "cardplatform", got.Platform)
				require.Equal(t, test.status, got.Status)
				require.Equal(t, test.want.Outcome, got.Outcome)
				require.Equal(t, test.want.Code, got.Code)
				require.Equal(t, test.want.Fields, got.Fields)
				require.Equal(t, test.want.Kind, got.Kind)
				require.Equal(t, test.want.Temporary, got.Temporary)
				if test.want.Message != "*" {
					require.Equal(t, test.want.Message, got.Message)
				}
			})
		}
	}
}

// failing returns the error of an activation that is answered like this.
func failing(t *testing.T, encryption cardplatform.Encryption, status int, body string) error {
	t.Helper()
	p := newPlatform()
	p.answer = func(s seen) (int, string) {
		if s.path == login {
			return p.well(s)
		}
		return status, body
	}
	err := activateCard(t.Context(), p.connect(t, encryption))
	require.Error(t, err)
	return err
}

func TestKindsOfCodes(t *testing.T) {
	for kind, codes := range map[error][]string{
		apierror.ErrUnauthorized:       {cardplatform.CodeUnauthenticated, cardplatform.CodeTokenExpired, cardplatform.CodeSessionExpired, cardplatform.CodeInvalidToken},
		apierror.ErrForbidden:          {cardplatform.CodeUnauthorised, cardplatform.CodeBan, cardplatform.CodeIPNotWhitelisted, cardplatform.CodeNoPrivilege},
		apierror.ErrRateLimited:        {cardplatform.CodeThrottle},
		apierror.ErrValidation:         {cardplatform.CodeInvalidPayload, cardplatform.CodeBadRequest, cardplatform.CodeInvalidHeaders, cardplatform.CodeBadRequestOfParameters},
		cardplatform.ErrActionRequired: {cardplatform.CodeActionRequired},
		nil:                            {cardplatform.CodeTransactionLocked},
	} {
		for _, code := range codes {
			got := apierror.Of(failing(t, off, 500, `{"code":`+code+`,"message":"m"}`))
			require.Equal(t, code, got.Code)
			require.Equal(t, kind, got.Kind, code)
			require.Equal(t, apierror.Rejected, got.Outcome, "a code that is known says that nothing was done: %s", code)
			require.False(t, got.Temporary, code)
		}
	}
}

func TestRequiredAction(t *testing.T) {
	const body = `{"code":1035,"message":"Please complete the prerequisite actions.","type":"ACTION_REQUIRED","errors":[{"key":"actionRequired","reason":"%s"}]}`
	err := failing(t, off, 400, fmt.Sprintf(body, "SET_CARD_PIN"))
	require.ErrorIs(t, err, cardplatform.ErrActionRequired)
	require.ErrorIs(t, err, apierror.ErrRejected)
	action, ok := cardplatform.RequiredAction(fmt.Errorf("activation: %w", err))
	require.True(t, ok)
	require.Equal(t, "SET_CARD_PIN", action)

	action, ok = cardplatform.RequiredAction(failing(t, off, 400, `{"code":1035,"message":"m"}`))
	require.True(t, ok, "without a name")
	require.Empty(t, action)
	for _, other := range []error{nil, errors.New("x"), failing(t, off, 422, `{"code":1000,"errors":[{"key":"actionRequired","reason":"X"}]}`)} {
		_, ok = cardplatform.RequiredAction(other)
		require.False(t, ok)
	}
}
