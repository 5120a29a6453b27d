package walletengine_test

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/walletengine"
)

// memory is a platform without a network, for tests in which time passes.
type memory struct {
	mu      sync.Mutex
	latency func() time.Duration
	revoked time.Time // when the token ended, zero where it has not
	seen    []string
}

func (m *memory) RoundTrip(req *http.Request) (*http.Response, error) {
	m.mu.Lock()
	m.seen = append(m.seen, req.URL.Path)
	latency := m.latency
	m.mu.Unlock()
	if latency != nil {
		select {
		case <-time.After(latency()):
		case <-req.Context().Done():
			return nil, context.Cause(req.Context())
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	reply := answer{http.StatusOK, good[strings.TrimPrefix(req.URL.Path, "/api")]}
	if !m.revoked.IsZero() && !time.Now().Before(m.revoked) {
		reply = refusal("invalid_user_authorize")
	}
	return &http.Response{StatusCode: reply.status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(reply.body))}, nil
}

// take returns the paths of what arrived since it was last asked.
func (m *memory) take() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	taken := m.seen
	m.seen = nil
	return taken
}

// Sixty-four callers share a session while it ends, by the platform's will or for want of use, and some of them lose
// their patience. Nobody waits beyond that, everybody hears that the session has ended, and nothing is sent twice.
func TestSessionInACrowd(t *testing.T) {
	const callers = 64
	gone := errors.New("the user went away")
	for name, wait := range map[string]time.Duration{
		"in the middle of its life": 0,
		"while it is renewed":       walletengine.Inactivity - 2*time.Minute,
	} {
		t.Run(name, func(t *testing.T) {
			before := goleak.IgnoreCurrent()
			synctest.Test(t, func(t *testing.T) {
				network := &memory{}
				session := network.signIn(t, 0)
				_, err := session.Profile.Query(t.Context())
				require.NoError(t, err)
				time.Sleep(wait)
				network.mu.Lock()
				network.latency = func() time.Duration { return time.Duration(rand.N(int64(time.Second))) }
				network.revoked = time.Now().Add(10 * time.Second)
				network.mu.Unlock()

				var crowd sync.WaitGroup
				for i := range callers {
					crowd.Go(func() {
						for n := 0; ; n++ {
							ctx, leave := context.WithCancelCause(t.Context())
							patience := time.Hour
							if i%2 == 0 && n%3 == 0 {
								patience = time.Duration(i) * 10 * time.Millisecond
								time.AfterFunc(patience, func() { leave(gone) })
							}
							start := time.Now()
							_, err := session.Profile.Query(ctx)
							require.LessOrEqual(t, time.Since(start), patience)
							leave(nil)
							switch {
							case err == nil:
								require.True(t, time.Now().Before(network.revoked))
								_ = session.Ends()
								_, _ = session.Save()
							case errors.Is(err, gone):
								require.NotNil(t, apierror.Of(err))
							default:
								requireEnded(t, err)
								return
							}
						}
					})
				}
				crowd.Wait()
				network.take()
				for range callers {
					crowd.Go(func() {
						start := time.Now()
						_, err := session.Profile.Query(t.Context())
						requireEnded(t, err)
						require.ErrorIs(t, err, apierror.ErrNotSent)
						require.Zero(t, time.Since(start))
					})
				}
				crowd.Wait()
				require.Empty(t, network.take(), "the session has ended")
			})
			goleak.VerifyNone(t, before)
		})
	}
}

// All of them come when the session has not been used for too long.
func TestCrowdAfterTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		network := &memory{}
		session := network.signIn(t, 1)
		time.Sleep(time.Minute)
		var crowd sync.WaitGroup
		for i := range 64 {
			crowd.Go(func() {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				if i%2 == 0 {
					cancel()
				}
				_, err := session.Profile.Query(ctx)
				require.ErrorIs(t, err, apierror.ErrNotSent)
				if i%2 == 1 {
					requireEnded(t, err)
				}
			})
		}
		crowd.Wait()
		require.Empty(t, network.take())
	})
}
