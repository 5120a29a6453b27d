package operation

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
)

var errNoPayload = errors.New("the answer lacks the property that holds its payload")

// decode reads the payload of an answer: the property that x-result names, or the whole answer where it is a bare
// array or names none. Other properties of the envelope that rest names are stored there. A null in place of one
// value is an error; in place of a list it is an empty list.
func decode(op *Operation, body []byte, payload any, rest map[string]*json.RawMessage) error {
	body, err := rename(op.Aliases, trimSpace(body))
	if err != nil {
		return err
	}
	if err := open(op, body, payload, rest); err != nil {
		return err
	}
	if value := reflect.ValueOf(payload).Elem(); value.Kind() == reflect.Pointer && value.IsNil() {
		return errNoPayload
	}
	return nil
}

func open(op *Operation, body []byte, payload any, rest map[string]*json.RawMessage) error {
	if len(op.Result) == 0 || len(body) > 0 && body[0] == '[' {
		return json.Unmarshal(body, payload)
	}
	// Reading the envelope token by token scans the payload as often as json.Unmarshal would: once to find its
	// end, once to decode it.
	decoder := json.NewDecoder(bytes.NewReader(body))
	if token, err := decoder.Token(); err != nil || token != json.Delim('{') {
		return fmt.Errorf("%w: it is not an object", errNoPayload)
	}
	found := false
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return err
		}
		into := any(new(json.RawMessage))
		if !found && slices.Contains(op.Result, name.(string)) {
			into, found = payload, true
		} else if wanted, ok := rest[name.(string)]; ok {
			into = wanted
		}
		if err := decoder.Decode(into); err != nil {
			return err
		}
	}
	if _, err := decoder.Token(); err != nil {
		return err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return errors.New("there is something after the end of the answer")
	}
	if !found {
		return fmt.Errorf("%w: %v", errNoPayload, op.Result)
	}
	return nil
}

// rename gives properties that came under another spelling the name that the specification has. Answers without
// such a spelling, nearly all, cost one search in the bytes.
func rename(aliases []Alias, body []byte) ([]byte, error) {
	for _, alias := range aliases {
		sent, _ := json.Marshal(alias.Sent)
		if !bytes.Contains(body, sent) {
			continue
		}
		decoder := json.NewDecoder(bytes.NewReader(body))
		decoder.UseNumber()
		var answer any
		if err := decoder.Decode(&answer); err != nil {
			return nil, err
		}
		renameIn(answer, aliases)
		return json.Marshal(answer)
	}
	return body, nil
}

func renameIn(value any, aliases []Alias) {
	switch value := value.(type) {
	case []any:
		for _, item := range value {
			renameIn(item, aliases)
		}
	case map[string]any:
		for _, alias := range aliases {
			sent, ok := value[alias.Sent]
			if _, has := value[alias.Name]; ok && !has {
				value[alias.Name] = sent
				delete(value, alias.Sent)
			}
		}
		for _, item := range value {
			renameIn(item, aliases)
		}
	}
}
