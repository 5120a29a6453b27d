package secret

import (
	"encoding/json"
	"reflect"
	"strings"
	"sync"
)

var (
	secretType = reflect.TypeFor[String]()
	holds      sync.Map // reflect.Type to bool: whether a value of the type can hold a String
)

// Marshal is json.Marshal for the one receiver that is meant to know the secrets: it writes every [String] in v as
// its value. Values without secrets cost nothing extra. A String is revealed in fields of structs, at any depth;
// in maps, slices and behind interfaces it stays redacted.
func Marshal(v any) ([]byte, error) {
	data, err := json.Marshal(v)
	value := reflect.ValueOf(v)
	if err != nil || !value.IsValid() || !canHold(value.Type()) {
		return data, err
	}
	return reveal(value, data)
}

// reveal writes value again over data, its redacted encoding.
func reveal(value reflect.Value, data []byte) ([]byte, error) {
	if value.Kind() == reflect.Pointer {
		if value.IsNil() {
			return data, nil
		}
		return reveal(value.Elem(), data)
	}
	if value.Type() == secretType {
		return json.Marshal(value.Interface().(String).Reveal())
	}
	var object map[string]json.RawMessage
	if err := json.Unmarshal(data, &object); err != nil {
		return nil, err
	}
	for i := range value.NumField() {
		field := value.Type().Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name == "" {
			name = field.Name
		}
		written, ok := object[name]
		if !ok || !canHold(field.Type) {
			continue
		}
		revealed, err := reveal(value.Field(i), written)
		if err != nil {
			return nil, err
		}
		object[name] = revealed
	}
	return json.Marshal(object)
}

func canHold(t reflect.Type) bool {
	if known, ok := holds.Load(t); ok {
		return known.(bool)
	}
	found := false
	switch {
	case t == secretType:
		found = true
	case t.Kind() == reflect.Pointer:
		found = canHold(t.Elem())
	case t.Kind() == reflect.Struct:
		for i := range t.NumField() {
			field := t.Field(i)
			found = found || field.IsExported() && field.Type != t && canHold(field.Type)
		}
	}
	holds.Store(t, found)
	return found
}
