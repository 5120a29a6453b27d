package sandbox_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/conversions"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

// notification is what a receiver got.
type notification struct {
	body   string
	header http.Header
	at     time.Time
}

// receiver is a partner's server for notifications.
type receiver struct {
	*httptest.Server
	t   *testing.T
	got chan notification
}

// receive starts a receiver. It answers with 200, unless answer is given.
func receive(t *testing.T, answer http.HandlerFunc) *receiver {
	t.Helper()
	r := &receiver{t: t, got: make(chan notification, 100)}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, _ := io.ReadAll(req.Body)
		r.got <- notification{string(body), req.Header, time.Now()}
		if answer != nil {
			answer(w, req)
		}
	}))
	t.Cleanup(r.Close)
	return r
}

// next waits for a notification.
func (r *receiver) next() notification {
	r.t.Helper()
	select {
	case n := <-r.got:
		return n
	case <-time.After(10 * time.Second):
		require.Fail(r.t, "no notification came")
		return notification{}
	}
}

// requireDeliveries waits until as many notifications were delivered and given up, in so many tries.
func requireDeliveries(t *testing.T, s *sandbox.Sandbox, delivered, undelivered, tries int) {
	t.Helper()
	require.Eventually(t, func() bool {
		stats := s.Stats()
		return stats.Delivered == delivered && stats.Undelivered == undelivered
	}, 10*time.Second, time.Millisecond)
	require.Equal(t, tries, s.Stats().Deliveries)
}

func TestNotificationsOfEveryKind(t *testing.T) {
	r := receive(t, nil)
	c := connect(t, sandbox.WithWebhook(r.URL, http.Header{"X-Secret": {"hidden"}}))

	converted := post[conversions.Conversion](c, "/conversions/v1/fund", object{
		"onBehalfOfAccount": "a1", "conversionId": post[conversions.Conversion](c, "/conversions/v1/create", object{
			"onBehalfOfAccount": "a1", "quoteId": post[conversions.ConversionQuote](c, "/conversions/v1/quote", object{
				"onBehalfOfAccount": "a1", "sellCurrency": "SGD", "buyCurrency": "USD", "fixedSide": "buy", "amount": 1,
			}).QuoteID,
		}).ConversionID,
	})
	got := r.next()
	require.JSONEq(t, `{"resource":"conversion","resourceId":"`+converted.ConversionID+`","accountId":"a1","status":"completed"}`, got.body)
	require.Equal(t, "hidden", got.header.Get("X-Secret"))
	require.Equal(t, "application/json", got.header.Get("Content-Type"))

	rejected := c.fundPayment(c.createPayment(object{"purposeOfTransferDescription": "sandbox: reject"}).SimplePaymentID)
	status := func(status, reason string) string {
		return `{"resource":"simple_payment","resourceId":"` + rejected.SimplePaymentID +
			`","accountId":"5d0c6a1e-64ff-4bd1-9d0e-3a7b2f0c8e11","status":"` + status + `","reason":` + reason + `}`
	}
	require.JSONEq(t, status("processing", "null"), r.next().body)
	c.sandbox.Advance(2 * time.Second)
	ended, refunded := r.next().body, r.next().body
	if strings.Contains(ended, "refundId") { // they overtake each other
		ended, refunded = refunded, ended
	}
	require.JSONEq(t, status("rejected", `"The payment was rejected, as asked for"`), ended)
	require.Contains(t, refunded, `"resource":"simple_payment","status":"completed"`)

	requested := c.requestAccount(nil)
	c.sandbox.Advance(2 * time.Second)
	require.JSONEq(t, `{"action":"request","status":"approved","requestId":"`+requested.RequestID+`"}`, r.next().body)
	require.NoError(t, c.sandbox.SimulateDeposit(requested.VirtualAccountNo, decimal.MustParse("100000")))
	deposit := r.next().body
	require.Contains(t, deposit, `"action":"deposit"`)
	require.Contains(t, deposit, `"sourceAmount":100000`)
	require.Contains(t, deposit, `"virtualAccountNumber":"`+requested.VirtualAccountNo+`"`)
	require.NotContains(t, deposit, "virtualAccountNo\"", "it is deprecated")
	requireDeliveries(t, c.sandbox, 6, 0, 6)
}

