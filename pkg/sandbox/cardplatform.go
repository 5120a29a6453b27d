package sandbox

import (
	"cmp"
	"crypto/rand"
	"encoding/json"
	"strconv"
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
	idFits, secretFits := equal(in.ClientID.Reveal(), cardClientID), equal(in.ClientSecret.Reveal(), cardClientSecret)
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

var errSessionExpired = refusal.New("1004", "The refresh token has expired")

// cardErrors are the documented refusals, by code.
var cardErrors = map[string]struct {
	status        int
	kind, message string // the message of those that have only one
}{
	"1000": {422, "INVALID_PAYLOAD", "Invalid payload. Please check your request."},
	"1002": {401, "UNAUTHENTICATED", "You are not authenticated. Please login to continue."},
	"1003": {401, "TOKEN_EXPIRED", "Your access token has expired. Please get a new token."},
	"1004": {401, "SESSION_EXPIRED", "Your session has expired. Please login again."},
	"1010": {500, "BAD_REQUEST", ""},
	"1018": {500, "INVALID_HEADERS", "Invalid HTTP headers."},
	"1035": {422, "ACTION_REQUIRED", ""}, // the status is not documented
	"1401": {400, "BAD_REQUEST", ""},
}

// refuseCards writes a refusal as the card platform does.
func refuseCards(refused *refusal.Error) (int, []byte) {
	code := refused.Code
	switch {
	case refused == errUnauthenticated:
		code = "1002"
	case refused == errTokenExpired:
		code = "1003"
	case refused.Code == refusal.ValidationFailed:
		code = "1000"
	}
	e, status := cardplatformcommon.Error{Type: refused.Code, Message: refused.Message}, refused.Status
	if known, ok := cardErrors[code]; ok {
		e.Code, _ = strconv.Atoi(code)
		e.Type, e.Message, status = known.kind, cmp.Or(known.message, refused.Message), known.status
	}
	for _, fault := range refused.Faults {
		e.Errors = append(e.Errors, cardplatformcommon.ErrorDetail{Key: fault.Field, Reason: fault.Rule})
	}
	body, _ := json.Marshal(e) // texts always can be written
	return status, body
}
