package sandbox

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/wallex/authentication"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/uuid"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

// sessions are the tokens that were given out.
type sessions struct {
	credentials wallex.Credentials
	lifetime    time.Duration

	mu      sync.Mutex
	logins  int
	expires map[[sha256.Size]byte]time.Time // by the digest of the token: finding it must not tell how it begins
}

func newSessions(credentials wallex.Credentials, lifetime time.Duration) *sessions {
	return &sessions{credentials: credentials, lifetime: lifetime, expires: map[[sha256.Size]byte]time.Time{}}
}

var (
	errUnauthenticated = &refusal.Error{Status: http.StatusUnauthorized, Code: "authentication_failed", Message: "Authentication Failed"}
	errTokenExpired    = &refusal.Error{Status: http.StatusUnauthorized, Code: "token_expired", Message: "Token Expired"}
)

// hasToken refuses requests without a valid token where the operation needs one. The token stands in the header as it
// is; one behind "Bearer" is an unknown one.
func (s *Sandbox) hasToken(c *call) error {
	if !c.op.Needs("token") {
		return nil
	}
	return s.sessions.check(c.request.Header.Get("Authorization"), c.now)
}

func (s *sessions) check(token string, now time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	expires, ok := s.expires[sha256.Sum256([]byte(token))]
	switch {
	case !ok:
		return errUnauthenticated
	case !now.Before(expires):
		return errTokenExpired
	}
	return nil
}

// login is the operation authenticate. Tokens from before stay valid.
func (s *sessions) login(c *call) (any, error) {
	var in authentication.AuthenticateRequest
	if err := json.Unmarshal(c.body, &in); err != nil {
		return nil, err
	}
	idFits := equal(in.AccessKeyID.Reveal(), s.credentials.AccessKeyID)
	secretFits := equal(in.SecretAccessKey.Reveal(), s.credentials.SecretAccessKey)
	if !idFits || !secretFits {
		return nil, errUnauthenticated
	}
	token := s.newToken(c.now)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.logins++
	s.expires[sha256.Sum256([]byte(token))] = c.now.Add(s.lifetime)
	return authentication.AccessToken{Token: secret.New(token)}, nil
}

// logout is the operation of that name: it ends the token that the request carries.
func (s *sessions) logout(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.expires, sha256.Sum256([]byte(c.request.Header.Get("Authorization"))))
	return nil, nil
}

func (s *sessions) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.logins
}

// newToken makes a token that looks like the documented one: a JWT whose parts are padded, which strict parsers refuse.
func (s *sessions) newToken(now time.Time) string {
	claims, _ := json.Marshal(struct { // a struct of texts and numbers always can be written
		Subject   string `json:"sub"`
		SessionID string `json:"session_id"`
		IssuedAt  int64  `json:"iat"`
	}{"sandbox@example.com", strings.ReplaceAll(uuid.New(), "-", ""), now.Unix()})
	encode := base64.URLEncoding.EncodeToString
	signed := encode([]byte(`{"typ":"JWT","alg":"HS256"}`)) + "." + encode(claims)
	signature := hmac.New(sha256.New, []byte(s.credentials.SecretAccessKey.Reveal()))
	signature.Write([]byte(signed))
	return signed + "." + encode(signature.Sum(nil))
}
