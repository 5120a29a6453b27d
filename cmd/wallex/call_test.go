package main

import (
	"encoding/json"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/beneficiaries"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

const germanCompany = `{
	"entityType": "company", "companyName": "Beispiel GmbH", "address": "Hauptstr. 1", "city": "Berlin", "country": "DE",
	"bankAccount": {
		"bankName": "Beispielbank", "bankAccountHolderName": "Beispiel GmbH", "country": "DE", "currency": "EUR",
		"iban": "DE89370400440532013000"
	}
}`

func TestCallTakesParametersFromFlags(t *testing.T) {
	useSandbox(t)
	for _, operation := range []string{"retrieveBalance", "retrieve-balance"} {
		got := wallexRun(t, "call", "wallex", operation, "--currency", "SGD")
		require.Equal(t, exitDone, got.code, got.stderr)
		require.Empty(t, got.stderr)
		require.Regexp(t, `^\{.*"currency":"SGD".*\}\n$`, got.stdout)
	}
}

func TestCallTakesTheBodyFromManySources(t *testing.T) {
	useSandbox(t)
	file := filepath.Join(t.TempDir(), "beneficiary.json")
	require.NoError(t, os.WriteFile(file, []byte(germanCompany), 0o600))
	withoutIBAN := strings.Replace(germanCompany, `"DE89370400440532013000"`, `null`, 1)
	for name, test := range map[string]struct {
		args  []string
		stdin string
	}{
		"argument":       {[]string{"--body", germanCompany}, ""},
		"file":           {[]string{"--body", "@" + file}, ""},
		"named file":     {[]string{"--body-file", file}, ""},
		"standard input": {[]string{"--body", "-"}, germanCompany},
		"a field more":   {[]string{"--body", "-", "--field", "bankAccount.iban=DE89370400440532013000"}, withoutIBAN},
		"fields only": {[]string{
			"-f", "entityType=company", "-f", "companyName=Beispiel GmbH", "-f", "address=Hauptstr. 1", "-f", "city=Berlin",
			"-f", "country=DE", "-f", `bankAccount={"bankName":"Beispielbank","bankAccountHolderName":"Beispiel GmbH"}`,
			"-f", "bankAccount.country=DE", "-f", "bankAccount.currency=EUR", "-f", "bankAccount.iban=DE89370400440532013000",
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := wallexPipe(t, test.stdin, append([]string{"call", "wallex", "createBeneficiary"}, test.args...)...)
			require.Equal(t, exitDone, got.code, got.stderr)
			var created beneficiaries.Beneficiary
			require.NoError(t, json.Unmarshal([]byte(got.stdout), &created))
			require.Equal(t, "Beispiel GmbH", created.CompanyName)
			require.Equal(t, "DE89370400440532013000", created.BankAccount.IBAN)
		})
	}
}

func TestCallRefusesBodiesThatCannotBeRead(t *testing.T) {
	useSandbox(t)
	for name, test := range map[string]struct{ args, says string }{
		"no JSON":            {`--body={"entityType": }`, "the body is not JSON"},
		"no such file":       {"--body=@/nowhere.json", "the body cannot be read"},
		"no such named file": {"--body-file=/nowhere.json", "the body cannot be read"},
		"no value":           {"--field=entityType", "it must look like name=value"},
		"into a list":        {`--body=[] --field=country=SG`, "not an object"},
	} {
		t.Run(name, func(t *testing.T) {
			got := wallexRun(t, append([]string{"call", "wallex", "createBeneficiary"}, strings.SplitAfter(test.args, "] ")...)...)
			require.Equal(t, exitUsage, got.code)
			require.Contains(t, got.stderr, test.says)
		})
	}
}

func TestCallNamesTheFieldsThatBreakTheSpecification(t *testing.T) {
	s := useSandbox(t)
	got := wallexRun(t, "call", "wallex", "quoteSimplePayment", "-f", "sellCurrency=SGD", "-f", "buyCurrency=euro", "-f", "amount=ten")
	require.Equal(t, exitUsage, got.code)
	require.Empty(t, got.stdout)
	require.Contains(t, got.stderr, "\n  beneficiaryId is required\n")
	require.Contains(t, got.stderr, "\n  buyCurrency must match ^[A-Z]{3}$\n")
	require.Contains(t, got.stderr, "\n  amount must be of type number\n")
	require.Equal(t, 1, strings.Count(got.stderr, "beneficiaryId is required"), "once is enough")
	require.NotContains(t, got.stderr, "euro", "the values stay out of it")
	require.Contains(t, got.stderr, "outcome: not sent")
	require.Contains(t, got.stderr, "--skip-validation")
	require.Zero(t, s.Stats().Requests)

	got = wallexRun(t, "call", "wallex", "quoteSimplePayment", "-f", "sellCurrency=SGD", "--skip-validation")
	require.Equal(t, exitRejected, got.code, "now the platform says it")
	require.NotZero(t, s.Stats().Requests)
}

func TestCallRefusesParametersThatLeaveThePath(t *testing.T) {
	s := useSandbox(t)
	for _, id := range []string{"..", "../accounts", "a/../b", ""} {
		got := wallexRun(t, "call", "wallex", "retrieveSimplePayment", "--simple-payment-id", id)
		require.Equal(t, exitUsage, got.code, "%q", id)
		require.Contains(t, got.stderr, "simplePaymentId must not")
	}
	require.Zero(t, s.Stats().Requests)
}

func TestCallReportsRejections(t *testing.T) {
	useSandbox(t)
	got := wallexRun(t, "call", "wallex", "retrieveBalance", "--currency", "XXX")
	require.Equal(t, exitRejected, got.code)
	require.Empty(t, got.stdout)
	require.Regexp(t, `(?s)^error: wallex retrieveBalance: HTTP 400: \w+.*outcome: rejected: `, got.stderr)
}

func TestCallSaysHowToLookUpAReferenceThatExists(t *testing.T) {
	s := useSandbox(t)
	id := createBeneficiary(t)
	create := func() result {
		quoted := wallexRun(t, "call", "wallex", "quoteSimplePayment", "-f", "beneficiaryId="+id,
			"-f", "sellCurrency=SGD", "-f", "buyCurrency=EUR", "-f", "amount=10.50")
		require.Equal(t, exitDone, quoted.code, quoted.stderr)
		var quote struct{ QuoteID string }
		require.NoError(t, json.Unmarshal([]byte(quoted.stdout), &quote))
		return wallexRun(t, "call", "wallex", "createSimplePayment", "-f", "quoteId="+quote.QuoteID, "-f", "referenceId=ORDER-1",
			"-f", "uniqueReferenceId=true", "-f", "purposeOfTransfer=GDDS", "-f", "fundingSource=OTHER", "-f", "paymentReference=1")
	}
	require.Equal(t, exitDone, create().code)
	again := create()
	require.Equal(t, exitRejected, again.code)
	require.Contains(t, again.stderr, "wallex call wallex findSimplePayments --field referenceId=ORDER-1 --all")

	found := wallexRun(t, "call", "wallex", "findSimplePayments", "--field", "referenceId=ORDER-1", "--all")
	require.Equal(t, exitDone, found.code, found.stderr)
	var payments []struct{ ReferenceID string }
	require.NoError(t, json.Unmarshal([]byte(found.stdout), &payments))
	require.Len(t, payments, 1)
	require.Empty(t, s.Stats().Violations)
}

func createBeneficiary(t *testing.T) (id string) {
	t.Helper()
	got := wallexRun(t, "call", "wallex", "createBeneficiary", "--body", germanCompany)
	require.Equal(t, exitDone, got.code, got.stderr)
	var created beneficiaries.Beneficiary
	require.NoError(t, json.Unmarshal([]byte(got.stdout), &created))
	return created.BeneficiaryID
}

func TestCallFollowsPages(t *testing.T) {
	s := useSandbox(t)
	const entries = 205
	createBeneficiaries(t, s, entries)
	count := func(stdout string) int {
		var all []beneficiaries.Beneficiary
		require.NoError(t, json.Unmarshal([]byte(stdout), &all))
		return len(all)
	}

	one := wallexRun(t, "call", "wallex", "findBeneficiaries")
	require.Equal(t, exitDone, one.code, one.stderr)
	require.Equal(t, 100, count(one.stdout))
	require.Equal(t, fmt.Sprintf("page 1 of 3, %d entries in all: --all prints them\n", entries), one.stderr)

	last := wallexRun(t, "call", "wallex", "findBeneficiaries", "--field", "pagination.page=3")
	require.Equal(t, entries-200, count(last.stdout))
	require.Empty(t, last.stderr)

	all := wallexRun(t, "call", "wallex", "findBeneficiaries", "--all")
	require.Equal(t, exitDone, all.code, all.stderr)
	require.Equal(t, entries, count(all.stdout))
}

func createBeneficiaries(t *testing.T, s *sandbox.Sandbox, n int) {
	t.Helper()
	api, err := wallex.New(s.Credentials(), client.WithBaseURL(s.URL()), client.WithRateLimit(ratelimit.Limits{}))
	require.NoError(t, err)
	defer api.Close()
	var request beneficiaries.CreateBeneficiaryRequest
	require.NoError(t, json.Unmarshal([]byte(germanCompany), &request))
	for range n {
		_, err := api.V1.Beneficiaries.Create(t.Context(), request)
		require.NoError(t, err)
	}
}

func TestCallPrintsNothingWhereNothingIsAnswered(t *testing.T) {
	useSandbox(t)
	require.Equal(t, result{code: exitDone}, wallexRun(t, "call", "wallex", "logout"))
}

func TestCallIsPrettyOnATerminal(t *testing.T) {
	useSandbox(t)
	var stdout terminal
	args := []string{"call", "wallex", "listCurrencyPairs"}
	require.Equal(t, exitDone, run(t.Context(), args, strings.NewReader(""), &stdout, os.Stderr))
	require.True(t, strings.HasPrefix(stdout.String(), "[\n  \""), stdout.String())
	require.Regexp(t, `^\["`, wallexRun(t, args...).stdout)
}

func TestCallLogsOnDemand(t *testing.T) {
	s := useSandbox(t)
	quiet := wallexRun(t, "call", "wallex", "listCurrencyPairs")
	require.Empty(t, quiet.stderr)
	loud := wallexRun(t, "call", "wallex", "listCurrencyPairs", "--verbose")
	require.Equal(t, quiet.stdout, loud.stdout)
	require.Contains(t, loud.stderr, "level=DEBUG")
	require.Contains(t, loud.stderr, "operation=listCurrencyPairs")
	require.NotContains(t, loud.stderr, s.Credentials().APIKey.Reveal())
}

func TestCallWithoutConnection(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := "http://" + listener.Addr().String()
	require.NoError(t, listener.Close())
	useEnvironment(t, "", sandbox.New().Credentials())
	got := wallexRun(t, "call", "wallex", "listCurrencyPairs", "--base-url", address, "--timeout", "1s")
	require.Equal(t, exitNotSent, got.code)
	require.Contains(t, got.stderr, "connection refused")
	require.Contains(t, got.stderr, "outcome: not sent")
	require.Contains(t, got.stderr, "next: check the network and the address "+address)
}

func TestCallWithWrongCredentials(t *testing.T) {
	s := useSandbox(t)
	for _, variable := range []string{wallex.EnvAPIKey, wallex.EnvAccessKeyID, wallex.EnvSecretAccessKey} {
		t.Run(variable, func(t *testing.T) {
			t.Setenv(variable, "wrong-0815")
			got := wallexRun(t, "call", "wallex", "listCurrencyPairs")
			require.Equal(t, exitNotSent, got.code)
			require.Contains(t, got.stderr, "login failed")
			require.Contains(t, got.stderr, "next: check WALLEX_API_KEY, WALLEX_ACCESS_KEY_ID, WALLEX_SECRET_ACCESS_KEY")
			require.Contains(t, got.stderr, s.URL())
			require.NotContains(t, got.stderr, "wrong-0815")
		})
	}
}

func TestCallWithoutCredentials(t *testing.T) {
	useEnvironment(t, "", wallex.Credentials{APIKey: secret.New("key")})
	got := wallexRun(t, "call", "wallex", "listCurrencyPairs")
	require.Equal(t, exitUsage, got.code)
	require.Contains(t, got.stderr, "set WALLEX_ACCESS_KEY_ID, WALLEX_SECRET_ACCESS_KEY\n")
	require.NotContains(t, got.stderr, "WALLEX_API_KEY")
	require.Contains(t, got.stderr, "wallex sandbox")
}
