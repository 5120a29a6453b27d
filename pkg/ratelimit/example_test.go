package ratelimit_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
)

// A caller in a hurry learns at once that its request does not fit into the quota, and for how long.
func ExampleLocal_Wait() {
	limiter := ratelimit.NewLocal(ratelimit.Limits{PerDay: 2})
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for range 3 {
		err := limiter.Wait(ctx)
		if exceeded := (*ratelimit.Exceeded)(nil); errors.As(err, &exceeded) {
			fmt.Println("not today, but within", exceeded.RetryAfter.Round(24*time.Hour))
			return
		}
		fmt.Println("sent")
	}
	// Output:
	// sent
	// sent
	// not today, but within 24h0m0s
}
