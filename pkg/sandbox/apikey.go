package sandbox

import (
	"crypto/subtle"
	"net/http"

	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

// hasKey refuses requests without the partner's key. The status is documented, the body is not: it is what API gateways
// send, which does not have the platform's envelope.
func (s *Sandbox) hasKey(c *call) error {
	if !equal(c.request.Header.Get("X-Api-Key"), s.credentials.APIKey) {
		return &refusal.Error{Status: http.StatusForbidden, Message: "Forbidden"}
	}
	return nil
}

// equal compares in a time that does not tell how much of a guess was right.
func equal(guess string, expected secret.String) bool {
	return subtle.ConstantTimeCompare([]byte(guess), []byte(expected.Reveal())) == 1
}
