package sandbox

import (
	"crypto/rand"
	"encoding/json"
	"net/http"
	"sync"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/authentication"
	"github.com/wallex-sdk/wallex-go/gen/cardplatformcommon"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/timestamp"
)

// How long the tokens of the card platform live: the sandbox's own choice, of the order of the documented examples.
const (
	cardAccess  = 15 * time.Minute
	cardRefresh = 5 * 24 * time.Hour
)

// cardLogins are the applications that have logged in to the card platform.
type cardLogins struct {
	tokens
	mu      sync.Mutex
	refresh map[string]time.Time // when refresh tokens expire
}

var (
	cardClientID     = secret.New("sandbox-client-id")
	cardClientSecret = secret.New("sandbox-client-secret")
)

// login exchanges the credentials for tokens.
func (l *cardLogins) login(c *call) (any, error) {
	var in authentication.LoginRequest
	if err := json.Unmarshal(c.body, &in); err != nil {
		return nil, err
	}
	idFits, secretFits := equal(in.ClientID, cardClientID), equal(in.ClientSecret.Reveal(), cardClientSecret)
	if !idFits || !secretFits {
		return nil, errUnauthenticated
	}
	access, refresh := rand.Text(), rand.Text()
	l.give(access, c.now.Add(cardAccess))
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.refresh == nil {
		l.refresh = map[string]time.Time{}
	}
	l.refresh[refresh] = c.now.Add(cardRefresh)
	return authentication.LoginTokens{
		AccessToken: secret.New(access), AccessTokenExpiry: timestamp.From(c.now.Add(cardAccess)),
		RefreshToken: secret.New(refresh), RefreshTokenExpiry: timestamp.From(c.now.Add(cardRefresh)),
	}, nil
}

// renew exchanges a refresh token for another access token.
func (l *cardLogins) renew(c *call) (any, error) {
	var in authentication.RefreshTokenRequest
	if err := json.Unmarshal(c.body, &in); err != nil {
		return nil, err
	}
	l.mu.Lock()
	expires, ok := l.refresh[in.RefreshToken.Reveal()]
	l.mu.Unlock()
	switch {
	case !ok:
		return nil, errUnauthenticated
	case !c.now.Before(expires):
		return nil, errSessionExpired
	}
	access := rand.Text()
	l.give(access, c.now.Add(cardAccess))
	return authentication.RenewedToken{
		AccessToken: secret.New(access), AccessTokenExpiry: timestamp.From(c.now.Add(cardAccess)),
	}, nil
}

var errSessionExpired = &refusal.Error{Status: http.StatusUnauthorized, Code: "SESSION_EXPIRED", Message: "Your session has expired. Please login again."}

// cardErrors are the documented refusals, with their statuses, by type.
var cardErrors = map[string]struct{ status, code int }{
	"UNAUTHENTICATED": {401, 1002},
	"TOKEN_EXPIRED":   {401, 1003},
	"SESSION_EXPIRED": {401, 1004},
	"INVALID_PAYLOAD": {422, 1000},
	"BAD_REQUEST":     {500, 1010},
	"INVALID_HEADERS": {500, 1018},
	"ACTION_REQUIRED": {422, 1035}, // the status is not documented
}

// refuseCards writes a refusal as the card platform does.
func refuseCards(refused *refusal.Error) (int, []byte) {
	e := cardplatformcommon.Error{Type: refused.Code, Message: refused.Message}
	switch {
	case refused == errUnauthenticated:
		e.Type, e.Message = "UNAUTHENTICATED", "You are not authenticated. Please login to continue."
	case refused == errTokenExpired:
		e.Type, e.Message = "TOKEN_EXPIRED", "Your access token has expired. Please get a new token."
	case refused.Code == refusal.ValidationFailed:
		e.Type, e.Message = "INVALID_PAYLOAD", "Invalid payload. Please check your request."
	}
	for _, fault := range refused.Faults {
		e.Errors = append(e.Errors, cardplatformcommon.ErrorDetail{Key: fault.Field, Reason: fault.Rule})
	}
	status := refused.Status
	if known, ok := cardErrors[e.Type]; ok {
		status, e.Code = known.status, known.code
	}
	body, _ := json.Marshal(e) // texts always can be written
	return status, body
}
