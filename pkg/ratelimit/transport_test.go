package ratelimit_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
)

// sent counts the requests that get through.
type sent int

func (s *sent) RoundTrip(*http.Request) (*http.Response, error) {
	*s++
	return &http.Response{StatusCode: http.StatusNoContent, Body: http.NoBody}, nil
}

// requests are one of a call and one that belongs to none.
func requests(ctx context.Context, t *testing.T) map[string]*http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://api.example.com/balances", http.NoBody)
	require.NoError(t, err)
	call := &operation.Call{Operation: &operation.Operation{Platform: "wallex", ID: "listBalances"}}
	return map[string]*http.Request{"": req, "listBalances": req.WithContext(operation.NewContext(ctx, call))}
}

func TestTransportRefusesWhatTheQuotaDoesNotAllowInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		for id, req := range requests(ctx, t) {
			var through sent
			limiter := ratelimit.NewLocal(five)
			transport := &ratelimit.Transport{Base: &through, Limiter: limiter}
			drain(t, limiter, 5)
			start := time.Now()

			_, err := transport.RoundTrip(req)

			require.Zero(t, time.Since(start))
			require.Zero(t, through)
			refused := apierror.Of(err)
			require.NotNil(t, refused)
			require.ErrorIs(t, err, apierror.ErrRateLimited)
			require.NotErrorIs(t, err, context.DeadlineExceeded)
			require.Equal(t, apierror.NotSent, refused.Outcome)
			require.Equal(t, 1015*time.Millisecond, refused.RetryAfter)
			require.True(t, refused.Temporary)
			require.Equal(t, id, refused.Operation)
			require.Zero(t, refused.Attempts)
			require.EqualError(t, refused.Err, "the next permit comes in 1.015s, after the deadline")
		}
	})
}

func TestTransportSendsNothingWhenTheContextEnds(t *testing.T) {
	reason := errors.New("the user went away")
	synctest.Test(t, func(t *testing.T) {
		for id := range requests(t.Context(), t) {
			ctx, cancel := context.WithCancelCause(t.Context())
			var through sent
			limiter := ratelimit.NewLocal(five)
			transport := &ratelimit.Transport{Base: &through, Limiter: limiter}
			drain(t, limiter, 5)
			time.AfterFunc(time.Second, func() { cancel(reason) })

			_, err := transport.RoundTrip(requests(ctx, t)[id])

			require.Zero(t, through)
			refused := apierror.Of(err)
			require.NotNil(t, refused)
			require.ErrorIs(t, err, reason)
			require.NotErrorIs(t, err, apierror.ErrRateLimited)
			require.Equal(t, apierror.NotSent, refused.Outcome)
			require.False(t, refused.Temporary)
		}
	})
}

func TestTransportTellsOfPermitsThatWereNotThereAtOnce(t *testing.T) {
	reason := errors.New("the user went away")
	synctest.Test(t, func(t *testing.T) {
		for id := range requests(t.Context(), t) {
			type key struct{}
			var through sent
			var told []ratelimit.Waited
			transport := &ratelimit.Transport{
				Base:    &through,
				Limiter: ratelimit.NewLocal(ratelimit.Limits{PerSecond: 1}),
				OnWait: func(ctx context.Context, waited ratelimit.Waited) {
					require.Equal(t, "trace", ctx.Value(key{}))
					told = append(told, waited)
				},
			}
			ctx := context.WithValue(t.Context(), key{}, "trace")
			try := func(ctx context.Context) {
				_, _ = transport.RoundTrip(requests(ctx, t)[id])
			}

			try(ctx)
			require.Empty(t, told, "the permit was there")

			time.Sleep(300 * time.Millisecond)
			try(ctx)
			require.Equal(t, []ratelimit.Waited{{Operation: id, Duration: 700 * time.Millisecond}}, told)
			require.EqualValues(t, 2, through)

			hurried, cancel := context.WithTimeout(ctx, 900*time.Millisecond)
			defer cancel()
			try(hurried)
			require.Len(t, told, 2)
			require.Equal(t, ratelimit.Waited{Operation: id, Err: &ratelimit.Exceeded{RetryAfter: time.Second}}, told[1])

			leaving, leave := context.WithCancelCause(ctx)
			time.AfterFunc(200*time.Millisecond, func() { leave(reason) })
			try(leaving)
			require.Len(t, told, 3)
			require.Equal(t, ratelimit.Waited{Operation: id, Duration: 200 * time.Millisecond, Err: reason}, told[2])
			require.EqualValues(t, 2, through)
		}
	})
}

// broken is a limiter that cannot tell, such as one whose store is down.
type broken struct{ error }

func (b broken) Wait(context.Context) error { return b.error }

func TestTransportSendsNothingWithoutAPermit(t *testing.T) {
	down := errors.New("the store of the quota is down")
	for id, req := range requests(t.Context(), t) {
		var through sent
		_, err := (&ratelimit.Transport{Base: &through, Limiter: broken{down}}).RoundTrip(req)
		require.ErrorIs(t, err, down, id)
		require.ErrorIs(t, err, apierror.ErrNotSent, id)
		require.Zero(t, through, id)
	}
}
