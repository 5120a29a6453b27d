package retry_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/attempt"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/retry"
)

// An attempt takes five seconds here, a call what its context says.
func TestTimeoutOfTheAttemptIsRepeatedAndThatOfTheCallerIsNot(t *testing.T) {
	for _, test := range []struct {
		name     string
		class    operation.Class
		deadline time.Duration
		steps    []step
		requests int
		cause    error // nil for a success
	}{
		{"safe, then an answer", operation.Safe, time.Minute, []step{silent, success}, 2, nil},
		{"safe, never an answer", operation.Safe, time.Minute, []step{silent}, 3, attempt.ErrTimeout},
		{"keyed", operation.Keyed, time.Minute, []step{silent, success}, 1, attempt.ErrTimeout},
		{"never", operation.Never, time.Minute, []step{silent, success}, 1, attempt.ErrTimeout},
		{"deadline in the first attempt", operation.Safe, 4 * time.Second, []step{silent, success}, 1, context.DeadlineExceeded},
		{"deadline in a later attempt", operation.Safe, 12 * time.Second, []step{silent}, 3, context.DeadlineExceeded},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), test.deadline)
				defer cancel()
				server, start := serve(test.steps...), time.Now()
				policy := retry.Policy{MaxAttempts: 3, BaseDelay: time.Millisecond}
				err := send(ctx, chain(server, policy, nil), test.class)
				require.Equal(t, test.requests, server.requests)
				if test.cause == nil {
					require.NoError(t, err)
					return
				}
				require.ErrorIs(t, err, test.cause)
				require.ErrorIs(t, err, apierror.ErrAmbiguous)
				require.True(t, apierror.Of(err).Timeout())
				if test.cause == context.DeadlineExceeded {
					require.NotErrorIs(t, err, attempt.ErrTimeout)
					require.Equal(t, test.deadline, time.Since(start))
				} else {
					require.NotErrorIs(t, err, context.DeadlineExceeded)
				}
			})
		})
	}
}
