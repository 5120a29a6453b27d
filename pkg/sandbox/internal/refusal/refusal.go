// Package refusal is how the sandbox says no: with the error envelope of the platform.
package refusal

import "net/http"

// ValidationFailed is the code of mistakes that no documented code fits. It is the sandbox's own.
const ValidationFailed = "validation_failed"

// Error is a refusal of the platform.
type Error struct {
	Status  int    // HTTP status
	Code    string // error_code; empty for the gateway in front of the platform, which sends a message only
	Message string // for people
	Faults  Faults // the single mistakes, where there are several
}

// New returns a refusal with the status that the platform answers nearly every mistake with.
func New(code, message string) *Error {
	return &Error{Status: http.StatusBadRequest, Code: code, Message: message}
}

// Field returns the refusal of a request for one field, where no documented code fits.
func Field(name, rule string) error {
	var faults Faults
	faults.Add(ValidationFailed, name, rule)
	return faults.Err()
}

// Error returns the code and the message.
func (e *Error) Error() string { return e.Code + ": " + e.Message }
