package sandbox

import (
	"cmp"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/walletengine/authorization"
	"github.com/wallex-sdk/wallex-go/gen/walletenginecards/cards"
	"github.com/wallex-sdk/wallex-go/gen/walletenginecommon"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

// walletLogins are the users of Wallet Engine who have signed in.
type walletLogins struct{ tokens }

// signIn lets everyone in: who a user is comes from the example.
func (l *walletLogins) signIn(c *call) (any, error) {
	var in authorization.SignInRequest
	if err := json.Unmarshal(c.body, &in); err != nil {
		return nil, err
	}
	if in.Password.IsZero() == in.Passcode.IsZero() {
		return nil, refusal.Field("password", "or passcode is required")
	}
	answer, err := exampleOf[authorization.Session](c.op)
	if err != nil {
		return nil, err
	}
	token := rand.Text()
	l.give(token, c.now.Add(time.Duration(cmp.Or(in.MaxInactiveTime, 7*24*60))*time.Minute))
	answer.Token = secret.New(token)
	return answer, nil
}

// exampleOf returns the documented answer of an operation.
func exampleOf[T any](op *spec.Operation) (answer T, err error) {
	written, err := example(op)
	if err != nil {
		return answer, err
	}
	return answer, json.Unmarshal(written, &answer)
}

// refuseWallet writes a refusal as Wallet Engine does: with status 500, whatever it is.
func refuseWallet(refused *refusal.Error) (int, []byte) {
	e := walletenginecommon.Error{Code: http.StatusInternalServerError, Error: "invalid_arguments", Message: refused.Message}
	switch {
	case refused == errUnauthenticated || refused == errTokenExpired:
		e.Error, e.Message = "invalid_user_authorize", "WE Gateway can not authorize the user. Invalid App User Token."
	case refused.Status >= http.StatusInternalServerError:
		e.Error = "fatal_error"
	case refused.Code != refusal.ValidationFailed:
		e.Error = refused.Code
	case len(refused.Faults) > 0:
		e.Message += ": " + refused.Faults[0].Field + " " + refused.Faults[0].Rule
	}
	body, _ := json.Marshal(e) // texts always can be written
	return http.StatusInternalServerError, body
}

// hasAnyToken refuses requests without a token. The sandbox has no authorization server for the card API of Wallet
// Engine, so any token will do.
func hasAnyToken(c *call) error {
	if token, ok := sentToken(c); !ok || token == "" {
		return errUnauthenticated
	}
	return nil
}

// refuseWalletCards writes a refusal as the card API of Wallet Engine does, of which only the status is documented.
func refuseWalletCards(refused *refusal.Error) (int, []byte) {
	body, _ := json.Marshal(cards.CardUpdate{ErrorCode: refused.Code, ErrorMessage: refused.Message})
	return refused.Status, body
}
