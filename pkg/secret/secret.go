// Package secret holds values that must not be seen: keys, tokens, passwords, card numbers. A [String] prints as
// [Redacted] however it is printed, logged or marshalled; only Reveal, which is easy to find in a review, gives
// the value away.
package secret

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"unique"
)

// Redacted is what stands in place of a secret.
const Redacted = "[redacted]"

var redacted = []byte(`"` + Redacted + `"`)

// String is a secret text. Its zero value is the empty text, and two Strings are equal if their texts are. It can be
// decoded from JSON and text as a plain string can; encoded, it is redacted: use [Marshal] where the receiver is
// meant to know it.
type String struct {
	// A handle holds the text behind a pointer. Package fmt does not call the methods of unexported fields, and prints
	// what they hold: so it prints an address.
	value unique.Handle[string]
	shown bool // whether MarshalJSON writes the text; see Marshal
}

// New wraps a text.
func New(value string) String {
	if value == "" {
		return String{}
	}
	return String{value: unique.Make(value)}
}

// Reveal returns the text itself.
func (s String) Reveal() string {
	if s.value == (unique.Handle[string]{}) {
		return ""
	}
	return s.value.Value()
}

// IsZero reports whether the text is empty, for `json:",omitzero"`.
func (s String) IsZero() bool { return s.Reveal() == "" }

// String returns [Redacted].
func (s String) String() string { return Redacted }

// GoString returns [Redacted].
func (s String) GoString() string { return Redacted }

// Format writes [Redacted] for every verb.
func (s String) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, Redacted) }

// LogValue logs as [Redacted].
func (s String) LogValue() slog.Value { return slog.StringValue(Redacted) }

// MarshalJSON writes [Redacted]. See [Marshal].
func (s String) MarshalJSON() ([]byte, error) {
	if s.shown {
		return json.Marshal(s.Reveal())
	}
	return bytes.Clone(redacted), nil
}

func (s String) show() String {
	s.shown = true
	return s
}

// MarshalText writes [Redacted].
func (s String) MarshalText() ([]byte, error) { return []byte(Redacted), nil }

// UnmarshalJSON reads a JSON string; null leaves the text empty.
func (s *String) UnmarshalJSON(data []byte) error {
	var value string
	if err := json.Unmarshal(data, &value); err != nil {
		return err
	}
	*s = New(value)
	return nil
}

// UnmarshalText takes the text as it is.
func (s *String) UnmarshalText(text []byte) error {
	*s = New(string(text))
	return nil
}
