package operation

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

// hidden are the secrets that a call has sent. A platform may repeat them in an error message.
type hidden struct {
	mu      sync.Mutex
	secrets []secret.String
}

// Hide notes secrets that a transport sends besides those of the parameters and the body, such as a token: where the
// platform repeats them in an error message, they are redacted there. It works on a nil call.
func (c *Call) Hide(secrets ...secret.String) {
	if c == nil {
		return
	}
	c.sent.mu.Lock()
	defer c.sent.mu.Unlock()
	c.sent.secrets = append(c.sent.secrets, secrets...)
}

// scrub redacts what was sent as a secret, and what looks like one.
func (c *Call) scrub(text string) string { return secret.Scrub(c.sent.redact(text)) }

// redact redacts what was sent as a secret: the longest first, which may hold another one. Texts of one or two
// characters are left as they are: without them, nothing would be left of a message.
func (h *hidden) redact(text string) string {
	h.mu.Lock()
	known := slices.Clone(h.secrets)
	h.mu.Unlock()
	slices.SortFunc(known, func(a, b secret.String) int { return cmp.Compare(len(b.Reveal()), len(a.Reveal())) })
	var pairs []string
	for _, each := range known {
		if value := each.Reveal(); len(value) > 2 {
			pairs = append(pairs, value, secret.Redacted)
		}
	}
	return strings.NewReplacer(pairs...).Replace(text)
}
