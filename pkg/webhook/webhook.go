// Package webhook receives the notifications of all platforms. A [Handler] is an http.Handler:
//
//	handler, err := webhook.New(func(ctx context.Context, event webhook.Event) error {
//		truth, err := webhook.Fetch(ctx, client, event)
//		if err != nil {
//			return err // answered 500: the platform sends the notification again
//		}
//		switch resource := truth.(type) {
//		case *simplepayments.SimplePayment:
//			...
//		}
//		return nil
//	}, webhook.WithSecret("X-Secret", secret.New(os.Getenv("WEBHOOK_SECRET"))))
//
// Notifications are thin and nobody signs them, they come in any order and more than once. So a notification is a hint
// that something changed: [Fetch] and [FetchCard] ask the platform for what it is about, which makes late, reordered and
// forged ones harmless. Which kinds there are, what tells them apart and what retrieves what they are about stands in the
// specifications, x-event.
package webhook

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"runtime/debug"
	"strings"
	"time"
)

// MaxBody is the size in bytes of the largest notification that is read. Documented ones have less than a thousand.
const MaxBody = 256 << 10

// endPatience is how long a [Store] may take to note what became of a notification.
const endPatience = 5 * time.Second

// ErrTimeout is the cause that ends the context of a notification that takes too long; see [WithTimeout].
var ErrTimeout = errors.New("the time for the notification is over")

// PanicError says that the function that handles notifications panicked.
type PanicError struct {
	Value any
	Stack []byte
}

// Error says what the function panicked with.
func (e *PanicError) Error() string {
	return fmt.Sprintf("the handler of notifications panicked: %v", e.Value)
}

// Unwrap returns the value where it is an error.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}

// Handler receives notifications and hands each to a function, once. It answers
//
//	200  the function returned nil, now or when the same notification came before
//	400  the body is not a JSON object
//	403  the sender, a secret or the signature is wrong
//	405  the method is not POST
//	413  the body is larger than [MaxBody]
//	415  the body is said not to be JSON
//	500  the function returned an error, or panicked
//	503  the store failed, or another delivery of the same notification has not succeeded
//
// A platform sends a notification again that is not answered with 200. Of deliveries that come at the same time one is
// handled, and the others are answered by what becomes of it. It is safe for concurrent use.
//
// An http.Server has no time limits of its own: set its ReadTimeout, so that nobody holds a connection for ever.
type Handler struct {
	settings
	handle func(context.Context, Event) error
}

// New returns a handler that calls handle for every notification; those of kinds that nobody knows are [Unknown]. The
// context that handle gets ends in time for the answer, and goes on when the sender hangs up. Without a secret, senders
// or a signature it takes notifications from anybody.
func New(handle func(context.Context, Event) error, options ...Option) (*Handler, error) {
	h := &Handler{settings: defaults(), handle: handle}
	for _, option := range options {
		option(&h.settings)
	}
	if handle == nil {
		return nil, errors.New("webhook.New: there is no function to handle notifications")
	}
	if err := h.check(); err != nil {
		return nil, fmt.Errorf("webhook.New: %w", err)
	}
	return h, nil
}

// Delivery is what became of one request.
type Delivery struct {
	Event     Event // its zero value where the request was refused before it was read
	Duplicate bool  // the notification was handled before
	Status    int   // what the request was answered with
	Err       error // why it was not handled; with status 200, why the store does not know that it was
	Duration  time.Duration
}

// ServeHTTP receives one notification.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	d := h.receive(w, r)
	d.Duration = time.Since(start)
	if d.Status == http.StatusMethodNotAllowed {
		w.Header().Set("Allow", http.MethodPost)
	}
	if d.Status != http.StatusOK { // which is what an empty answer has
		http.Error(w, http.StatusText(d.Status), d.Status)
	}
	h.observe(r.Context(), d)
}

func (h *Handler) receive(w http.ResponseWriter, r *http.Request) (d Delivery) {
	if d.Status, d.Err = h.admit(r); d.Err != nil {
		return d
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, MaxBody))
	if err != nil {
		d.Status, d.Err = http.StatusBadRequest, err
		if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
			d.Status = http.StatusRequestEntityTooLarge
		}
		return d
	}
	if err := h.signature.check(r.Header, body); err != nil {
		d.Status, d.Err = http.StatusForbidden, err
		return d
	}
	if d.Event, err = Parse(body); err != nil {
		d.Status, d.Err = http.StatusBadRequest, err
		return d
	}
	d.Status, d.Duplicate, d.Err = h.once(r.Context(), d.Event)
	return d
}

// admit checks all of a request but its body.
func (h *Handler) admit(r *http.Request) (int, error) {
	if r.Method != http.MethodPost {
		return http.StatusMethodNotAllowed, fmt.Errorf("the method is %s", r.Method)
	}
	if err := cmp.Or(h.senders.check(r), h.secrets.check(r.Header)); err != nil {
		return http.StatusForbidden, err
	}
	// What the platforms send here is not documented, so a request may leave it out.
	if sent := r.Header.Get("Content-Type"); sent != "" {
		if kind, _, _ := mime.ParseMediaType(sent); kind != "application/json" && !strings.HasSuffix(kind, "+json") {
			return http.StatusUnsupportedMediaType, errors.New("the body is said not to be JSON")
		}
	}
	return 0, nil
}

// once handles a notification unless it was handled before.
func (h *Handler) once(ctx context.Context, event Event) (status int, duplicate bool, err error) {
	deadline := time.Now().Add(h.timeout)
	waiting, cancel := context.WithDeadlineCause(ctx, deadline, ErrTimeout)
	handled, err := h.store.Begin(waiting, event.Key)
	cancel()
	switch {
	case err != nil:
		return http.StatusServiceUnavailable, false, err
	case handled:
		return http.StatusOK, true, nil
	}

	ctx = context.WithoutCancel(ctx) // a sender that hangs up sends again, which is then a duplicate
	succeeded := false
	defer func() {
		ending, cancel := context.WithTimeout(ctx, endPatience)
		defer cancel()
		err = errors.Join(err, h.store.End(ending, event.Key, succeeded))
	}()
	handling, cancel := context.WithDeadlineCause(ctx, deadline, ErrTimeout)
	defer cancel()
	if err := h.call(handling, event); err != nil {
		return http.StatusInternalServerError, false, err
	}
	succeeded = true
	return http.StatusOK, false, nil
}

// call calls the function, and makes an error of a panic.
func (h *Handler) call(ctx context.Context, event Event) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = &PanicError{Value: value, Stack: debug.Stack()}
		}
	}()
	return h.handle(ctx, event)
}
