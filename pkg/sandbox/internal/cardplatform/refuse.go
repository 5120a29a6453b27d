package issuing

import "github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"

// The codes of the platform's refusals, besides that of an invalid payload. The documentation lists no codes for
// forbidden steps, which are refused as a bad request: its documented message is "Invalid request.", those here say
// more.
const (
	badRequest     = "1010"
	actionRequired = "1035"
	badPlace       = "1401"
)

// forbid refuses a step that is not possible now.
func forbid(message string) error { return refusal.New(badRequest, message) }

// unknown refuses an id, as the documentation does it for the names on a user's cards.
func unknown(key, what string) error {
	return refusal.Field(key, what+" does not exist with this id")
}

// require refuses a step until something else has been done. The documentation has no list of such actions.
func require(action string) error {
	refused := refusal.New(actionRequired, "Please complete the prerequisite actions.")
	refused.Faults.Add(actionRequired, "actionRequired", action)
	return refused
}
