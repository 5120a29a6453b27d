package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/wallex-sdk/wallex-go/gen/wallexcommon"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/uuid"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
	"github.com/wallex-sdk/wallex-go/pkg/validate"
)

// encode writes a payload as the body that the operation answers with: below the property that holds the result, and
// with everything that the platform sends and the generated types leave out. A body that breaks the specification is
// an error.
func encode(op *spec.Operation, payload any) ([]byte, error) {
	if op.Empty {
		return nil, nil
	}
	written, err := secret.Marshal(payload)
	if err != nil {
		return nil, err
	}
	value, err := decodeNumbers(written)
	if err != nil {
		return nil, err
	}
	if op.Pagination != nil { // pages stand beside their result
		value = complete(op.Response(op.Success()).Schema.Value, value)
	} else if value = complete(op.Payload().Value, value); len(op.Result) > 0 {
		value = map[string]any{op.Result[0]: value}
	}
	body, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	return body, fits(op, op.Success(), body)
}

// decodeNumbers decodes without taking amounts through binary floating point.
func decodeNumbers(written []byte) (value any, err error) {
	decoder := json.NewDecoder(bytes.NewReader(written))
	decoder.UseNumber()
	return value, decoder.Decode(&value)
}

// fits returns an error where a body breaks the specification.
func fits(op *spec.Operation, status int, body []byte) error {
	var broken []string
	for _, field := range validate.Answer(op, status, body) {
		broken = append(broken, field.Name+" "+field.Message)
	}
	if len(broken) > 0 {
		return fmt.Errorf("the answer %d breaks the specification: %s", status, strings.Join(broken, "; "))
	}
	return nil
}

// refuse answers with an error. Those that are no refusals are the sandbox's own failures.
func (s *Sandbox) refuse(w http.ResponseWriter, c *call, err error) {
	var refused *refusal.Error
	if !errors.As(err, &refused) {
		refused = s.fail(c, err)
	}
	status, body := c.service.refuse(refused)
	if c.op != nil && len(body) > 0 && refused.Code != "" {
		if err := fits(c.op, status, body); err != nil {
			status, body = c.service.refuse(s.fail(c, err))
		}
	}
	if status == http.StatusTooManyRequests {
		w.Header().Set("Retry-After", "1")
	}
	write(w, status, c.seal(w.Header(), body))
}

// fail notes that the sandbox itself is wrong.
func (s *Sandbox) fail(c *call, err error) *refusal.Error {
	s.stats.violated(c.op.ID + ": " + err.Error())
	return &refusal.Error{Status: http.StatusInternalServerError, Code: "internal_server_error", Message: "The sandbox is wrong"}
}

// refuseWallex writes a refusal as Wallex does. A gateway's, which has no code, has the message only.
func refuseWallex(refused *refusal.Error) (int, []byte) {
	e := wallexcommon.Error{ErrorCode: refused.Code, Message: refused.Message}
	for _, fault := range refused.Faults {
		message := map[string]string{fault.Field: fault.Rule} // one of the forms that real servers send
		e.Errors = append(e.Errors, wallexcommon.ErrorDetail{ErrorCode: fault.Code, Message: message})
	}
	if len(e.Errors) == 0 && e.ErrorCode != "" {
		e.Errors = []wallexcommon.ErrorDetail{{ErrorCode: refused.Code, Message: refused.Message}}
	}
	body, _ := json.Marshal(e) // texts always can be written
	return refused.Status, body
}

func write(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("X-Request-Id", uuid.New())
	if len(body) > 0 {
		w.Header().Set("Content-Type", "application/json")
	}
	w.WriteHeader(status)
	_, _ = w.Write(body) // the client may have gone
}
