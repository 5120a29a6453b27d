// Package secret holds values that must not be seen: keys, tokens, passwords, card numbers. A [String] prints as
// [Redacted] however it is printed, logged or marshalled; only Reveal, which is easy to find in a review, gives
// the value away.
package secret

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"regexp"
)

// Redacted is what stands in place of a secret.
const Redacted = "[redacted]"

// String is a secret text. Its zero value is the empty text. It can be decoded from JSON and text as a plain string
// can; encoded, it is redacted: use [Marshal] where the receiver is meant to know it.
type String struct{ value string }

// New wraps a text.
func New(value string) String { return String{value} }

// Reveal returns the text itself.
func (s String) Reveal() string { return s.value }

// IsZero reports whether the text is empty, for `json:",omitzero"`.
func (s String) IsZero() bool { return s.value == "" }

// String returns [Redacted].
func (s String) String() string { return Redacted }

// GoString returns [Redacted].
func (s String) GoString() string { return Redacted }

// Format writes [Redacted] for every verb.
func (s String) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, Redacted) }

// LogValue logs as [Redacted].
func (s String) LogValue() slog.Value { return slog.StringValue(Redacted) }

// MarshalJSON writes [Redacted]. See [Marshal].
func (s String) MarshalJSON() ([]byte, error) { return []byte(`"` + Redacted + `"`), nil }

// MarshalText writes [Redacted].
func (s String) MarshalText() ([]byte, error) { return []byte(Redacted), nil }

// UnmarshalJSON reads a JSON string; null leaves the text empty.
func (s *String) UnmarshalJSON(data []byte) error { return json.Unmarshal(data, &s.value) }

// UnmarshalText takes the text as it is.
func (s *String) UnmarshalText(text []byte) error {
	s.value = string(text)
	return nil
}

var suspicious = regexp.MustCompile(
	`[0-9](?:[ -]?[0-9]){11,18}` + // card and account numbers
		`|[A-Za-z0-9_=-]{8,}\.[A-Za-z0-9_=-]{8,}\.[A-Za-z0-9_=-]{8,}` + // tokens of three dotted parts
		`|[A-Fa-f0-9]{40,}`) // keys and digests in hexadecimal

// Scrub replaces what looks like a card or account number, a token or a key in a text that somebody else wrote,
// such as a server's error message.
func Scrub(text string) string { return suspicious.ReplaceAllString(text, Redacted) }
