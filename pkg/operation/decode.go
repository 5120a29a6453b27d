package operation

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"sync"
)

var errNoPayload = errors.New("the answer lacks the property that holds its payload")

// WholeAnswer in x-result says that the answer may also be the payload itself.
const WholeAnswer = "."

// decode reads the payload of an answer: the property that x-result names, or the whole answer where it is a bare
// array or names none. The property of the envelope that has the page's numbers goes into pages, which may be nil.
// payload points to a pointer or a slice. A null in place of one value is an error, in place of a list an empty list.
func decode(op *Operation, body []byte, payload any, pages *json.RawMessage) error {
	body, err := op.Aliases.Unalias(trimSpace(body))
	if err != nil {
		return err
	}
	into := reflect.ValueOf(payload).Elem()
	if len(op.Result) == 0 || len(body) > 0 && body[0] == '[' {
		err = json.Unmarshal(body, payload)
	} else {
		err = open(op, body, into, pages)
	}
	if err == nil && into.Kind() == reflect.Pointer && into.IsNil() {
		return errNoPayload
	}
	return withoutValue(err)
}

// withoutValue takes the digits of a number out of an error of encoding/json.
func withoutValue(err error) error {
	if wrong := (*json.UnmarshalTypeError)(nil); errors.As(err, &wrong) {
		bare := *wrong
		bare.Value, _, _ = strings.Cut(wrong.Value, " ")
		return &bare
	}
	return err
}

// open decodes an envelope and stores its payload.
func open(op *Operation, body []byte, into reflect.Value, pages *json.RawMessage) error {
	if len(body) == 0 || body[0] != '{' {
		return fmt.Errorf("%w: it is not an object", errNoPayload)
	}
	envelope := reflect.New(envelopeOf(op, into.Type())).Elem()
	if err := json.Unmarshal(body, envelope.Addr().Interface()); err != nil {
		return onlyEntry(op, body, into, err)
	}
	if pages != nil && op.pageProperty() != "" {
		*pages = envelope.Field(len(op.Result)).Bytes()
	}
	for i := range op.Result {
		if field := envelope.Field(i); !field.IsNil() {
			into.Set(field)
			return nil
		}
	}
	if into.Kind() == reflect.Slice {
		var properties map[string]json.RawMessage
		_ = json.Unmarshal(body, &properties) // it was read without an error before
		for _, name := range op.Result {
			if _, ok := properties[name]; ok {
				return nil
			}
		}
	}
	if slices.Contains(op.Result, WholeAnswer) {
		return json.Unmarshal(body, into.Addr().Interface())
	}
	return fmt.Errorf("%w: %s", errNoPayload, strings.Join(op.Result, " or "))
}

// onlyEntry stores a payload that came as the only entry of a list. It returns failed where it did not.
func onlyEntry(op *Operation, body []byte, into reflect.Value, failed error) error {
	var properties map[string]json.RawMessage
	if into.Kind() != reflect.Pointer || json.Unmarshal(body, &properties) != nil {
		return failed
	}
	for _, name := range op.Result {
		entries := reflect.New(reflect.SliceOf(into.Type()))
		if json.Unmarshal(properties[name], entries.Interface()) == nil && entries.Elem().Len() == 1 {
			into.Set(entries.Elem().Index(0))
			return nil
		}
	}
	return failed
}

type envelopeKey struct {
	op      *Operation
	payload reflect.Type
}

var envelopes sync.Map // envelopeKey to reflect.Type

// envelopeOf returns the struct type of an operation's envelope: a field for each property that may hold the
// payload, and one for the numbers of the page. Decoding into it costs what it would cost to write the type by hand.
func envelopeOf(op *Operation, payload reflect.Type) reflect.Type {
	key := envelopeKey{op, payload}
	if known, ok := envelopes.Load(key); ok {
		return known.(reflect.Type)
	}
	var fields []reflect.StructField
	field := func(name string, t reflect.Type) {
		fields = append(fields, reflect.StructField{
			Name: fmt.Sprint("F", len(fields)), Type: t, Tag: reflect.StructTag(fmt.Sprintf("json:%q", name)),
		})
	}
	for _, name := range op.Result {
		field(name, payload)
	}
	if name := op.pageProperty(); name != "" {
		field(name, reflect.TypeFor[json.RawMessage]())
	}
	made, _ := envelopes.LoadOrStore(key, reflect.StructOf(fields))
	return made.(reflect.Type)
}

// Unalias gives the properties of a text that came under another spelling the name that the specification has. Texts
// without such a spelling, nearly all, cost one search in the bytes and are returned as they are.
func (a Aliases) Unalias(text []byte) ([]byte, error) {
	for _, alias := range a {
		sent, _ := json.Marshal(alias.Sent)
		if !bytes.Contains(text, sent) {
			continue
		}
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.UseNumber()
		var value any
		if err := decoder.Decode(&value); err != nil {
			return nil, err
		}
		if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
			return nil, errNotJSON
		}
		a.rename(value)
		return json.Marshal(value)
	}
	return text, nil
}

func (a Aliases) rename(value any) {
	switch value := value.(type) {
	case []any:
		for _, item := range value {
			a.rename(item)
		}
	case map[string]any:
		for _, alias := range a {
			sent, ok := value[alias.Sent]
			if _, has := value[alias.Name]; ok && !has {
				value[alias.Name] = sent
				delete(value, alias.Sent)
			}
		}
		for _, item := range value {
			a.rename(item)
		}
	}
}
