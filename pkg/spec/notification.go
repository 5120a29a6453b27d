package spec

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/wallex-sdk/wallex-go/pkg/operation"
)

// eventExtensions are the x- extensions of a callback as they are written in the specifications.
type eventExtensions struct {
	Event struct {
		Marks    map[string]*string `json:"marks"` // by property; null stands for a property that must not be there
		About    string             `json:"about"`
		Retrieve string             `json:"retrieve"`
		Same     string             `json:"same"`
	} `json:"x-event"`
}

// notifications describes the callbacks of an operation.
func (o *Operation) notifications() ([]*Notification, error) {
	var all []*Notification
	for name, callback := range o.Schema.Callbacks {
		for _, item := range callback.Value.Map() {
			n, err := o.notification(item.Post)
			if err != nil {
				return nil, fmt.Errorf("callback %s: %w", name, err)
			}
			all = append(all, n)
		}
	}
	slices.SortFunc(all, func(a, b *Notification) int { return strings.Compare(a.ID, b.ID) })
	return all, nil
}

func (o *Operation) notification(post *openapi3.Operation) (*Notification, error) {
	if post == nil || post.RequestBody == nil || post.RequestBody.Value.Content.Get("application/json") == nil {
		return nil, fmt.Errorf("it is not posted as JSON")
	}
	n := &Notification{Schema: post, Body: post.RequestBody.Value.Content.Get("application/json")}
	n.Platform, n.Spec, n.ID = o.Platform, o.Spec, post.OperationID
	var err error
	if n.Aliases, err = aliases(n.Body.Schema); err != nil {
		return nil, err
	}
	var x eventExtensions
	if err := decode(post.Extensions, &x); err != nil {
		return nil, err
	}
	switch e := x.Event; {
	case (len(e.Marks) > 0) == (e.Same != ""):
		return nil, fmt.Errorf("x-event needs either marks or same")
	case e.Same != "" && e.About+e.Retrieve != "":
		return nil, fmt.Errorf("x-event: about and retrieve go with marks")
	case e.Retrieve != "" && e.About == "":
		return nil, fmt.Errorf("x-event: retrieve needs about")
	case e.About != "" && n.Body.Schema.Value.Properties[e.About] == nil:
		return nil, fmt.Errorf("x-event: there is no property %s", e.About)
	}
	n.About, n.RetrievedBy, n.Same = x.Event.About, x.Event.Retrieve, x.Event.Same
	for _, property := range slices.Sorted(maps.Keys(x.Event.Marks)) {
		mark := operation.Mark{Property: property, Absent: true}
		if value := x.Event.Marks[property]; value != nil {
			mark.Value, mark.Absent = *value, false
		}
		n.Marks = append(n.Marks, mark)
	}
	return n, nil
}
