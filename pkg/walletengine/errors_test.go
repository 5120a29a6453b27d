package walletengine_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/walletengine/transfer"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/retry"
	"github.com/wallex-sdk/wallex-go/pkg/walletengine"
)

// What comes of an answer, for a call that may be repeated and for one that must not be, with all transports between.
func TestErrors(t *testing.T) {
	type want struct {
		outcome  apierror.Outcome
		kind     error
		requests int
	}
	rejected := func(kind error) want { return want{apierror.Rejected, kind, 1} }
	tried, unknown := want{apierror.Ambiguous, nil, retry.Default.MaxAttempts}, want{apierror.Ambiguous, nil, 1}
	for _, test := range []struct {
		name        string
		answer      answer
		code        string
		safe, never want
	}{
		{"wrong arguments", refusal("invalid_arguments"), "invalid_arguments",
			rejected(apierror.ErrValidation), rejected(apierror.ErrValidation)},
		{"wrong name of an argument", refusal("invalid_arg_name"), "invalid_arg_name",
			rejected(apierror.ErrValidation), rejected(apierror.ErrValidation)},
		{"wrong passcode", refusal("invalid_passcode"), "invalid_passcode",
			rejected(apierror.ErrValidation), rejected(apierror.ErrValidation)},
		{"no such recipient", refusal("invalid_recipient_id"), "invalid_recipient_id",
			rejected(apierror.ErrNotFound), rejected(apierror.ErrNotFound)},
		{"KYC level", refusal("kyc_level_unqualified"), "kyc_level_unqualified", rejected(nil), rejected(nil)},
		{"with 400", answer{400, `{"code":400,"error":"invalid_arguments"}`}, "invalid_arguments",
			rejected(apierror.ErrValidation), rejected(apierror.ErrValidation)},
		{"not listed, with 400", answer{400, `{"error":"debit_exceeded"}`}, "debit_exceeded", rejected(nil), rejected(nil)},
		{"without a message", answer{500, `{"error":"invalid_arguments"}`}, "invalid_arguments",
			rejected(apierror.ErrValidation), rejected(apierror.ErrValidation)},
		{"with another message", answer{500, `{"error":"invalid_arguments","message":{"a":1}}`}, "invalid_arguments",
			rejected(apierror.ErrValidation), rejected(apierror.ErrValidation)},

		{"catastrophe", refusal("fatal_error"), "fatal_error", tried, unknown},
		{"not listed", refusal("debit_exceeded"), "debit_exceeded", tried, unknown},
		{"no identifier", answer{500, `{"code":500,"message":"m"}`}, "", tried, unknown},
		{"identifier of another type", answer{500, `{"code":500,"error":7}`}, "", tried, unknown},
		{"page of a proxy", answer{502, `<html>`}, "", tried, unknown},
		{"page of a proxy, with 400", answer{400, `<html>`}, "", tried, unknown},
		{"empty", answer{500, ``}, "", tried, unknown},
		{"lost", lost, "", tried, unknown},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := newPlatform(t)
			session := p.signedIn(t)
			check := func(err error, want want) {
				t.Helper()
				failed := apierror.Of(err)
				require.NotNil(t, failed)
				require.Equal(t, want.outcome, failed.Outcome)
				require.Equal(t, want.kind, failed.Kind)
				require.Equal(t, test.code, failed.Code)
				require.Len(t, p.take(), want.requests)
			}
			p.script(queryMe, slices.Repeat([]answer{test.answer}, 9)...)
			_, err := session.Profile.Query(t.Context())
			check(err, test.safe)
			p.script(confirm, slices.Repeat([]answer{test.answer}, 9)...)
			_, err = session.Transfer.Confirm(t.Context(), transfer.ConfirmTransferRequest{
				RxClientID: "031452503", Amount: decimal.MustParse("1"), CurrencyCode: "SGD",
			})
			check(err, test.never)
		})
	}
}

func TestFailureThatPasses(t *testing.T) {
	p := newPlatform(t)
	session := p.signedIn(t)
	p.script(queryMe, refusal("fatal_error"), refusal("something_new"))
	_, err := session.Profile.Query(t.Context())
	require.NoError(t, err)
	require.Equal(t, []string{queryMe, queryMe, queryMe}, p.paths())
}

// A success may say that it is none.
func TestNotValid(t *testing.T) {
	p := newPlatform(t)
	session := p.signedIn(t)
	p.script(generate, answer{http.StatusOK, `{"valid":false}`})
	err := session.ChangePhoneNumber(t.Context(), newNumber)
	require.ErrorIs(t, err, apierror.ErrRejected)
}

// FuzzDecodeError feeds the decoder of refusals whatever a server may send. Only an identifier that is known to be a
// caller's mistake proves that nothing was done.
func FuzzDecodeError(f *testing.F) {
	for _, seed := range []string{
		`{"code":500,"error":"invalid_arguments","message":"m"}`, `{"error":"fatal_error"}`, `{"ERROR":"invalid_passcode"}`,
		`{"error":["invalid_arguments"]}`, `{"error":"a","error":"invalid_arg_name"}`, `{"error":"x","message":1e999}`, `null`, `[`, ``,
	} {
		f.Add([]byte(seed))
	}
	mistakes := []string{
		"invalid_arguments", "invalid_arg_name", "invalid_passcode", "invalid_recipient_id", "invalid_user_authorize",
		"kyc_level_unqualified",
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		refusal, ok := walletengine.DecodeError(body)
		if !ok {
			require.Zero(t, refusal)
			return
		}
		require.True(t, json.Valid(body))
		require.NotEmpty(t, refusal.Code)
		require.Equal(t, slices.Contains(mistakes, refusal.Code), refusal.CallerMistake)
		require.True(t, refusal.CallerMistake || refusal.Kind == nil)
	})
}
