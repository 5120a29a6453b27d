package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSandboxServesUntilItIsInterrupted(t *testing.T) {
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	output, stdout := io.Pipe()
	ended := make(chan int)
	go func() {
		args := []string{"sandbox", "--addr", "127.0.0.1:0", "--rate-limit", "0", "--settlement", "0s", "--quote-lifetime", "5m"}
		ended <- run(ctx, args, strings.NewReader(""), stdout, io.Discard)
	}()

	lines := bufio.NewScanner(output)
	require.True(t, lines.Scan())
	require.Regexp(t, `^listening on http://127\.0\.0\.1:[1-9]\d*$`, lines.Text())
	address := strings.TrimPrefix(lines.Text(), "listening on ")
	export, exports := regexp.MustCompile(`^export (WALLEX_\w+)=(\S+)$`), 0
	for exports < 4 && lines.Scan() {
		if found := export.FindStringSubmatch(lines.Text()); found != nil {
			t.Setenv(found[1], found[2])
			exports++
		}
	}
	for range 8 { // more than the usual rate limit lets pass
		resp, err := http.Get(address + "/balances/v1/item/SGD")
		require.NoError(t, err)
		resp.Body.Close()
		require.Equal(t, http.StatusForbidden, resp.StatusCode, "without a key")
	}
	got := wallexRun(t, "call", "wallex", "retrieveBalance", "--currency", "SGD")
	require.Equal(t, exitDone, got.code, got.stderr)
	http.DefaultClient.CloseIdleConnections()
	interrupt()
	require.Equal(t, exitDone, <-ended)
	_, err := net.Dial("tcp", strings.TrimPrefix(address, "http://"))
	require.Error(t, err, "it must not listen any longer")
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
