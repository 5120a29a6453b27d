package wallex_test

import (
	"errors"
	"net/http"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
)

func TestErrors(t *testing.T) {
	documented, err := os.ReadFile("../../api/testdata/wallex/error.json")
	require.NoError(t, err)
	type fields = []apierror.Field
	for _, test := range []struct {
		name, body string
		status     int
		want       apierror.Error
	}{
		{"as documented", string(documented), 401,
			apierror.Error{Outcome: apierror.Rejected, Code: "token_expired", Message: "Token Expired", Kind: apierror.ErrUnauthorized}},
		{"code and message only", `{"error_code":"insufficient_funds","message":"No funds"}`, 400,
			apierror.Error{Outcome: apierror.Rejected, Code: "insufficient_funds", Message: "No funds"}},
		{"code only", `{"error_code":"insufficient_funds"}`, 400,
			apierror.Error{Outcome: apierror.Rejected, Code: "insufficient_funds"}},
		{"details with another code", `{"error_code":"invalid","message":"m","errors":[{"error_code":"quoteUuid_is_missing","message":"Quote?"}]}`, 400,
			apierror.Error{Outcome: apierror.Rejected, Code: "invalid", Message: "m", Kind: apierror.ErrValidation,
				Fields: fields{{Code: "quoteUuid_is_missing", Message: "Quote?"}}}},
		{"details as lists of texts", `{"error_code":"x","errors":[{"error_code":"y","message":["a","b"]}]}`, 400,
			apierror.Error{Outcome: apierror.Rejected, Code: "x", Kind: apierror.ErrValidation, Fields: fields{{Code: "y", Message: "a; b"}}}},
		{"details by field", `{"error_code":"x","message":"m","errors":[{"error_code":"x","message":{"lastName":["too long","odd"],"email":"wrong"}}]}`, 400,
			apierror.Error{Outcome: apierror.Rejected, Code: "x", Message: "m", Kind: apierror.ErrValidation,
				Fields: fields{{Name: "email", Code: "x", Message: "wrong"}, {Name: "lastName", Code: "x", Message: "too long; odd"}}}},
		{"message as a list", `{"error_code":"x","message":["a","b"]}`, 400,
			apierror.Error{Outcome: apierror.Rejected, Code: "x", Message: "a; b"}},
		{"message as an object", `{"error_code":"x","message":{"email":"wrong"}}`, 400,
			apierror.Error{Outcome: apierror.Rejected, Code: "x", Kind: apierror.ErrValidation,
				Fields: fields{{Name: "email", Code: "x", Message: "wrong"}}}},
		{"errors as a text", `{"error_code":"x","message":"m","errors":"The array from errors"}`, 400,
			apierror.Error{Outcome: apierror.Rejected, Code: "x", Message: "m"}},
		{"unknown fields", `{"error_code":"x","message":"m","path":"/x","errors":[]}`, 400,
			apierror.Error{Outcome: apierror.Rejected, Code: "x", Message: "m"}},
		{"gateway", `{"message":"Forbidden"}`, 403,
			apierror.Error{Outcome: apierror.Rejected, Message: "Forbidden", Kind: apierror.ErrForbidden}},
		{"the reference was used", `{"error_code":"conversion_reference_id_already_exist","message":"m"}`, 400,
			apierror.Error{Outcome: apierror.Rejected, Code: "conversion_reference_id_already_exist", Message: "m", Kind: apierror.ErrExists}},
		{"envelope of a failure", `{"error_code":"internal_error","message":"m"}`, 500,
			apierror.Error{Outcome: apierror.Ambiguous, Code: "internal_error", Message: "m", Temporary: true}},
		{"gateway gave up", `{"message":"Endpoint request timed out"}`, 504,
			apierror.Error{Outcome: apierror.Ambiguous, Message: "Endpoint request timed out", Temporary: true}},

		// What is not the platform's envelope proves nothing.
		{"HTML", `<html>Bad Request</html>`, 400, apierror.Error{Outcome: apierror.Ambiguous, Message: "*", Temporary: true}},
		{"empty", ``, 400, apierror.Error{Outcome: apierror.Ambiguous, Message: "*", Temporary: true}},
		{"array", `[{"error_code":"x"}]`, 400, apierror.Error{Outcome: apierror.Ambiguous, Message: "*", Temporary: true}},
		{"null", `null`, 400, apierror.Error{Outcome: apierror.Ambiguous, Message: "*", Temporary: true}},
		{"another object", `{"data":{}}`, 400, apierror.Error{Outcome: apierror.Ambiguous, Message: "*", Temporary: true}},
		{"no message", `{"message":null}`, 400, apierror.Error{Outcome: apierror.Ambiguous, Message: "*", Temporary: true}},
		{"code of another type", `{"error_code":7,"message":"m"}`, 400, apierror.Error{Outcome: apierror.Ambiguous, Message: "*", Temporary: true}},
		{"cut off", `{"error_code":"x","message":"m"`, 400, apierror.Error{Outcome: apierror.Ambiguous, Message: "*", Temporary: true}},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := newPlatform(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == login {
					answerWell(w, r)
					return
				}
				answerWith(w, test.status, test.body)
			})
			got := apierror.Of(createConversion(t.Context(), p.connect(t, keys)))
			require.NotNil(t, got)
			require.Equal(t, "wallex", got.Platform)
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

// The platform answers 400 to nearly every mistake.
func TestKindsOfCodes(t *testing.T) {
	kinds := map[error][]string{
		apierror.ErrUnauthorized: {"authentication_failed", "token_expired", "TOKEN_EXPIRED"},
		apierror.ErrForbidden:    {"NOT_AUTHORIZED", "not_authorized"},
		apierror.ErrNotFound: {"beneficiary_non_existent", "simple_payments_not_found", "simple_payment_quote_not_exists",
			"purpose_code_non_existent"},
		apierror.ErrValidation: {"invalid_iban", "invalid_iban_format", "currency_invalid_format", "fixed_side_not_valid",
			"country_invalid", "quoteUuid_is_missing", "amount_cannot_be_null", "charge_type_is_required", "beneficiary_mismatch"},
		nil: {"insufficient_funds", "status_invalid", "user_is_not_approved", "simple_payments_get_paymentProof_failed",
			"bank_country_is_prohibited", "something_new"},
	}
	var code string
	p := newPlatform(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == login {
			answerWell(w, r)
			return
		}
		answerWith(w, http.StatusBadRequest, `{"error_code":"`+code+`","message":"m"}`)
	})
	c := p.connect(t, keys)
	for kind, codes := range kinds {
		for _, code = range codes {
			err := createConversion(t.Context(), c)
			require.Equal(t, kind, apierror.Of(err).Kind, code)
			require.ErrorIs(t, err, apierror.ErrRejected, code)
			require.Equal(t, kind != nil, kind != nil && errors.Is(err, kind), code)
		}
	}
}
