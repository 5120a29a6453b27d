package walletengine

import (
	"encoding/json"

	"github.com/wallex-sdk/wallex-go/gen/walletengine/authorization"
	"github.com/wallex-sdk/wallex-go/gen/walletengine/profile"
	"github.com/wallex-sdk/wallex-go/gen/walletengine/transfer"
	"github.com/wallex-sdk/wallex-go/gen/walletengine/withdrawal"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
)

// mistakes are the identifiers of refusals, with their kinds. The platform answers them with HTTP 500, as it does
// fatal_error, which says nothing about whether the call took effect. An identifier that the source does not list may
// be like either, so it is taken for the latter.
var mistakes = map[string]error{
	authorization.CodeInvalidArguments: apierror.ErrValidation,
	authorization.CodeInvalidArgName:   apierror.ErrValidation,
	profile.CodeInvalidPasscode:        apierror.ErrValidation,
	profile.CodeInvalidUserAuthorize:   apierror.ErrUnauthorized,
	transfer.CodeInvalidRecipientID:    apierror.ErrNotFound,
	withdrawal.CodeKYCLevelUnqualified: nil,
}

// decodeError reads {"code":500,"error":"invalid_arguments","message":"..."}.
func decodeError(body []byte) (operation.Refusal, bool) {
	var envelope struct {
		Error   string          `json:"error"`
		Message json.RawMessage `json:"message"`
	}
	if json.Unmarshal(body, &envelope) != nil || envelope.Error == "" {
		return operation.Refusal{}, false
	}
	var message string
	_ = json.Unmarshal(envelope.Message, &message) // what is no text explains nothing
	kind, mistake := mistakes[envelope.Error]
	return operation.Refusal{Code: envelope.Error, Message: message, Kind: kind, CallerMistake: mistake}, true
}
