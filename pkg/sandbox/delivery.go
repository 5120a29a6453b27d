package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/outbox"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
	"github.com/wallex-sdk/wallex-go/pkg/validate"
)

const (
	redeliveries     = 3                // of Wallex, as its documentation is said to have it
	cardRedeliveries = 2                // of the card platform: of transfers as documented, of cards likewise
	deliveryPeriod   = 30 * time.Second // how long a receiver may take, as said of Wallex
)

// receiver is where notifications of a platform go. The empty URL receives none.
type receiver struct {
	url          string
	header       http.Header
	redeliveries int
}

// deliveries sends notifications to the partner's webhooks. Those of one sandbox overtake each other, as they would on
// the platform: the documentation promises no order.
type deliveries struct {
	schemas map[string]*openapi3.Schema // of the notifications, by operationId
	stats   *recorder
	faults  *injector
	first   time.Duration // before the first redelivery
	client  *http.Client

	mu        sync.Mutex
	ctx       context.Context // of the deliveries under way
	cancel    context.CancelFunc
	pending   sync.WaitGroup
	alarm     *time.Timer     // of what becomes due next
	overtaken []chan struct{} // of those that wait for the next one to be sent, see [ReorderWebhook]
}

func newDeliveries(files *spec.Files, stats *recorder, faults *injector, first time.Duration) *deliveries {
	d := &deliveries{
		schemas: map[string]*openapi3.Schema{}, stats: stats, faults: faults, first: first,
		client: &http.Client{
			Transport:     &http.Transport{Proxy: http.ProxyFromEnvironment}, // of its own: stop closes its connections
			Timeout:       deliveryPeriod,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
	d.start()
	platforms, _ := files.Platforms() // they were read before
	for _, platform := range platforms {
		notifications, _ := files.Notifications(platform)
		for _, n := range notifications {
			d.schemas[n.ID] = n.Body.Schema.Value
		}
	}
	return d
}

// teller is a platform that has something to tell.
type teller interface {
	Notifications() []outbox.Notification
	Due() (time.Time, bool)
}

// announce sends what the platforms have to tell, and sees to it that what becomes due without any request is told as
// well. The caller holds s.mu.
func (s *Sandbox) announce() {
	webhook := s.platform.Webhook()
	partner := receiver{webhook.URL, webhook.Header, redeliveries}
	var next time.Time
	for from, to := range map[teller]receiver{s.platform: partner, s.issuer: s.cardWebhook} {
		for _, notification := range from.Notifications() {
			if to.url != "" {
				s.deliveries.send(to, notification)
			}
		}
		if due, ok := from.Due(); ok && to.url != "" && (next.IsZero() || due.Before(next)) {
			next = due
		}
	}
	if !next.IsZero() {
		s.deliveries.wakeAt(next.Sub(s.clock.now()), s.wake)
	}
}

// wake does what has become due.
func (s *Sandbox) wake() {
	s.applyDue()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settleNow()
	s.announce()
}

// wakeAt sets the alarm, of which there is one. It never rings in quick succession, which it would for something that
// is nearly due by a clock that stands still.
func (d *deliveries) wakeAt(in time.Duration, wake func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.alarm != nil {
		d.alarm.Stop()
	}
	if d.ctx.Err() == nil {
		d.alarm = time.AfterFunc(max(in, 10*time.Millisecond), wake)
	}
}

// send delivers a notification in the background.
func (d *deliveries) send(to receiver, n outbox.Notification) {
	body, err := d.encode(n)
	if err != nil {
		d.stats.violated(n.Operation + ": " + err.Error())
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.ctx.Err() != nil {
		return
	}
	ctx := d.ctx
	d.dispatch(ctx, n.Operation, func(lost int) { d.deliver(ctx, to, body, lost) })
}

// encode writes a notification as its specification has it.
func (d *deliveries) encode(n outbox.Notification) ([]byte, error) {
	schema := d.schemas[n.Operation]
	if schema == nil {
		return nil, fmt.Errorf("there is no such notification")
	}
	written, err := secret.Marshal(n.Body)
	if err != nil {
		return nil, err
	}
	value, err := decodeNumbers(written)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(complete(schema, value))
	if broken := validate.Value(schema, body); err == nil && len(broken) > 0 {
		err = fmt.Errorf("the notification breaks the specification: %v", broken)
	}
	return body, err
}

// deliver sends a notification until it is answered with 200, its tries are used up or the sandbox is closed. The first
// tries may get lost.
func (d *deliveries) deliver(ctx context.Context, to receiver, body []byte, lost int) {
	pause := d.first
	for try := 0; ctx.Err() == nil; try++ {
		d.stats.count(func(s *Stats) { s.Deliveries++ })
		if try >= lost && d.post(ctx, to, body) {
			d.stats.count(func(s *Stats) { s.Delivered++ })
			return
		}
		if try == to.redeliveries {
			d.stats.count(func(s *Stats) { s.Undelivered++ })
			return
		}
		wait(ctx, pause, nil)
		pause *= 2
	}
}

func (d *deliveries) post(ctx context.Context, to receiver, body []byte) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to.url, bytes.NewReader(body))
	if err != nil {
		return false
	}
	for name, values := range to.header {
		req.Header[name] = values
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := d.client.Do(req)
	if err != nil {
		return false
	}
	_ = resp.Body.Close()
	return resp.StatusCode == http.StatusOK
}

// start lets deliveries happen, unless they may already.
func (d *deliveries) start() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.ctx == nil || d.ctx.Err() != nil {
		d.ctx, d.cancel = context.WithCancel(context.Background())
	}
}

// stop ends deliveries under way and waits for them. There are none until the next start: what is announced in between
// is lost.
func (d *deliveries) stop() {
	d.mu.Lock()
	if d.alarm != nil {
		d.alarm.Stop()
	}
	d.cancel()
	d.mu.Unlock()
	d.pending.Wait()
	d.client.CloseIdleConnections()
}
