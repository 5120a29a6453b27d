package api_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/conversions"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
	"github.com/wallex-sdk/wallex-go/pkg/validate"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

// Refusals come in several forms, too. All are read as the same error, and none breaks the specification.
func TestContradictingErrors(t *testing.T) {
	type fields = []apierror.Field
	for _, test := range []struct {
		name  string
		forms []string
		want  apierror.Error
	}{
		{"errors as a list, as a string or absent", []string{
			`{"error_code":"x","message":"m","errors":[{"error_code":"x","message":"m"}]}`,
			`{"error_code":"x","message":"m","errors":"The array from errors"}`,
			`{"error_code":"x","message":"m","errors":null}`,
			`{"error_code":"x","message":"m"}`,
		}, apierror.Error{Code: "x", Message: "m"}},
		{"message of a mistake as a string or a list", []string{
			`{"error_code":"x","message":"m","errors":[{"error_code":"y","message":"too long"}]}`,
			`{"error_code":"x","message":"m","errors":[{"error_code":"y","message":["too long"]}]}`,
		}, apierror.Error{Code: "x", Message: "m", Kind: apierror.ErrValidation, Fields: fields{{Code: "y", Message: "too long"}}}},
		{"message of a mistake by field, as a string or a list", []string{
			`{"error_code":"x","message":"m","errors":[{"error_code":"x","message":{"email":"wrong"}}]}`,
			`{"error_code":"x","message":"m","errors":[{"error_code":"x","message":{"email":["wrong"]}}]}`,
		}, apierror.Error{Code: "x", Message: "m", Kind: apierror.ErrValidation, Fields: fields{{Name: "email", Code: "x", Message: "wrong"}}}},

		// Where the sides are different codes, each is read as it is, and all as the same kind.
		{"a feature that is off, with HTTP status 400", []string{`{"error_code":"NOT_AUTHORIZED","message":"m"}`},
			apierror.Error{Code: "NOT_AUTHORIZED", Message: "m", Kind: apierror.ErrForbidden}},
		{"a payment that is not found", []string{`{"error_code":"simple_payments_not_found","message":"m"}`},
			apierror.Error{Code: "simple_payments_not_found", Message: "m", Kind: apierror.ErrNotFound}},
		{"a payment that does not exist", []string{`{"error_code":"simple_payments_non_existent","message":"m"}`},
			apierror.Error{Code: "simple_payments_non_existent", Message: "m", Kind: apierror.ErrNotFound}},
		{"camel case in snake case", []string{`{"error_code":"quoteUuid_is_missing","message":"m"}`},
			apierror.Error{Code: "quoteUuid_is_missing", Message: "m", Kind: apierror.ErrValidation}},
		{"a missing token", []string{`{"error_code":"authentication_failed","message":"m"}`},
			apierror.Error{Code: "authentication_failed", Message: "m", Kind: apierror.ErrUnauthorized}},
		{"an expired token", []string{`{"error_code":"token_expired","message":"m"}`},
			apierror.Error{Code: "token_expired", Message: "m", Kind: apierror.ErrUnauthorized}},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, form := range test.forms {
				op, err := spec.Embedded.Find("wallex/v1/conversions.yaml", "fundConversion")
				require.NoError(t, err)
				require.Empty(t, validate.Answer(op, http.StatusBadRequest, []byte(form)), form)

				got := apierror.Of(refusing(t, form))
				require.NotNil(t, got)
				require.Equal(t, test.want, apierror.Error{Code: got.Code, Message: got.Message, Kind: got.Kind, Fields: got.Fields}, form)
			}
		})
	}
}

// refusing returns the error of a call that Wallex answers with status 400 and a text.
func refusing(t *testing.T, text string) error {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/users/v1/authenticate" {
			_, _ = io.WriteString(w, `{"token":"t"}`)
			return
		}
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, text)
	}))
	t.Cleanup(server.Close)
	c, err := wallex.New(wallex.Credentials{APIKey: keys.AccessKeyID, AccessKeyID: keys.AccessKeyID, SecretAccessKey: keys.SecretAccessKey},
		client.WithBaseURL(server.URL), client.WithRateLimit(ratelimit.Limits{}))
	require.NoError(t, err)
	t.Cleanup(c.Close)
	_, err = c.V1.Conversions.Fund(t.Context(), conversions.FundConversionRequest{ConversionID: "c"})
	return err
}
