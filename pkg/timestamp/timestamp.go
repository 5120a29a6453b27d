// Package timestamp reads the points in time that the platforms send. A timestamp in a form nobody expected must
// not make a successful payment look failed, so a [Timestamp] keeps the text it was read from and never refuses one.
package timestamp

import (
	"bytes"
	"encoding/json"
	"time"
)

// layouts are the forms the platforms use; those without a zone are in UTC.
var layouts = []string{time.RFC3339, "2006-01-02T15:04:05", time.DateTime, time.DateOnly, "2006-01-02T15:04"}

// Timestamp is a point in time together with the text it was read from, or the absence of one. It is immutable.
type Timestamp struct{ text string }

// From returns the timestamp of t in UTC, to the second as the platforms write it; finer than that where t is. That of
// the zero time is absent.
func From(t time.Time) Timestamp {
	if t.IsZero() {
		return Timestamp{}
	}
	return Timestamp{t.UTC().Format(time.RFC3339Nano)}
}

// Parse takes a text as it is. Time tells whether it could be read.
func Parse(text string) Timestamp { return Timestamp{text} }

// Time returns the point in time in UTC, the zero time where there is none or where its text is in an unknown form.
func (t Timestamp) Time() time.Time {
	for _, layout := range layouts {
		if parsed, err := time.Parse(layout, t.text); err == nil {
			return parsed.UTC()
		}
	}
	return time.Time{}
}

// IsZero reports whether the timestamp is absent: never set, left out or null in an answer.
func (t Timestamp) IsZero() bool { return t.text == "" }

// String returns the text as it was received.
func (t Timestamp) String() string { return t.text }

// MarshalJSON writes the text as it was received, null when the timestamp is absent.
func (t Timestamp) MarshalJSON() ([]byte, error) {
	if t.text == "" {
		return []byte("null"), nil
	}
	return json.Marshal(t.text)
}

// UnmarshalJSON keeps any text, and whatever else there is, such as a number, as it is written; null leaves the
// timestamp absent.
func (t *Timestamp) UnmarshalJSON(data []byte) error {
	switch {
	case string(data) == "null":
		t.text = ""
	case bytes.HasPrefix(data, []byte(`"`)):
		return json.Unmarshal(data, &t.text)
	default:
		t.text = string(data)
	}
	return nil
}

// MarshalText writes what String returns.
func (t Timestamp) MarshalText() ([]byte, error) { return []byte(t.text), nil }

// UnmarshalText keeps the text as it is.
func (t *Timestamp) UnmarshalText(text []byte) error {
	t.text = string(text)
	return nil
}
