package webhook_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/wallex-sdk/wallex-go/pkg/webhook"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const paid = `{"resource":"simple_payment","resourceId":"p-1","accountId":"a-1","status":"completed","reason":null}`

// receiver is a handler with what it has handled and what it was told of.
type receiver struct {
	*webhook.Handler
	mu         sync.Mutex
	events     []webhook.Event
	deliveries []webhook.Delivery
}

// receive returns a receiver whose function is handle, which may be nil.
func receive(t testing.TB, handle func(context.Context, webhook.Event) error, options ...webhook.Option) *receiver {
	t.Helper()
	r := &receiver{}
	observe := webhook.WithObserver(func(_ context.Context, d webhook.Delivery) {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.deliveries = append(r.deliveries, d)
	})
	var err error
	r.Handler, err = webhook.New(func(ctx context.Context, e webhook.Event) error {
		r.mu.Lock()
		r.events = append(r.events, e)
		r.mu.Unlock()
		if handle == nil {
			return nil
		}
		return handle(ctx, e)
	}, append([]webhook.Option{observe}, options...)...)
	require.NoError(t, err)
	return r
}

// handled returns how many times the function was called.
func (r *receiver) handled() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.events)
}

// last returns what the observer heard last.
func (r *receiver) last() webhook.Delivery {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.deliveries[len(r.deliveries)-1]
}

// post delivers a body and returns the status of the answer.
func (r *receiver) post(body string) int { return r.send(request(body)).Code }

func (r *receiver) send(req *http.Request) *httptest.ResponseRecorder {
	answer := httptest.NewRecorder()
	r.ServeHTTP(answer, req)
	return answer
}

func request(body string) *http.Request {
	req := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
	req.Header.Set("Content-Type", "application/json")
	return req
}
