package wallex

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
)

// envelope is what Wallex answers when it refuses. Some servers send only the first two; the gateway before them
// sends only a message. Errors is a list, but a text in the documentation's table.
type envelope struct {
	Code    string          `json:"error_code"`
	Message json.RawMessage `json:"message"`
	Errors  json.RawMessage `json:"errors"`
}

func decodeError(body []byte) (operation.Refusal, bool) {
	var e envelope
	if json.Unmarshal(body, &e) != nil || e.Code == "" && (e.Message == nil || string(e.Message) == "null") {
		return operation.Refusal{}, false
	}
	refusal := operation.Refusal{Code: e.Code, Message: strings.Join(texts(e.Message), "; "), Kind: kind(e.Code)}
	var details []envelope
	_ = json.Unmarshal(e.Errors, &details) // what is no list of details adds nothing
	for _, detail := range append(details, e) {
		var byName map[string]json.RawMessage
		if json.Unmarshal(detail.Message, &byName) != nil {
			byName = map[string]json.RawMessage{"": detail.Message}
		}
		for name, message := range byName {
			field := apierror.Field{Name: name, Code: detail.Code, Message: strings.Join(texts(message), "; ")}
			if name != "" || field.Code != e.Code {
				refusal.Fields = append(refusal.Fields, field)
			}
		}
	}
	slices.SortStableFunc(refusal.Fields, func(a, b apierror.Field) int { return strings.Compare(a.Name, b.Name) })
	return refusal, true
}

// texts reads a message that may be a text or a list of texts.
func texts(message json.RawMessage) []string {
	var one string
	if json.Unmarshal(message, &one) == nil {
		return []string{one}
	}
	var many []string
	if json.Unmarshal(message, &many) == nil {
		return many
	}
	return nil
}

// kind reads Wallex's error codes: it answers 400 to nearly every mistake, and the code says what it was.
func kind(code string) error {
	code = strings.ToLower(code)
	ends := func(suffixes ...string) bool {
		return slices.ContainsFunc(suffixes, func(suffix string) bool { return strings.HasSuffix(code, suffix) })
	}
	switch {
	case code == "authentication_failed" || code == "token_expired":
		return apierror.ErrUnauthorized
	case code == "not_authorized":
		return apierror.ErrForbidden
	case code == "status_invalid": // the state of the resource, not the request
		return nil
	case ends("_not_found", "_non_existent", "_not_exists"):
		return apierror.ErrNotFound
	case strings.HasPrefix(code, "invalid_"),
		ends("_invalid", "_not_valid", "_required", "_is_missing", "_cannot_be_null", "_format", "_mismatch"):
		return apierror.ErrValidation
	}
	return nil
}
