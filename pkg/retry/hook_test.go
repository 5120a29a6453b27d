package retry_test

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/retry"
)

func TestHookHearsOfEveryRetry(t *testing.T) {
	type key struct{}
	for _, test := range []struct {
		name   string
		steps  []step
		class  operation.Class
		status []int // of the attempts that were repeated
	}{
		{"success", []step{success}, operation.Safe, nil},
		{"refusal", []step{answer(400, `{"code":"invalid"}`)}, operation.Safe, nil},
		{"not repeatable", []step{lost}, operation.Never, nil},
		{"in the end a success", []step{html, limited, success}, operation.Safe, []int{502, 429}},
		{"never a success", []step{busy, truncated, lost}, operation.Safe, []int{503, 200}},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var events []retry.Event
				transport := chain(serve(test.steps...), three, func(ctx context.Context, event retry.Event) {
					require.Equal(t, "trace", ctx.Value(key{}))
					events = append(events, event)
				})
				_ = send(context.WithValue(t.Context(), key{}, "trace"), transport, test.class)
				require.Len(t, events, len(test.status))
				for i, event := range events {
					require.Equal(t, "createSimplePayment", event.Operation)
					require.Equal(t, i+1, event.Attempt)
					require.Equal(t, test.status[i], apierror.Of(event.Err).Status)
				}
			})
		})
	}
}

func TestHookHearsOfRequestsWithoutACall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var events []retry.Event
		transport := chain(serve(busy, lost, success), three, func(_ context.Context, event retry.Event) {
			events = append(events, event)
		})
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://api.example.com", http.NoBody)
		require.NoError(t, err)
		_, err = transport.RoundTrip(req)
		require.NoError(t, err)
		require.Len(t, events, 2)
		require.Empty(t, events[0].Operation)
		require.Equal(t, 503, apierror.Of(events[0].Err).Status)
		require.ErrorIs(t, events[1].Err, errConnection)
	})
}
