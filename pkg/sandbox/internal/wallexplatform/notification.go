package wallexplatform

// Notification is what partners are to hear of.
type Notification struct {
	Operation string // operationId of the callback in the specification
	Body      any    // of the generated type
}

// notify notes that partners are to hear of something.
func (p *Platform) notify(operation string, body any) {
	p.notifications = append(p.notifications, Notification{operation, body})
}

// Notifications returns what partners are to hear of since it was last asked.
func (p *Platform) Notifications() []Notification {
	fresh := p.notifications
	p.notifications = nil
	return fresh
}
