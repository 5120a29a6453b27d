package fleet_test

import (
	"context"
	"fmt"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"

	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/fleet"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

func ExampleNewTokens() {
	server, err := miniredis.Run() // the company's Redis
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	s := sandbox.New() // the platform
	defer s.Close()

	key := []byte("32 random bytes from a secret st") // the same in every process
	for process := range 3 {
		shared := redis.NewClient(&redis.Options{Addr: server.Addr(), ContextTimeoutEnabled: true})
		defer shared.Close()
		tokens, err := fleet.NewTokens(shared, key)
		if err != nil {
			fmt.Println(err)
			return
		}
		wallex := s.Wallex(client.WithTokenStore(tokens))
		if _, err := wallex.V1.Balances.Retrieve(context.Background(), "SGD", nil); err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println("processes:", process+1, "logins:", s.Stats().Logins)
	}
	// Output:
	// processes: 1 logins: 1
	// processes: 2 logins: 1
	// processes: 3 logins: 1
}

func ExampleNewEvents() {
	server, err := miniredis.Run() // the company's Redis
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	for range 3 { // processes
		shared := redis.NewClient(&redis.Options{Addr: server.Addr(), ContextTimeoutEnabled: true})
		defer shared.Close()
		events := fleet.NewEvents(shared, "ledger", 7*24*time.Hour) // for webhook.WithStore
		handled, err := events.Begin(context.Background(), "the key of a notification")
		fmt.Println(handled, err)
		if !handled {
			fmt.Println(events.End(context.Background(), "the key of a notification", true))
		}
	}
	// Output:
	// false <nil>
	// <nil>
	// true <nil>
	// true <nil>
}
