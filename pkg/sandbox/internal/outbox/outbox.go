// Package outbox keeps what partners are to hear of until it is sent.
package outbox

// Notification is what partners are to hear of.
type Notification struct {
	Operation string // operationId of the callback in the specification
	Body      any    // of the generated type
}

// Outbox holds notifications. The zero value is empty. It is not safe for concurrent use.
type Outbox struct{ waiting []Notification }

// Notify notes that partners are to hear of something.
func (o *Outbox) Notify(operation string, body any) {
	o.waiting = append(o.waiting, Notification{operation, body})
}

// Notifications returns what partners are to hear of since it was last asked.
func (o *Outbox) Notifications() []Notification {
	fresh := o.waiting
	o.waiting = nil
	return fresh
}
