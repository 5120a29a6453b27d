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
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const userApproved = `{"resource":"user","resourceId":"u-1","status":"approved"}`

// listening is wallex webhooks listen on a free port.
type listening struct {
	t         *testing.T
	address   string
	out, log  *bufio.Scanner
	interrupt func() int
}

func listen(t *testing.T, args ...string) *listening {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	out, stdout := io.Pipe()
	log, stderr := io.Pipe()
	ended := make(chan int)
	go func() {
		args := append([]string{"webhooks", "listen", "--addr", "127.0.0.1:0"}, args...)
		ended <- run(ctx, args, strings.NewReader(""), stdout, stderr)
	}()
	l := &listening{t: t, out: bufio.NewScanner(out), log: bufio.NewScanner(log)}
	first := l.next(l.log)
	require.Regexp(t, `^listening on http://127\.0\.0\.1:[1-9]\d*$`, first)
	l.address = strings.TrimPrefix(first, "listening on ")
	l.interrupt = func() int {
		http.DefaultClient.CloseIdleConnections()
		cancel()
		return <-ended
	}
	return l
}

// next returns the next line that is printed.
func (l *listening) next(lines *bufio.Scanner) string {
	l.t.Helper()
	require.True(l.t, lines.Scan())
	return lines.Text()
}

// post delivers a notification and gives the status of the answer to the channel, since printing waits for the reader.
func (l *listening) post(body string, header http.Header) chan int {
	status := make(chan int, 1)
	go func() {
		defer close(status)
		req, err := http.NewRequest(http.MethodPost, l.address, strings.NewReader(body))
		if err != nil {
			return
		}
		for name, values := range header {
			req.Header[name] = values
		}
		if resp, err := http.DefaultClient.Do(req); err == nil {
			resp.Body.Close()
			status <- resp.StatusCode
		}
	}()
	return status
}

func TestListenPrintsNotifications(t *testing.T) {
	l := listen(t)
	status := l.post(userApproved, nil)
	require.Regexp(t, `^\d\d:\d\d:\d\d wallex userStatus \{"resource":"user","resourceId":"u-1","status":"approved"\}$`, l.next(l.out))
	require.Equal(t, 200, <-status)

	status = l.post(userApproved, nil)
	require.Equal(t, `userStatusNotification "u-1" was sent again`, l.next(l.log))
	require.Equal(t, 200, <-status)

	status = l.post(`{"resource": "coupon"}`, nil)
	require.Regexp(t, `^\d\d:\d\d:\d\d unknown \{"resource":"coupon"\}$`, l.next(l.out))
	require.Equal(t, 200, <-status)

	status = l.post(`{"resource":"user","resourceId":"u-1"}`, nil)
	l.next(l.out)
	require.Equal(t, `userStatusNotification: status is required`, l.next(l.log))
	require.Equal(t, 200, <-status)

	status = l.post(`resource=user`, nil)
	require.Equal(t, `answered 400: the notification is not a JSON object`, l.next(l.log))
	require.Equal(t, 400, <-status)

	require.Equal(t, exitDone, l.interrupt())
	_, err := net.Dial("tcp", strings.TrimPrefix(l.address, "http://"))
	require.Error(t, err, "it must not listen any longer")
}

func TestListenPrintsJSON(t *testing.T) {
	l := listen(t, "--output", "json")
	status := l.post(userApproved, nil)
	require.JSONEq(t, `{"platform":"wallex","kind":"userStatusNotification","about":"u-1","body":`+userApproved+`}`, l.next(l.out))
	require.Equal(t, 200, <-status)
	require.Equal(t, exitDone, l.interrupt())
}

func TestListenForwards(t *testing.T) {
	var broken atomic.Bool
	broken.Store(true)
	received := make(chan *http.Request, 2)
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		received <- r
		if broken.Load() {
			w.WriteHeader(http.StatusBadGateway)
		}
	}))
	defer receiver.Close()
	l := listen(t, "--forward", receiver.URL+"/hooks", "--secret-header", "X-Secret=new=1", "--secret-header", "x-secret=old")

	status := l.post(userApproved, http.Header{"X-Secret": {"wrong"}})
	require.Equal(t, "answered 403: the secret is missing or wrong", l.next(l.log))
	require.Equal(t, 403, <-status)

	for _, test := range []struct {
		secret string
		broken bool
	}{{"new=1", true}, {"old", false}} {
		broken.Store(test.broken)
		status = l.post(userApproved, http.Header{"X-Secret": {test.secret}})
		l.next(l.out)
		forwarded := <-received
		body, _ := io.ReadAll(forwarded.Body)
		require.Equal(t, userApproved, string(body))
		require.Equal(t, "/hooks", forwarded.URL.Path)
		require.Equal(t, "new=1", forwarded.Header.Get("X-Secret"))
		require.Equal(t, "application/json", forwarded.Header.Get("Content-Type"))
		if test.broken {
			require.Equal(t, "answered 500: the receiver of --forward answered 502", l.next(l.log))
			require.Equal(t, 500, <-status)
		} else {
			require.Equal(t, 200, <-status)
		}
	}
	require.Equal(t, exitDone, l.interrupt())
}

func TestListenFinishesWhatIsUnderWay(t *testing.T) {
	arrived, release := make(chan struct{}), make(chan struct{})
	receiver := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		close(arrived)
		<-release
	}))
	defer receiver.Close()
	l := listen(t, "--forward", receiver.URL)
	status := l.post(userApproved, nil)
	l.next(l.out)
	<-arrived
	ended := make(chan int)
	go func() { ended <- l.interrupt() }()
	require.Eventually(t, func() bool {
		connection, err := net.Dial("tcp", strings.TrimPrefix(l.address, "http://"))
		if err == nil {
			connection.Close()
		}
		return err != nil
	}, 10*time.Second, time.Millisecond, "it must not listen any longer")
	close(release)
	require.Equal(t, 200, <-status)
	require.Equal(t, exitDone, <-ended)
}

// The sandbox sends what another wallex prints.
func TestListenToTheSandbox(t *testing.T) {
	l := listen(t, "--output", "json", "--secret-header", "X-Secret=s3cret")
	_, interrupt := serveSandbox(t, "--settlement", "0s", "--webhook", l.address, "--webhook-header", "X-Secret: s3cret")
	got := wallexRun(t, "call", "wallex", "createVirtualAccountRequest", "-f", "name=Shop", "-f", "provider=BNI",
		"-f", "currency=IDR", "-f", "description=Rent", "-f", "type=open")
	require.Equal(t, exitDone, got.code, got.stderr)
	var printed struct{ Kind string }
	require.NoError(t, json.Unmarshal([]byte(l.next(l.out)), &printed))
	require.Equal(t, "virtualAccountRequestStatusNotification", printed.Kind)
	require.Equal(t, exitDone, interrupt())
	require.Equal(t, exitDone, l.interrupt())
}

func TestListenSaysWhyItCannot(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer taken.Close()
	got := wallexRun(t, "webhooks", "listen", "--addr", taken.Addr().String())
	require.Equal(t, exitUnexpected, got.code)
	require.Contains(t, got.stderr, "address already in use")
}
