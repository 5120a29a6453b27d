package secret

import (
	"bytes"
	"encoding/json"
	"reflect"
)

var secretType = reflect.TypeFor[String]()

// Marshal is json.Marshal for the one receiver that is meant to know the secrets: it writes every [String] in v as
// its value, wherever json.Marshal would write it as redacted, map keys aside. v itself stays as it is. Values
// without secrets cost nothing extra.
func Marshal(v any) ([]byte, error) {
	data, _, err := Disclose(v)
	return data, err
}

// Disclose is [Marshal] that also returns the secrets that were found, for those who have to recognise them: the
// receiver may repeat them in an error message.
func Disclose(v any) (data []byte, found []String, err error) {
	data, err = json.Marshal(v)
	if err != nil || !bytes.Contains(data, redacted) {
		return data, nil, err
	}
	shown := reflect.New(reflect.TypeOf(v)).Elem()
	shown.Set(reflect.ValueOf(v))
	w := walk{copies: map[pointer]reflect.Value{}}
	w.show(shown)
	data, err = json.Marshal(shown.Interface())
	return data, w.found, err
}

// walk holds the copies of what pointers point to, so that a cycle that encoding/json does not see has an end, and the
// secrets that it came across.
type walk struct {
	copies map[pointer]reflect.Value
	found  []String
}

type pointer struct {
	kind reflect.Type
	at   uintptr
}

// show makes the Strings in an addressable value write themselves as they are. Everything on the way to them that
// is shared with the original is replaced by a copy.
func (w *walk) show(value reflect.Value) {
	// An embedded struct whose type is not exported cannot be set, but encoding/json writes its exported fields.
	if !value.CanSet() && (value.Kind() != reflect.Struct || value.Type() == secretType) {
		return
	}
	switch value.Kind() {
	case reflect.Pointer:
		if !value.IsNil() {
			value.Set(w.target(value))
		}
	case reflect.Interface:
		if !value.IsNil() {
			value.Set(w.shown(value.Elem()))
		}
	case reflect.Struct:
		if value.Type() == secretType {
			hidden := value.Interface().(String)
			w.found = append(w.found, hidden)
			value.Set(reflect.ValueOf(hidden.show()))
			return
		}
		for i := range value.NumField() {
			if field := value.Type().Field(i); field.IsExported() || field.Anonymous {
				w.show(value.Field(i))
			}
		}
	case reflect.Slice:
		if !value.IsNil() && holds(value.Type().Elem()) {
			items := reflect.MakeSlice(value.Type(), value.Len(), value.Len())
			reflect.Copy(items, value)
			value.Set(items)
			w.showItems(items)
		}
	case reflect.Array:
		w.showItems(value)
	case reflect.Map:
		if !value.IsNil() && holds(value.Type().Elem()) {
			items := reflect.MakeMapWithSize(value.Type(), value.Len())
			for key, item := range value.Seq2() {
				items.SetMapIndex(key, w.shown(item))
			}
			value.Set(items)
		}
	}
}

func (w *walk) showItems(items reflect.Value) {
	if !holds(items.Type().Elem()) {
		return
	}
	for i := range items.Len() {
		w.show(items.Index(i))
	}
}

func (w *walk) shown(value reflect.Value) reflect.Value {
	shown := reflect.New(value.Type()).Elem()
	shown.Set(value)
	w.show(shown)
	return shown
}

func (w *walk) target(value reflect.Value) reflect.Value {
	key := pointer{value.Type(), value.Pointer()}
	if known, ok := w.copies[key]; ok {
		return known
	}
	target := reflect.New(value.Type().Elem())
	w.copies[key] = target.Convert(value.Type())
	target.Elem().Set(value.Elem())
	w.show(target.Elem())
	return w.copies[key]
}

// holds reports whether a value of the type may hold a String: long texts and lists of numbers are not looked at.
func holds(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Pointer, reflect.Interface, reflect.Struct, reflect.Slice, reflect.Array, reflect.Map:
		return true
	}
	return false
}
