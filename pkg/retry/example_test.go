package retry_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/retry"
)

// A download, which belongs to no call of an operation, is repeated because it is a GET.
func ExampleNew() {
	var requests atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if requests.Add(1) == 1 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	defer server.Close()
	client := &http.Client{Transport: retry.New(server.Client().Transport, retry.Policy{BaseDelay: time.Millisecond},
		func(_ context.Context, event retry.Event) { fmt.Println("attempt", event.Attempt, "failed") })}

	resp, err := client.Get(server.URL)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer resp.Body.Close()
	fmt.Println(resp.Status)
	// Output:
	// attempt 1 failed
	// 200 OK
}
