package main

import (
	"bytes"
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

func TestDemo(t *testing.T) {
	const tooMany = ": 429 "
	start := time.Now()
	got := wallexRun(t, "demo")
	for range 2 { // on a machine that stands still for a moment, requests come together that were sent apart
		if !strings.Contains(got.stdout, tooMany) {
			break
		}
		start, got = time.Now(), wallexRun(t, "demo")
	}
	require.Equal(t, exitDone, got.code, got.stderr)
	require.Less(t, time.Since(start), 6*time.Second)
	require.Empty(t, got.stderr)

	lines := strings.Split(strings.TrimSuffix(got.stdout, "\n"), "\n")
	require.Regexp(t, `^payment [0-9a-f-]{36} completed$`, lines[len(lines)-1])
	for _, call := range []string{
		"POST /users/v1/authenticate", "GET /balances/v1/item/SGD", "POST /beneficiaries/v1/requirements",
		"POST /beneficiaries/v1/create", "POST /simple-payments/v1/quote", "POST /simple-payments/v1/create",
		"POST /simple-payments/v1/fund", "GET /simple-payments/v1/item/", "POST /simple-payments/v1/find",
	} {
		require.Contains(t, got.stdout, call)
	}
	require.NotContains(t, got.stdout, tooMany, "the client keeps to the limit by itself")
	require.Contains(t, got.stdout, "bankAccount.iban is required")

	credentials := sandbox.New().Credentials()
	require.NotContains(t, got.stdout, credentials.APIKey.Reveal())
	require.NotContains(t, got.stdout, credentials.AccessKeyID.Reveal())
	require.NotContains(t, got.stdout, credentials.SecretAccessKey.Reveal())
	require.NotRegexp(t, regexp.MustCompile(`[\w=-]{8,}\.[\w=-]{8,}\.[\w=-]{8,}`), got.stdout, "a token")
}

func TestDemoOfOtherPlatforms(t *testing.T) {
	for name, ends := range map[string]string{
		"cards":  `\n\ncard \d+ replaces card \d+\n$`,
		"wallet": `\n\nthe wallet of 65 81234567 has [\d.]+ SGD\n$`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // stories wait a lot
			got := wallexRun(t, "demo", name, "--verbose")
			require.Equal(t, exitDone, got.code, got.stderr)
			require.Regexp(t, ends, got.stdout)
			require.Regexp(t, `(?m)^ 1\. `, got.stdout)
			require.Contains(t, got.stderr, "level=DEBUG")
		})
	}
}

func TestDemoThatIsInterruptedFails(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var stdout, stderr bytes.Buffer
	cancel()
	code := run(ctx, []string{"demo"}, strings.NewReader(""), &stdout, &stderr)
	require.Equal(t, exitNotSent, code)
	require.Contains(t, stderr.String(), "error: ")
	require.NotContains(t, stdout.String(), "completed")
}
