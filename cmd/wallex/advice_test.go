package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

// usePlatform starts a platform that takes any login and treats every other request as handler does.
func usePlatform(t *testing.T, handler http.HandlerFunc) (requests *atomic.Int32) {
	t.Helper()
	requests = new(atomic.Int32)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/authenticate") {
			_, _ = w.Write([]byte(`{"token":"header.payload.signature"}`))
			return
		}
		requests.Add(1)
		handler(w, r)
	}))
	t.Cleanup(server.Close)
	useEnvironment(t, server.URL, sandbox.New().Credentials())
	return requests
}

func cutConnection(w http.ResponseWriter, _ *http.Request) {
	connection, _, err := w.(http.Hijacker).Hijack()
	if err == nil {
		_ = connection.Close()
	}
}

const payment = `{"quoteId":"q","fundingSource":"OTHER","paymentReference":"1","purposeOfTransfer":"GDDS"}`

func TestALostAnswerSaysWhereToLook(t *testing.T) {
	const dontJustCall = "next: do not just call again. "
	for name, test := range map[string]struct {
		args []string
		next string
	}{
		"keyed by a reference": {
			[]string{"createSimplePayment", "--body", payment, "-f", "referenceId=ORDER-1", "-f", "uniqueReferenceId=true"},
			"Look first whether referenceId ORDER-1 is there: wallex call wallex findSimplePayments --field referenceId=ORDER-1 --all",
		},
		"for somebody else": {
			[]string{"createSimplePayment", "--body", payment, "-f", "referenceId=it's 1", "-f", "onBehalfOfAccount=acc"},
			`wallex call wallex findSimplePayments --field 'referenceId=it'\''s 1' --field onBehalfOfAccount=acc --all`,
		},
		"without its key": {
			[]string{"createSimplePayment", "--body", payment},
			"The request had no referenceId to recognise it by: look through wallex call wallex findSimplePayments",
		},
		"looked up by a parameter": {
			[]string{"fundSimplePayment", "-f", "simplePaymentId=p-1", "-f", "onBehalfOfUser=u"},
			"wallex call wallex retrieveSimplePayment --simple-payment-id p-1 --on-behalf-of-user u",
		},
		"keyed by its path": {
			[]string{"fundPayment", "--payment-id", "p 1", "-f", "onBehalfOfAccount=acc", "--unverified"},
			"Look first whether paymentId p 1 is there: wallex call wallex retrievePayment --payment-id 'p 1' --on-behalf-of-account acc",
		},
		"keyed by its path, with an empty body": {
			[]string{"fundConversionV2", "--conversion-id", "c-1", "--unverified"},
			"Look first whether conversionId c-1 is there: wallex call wallex retrieveConversionV2 --conversion-id c-1\n",
		},
		"without any key": {
			[]string{"deleteBeneficiary", "--beneficiary-id", "b"},
			"Nothing recognises the request",
		},
	} {
		t.Run(name, func(t *testing.T) {
			requests := usePlatform(t, cutConnection)
			got := wallexRun(t, append([]string{"call", "wallex"}, test.args...)...)
			require.Equal(t, exitAmbiguous, got.code, got.stderr)
			require.Contains(t, got.stderr, "outcome: it may have happened")
			require.Contains(t, got.stderr, dontJustCall)
			require.Contains(t, got.stderr, test.next)
			require.EqualValues(t, 1, requests.Load(), "it must not be sent twice")
		})
	}
}

func TestALostAnswerOfASafeOperationDoesNoHarm(t *testing.T) {
	usePlatform(t, cutConnection)
	got := wallexRun(t, "call", "wallex", "listCurrencyPairs", "--timeout", "100ms")
	require.Equal(t, exitUnexpected, got.code)
	require.Contains(t, got.stderr, "next: call again")
}

func TestRefusals(t *testing.T) {
	for name, test := range map[string]struct {
		status     int
		retryAfter string
		body       string
		code       int
		next       string
	}{
		"for now":       {429, "7", `{"error_code":"too_many"}`, exitRejected, "next: try again in 7s"},
		"forbidden":     {403, "", `{"message":"Forbidden"}`, exitRejected, "next: check WALLEX_API_KEY, and whether your account"},
		"a proxy's":     {502, "", `<html>Bad Gateway</html>`, exitAmbiguous, "next: do not just call again."},
		"a wrong field": {400, "", `{"error_code":"x","errors":[{"message":{"iban":["is wrong"]}}]}`, exitRejected, "\n  iban is wrong\n"},
	} {
		t.Run(name, func(t *testing.T) {
			usePlatform(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Retry-After", test.retryAfter)
				w.WriteHeader(test.status)
				_, _ = w.Write([]byte(test.body))
			})
			got := wallexRun(t, "call", "wallex", "createSimplePayment", "--body", payment, "--timeout", "500ms")
			require.Equal(t, test.code, got.code, got.stderr)
			require.Contains(t, got.stderr, test.next)
		})
	}
}

func TestNoPermitInTime(t *testing.T) {
	usePlatform(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"data":[{"id":"1","amount":1,"currency":"SGD"}],"pagination":{"totalPages":100}}`))
	})
	got := wallexRun(t, "call", "wallex", "findBalances", "--all", "--timeout", "300ms")
	require.Equal(t, exitNotSent, got.code, got.stderr)
	require.Regexp(t, `next: try again in [1-9]\S*s\n`, got.stderr)
	require.False(t, json.Valid([]byte(got.stdout)), "a part of a listing must not look like the whole")
}

func TestNoTimeToSend(t *testing.T) {
	usePlatform(t, cutConnection)
	got := wallexRun(t, "call", "wallex", "createSimplePayment", "--body", payment, "--timeout", "1ns")
	require.Equal(t, exitNotSent, got.code, got.stderr)
	require.Contains(t, got.stderr, "next: call again, with more time: --timeout")
}
