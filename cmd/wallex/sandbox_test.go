package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// serveSandbox carries out wallex sandbox on a free port, with further arguments, and puts what it prints into the
// environment. It runs until interrupt, which returns its exit code.
func serveSandbox(t *testing.T, args ...string) (address string, interrupt func() int) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	output, stdout := io.Pipe()
	ended := make(chan int)
	go func() {
		args := append([]string{"sandbox", "--addr", "127.0.0.1:0"}, args...)
		ended <- run(ctx, args, strings.NewReader(""), stdout, io.Discard)
	}()

	lines := bufio.NewScanner(output)
	require.True(t, lines.Scan())
	require.Regexp(t, `^listening on http://127\.0\.0\.1:[1-9]\d*$`, lines.Text())
	address = strings.TrimPrefix(lines.Text(), "listening on ")
	export, exports := regexp.MustCompile(`^export ([A-Z_]+)=(\S+)$`), 0
	for exports < 13 && lines.Scan() {
		if found := export.FindStringSubmatch(lines.Text()); found != nil {
			t.Setenv(found[1], found[2])
			exports++
		}
	}
	return address, func() int {
		http.DefaultClient.CloseIdleConnections()
		cancel()
		return <-ended
	}
}

func TestSandboxServesUntilItIsInterrupted(t *testing.T) {
	address, interrupt := serveSandbox(t, "--rate-limit", "0", "--settlement", "0s", "--quote-lifetime", "5m")
	for range 8 { // more than the usual rate limit lets pass
		resp, err := http.Get(address + "/balances/v1/item/SGD")
		require.NoError(t, err)
		resp.Body.Close()
		require.Equal(t, http.StatusForbidden, resp.StatusCode, "without a key")
	}
	got := wallexRun(t, "call", "wallex", "retrieveBalance", "--currency", "SGD")
	require.Equal(t, exitDone, got.code, got.stderr)
	require.Equal(t, exitDone, interrupt())
	_, err := net.Dial("tcp", strings.TrimPrefix(address, "http://"))
	require.Error(t, err, "it must not listen any longer")
}

func TestSandboxSendsNotifications(t *testing.T) {
	received := make(chan *http.Request, 1)
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { received <- r }))
	defer receiver.Close()
	_, interrupt := serveSandbox(t, "--settlement", "0s", "--webhook", receiver.URL+"/hooks",
		"--webhook-header", "X-Secret: one:two", "--webhook-header", "X-Other:three")
	got := wallexRun(t, "call", "wallex", "createVirtualAccountRequest", "-f", "name=Shop", "-f", "provider=BNI",
		"-f", "currency=IDR", "-f", "description=Rent", "-f", "type=open")
	require.Equal(t, exitDone, got.code, got.stderr)
	notified := <-received
	require.Equal(t, "/hooks", notified.URL.Path)
	require.Equal(t, "one:two", notified.Header.Get("X-Secret"))
	require.Equal(t, "three", notified.Header.Get("X-Other"))
	require.Equal(t, exitDone, interrupt())
}

func TestSandboxSendsNotificationsOfCards(t *testing.T) {
	received := make(chan *http.Request, 10)
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { received <- r }))
	defer receiver.Close()
	_, interrupt := serveSandbox(t, "--card-webhook", receiver.URL, "--card-webhook-header", "X-Secret: one")
	call := func(operation string, fields ...string) string {
		args := []string{"call", "cardplatform", operation, "--unverified"}
		for _, field := range fields {
			args = append(args, "-f", field)
		}
		got := wallexRun(t, args...)
		require.Equal(t, exitDone, got.code, got.stderr)
		var answer struct {
			ID json.Number
		}
		require.NoError(t, json.Unmarshal([]byte(got.stdout), &answer))
		return answer.ID.String()
	}
	user := call("createUser", "firstName=Amina", "lastName=Rahman", "email=a@example.com", "status=ACTIVE")
	account := call("createAccount", "userId="+user, "currencyId=2", "accountType=DIGITAL")
	card := call("createCard", "cardTierId=7", "customerId="+user, "accountId="+account, "cardType=VIRTUAL", "cardHolderName=AMINA")
	call("processCardRequest", "cardId="+card, "status=ISSUANCE_IN_PROGRESS")
	require.Equal(t, "one", (<-received).Header.Get("X-Secret"))
	require.Equal(t, exitDone, interrupt())
}

// What the sandbox prints is enough to call every platform.
func TestSandboxExportsWhatEveryPlatformNeeds(t *testing.T) {
	_, interrupt := serveSandbox(t, "--rate-limit", "0")
	for _, args := range [][]string{
		{"wallex", "listCurrencyPairs"},
		{"walletengine", "retrieveTermsOfService"},
		{"walletenginecards", "retrieveCard", "--card-token", "1"},
		{"cardplatform", "listCardTiers"},
	} {
		got := wallexRun(t, append([]string{"call"}, args...)...)
		require.Equal(t, exitDone, got.code, got.stderr)
		require.NotEmpty(t, got.stdout)
	}
	require.NotEmpty(t, os.Getenv("CARDPLATFORM_PUBLIC_KEY"), "cards are called encrypted")
	require.Equal(t, exitDone, interrupt())
}

func TestSandboxSaysWhyItCannotListen(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer taken.Close()
	var stderr bytes.Buffer
	code := run(t.Context(), []string{"sandbox", "--addr", taken.Addr().String()}, strings.NewReader(""), io.Discard, &stderr)
	require.Equal(t, exitUnexpected, code)
	require.Contains(t, stderr.String(), "address already in use")
}

func TestSandboxInjectsFaults(t *testing.T) {
	file := filepath.Join(t.TempDir(), "faults.json")
	require.NoError(t, os.WriteFile(file, []byte(`[{"kind":"too-many-requests","operations":["retrieveBalance"],"probability":0.5}]`), 0o600))
	fails := func(seed string) (failed []bool) {
		_, interrupt := serveSandbox(t, "--rate-limit", "0", "--faults", file, "--seed", seed)
		defer interrupt()
		for range 12 {
			got := wallexRun(t, "call", "wallex", "retrieveBalance", "--currency", "SGD", "--timeout", "900ms")
			failed = append(failed, got.code != exitDone)
		}
		return failed
	}
	first := fails("1")
	require.Contains(t, first, true)
	require.Contains(t, first, false)
	require.Equal(t, first, fails("1"))
	require.NotEqual(t, first, fails("2"))
}

func TestSandboxRefusesImpossibleFaults(t *testing.T) {
	file := filepath.Join(t.TempDir(), "faults.json")
	for text, want := range map[string]string{
		`{`:                  "unexpected end of JSON input",
		`[{"kind":"sleep"}]`: `fault 1: there is no kind "sleep"`,
	} {
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
		got := wallexRun(t, "sandbox", "--faults", file)
		require.Equal(t, exitUsage, got.code)
		require.Contains(t, got.stderr, want)
	}
	require.Equal(t, exitUsage, wallexRun(t, "sandbox", "--faults", file+".absent").code)
}
