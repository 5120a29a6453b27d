package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/spf13/pflag"
	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

func TestEveryOperationIsACommandWithHelp(t *testing.T) {
	names, err := spec.Embedded.Platforms()
	require.NoError(t, err)
	for _, name := range names {
		operations, err := spec.Embedded.Platform(name)
		require.NoError(t, err)
		overview := wallexRun(t, "call", name, "--help").stdout
		for _, op := range operations {
			t.Run(name+" "+op.ID, func(t *testing.T) {
				require.Contains(t, overview, "  "+op.ID+" ")
				for _, written := range []string{op.ID, kebab(op.ID)} {
					requireHelp(t, op, wallexRun(t, "call", name, written, "--help"))
				}
			})
		}
	}
}

func requireHelp(t *testing.T, op *spec.Operation, got result) {
	t.Helper()
	require.Equal(t, exitDone, got.code, got.stderr)
	first, _, _ := strings.Cut(got.stdout, "\n")
	require.Equal(t, op.Evidence == operation.Inferred, strings.HasPrefix(first, "Inferred"))
	expected := []string{op.ID + ": " + op.Schema.Summary, "  " + op.Method + " " + op.Path + "\n", "Calling it again:", "Evidence:"}
	for _, f := range parameterFlags(op) {
		expected = append(expected, "\n  --"+f.flag+" (")
	}
	if schema, _ := op.Request(); schema != nil {
		for _, name := range propertyNames(schema.Value) {
			expected = append(expected, "\n  "+name+" (")
		}
		expected = append(expected, "Example of a body:\n  {")
	}
	expected = append(expected, op.ErrorCodes()...)
	for _, text := range expected {
		require.Contains(t, got.stdout, text)
	}
}

func TestHelpOfAnOperation(t *testing.T) {
	for name, test := range map[string]struct {
		operation string
		fragments []string
	}{
		"keyed": {"createSimplePayment", []string{
			"createSimplePayment: Create a payment from a quote.\n",
			"\n  POST /simple-payments/v1/create\n",
			"\n  wallex call wallex createSimplePayment [flags]\n  The operation may also be written create-simple-payment.\n",
			"It moves money or commits to it. It is recognised by referenceId where uniqueReferenceId is true.",
			"Evidence:\n  Source: https://docs.wallex.asia/, Section \"Create a Simple Payment\"\n",
			"\n  quoteId (string; required)\n      Id of a quote that has not expired.\n",
			"\n  fundingMethod (one of BANK_TRANSFER, PAYNOW)\n",
			"\n  files (list of string)\n",
			"simple_payment_reference_id_already_exist",
			"\n    \"uniqueReferenceId\": true\n",
		}},
		"safe, with a list": {"findSimplePayments", []string{
			"It may be called again at any time",
			"\n  status (list of one of awaiting_funds, processing, completed, rejected, failed)\n",
			"\n  pagination.page (integer)\n",
			"--all ",
		}},
		"never": {"deleteBeneficiary", []string{
			"\n  wallex call wallex deleteBeneficiary --beneficiary-id beneficiaryId [flags]\n",
			"It is never sent twice by itself, and calling it again may take effect again",
			"\n  --beneficiary-id (string; required)\n",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			got := wallexRun(t, "call", "wallex", test.operation, "--help")
			for _, fragment := range test.fragments {
				require.Contains(t, got.stdout, fragment)
			}
			require.Equal(t, got, wallexRun(t, "help", "call", "wallex", test.operation))
		})
	}
}

func TestWrap(t *testing.T) {
	long := strings.Repeat("x", width+1)
	words := strings.TrimSpace(strings.Repeat("word ", width))
	require.Equal(t, "  one two", wrap(" one\n two ", 2))
	require.Equal(t, "a\n"+long+"\nb", wrap("a "+long+" b", 0))
	for _, line := range strings.Split(wrap(words, 6), "\n") {
		require.LessOrEqual(t, len(line), width)
		require.Regexp(t, `^ {6}word`, line)
	}
	require.Equal(t, words, strings.Join(strings.Fields(wrap(words, 6)), " "))
}

func TestOwnFlagsAreAllFlags(t *testing.T) {
	cmd, _, err := newRoot([]string{"call", "wallex"}).Find([]string{"call", "wallex", "findSimplePayments"})
	require.NoError(t, err)
	require.NoError(t, cmd.ParseFlags(nil)) // adds those of the commands above
	cmd.InitDefaultHelpFlag()
	var names []string
	cmd.Flags().VisitAll(func(flag *pflag.Flag) { names = append(names, flag.Name) })
	require.Equal(t, ownFlags, slices.Sorted(slices.Values(names)), "a parameter must not take the name of a flag of ours")
}

func TestOtherCommandsParseNoOperations(t *testing.T) {
	cmd, _, err := newRoot([]string{"demo"}).Find([]string{"call", "wallex"})
	require.NoError(t, err)
	require.Empty(t, cmd.Commands())
}
