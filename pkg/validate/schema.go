package validate

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

// Request returns what of a request breaks the specification of its operation: parameters and body. The body is
// left as it is.
func Request(op *spec.Operation, req *http.Request) ([]apierror.Field, error) {
	fields := parameters(op, req)
	schema, required := op.Request()
	if schema == nil {
		return fields, nil
	}
	body, err := bodyOf(req)
	if err != nil {
		return nil, err
	}
	if len(bytes.TrimSpace(body)) == 0 {
		if required {
			fields = append(fields, apierror.Field{Name: "body", Message: "is required"})
		}
		return fields, nil
	}
	return append(fields, Value(schema.Value, body, openapi3.VisitAsRequest())...), nil
}

// Answer returns what of an answer breaks the specification of its operation. Only JSON that the specification
// describes is looked at. A payload without its envelope breaks nothing where it is a list.
func Answer(op *spec.Operation, status int, body []byte) []apierror.Field {
	media := op.Response(status)
	if media == nil || media.Schema == nil {
		return nil
	}
	schema := media.Schema
	if status/100 == 2 && len(op.Result) > 0 && bytes.HasPrefix(bytes.TrimSpace(body), []byte("[")) {
		schema = op.Payload()
	}
	return received(schema.Value, op.Aliases, body)
}

// Notification returns what of a notification breaks its specification.
func Notification(n *spec.Notification, body []byte) []apierror.Field {
	return received(n.Body.Schema.Value, n.Aliases, body)
}

// received returns what of a text that a platform sent breaks a schema. Another spelling that the specification knows
// of a property breaks nothing, nor does null in place of one that may be absent.
func received(schema *openapi3.Schema, aliases operation.Aliases, text []byte) []apierror.Field {
	if named, err := aliases.Unalias(text); err == nil { // otherwise it is not JSON, which is said below
		text = named
	}
	return check(schema, text, withoutNulls, openapi3.VisitAsResponse())
}

// Value returns what of a JSON text breaks a schema.
func Value(schema *openapi3.Schema, text []byte, options ...openapi3.SchemaValidationOption) []apierror.Field {
	return check(schema, text, func(any) {}, options...)
}

func check(schema *openapi3.Schema, text []byte, prepare func(any), options ...openapi3.SchemaValidationOption) []apierror.Field {
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		return []apierror.Field{{Name: "body", Message: "is not JSON"}}
	}
	prepare(value)
	return explain(nil, "", schema.VisitJSON(value, append(options, openapi3.MultiErrors())...))
}

// withoutNulls removes the properties that are null, however deep they are.
func withoutNulls(value any) {
	switch value := value.(type) {
	case []any:
		for _, item := range value {
			withoutNulls(item)
		}
	case map[string]any:
		maps.DeleteFunc(value, func(_ string, property any) bool { return property == nil })
		for _, property := range value {
			withoutNulls(property)
		}
	}
}

func bodyOf(req *http.Request) ([]byte, error) {
	if !operation.Repeatable(req) {
		return nil, errors.New("the body of the request cannot be read twice")
	}
	if req.GetBody == nil {
		return nil, nil
	}
	body, err := req.GetBody()
	if err != nil {
		return nil, err
	}
	defer body.Close()
	return io.ReadAll(body)
}

func parameters(op *spec.Operation, req *http.Request) []apierror.Field {
	all := op.Parameters()
	if len(all) == 0 {
		return nil
	}
	input := &openapi3filter.RequestValidationInput{
		Request:    req,
		PathParams: PathValues(op.Path, req.URL),
		Options:    &openapi3filter.Options{MultiError: true, SkipSettingDefaults: true},
	}
	var fields []apierror.Field
	for _, parameter := range all {
		err := openapi3filter.ValidateParameter(req.Context(), input, parameter)
		var failed *openapi3filter.RequestError
		var unreadable *openapi3filter.ParseError
		switch {
		case err == nil:
		case errors.Is(err, openapi3filter.ErrInvalidRequired):
			fields = add(fields, parameter.Name, "is required")
		case errors.Is(err, openapi3filter.ErrInvalidEmptyValue):
			fields = add(fields, parameter.Name, "must not be empty")
		case errors.As(err, &unreadable) && parameter.Schema != nil && parameter.Schema.Value.Type.Slice() != nil:
			fields = add(fields, parameter.Name, ofType(parameter.Schema.Value))
		case errors.As(err, &failed):
			fields = explain(fields, parameter.Name, failed.Err)
		default:
			fields = explain(fields, parameter.Name, err)
		}
	}
	return fields
}

