package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

func TestCompletion(t *testing.T) {
	specifications, err := spec.Embedded.Domains()
	require.NoError(t, err)
	known, err := spec.Embedded.Platforms()
	require.NoError(t, err)
	var platforms []string
	for _, platform := range known {
		platforms = append(platforms, platform+"\tOperations of the platform "+platform)
	}
	for name, test := range map[string]struct {
		args []string
		want []string
	}{
		"platforms":        {[]string{"call", ""}, platforms},
		"operations":       {[]string{"call", "wallex", "quoteC"}, []string{"quoteConversion\tAsk for a conversion rate", "quoteConversionV2\t[inferred] Ask for a conversion rate"}},
		"parameters":       {[]string{"call", "wallex", "retrieveProofOfPayment", "--doc"}, []string{"--document-type\tOnly the document of this kind."}},
		"values":           {[]string{"call", "wallex", "retrieveProofOfPayment", "--document-type", ""}, []string{"invoice", "mt103", "payment-confirmation"}},
		"environments":     {[]string{"call", "--env", ""}, []string{"production", "demo"}},
		"no files for ids": {[]string{"call", "wallex", "retrieveSimplePayment", "--simple-payment-id", ""}, nil},
		"fields":           {[]string{"call", "wallex", "findBalances", "--field", ""}, []string{"onBehalfOfAccount=", "onBehalfOfUser=", "pagination."}},
		"fields of fields": {[]string{"call", "wallex", "findBalances", "--field", "pagination."}, []string{"pagination.page="}},
		"values of fields": {[]string{"call", "wallex", "quoteSimplePayment", "--field", "fixedSide="}, []string{"fixedSide=buy", "fixedSide=sell"}},
		"values in a list": {[]string{"call", "wallex", "findSimplePayments", "-f", "status=re"}, []string{"status=awaiting_funds", "status=processing", "status=completed", "status=rejected", "status=failed"}},
		"unknown fields":   {[]string{"call", "wallex", "findBalances", "--field", "nothing.at."}, nil},
		"demonstrations": {[]string{"demo", ""}, []string{
			"cards\tIssue cards in a sandbox and show every step", "wallet\tUse a wallet in a sandbox and show every step",
		}},
		"specifications": {[]string{"specs", "show", ""}, specifications},
	} {
		t.Run(name, func(t *testing.T) {
			got := wallexRun(t, append([]string{"__complete"}, test.args...)...)
			require.Equal(t, exitDone, got.code, got.stderr)
			lines := strings.Split(strings.TrimSpace(got.stdout), "\n")
			require.Equal(t, test.want, append([]string(nil), lines[:len(lines)-1]...)) // the last is for the shell
		})
	}
}
