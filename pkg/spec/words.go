package spec

import (
	"fmt"
	"maps"
	"slices"

	"github.com/wallex-sdk/wallex-go/pkg/operation"
)

// Again says in words what calling the operation again does, and what the SDK does by itself. Doc comments and the
// help of the command line have it.
func (o *Operation) Again() string {
	money := ""
	if o.MovesMoney {
		money = "It moves money or commits to it. "
	}
	switch o.Retry.Class {
	case operation.Safe:
		return money + "It may be called again at any time, and is by itself when an answer is lost."
	case operation.Keyed:
		text := money + "It is recognised by " + o.Retry.Key
		for _, field := range slices.Sorted(maps.Keys(o.Retry.Requires)) {
			text += fmt.Sprintf(" where %s is %v", field, o.Retry.Requires[field])
		}
		text += ". It is never sent twice by itself"
		if o.Retry.Find.Operation != "" {
			text += "; after an ambiguous error, look for the key with the operation " + o.Retry.Find.Operation +
				" before you call it again"
		}
		return text + "."
	}
	return money + "It is never sent twice by itself, and calling it again may take effect again: after an ambiguous " +
		"error, find out what happened first."
}

// Source says in words where the operation is known from, and how well.
func (o *Operation) Source() string {
	source := ""
	if docs := o.Schema.ExternalDocs; docs != nil {
		source = docs.URL
		if docs.Description != "" {
			source += ", " + docs.Description
		}
	}
	switch o.Evidence {
	case operation.Documented:
		return "Source: " + source
	case operation.Public:
		return "Not in the vendor's documentation; known from public use. See " + source
	}
	return "Inferred, not documented: path and fields may be wrong. See " + source
}
