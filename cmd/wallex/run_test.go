package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// result is what became of a command line.
type result struct {
	code           int
	stdout, stderr string
}

// wallexRun carries out a command line without standard input.
func wallexRun(t *testing.T, args ...string) result {
	t.Helper()
	return wallexPipe(t, "", args...)
}

// wallexPipe carries out a command line with standard input.
func wallexPipe(t *testing.T, stdin string, args ...string) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code := run(t.Context(), args, strings.NewReader(stdin), &stdout, &stderr)
	return result{code, stdout.String(), stderr.String()}
}

// useSandbox starts a sandbox without a rate limit and puts its credentials into the environment.
func useSandbox(t *testing.T, options ...sandbox.Option) *sandbox.Sandbox {
	t.Helper()
	s := sandbox.Start(t, append([]sandbox.Option{sandbox.WithRateLimit(0, 0)}, options...)...)
	useEnvironment(t, s.URL(), s.Credentials())
	return s
}

func useEnvironment(t *testing.T, baseURL string, credentials wallex.Credentials) {
	t.Helper()
	t.Setenv(envBaseURL, baseURL)
	t.Setenv(wallex.EnvAPIKey, credentials.APIKey.Reveal())
	t.Setenv(wallex.EnvAccessKeyID, credentials.AccessKeyID.Reveal())
	t.Setenv(wallex.EnvSecretAccessKey, credentials.SecretAccessKey.Reveal())
}

func TestUsageErrors(t *testing.T) {
	for name, test := range map[string]struct {
		args []string
		says string
	}{
		"unknown command":            {[]string{"dmeo"}, `has no command "dmeo" (did you mean demo?)`},
		"unknown platform":           {[]string{"call", "walex"}, `(did you mean wallex?)`},
		"unknown operation":          {[]string{"call", "wallex", "quoteSimplePaymnt"}, `(did you mean quoteSimplePayment?)`},
		"unknown flag":               {[]string{"call", "wallex", "listCurrencyPairs", "--nonsense"}, "unknown flag: --nonsense"},
		"unknown flag of the demo":   {[]string{"demo", "--nonsense"}, "unknown flag: --nonsense"},
		"flag without its value":     {[]string{"call", "wallex", "retrieveRate", "--currency-pair"}, "flag needs an argument"},
		"flag of the wrong type":     {[]string{"sandbox", "--settlement", "soon"}, "invalid argument"},
		"negative limit":             {[]string{"sandbox", "--rate-limit", "-1"}, "invalid argument"},
		"argument of an operation":   {[]string{"call", "wallex", "listCurrencyPairs", "USDSGD"}, "takes 0 arguments, not 1"},
		"unknown environment":        {[]string{"call", "wallex", "listCurrencyPairs", "--env", "test"}, "--env must be production or demo"},
		"environment and address":    {[]string{"call", "wallex", "listCurrencyPairs", "--env", "demo", "--base-url", "https://x.test"}, "--base-url"},
		"address without encryption": {[]string{"call", "wallex", "listCurrencyPairs", "--base-url", "http://x.test"}, "it must be https"},
		"missing parameter":          {[]string{"call", "wallex", "retrieveRate"}, "--currency-pair is required"},
		"webhook without a host":     {[]string{"sandbox", "--webhook", "localhost:3000"}, "--webhook must be a URL such as"},
		"header without a webhook":   {[]string{"sandbox", "--webhook-header", "X-Secret: hidden"}, "--webhook-header needs --webhook"},
		"header without a name":      {[]string{"sandbox", "--webhook", "http://x.test", "--webhook-header", "hidden"}, "must look like 'Name: value'"},
		"secret without a name":      {[]string{"webhooks", "listen", "--secret-header", "=hidden"}, "must look like Name=value"},
		"secret without a value":     {[]string{"webhooks", "listen", "--secret-header", "X-Secret="}, "must look like Name=value"},
		"forward without a host":     {[]string{"webhooks", "listen", "--forward", "localhost:3000"}, "--forward must be a URL such as"},
		"unknown output":             {[]string{"webhooks", "listen", "--output", "yaml"}, "--output must be text or json"},
		"card webhook, no host":      {[]string{"sandbox", "--card-webhook", "localhost:3000"}, "--card-webhook must be a URL such as"},
		"argument of the demo":       {[]string{"demo", "crads"}, "wallex demo takes 0 arguments, not 1"},
		"payout without a file":      {[]string{"payout"}, "takes 1 arguments, not 0"},
		"payout of an absent file":   {[]string{"payout", "absent.csv"}, "absent.csv"},
		"example with a file":        {[]string{"payout", "--example", "x.csv"}, "takes 0 arguments, not 1"},
		"tolerance":                  {[]string{"payout", "x.csv", "--tolerance", "1%"}, "--tolerance must be a number"},
		"negative tolerance":         {[]string{"payout", "x.csv", "--tolerance", "-1"}, "--tolerance must be a number"},
		"tolerance in percent":       {[]string{"payout", "x.csv", "--tolerance", "1"}, "--tolerance must be a part below 1: 0.01 is one percent"},
		"no time to pay":             {[]string{"payout", "x.csv", "--give-up", "0s"}, "--give-up must be more than 0s"},
		"negative time to pay":       {[]string{"payout", "x.csv", "--give-up", "-1s"}, "--give-up must be more than 0s"},
		"negative time to follow":    {[]string{"payout", "x.csv", "--follow", "-1s"}, "--follow must not be negative"},
		"no workers":                 {[]string{"payout", "x.csv", "--workers", "0"}, "--workers must be at least 1"},
		"total without an amount":    {[]string{"payout", "x.csv", "--max-total", "USD"}, "--max-total must look like USD=10000"},
		"total of nothing":           {[]string{"payout", "x.csv", "--max-total", "USD=0"}, "--max-total must look like USD=10000"},
		"total in lower case":        {[]string{"payout", "x.csv", "--max-total", "usd=1"}, "--max-total must look like USD=10000"},
		"total twice":                {[]string{"payout", "x.csv", "--max-total", "USD=1", "--max-total", "USD=2"}, "once for each currency"},
		"unknown specification":      {[]string{"specs", "show", "../go.mod"}, "there is no specification ../go.mod"},
	} {
		t.Run(name, func(t *testing.T) {
			useEnvironment(t, "", sandbox.New().Credentials())
			got := wallexRun(t, test.args...)
			require.Equal(t, exitUsage, got.code)
			require.Contains(t, got.stderr, test.says)
			require.Contains(t, got.stderr, "next: see wallex ")
			require.NotContains(t, got.stderr, "hidden")
			require.Empty(t, got.stdout)
		})
	}
}

func TestCommandsThatHoldOthersShowThem(t *testing.T) {
	for _, args := range [][]string{{}, {"call"}, {"call", "wallex"}, {"help", "call", "wallex"}} {
		got := wallexRun(t, args...)
		require.Equal(t, exitDone, got.code, args)
		require.Contains(t, got.stdout, "Usage:")
	}
}

func TestVersion(t *testing.T) {
	got := wallexRun(t, "version")
	require.Equal(t, exitDone, got.code)
	require.Regexp(t, `^wallex \d+\.\d+\.\d+ go\d`, got.stdout)
}
