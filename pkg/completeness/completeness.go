// Package completeness reads whether the details of a user are complete. The documentation of the platform has it as
// an object and as a string, so a [Status] is read from either.
package completeness

import (
	"bytes"
	"encoding/json"
)

// Status says whether details are complete, and what they lack.
type Status struct {
	Value         string   `json:"value"` // incomplete, completed, or whatever the platform comes to send
	MissingFields []string `json:"missing_fields,omitempty"`
}

// UnmarshalJSON reads the object, or the value alone. Null leaves the status as it is.
func (s *Status) UnmarshalJSON(text []byte) error {
	if bytes.HasPrefix(bytes.TrimSpace(text), []byte(`"`)) {
		*s = Status{}
		return json.Unmarshal(text, &s.Value)
	}
	type object Status // without this method
	return json.Unmarshal(text, (*object)(s))
}
