package client_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/auth"
	"github.com/wallex-sdk/wallex-go/pkg/client"
)

func TestCloseReleasesEverything(t *testing.T) {
	p := newPlatform(t)
	before := goleak.IgnoreCurrent()
	c, err := client.New(testPlatform(), client.WithBaseURL(p.URL))
	require.NoError(t, err)
	require.NoError(t, askForQuote(t.Context(), c))
	require.Error(t, goleak.Find(before), "the connection is kept for the next call")
	c.Close()
	goleak.VerifyNone(t, before)
}

// A login that nobody waits for any longer ends as well.
func TestCloseEndsALogin(t *testing.T) {
	p := newPlatform(t)
	arrived := make(chan struct{})
	p.script(login, func(w http.ResponseWriter, r *http.Request) {
		close(arrived)
		hang(w, r)
	})
	before := goleak.IgnoreCurrent()
	c, err := client.New(testPlatform(), client.WithBaseURL(p.URL))
	require.NoError(t, err)
	failed := make(chan error, 1)
	go func() { failed <- askForQuote(t.Context(), c) }()
	<-arrived
	c.Close()
	require.ErrorIs(t, <-failed, apierror.ErrNotSent)
	goleak.VerifyNone(t, before)
}

func TestCallsAfterClose(t *testing.T) {
	p := newPlatform(t)
	c := p.connect(t)
	require.NoError(t, askForQuote(t.Context(), c))
	c.Close()
	c.Close()
	start := time.Now()
	err := createConversion(t.Context(), c)
	require.ErrorIs(t, err, auth.ErrClosed)
	require.ErrorIs(t, err, apierror.ErrNotSent)
	require.Less(t, time.Since(start), time.Second)
	require.Equal(t, []string{login, quote}, p.requests())
}

// A transport that was handed in belongs to the program that made it.
func TestCloseLeavesAForeignTransport(t *testing.T) {
	p := newPlatform(t)
	transport := &closable{RoundTripper: p.Client().Transport}
	for _, option := range []client.Option{
		client.WithTransport(transport),
		client.WithHTTPClient(&http.Client{Transport: transport}),
	} {
		c := p.connect(t, option)
		require.NoError(t, askForQuote(t.Context(), c))
		c.Close()
		require.False(t, transport.closed)
	}
}

type closable struct {
	http.RoundTripper
	closed bool
}

func (c *closable) CloseIdleConnections() { c.closed = true }
