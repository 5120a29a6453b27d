package operation

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"

	"github.com/oapi-codegen/runtime"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

// Input is what a caller passes to one call: parameters and a body. Generated methods fill it.
type Input struct {
	path    []parameter
	query   []secret.String // encoded name=value
	body    any
	hasBody bool
	secrets []secret.String // among the parameters
	faults  []apierror.Field
}

// parameter is one of the path. Its text, encoded, does not print: it may be a secret.
type parameter struct {
	name string
	text secret.String
}

// Path sets a path parameter. Empty values and dot segments are refused: they would reach another operation.
func (in *Input) Path(name string, value any) *Input {
	value = in.revealed(value)
	text, err := runtime.StyleParamWithOptions("simple", false, name, value, runtime.StyleParamOptions{
		ParamLocation: runtime.ParamLocationPath,
	})
	segments := strings.FieldsFunc(fmt.Sprint(value), func(r rune) bool { return r == '/' || r == '\\' })
	switch {
	case err != nil:
		in.fault(name, "cannot be written as a path parameter")
	case text == "":
		in.fault(name, "must not be empty")
	case slices.Contains(segments, ".") || slices.Contains(segments, ".."):
		in.fault(name, "must not have . or .. as a segment")
	}
	in.path = append(in.path, parameter{name, secret.New(text)})
	return in
}

// Query sets a query parameter in a style of the specification; the zero value and an empty list leave it out.
func (in *Input) Query(name string, value any, style string, explode bool) *Input {
	value = in.revealed(value)
	if v := reflect.ValueOf(value); v.IsZero() || v.Kind() == reflect.Slice && v.Len() == 0 {
		return in
	}
	text, err := runtime.StyleParamWithOptions(style, explode, name, value, runtime.StyleParamOptions{
		ParamLocation: runtime.ParamLocationQuery,
	})
	if err != nil {
		in.fault(name, "cannot be written as a query parameter")
		return in
	}
	if text != "" { // an object without properties
		in.query = append(in.query, secret.New(text))
	}
	return in
}

// Body sets the body.
func (in *Input) Body(body any) *Input {
	in.body, in.hasBody = body, true
	return in
}

// revealed returns the text of a secret, which would otherwise be sent as redacted.
func (in *Input) revealed(value any) any {
	if hidden, ok := value.(secret.String); ok {
		in.secrets = append(in.secrets, hidden)
		return hidden.Reveal()
	}
	return value
}

func (in *Input) fault(name, message string) {
	in.faults = append(in.faults, apierror.Field{Name: name, Message: message})
}

// message is an input ready to be sent.
type message struct {
	url  string
	path []parameter
	body []byte
	// secrets are those of the parameters and the body.
	secrets []secret.String
}

var errBodyFields = errors.New("extra body fields need a body that is a JSON object")

// encode turns an input into a message. It copies everything that the caller still holds.
func (in *Input) encode(c *Caller, op *Operation, extra map[string]any) (message, *apierror.Error) {
	path := op.Path
	for _, p := range in.path {
		path = strings.Replace(path, "{"+p.name+"}", p.text.Reveal(), 1) // texts are escaped: they hold no further placeholder
	}
	m := message{url: c.BaseURL + path, path: in.path, secrets: slices.Clone(in.secrets)}
	if len(in.faults) > 0 {
		return m, &apierror.Error{Outcome: apierror.NotSent, Kind: apierror.ErrValidation, Fields: in.faults, Message: "invalid request"}
	}
	if !in.hasBody && len(extra) > 0 {
		return m, &apierror.Error{Outcome: apierror.NotSent, Kind: apierror.ErrValidation, Err: errBodyFields}
	}
	var err error
	if in.hasBody {
		var found []secret.String
		m.body, found, err = secret.Disclose(in.body)
		m.secrets = append(m.secrets, found...)
	}
	if err == nil && len(extra) > 0 {
		var found []secret.String
		m.body, found, err = addFields(m.body, extra)
		m.secrets = append(m.secrets, found...)
	}
	var query []string
	for _, text := range in.query {
		query = append(query, text.Reveal())
	}
	if err == nil && len(c.Shared) > 0 && len(op.Shared) > 0 {
		m.body, query, err = share(c.Shared, op, m.body, query)
	}
	if err != nil {
		return m, &apierror.Error{Outcome: apierror.NotSent, Kind: apierror.ErrValidation, Err: err}
	}
	if len(query) > 0 {
		m.url += "?" + strings.Join(query, "&")
	}
	return m, nil
}

// share adds the fields that the client has values for, unless the call has one of them.
func share(values map[string]string, op *Operation, body []byte, query []string) ([]byte, []string, error) {
	object := map[string]json.RawMessage{}
	if body != nil {
		if err := json.Unmarshal(body, &object); err != nil || object == nil {
			return nil, nil, errBodyFields
		}
	}
	inBody, inQuery := map[string]any{}, slices.Clone(query)
	for _, field := range op.Shared {
		given := slices.ContainsFunc(query, func(q string) bool { return strings.HasPrefix(q, field.Name+"=") })
		if value := string(object[field.Name]); given || value != "" && value != "null" && value != `""` {
			return body, query, nil
		}
		if value, ok := values[field.Name]; ok && field.In == "query" {
			inQuery = append(inQuery, field.Name+"="+url.QueryEscape(value))
		} else if ok {
			inBody[field.Name] = value
		}
	}
	if len(inBody) == 0 {
		return body, inQuery, nil
	}
	if body == nil {
		body = []byte("{}")
	}
	body, _, err := addFields(body, inBody)
	return body, inQuery, err
}

// addFields returns a body with further fields, and the secrets of these.
func addFields(body []byte, extra map[string]any) (_ []byte, secrets []secret.String, err error) {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(body, &object); err != nil || object == nil {
		return nil, nil, errBodyFields
	}
	for name, value := range extra {
		written, found, err := secret.Disclose(value)
		if err != nil {
			return nil, nil, fmt.Errorf("body field %s: %w", name, err)
		}
		object[name], secrets = written, append(secrets, found...)
	}
	body, err = json.Marshal(object)
	return body, secrets, err
}

// newRequest builds the HTTP request of a message.
func (m message) newRequest(method string) (*http.Request, error) {
	if m.body == nil {
		return http.NewRequest(method, m.url, http.NoBody)
	}
	req, err := http.NewRequest(method, m.url, bytes.NewReader(m.body))
	if err == nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return req, err
}
