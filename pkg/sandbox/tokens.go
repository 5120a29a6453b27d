package sandbox

import (
	"crypto/sha256"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/wallex-sdk/wallex-go/pkg/auth"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

// tokens are those that a platform gave out.
type tokens struct {
	mu      sync.Mutex
	expires map[[sha256.Size]byte]time.Time // by the digest of the token: finding it must not tell how it begins
}

// give makes a token valid until it expires.
func (t *tokens) give(token string, expires time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.expires == nil {
		t.expires = map[[sha256.Size]byte]time.Time{}
	}
	t.expires[sha256.Sum256([]byte(token))] = expires
}

// end ends a token before it expires.
func (t *tokens) end(token string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.expires, sha256.Sum256([]byte(token)))
}

// The refusals of a token, which each platform answers in its own way.
var (
	errUnauthenticated = &refusal.Error{Status: http.StatusUnauthorized, Code: "authentication_failed", Message: "Authentication Failed"}
	errTokenExpired    = &refusal.Error{Status: http.StatusUnauthorized, Code: "token_expired", Message: "Token Expired"}
)

func (t *tokens) check(token string, now time.Time) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	expires, ok := t.expires[sha256.Sum256([]byte(token))]
	switch {
	case !ok:
		return errUnauthenticated
	case !now.Before(expires):
		return errTokenExpired
	}
	return nil
}

// permits refuses requests without a valid token where the operation needs one.
func (t *tokens) permits(c *call) error {
	if !c.op.Needs(auth.SchemeToken) && !c.op.Needs(schemeBearer) {
		return nil
	}
	token, ok := sentToken(c)
	switch {
	case c.request.Header.Get("Authorization") == "" && takesNone(c.op):
		return nil
	case !ok:
		return errUnauthenticated
	}
	return t.check(token, c.now)
}

// takesNone reports whether an operation may be called without a token although it takes one.
func takesNone(op *spec.Operation) bool {
	return op.Schema.Security != nil && slices.ContainsFunc(*op.Schema.Security, func(alternative openapi3.SecurityRequirement) bool {
		return len(alternative) == 0
	})
}

// schemeBearer is the security scheme of the operations of Wallex that take their token with the word Bearer before it.
const schemeBearer = "bearer"

// sentToken returns the token of a request, false where it is not in the form that the operation takes: Wallex's older
// operations take it as it is, so that one behind Bearer is an unknown one there.
func sentToken(c *call) (string, bool) {
	header := c.request.Header.Get("Authorization")
	if c.op.Platform == "wallex" && !c.op.Needs(schemeBearer) {
		return header, true
	}
	return strings.CutPrefix(header, "Bearer ")
}
