package webhook

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"sync"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/cardplatformservices"
	"github.com/wallex-sdk/wallex-go/gen/wallex/wallexservices"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/scalar"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
	"github.com/wallex-sdk/wallex-go/pkg/validate"
)

// ErrNotJSON says that what was received is not a JSON object.
var ErrNotJSON = errors.New("the notification is not a JSON object")

// Event is one notification.
type Event struct {
	// Key is the same for every delivery of a notification. Most have no id of their own, so it is a hash of what is in
	// it, whatever the order of its properties. A resource that comes back to an earlier status is announced by the same
	// content, and so the same key, as before.
	Key string
	// Platform is who sent it, as its folder in package api is called, and Kind the operationId of the callback in the
	// specification. Both are empty where no specification knows it.
	Platform, Kind string
	// About is the id of what it is about, "" where it names none.
	About string
	// Notification is a pointer to the generated type, such as *simplepayments.SimplePaymentStatusNotification, or
	// [Unknown]. Where two versions of an API have the same notification, it is of the older version's type.
	Notification any
	// Body is what was received.
	Body json.RawMessage
	// Problems are the fields that break the specification. They are no reason to refuse it.
	Problems []apierror.Field
}

// Unknown stands for a notification that no specification knows, or that does not fit its type.
type Unknown struct{}

// known are the notifications of all platforms.
var known = sync.OnceValue(func() []operation.Notification {
	return slices.Concat(wallexservices.Notifications(), cardplatformservices.Notifications())
})

// Parse reads a notification, for receivers that are no [Handler], such as the consumer of a queue. It checks nothing
// about where it comes from. The error is [ErrNotJSON].
func Parse(body []byte) (Event, error) {
	key, err := keyOf(body)
	if err != nil {
		return Event{}, err
	}
	event := Event{Key: key, Notification: Unknown{}, Body: bytes.Clone(body)}
	n := recognise(body)
	if n == nil {
		return event, nil
	}
	event.Platform, event.Kind = n.Platform, n.ID
	event.Problems = problems(n, body)
	named, err := n.Aliases.Unalias(body)
	if err != nil {
		return Event{}, ErrNotJSON
	}
	event.About = textOf(named, n.About)
	if notification := n.New(); json.Unmarshal(named, notification) == nil {
		event.Notification = notification
	}
	return event, nil
}

// keyOf returns the hash of a JSON object.
func keyOf(body []byte) (string, error) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var properties map[string]any
	if err := decoder.Decode(&properties); err != nil || properties == nil {
		return "", ErrNotJSON
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return "", ErrNotJSON
	}
	sorted, err := json.Marshal(properties)
	if err != nil {
		return "", ErrNotJSON
	}
	sum := sha256.Sum256(sorted)
	return hex.EncodeToString(sum[:]), nil
}

// recognise returns the one kind of notification that bears the marks, nil where none or several do.
func recognise(body []byte) (found *operation.Notification) {
	var properties map[string]json.RawMessage
	_ = json.Unmarshal(body, &properties) // it was read without an error before
	for _, n := range known() {
		if n.Matches(properties) {
			if found != nil {
				return nil
			}
			found = &n
		}
	}
	return found
}

// problems returns what of a notification breaks its specification, which is parsed when it is first needed.
func problems(n *operation.Notification, body []byte) []apierror.Field {
	operations, _ := spec.Embedded.Operations(n.Spec) // tests parse all of them
	for _, op := range operations {
		for _, specified := range op.Notifications {
			if specified.ID == n.ID {
				return validate.Notification(specified, body)
			}
		}
	}
	return nil
}

// textOf returns a property that is a text or a number, "" where there is no such property.
func textOf(body []byte, property string) string {
	var properties map[string]json.RawMessage
	_ = json.Unmarshal(body, &properties)
	var text scalar.Text
	if value, ok := properties[property]; ok && json.Unmarshal(value, &text) != nil {
		return ""
	}
	return string(text)
}
