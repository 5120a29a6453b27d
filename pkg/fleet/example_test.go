package fleet_test

import (
	"context"
	"fmt"
	"log"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"

	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/fleet"
	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

// Two clients, as they would be in two pods, keep to one quota.
func ExampleNewLimiter() {
	server, err := miniredis.Run() // a real Redis elsewhere
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	platform := sandbox.New()
	defer platform.Close()
	for range 2 {
		shared := redis.NewClient(&redis.Options{Addr: server.Addr()})
		defer shared.Close()
		quota := fleet.NewLimiter(shared, "acme", ratelimit.Default, fleet.WithReplicas(2))
		pod := platform.Wallex(client.WithLimiter(quota))
		if _, err := pod.V1.Currencies.Supported(context.Background()); err != nil {
			log.Fatal(err)
		}
	}
	fmt.Println("over the limit:", platform.Stats().OverLimit)
	// Output:
	// over the limit: 0
}