func TestNotificationsAreSentAgain(t *testing.T) {
	const first = 20 * time.Millisecond
	for name, answer := range map[string]http.HandlerFunc{
		"after an error":             func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) },
		"after any answer but 200":   func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusAccepted) },
		"after a cut connection":     func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"rather than somewhere else": func(w http.ResponseWriter, req *http.Request) { http.Redirect(w, req, "/other", http.StatusFound) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := receive(t, answer)
			c := connect(t, sandbox.WithWebhook(r.URL, nil), sandbox.WithRedelivery(first))
			c.convert("SGD", "USD", "buy", "1")
			before := r.next()
			for wait := first; wait <= 4*first; wait *= 2 {
				again := r.next()
				require.Equal(t, before.body, again.body)
				require.GreaterOrEqual(t, again.at.Sub(before.at), wait)
				before = again
			}
			requireDeliveries(t, c.sandbox, 0, 1, 4)
			require.Empty(t, r.got)
		})
	}
}

func TestANotificationThatArrivesInTheEnd(t *testing.T) {
	var tries atomic.Int32
	r := receive(t, func(w http.ResponseWriter, _ *http.Request) {
		if tries.Add(1) < 3 {
			w.WriteHeader(http.StatusBadGateway)
		}
	})
	c := connect(t, sandbox.WithWebhook(r.URL, nil), sandbox.WithRedelivery(time.Millisecond))
	c.convert("SGD", "USD", "buy", "1")
	requireDeliveries(t, c.sandbox, 1, 0, 3)
}

func TestAReceiverThatIsNotThere(t *testing.T) {
	r := receive(t, nil)
	r.Close()
	c := connect(t, sandbox.WithWebhook(r.URL, nil), sandbox.WithRedelivery(time.Millisecond))
	c.convert("SGD", "USD", "buy", "1")
	requireDeliveries(t, c.sandbox, 0, 1, 4)
}

// TestNotificationsNeedNoRequest lets a payment be settled by the clock alone.
func TestNotificationsNeedNoRequest(t *testing.T) {
	r := receive(t, nil)
	c := connect(t, sandbox.WithClock(time.Now), sandbox.WithSettlement(50*time.Millisecond), sandbox.WithWebhook(r.URL, nil))
	c.fundPayment(c.createPayment(nil).SimplePaymentID)
	requests := c.sandbox.Stats().Requests
	both := r.next().body + r.next().body // they may overtake each other
	require.Contains(t, both, `"status":"processing"`)
	require.Contains(t, both, `"status":"completed"`)
	require.Equal(t, requests, c.sandbox.Stats().Requests)
}

func TestNoNotificationsWithoutWebhook(t *testing.T) {
	c := connect(t)
	c.fundPayment(c.createPayment(nil).SimplePaymentID)
	c.sandbox.Advance(time.Minute)
	require.Zero(t, c.sandbox.Stats().Deliveries)
	r := receive(t, nil)
	c.updateWebhook(object{"url": r.URL})
	c.convert("SGD", "USD", "buy", "1")
	require.Contains(t, r.next().body, `"resource":"conversion"`, "what happened before was not kept")
	requireDeliveries(t, c.sandbox, 1, 0, 1)
}

func TestCloseEndsDeliveries(t *testing.T) {
	hanging := make(chan struct{})
	r := receive(t, func(_ http.ResponseWriter, req *http.Request) {
		<-req.Context().Done()
		close(hanging)
	})
	before := goleak.IgnoreCurrent()
	s := sandbox.New(sandbox.WithClock(func() time.Time { return noon }), sandbox.WithRateLimit(0, 0), sandbox.WithWebhook(r.URL, nil))
	require.NoError(t, s.Listen("127.0.0.1:0"))
	c := &caller{t: t, sandbox: s, key: s.Credentials().APIKey.Reveal()}
	c.login()
	c.fundPayment(c.createPayment(nil).SimplePaymentID)
	r.next()
	s.Close()
	<-hanging
	s.Advance(time.Minute)
	require.Equal(t, 1, s.Stats().Deliveries, "nothing is sent of the settlement")
	require.Zero(t, s.Stats().Undelivered, "nobody knows")
	http.DefaultClient.CloseIdleConnections()
	r.CloseClientConnections()
	goleak.VerifyNone(t, before)
}

func TestDeliveriesGoOnAfterANewListen(t *testing.T) {
	r := receive(t, nil)
	c := connect(t, sandbox.WithWebhook(r.URL, nil))
	c.sandbox.Close()
	require.NoError(t, c.sandbox.Listen("127.0.0.1:0"))
	c.convert("SGD", "USD", "buy", "1")
	require.Contains(t, r.next().body, `"resource":"conversion"`)
}
