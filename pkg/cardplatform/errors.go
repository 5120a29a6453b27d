package cardplatform

import (
	"encoding/json"
	"errors"
	"strconv"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
)

// The platform's error codes, as apierror.Error.Code has them. The catalogue that is available is not complete.
// Source: https://apidoc-issuance.vaultspay.dev/errors
const (
	CodeInvalidPayload         = "1000" // INVALID_PAYLOAD; the error's Fields say which
	CodeUnauthorised           = "1001" // UNAUTHORISED: the caller may not do this
	CodeUnauthenticated        = "1002" // UNAUTHENTICATED: there is no token
	CodeTokenExpired           = "1003" // TOKEN_EXPIRED
	CodeSessionExpired         = "1004" // SESSION_EXPIRED
	CodeThrottle               = "1005" // THROTTLE: too many requests
	CodeBan                    = "1006" // BAN
	CodeIPNotWhitelisted       = "1007" // IP_NOT_WHITELISTED
	CodeNoPrivilege            = "1008" // NO_PRIVILEGE
	CodeBadRequest             = "1010" // BAD_REQUEST: several mistakes, which only the message tells apart
	CodeInvalidHeaders         = "1018" // INVALID_HEADERS; that these are those of the encryption is inferred
	CodeActionRequired         = "1035" // ACTION_REQUIRED; see [RequiredAction]
	CodeInvalidToken           = "1036" // INVALID_TOKEN
	CodeTransactionLocked      = "1050" // TRANSACTION_LOCKED_BY_RULE
	CodeBadRequestOfParameters = "1401" // BAD_REQUEST: a parameter of the path is missing or invalid
)

// ErrActionRequired is the kind of an error that says that something else must be done first. [RequiredAction] tells
// what.
var ErrActionRequired = errors.New("an action is required first")

// actionRequired is the key of the entry that names the action.
const actionRequired = "actionRequired"

// RequiredAction returns the name of the action that the platform wants done first, false where err is no
// [ErrActionRequired]. The names are not documented.
func RequiredAction(err error) (action string, ok bool) {
	failure := apierror.Of(err)
	if failure == nil || failure.Kind != ErrActionRequired {
		return "", false
	}
	for _, field := range failure.Fields {
		if field.Name == actionRequired {
			action = field.Message
		}
	}
	return action, true
}

// kinds are the codes that are known. Each says that nothing was done, even where it comes with HTTP 500, as some do.
var kinds = map[string]error{
	CodeInvalidPayload:         apierror.ErrValidation,
	CodeUnauthorised:           apierror.ErrForbidden,
	CodeUnauthenticated:        apierror.ErrUnauthorized,
	CodeTokenExpired:           apierror.ErrUnauthorized,
	CodeSessionExpired:         apierror.ErrUnauthorized,
	CodeThrottle:               apierror.ErrRateLimited,
	CodeBan:                    apierror.ErrForbidden,
	CodeIPNotWhitelisted:       apierror.ErrForbidden,
	CodeNoPrivilege:            apierror.ErrForbidden,
	CodeBadRequest:             apierror.ErrValidation,
	CodeInvalidHeaders:         apierror.ErrValidation,
	CodeActionRequired:         ErrActionRequired,
	CodeInvalidToken:           apierror.ErrUnauthorized,
	CodeTransactionLocked:      nil,
	CodeBadRequestOfParameters: apierror.ErrValidation,
}

// decodeError reads the platform's envelope, {"code": 1000, "type": "...", "message": "...", "errors": [...]}. Errors
// is absent in most.
func decodeError(body []byte) (operation.Refusal, bool) {
	var e struct {
		Code          json.Number
		Type, Message string
		Errors        json.RawMessage
	}
	if json.Unmarshal(body, &e) != nil {
		return operation.Refusal{}, false
	}
	if number, err := strconv.Atoi(e.Code.String()); err != nil || number <= 0 {
		return operation.Refusal{}, false
	}
	kind, known := kinds[e.Code.String()]
	refusal := operation.Refusal{Code: e.Code.String(), Message: e.Message, Kind: kind, CallerMistake: known}
	if refusal.Message == "" {
		refusal.Message = e.Type
	}
	var mistakes []struct{ Key, Reason string }
	_ = json.Unmarshal(e.Errors, &mistakes) // what is no list of mistakes adds nothing
	for _, mistake := range mistakes {
		refusal.Fields = append(refusal.Fields, apierror.Field{Name: mistake.Key, Message: mistake.Reason})
	}
	return refusal, true
}
