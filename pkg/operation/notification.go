package operation

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/wallex-sdk/wallex-go/pkg/scalar"
)

// Notification describes one kind of what a platform sends to its partner: a callback in its specification. The
// generated services list theirs; package spec reads the same from the specifications.
type Notification struct {
	Platform string  // first folder of the specification: wallex
	Spec     string  // specification in package api: wallex/v2/users.yaml
	ID       string  // operationId of the callback, unique in the platform
	Marks    []Mark  // x-event, marks: what tells it from every other notification, of any platform
	About    string  // x-event, about: property with the id of what it is about, "" where it has none at its top
	Aliases  Aliases // x-aliases of its properties, to be undone before it is decoded

	// New returns a pointer to an empty value of its generated type.
	New func() any
	// Retrieve asks the platform for what has an id and is of the kind that the notification is about: x-event,
	// retrieve. It is nil where no operation does that.
	Retrieve func(ctx context.Context, caller *Caller, id string) (any, error)
}

// Mark is what one property of a notification must be.
type Mark struct {
	Property string
	Value    string // its text; an asterisk at the end stands for any further text, and alone for any but the empty one
	Absent   bool   // it must not be there, or be null
}

// Matches reports whether a notification with these properties bears all marks.
func (n *Notification) Matches(properties map[string]json.RawMessage) bool {
	return !slices.ContainsFunc(n.Marks, func(m Mark) bool { return !m.matches(properties[m.Property]) })
}

func (m Mark) matches(value json.RawMessage) bool {
	var text scalar.Text
	readable := len(value) == 0 || json.Unmarshal(value, &text) == nil
	if m.Absent {
		return readable && text == ""
	}
	if beginning, open := strings.CutSuffix(m.Value, "*"); open {
		return text != "" && strings.HasPrefix(string(text), beginning)
	}
	return readable && string(text) == m.Value
}
