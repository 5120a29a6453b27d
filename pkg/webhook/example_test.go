package webhook_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/refunds"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/webhook"
)

// A server for notifications. A real one fetches what an event is about before it believes it; see Fetch.
func Example() {
	handler, err := webhook.New(func(_ context.Context, event webhook.Event) error {
		switch n := event.Notification.(type) {
		case *simplepayments.SimplePaymentStatusNotification:
			fmt.Println("payment", n.ResourceID, "is", n.Status)
		case *refunds.RefundStatusNotification:
			fmt.Println("refund", n.RefundID, "is", n.Status)
		case webhook.Unknown:
			fmt.Println("something new:", string(event.Body))
		}
		return nil
	}, webhook.WithSecret("X-Secret", secret.New("the one of the webhook settings")))
	if err != nil {
		panic(err)
	}
	server := httptest.NewServer(handler)
	defer server.Close()

	for _, body := range []string{
		`{"resource": "simple_payment", "resourceId": "e26fda80", "status": "completed"}`,
		`{"resource": "simple_payment", "resourceId": "e26fda80", "status": "completed"}`, // sent again
		`{"resource": "simple_payment", "refundId": "483b4698", "status": "completed"}`,
		`{"resource": "coupon"}`,
	} {
		req, _ := http.NewRequest(http.MethodPost, server.URL, strings.NewReader(body))
		req.Header.Set("X-Secret", "the one of the webhook settings")
		resp, err := server.Client().Do(req)
		if err != nil {
			panic(err)
		}
		_ = resp.Body.Close()
	}
	// Output:
	// payment e26fda80 is completed
	// refund 483b4698 is completed
	// something new: {"resource": "coupon"}
}