// PathValues returns the values of a template's parameters in a URL's path, nil where the path does not fit. The
// template is matched against the end of the path, since a base URL may have a path of its own.
func PathValues(template string, u *url.URL) map[string]string {
	names := strings.Split(strings.TrimPrefix(template, "/"), "/")
	segments := strings.Split(u.EscapedPath(), "/")
	if len(segments) < len(names) {
		return nil
	}
	values, _ := spec.Match(names, segments[len(segments)-len(names):])
	return values
}

// explain appends the fields that an error of kin-openapi names. Its text is never passed on: it can hold the value.
func explain(fields []apierror.Field, name string, err error) []apierror.Field {
	switch failed := err.(type) {
	case nil:
		return fields
	case openapi3.MultiError:
		for _, single := range failed {
			fields = explain(fields, name, single)
		}
		return fields
	case *openapi3.SchemaError:
		// A reference with a description of its own is written as an allOf: what counts is the rule behind it.
		if parts := (openapi3.MultiError)(nil); failed.SchemaField == "allOf" && errors.As(failed.Origin, &parts) {
			return explain(fields, name, parts)
		}
		if repeated(failed) {
			return fields
		}
		path := failed.JSONPointer()
		if name != "" {
			path = append([]string{name}, path...)
		}
		return add(fields, strings.Join(path, "."), rule(failed))
	}
	return add(fields, name, "is not valid")
}

// add notes that a field breaks a rule. A field that breaks several is listed once.
func add(fields []apierror.Field, name, message string) []apierror.Field {
	if name == "" {
		name = "body"
	}
	i := slices.IndexFunc(fields, func(f apierror.Field) bool { return f.Name == name })
	if i < 0 {
		return append(fields, apierror.Field{Name: name, Message: message})
	}
	if message != fields[i].Message {
		fields[i].Message += " and " + message
	}
	return fields
}

// rule says in words which rule of its schema a value breaks.
func rule(failed *openapi3.SchemaError) string {
	schema := failed.Schema
	switch failed.SchemaField {
	case "required":
		return "is required"
	case "nullable":
		return "must not be null"
	case "type":
		return ofType(schema)
	case "enum":
		return "must be one of " + strings.Join(texts(schema.Enum), ", ")
	case "pattern":
		return "must match " + schema.Pattern
	case "format":
		return "must have the format " + schema.Format
	case "minLength":
		if schema.MinLength == 1 {
			return "must not be empty"
		}
		return fmt.Sprintf("must have at least %d characters", schema.MinLength)
	case "maxLength":
		return fmt.Sprintf("must have at most %d characters", *schema.MaxLength)
	case "minItems":
		return fmt.Sprintf("must have at least %d entries", schema.MinItems)
	case "maxItems":
		return fmt.Sprintf("must have at most %d entries", *schema.MaxItems)
	case "minProperties":
		if schema.MinProps == 1 {
			return "must not be empty"
		}
		return fmt.Sprintf("must have at least %d fields", schema.MinProps)
	case "uniqueItems":
		return "must not have the same entry twice"
	case "minimum":
		return "must be at least " + number(*schema.Min)
	case "exclusiveMinimum":
		return "must be more than " + number(*schema.Min)
	case "maximum":
		return "must be at most " + number(*schema.Max)
	case "exclusiveMaximum":
		return "must be less than " + number(*schema.Max)
	}
	sets := spec.Alternatives(schema)
	switch {
	case failed.Value == nil:
		return "must not be null"
	case failed.SchemaField == "anyOf" && sets != nil:
		return "must have " + either(sets)
	case schema.Title != "":
		return "must be a " + schema.Title
	}
	return "breaks the rule " + failed.SchemaField
}

// either writes sets of properties of which an object must have one: "email or countryCode with phone".
func either(sets [][]string) string {
	texts := make([]string, len(sets))
	for i, set := range sets {
		texts[i] = strings.Join(set, " with ")
	}
	return strings.Join(texts, " or ")
}

// repeated reports whether an error says no more than the one before it: what is below an exclusive bound is reported
// as below the bound as well.
func repeated(failed *openapi3.SchemaError) bool {
	bound := openapi3.ExclusiveBound{}
	switch failed.SchemaField {
	case "minimum":
		bound = failed.Schema.ExclusiveMin
	case "maximum":
		bound = failed.Schema.ExclusiveMax
	}
	return bound.Bool != nil && *bound.Bool
}

func ofType(schema *openapi3.Schema) string {
	return "must be of type " + strings.Join(schema.Type.Slice(), " or ")
}

func texts(values []any) []string {
	all := make([]string, len(values))
	for i, value := range values {
		if all[i] = "null"; value != nil {
			all[i] = fmt.Sprint(value)
		}
	}
	return all
}

func number(value float64) string { return strconv.FormatFloat(value, 'f', -1, 64) }
