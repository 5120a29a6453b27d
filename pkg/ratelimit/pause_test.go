package ratelimit_test

import (
	"context"
	"net/http"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
)

func TestLocalPauseHoldsBackWhoWaitsAndWhoComes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var got permits
		limiter := ratelimit.NewLocal(five)
		drain(t, limiter, 5)
		start := time.Now()
		queue(t.Context(), &got, limiter, 2)
		limiter.Pause(t.Context(), 3*time.Second)
		limiter.Pause(t.Context(), 2*time.Second) // the longer one goes on
		require.Equal(t, 3*time.Second, exceeded(t, limiter, time.Second))
		pass(10 * time.Second)
		require.Len(t, got.times, 2)
		require.Equal(t, 3*time.Second, got.times[0].Sub(start))
		drain(t, limiter, 5)
	})
}

func TestLocalPauseKeepsTheLimitAfterIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var got permits
		limiter := ratelimit.NewLocal(five)
		limiter.Pause(t.Context(), 300*time.Millisecond)
		queue(t.Context(), &got, limiter, 12)
		pass(time.Minute)
		require.Len(t, got.times, 12)
		got.within(t, 5, time.Second+five.Margin)
	})
}

// answers is a platform that always gives the same answer.
type answers http.Response

func (a answers) RoundTrip(*http.Request) (*http.Response, error) {
	resp := http.Response(a)
	resp.Body = http.NoBody
	return &resp, nil
}

// pauses is a limiter that notes how long it is to pause.
type pauses struct{ told []time.Duration }

func (*pauses) Wait(context.Context) error { return nil }

func (p *pauses) Pause(_ context.Context, length time.Duration) { p.told = append(p.told, length) }

func TestTransportPausesTheLimiter(t *testing.T) {
	for _, test := range []struct {
		name       string
		status     int
		retryAfter string
		want       []time.Duration
	}{
		{"429", 429, "7", []time.Duration{7 * time.Second}},
		{"503", 503, "7", []time.Duration{7 * time.Second}},
		{"429 that does not say for how long", 429, "", []time.Duration{0}},
		{"503 that does not say for how long", 503, "soon", []time.Duration{0}},
		{"for days", 429, strconv.Itoa(1 << 40), []time.Duration{time.Minute}},
		{"success", 200, "7", nil},
		{"another refusal", 502, "7", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			var limiter pauses
			base := answers{StatusCode: test.status, Header: http.Header{"Retry-After": {test.retryAfter}}}
			transport := &ratelimit.Transport{Base: base, Limiter: &limiter}
			resp, err := transport.RoundTrip(requests(t.Context(), t)["listBalances"])
			require.NoError(t, err)
			require.Equal(t, test.status, resp.StatusCode)
			require.Equal(t, test.want, limiter.told)
		})
	}
}
