package sandbox

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"sync/atomic"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/wallex/authentication"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/uuid"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

// sessions are the logins of Wallex.
type sessions struct {
	tokens
	credentials wallex.Credentials
	lifetime    time.Duration
	logins      atomic.Int64
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
	s.logins.Add(1)
	s.give(token, c.now.Add(s.lifetime))
	return authentication.AccessToken{Token: secret.New(token)}, nil
}

// logout is the operation of that name: it ends the token that the request carries.
func (s *sessions) logout(c *call) (any, error) {
	token, _ := sentToken(c)
	s.end(token)
	return nil, nil
}

// newToken makes a token that looks like the documented one: a JWT whose parts are padded, which strict parsers refuse.
func (s *sessions) newToken(now time.Time) string {
	claims, _ := json.Marshal(struct { // a struct of texts and numbers always can be written
		Subject   string `json:"sub"`
		SessionID string `json:"session_id"`
		IssuedAt  int64  `json:"iat"`
	}{"sandbox@example.com", uuid.Undashed(uuid.New()), now.Unix()})
	encode := base64.URLEncoding.EncodeToString
	signed := encode([]byte(`{"typ":"JWT","alg":"HS256"}`)) + "." + encode(claims)
	signature := hmac.New(sha256.New, []byte(s.credentials.SecretAccessKey.Reveal()))
	signature.Write([]byte(signed))
	return signed + "." + encode(signature.Sum(nil))
}
