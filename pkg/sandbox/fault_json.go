package sandbox

import (
	"bytes"
	"encoding/json"
	"time"
)

// plainFault is a Fault without its methods.
type plainFault Fault

// writtenFault is a Fault with its Delay as a text.
type writtenFault struct {
	*plainFault
	Delay string `json:"delay,omitempty"`
}

// MarshalJSON writes the fault with its Delay as a text.
func (f Fault) MarshalJSON() ([]byte, error) {
	written := writtenFault{plainFault: (*plainFault)(&f)}
	if f.Delay != 0 {
		written.Delay = f.Delay.String()
	}
	return json.Marshal(written)
}

// UnmarshalJSON reads what MarshalJSON writes. An unknown property is an error.
func (f *Fault) UnmarshalJSON(data []byte) error {
	var fresh Fault
	written := writtenFault{plainFault: (*plainFault)(&fresh)}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	err := decoder.Decode(&written)
	if err == nil && written.Delay != "" {
		fresh.Delay, err = time.ParseDuration(written.Delay)
	}
	if err != nil {
		return err
	}
	*f = fresh
	return nil
}
