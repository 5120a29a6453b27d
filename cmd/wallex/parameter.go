package main

import (
	"slices"
	"strings"
	"unicode"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/spf13/cobra"

	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

// parameterFlag is a flag for a parameter of an operation, or for one property of a parameter that is an object.
type parameterFlag struct {
	*openapi3.Parameter
	flag     string
	property string // "" for the whole parameter
	schema   *openapi3.Schema
}

// ownFlags are the flags that operations have besides their parameters. A parameter of the same name gives way.
var ownFlags = []string{
	"all", "base-url", "body", "body-file", "env", "field", "help", "skip-validation", "timeout", "unverified", "verbose",
}

// parameterFlags returns the flags for the parameters of an operation.
func parameterFlags(op *spec.Operation) []parameterFlag {
	var flags []parameterFlag
	add := func(p *openapi3.Parameter, property string, schema *openapi3.Schema) {
		name := kebab(p.Name + " " + property)
		if slices.Contains(ownFlags, name) {
			name = "parameter-" + name
		}
		flags = append(flags, parameterFlag{Parameter: p, flag: name, property: property, schema: schema})
	}
	for _, p := range op.Parameters() {
		schema := p.Schema.Value
		if p.Style != openapi3.SerializationDeepObject {
			add(p, "", schema)
			continue
		}
		for _, property := range propertyNames(schema) {
			add(p, property, schema.Properties[property].Value)
		}
	}
	return flags
}

func (f parameterFlag) list() bool { return f.schema.Type.Is("array") }

func (f parameterFlag) required() bool {
	return f.Required && (f.property == "" || slices.Contains(f.Schema.Value.Required, f.property))
}

// add adds the flag to a command.
func (f parameterFlag) add(cmd *cobra.Command) {
	about := f.Description
	if f.property != "" && f.schema.Description != "" {
		about = f.schema.Description
	}
	values := f.schema
	if f.list() {
		cmd.Flags().StringArray(f.flag, nil, about)
		values = f.schema.Items.Value
	} else {
		cmd.Flags().String(f.flag, "", about)
	}
	complete(cmd, f.flag, enum(values)...)
}

// input reads the parameters of an operation from the flags. Their values are checked when the call is made.
func input(cmd *cobra.Command, op *spec.Operation) (*operation.Input, error) {
	in := new(operation.Input)
	objects := map[string]map[string]any{}
	for _, f := range parameterFlags(op) {
		if !cmd.Flags().Changed(f.flag) {
			if f.required() {
				return nil, usage(cmd, "--%s is required", f.flag)
			}
			continue
		}
		how, err := f.SerializationMethod()
		if err != nil {
			return nil, err
		}
		var value any
		if f.list() {
			value, err = cmd.Flags().GetStringArray(f.flag)
		} else {
			value, err = cmd.Flags().GetString(f.flag)
		}
		switch {
		case err != nil:
			return nil, err
		case f.In == openapi3.ParameterInPath:
			in.Path(f.Name, value)
		case f.property == "":
			in.Query(f.Name, value, how.Style, how.Explode)
		default:
			if objects[f.Name] == nil {
				objects[f.Name] = map[string]any{}
			}
			objects[f.Name][f.property] = value
		}
	}
	for _, p := range op.Parameters() {
		if object := objects[p.Name]; object != nil {
			in.Query(p.Name, object, p.Style, true)
		}
	}
	return in, nil
}

// texts returns the values of the parameters that are single texts, by name.
func texts(cmd *cobra.Command, op *spec.Operation) map[string]string {
	values := map[string]string{}
	for _, f := range parameterFlags(op) {
		if f.property == "" && !f.list() {
			values[f.Name], _ = cmd.Flags().GetString(f.flag) // add has made it one of texts
		}
	}
	return values
}

// kebab writes a name such as simplePaymentId or page_size in the way of flags: simple-payment-id, page-size.
func kebab(name string) string {
	var b strings.Builder
	letters := []rune(name)
	for i, r := range letters {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			r = '-'
		case unicode.IsUpper(r) && i > 0 && startsWord(letters, i):
			b.WriteByte('-')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return strings.Join(strings.FieldsFunc(b.String(), func(r rune) bool { return r == '-' }), "-")
}

// startsWord reports whether an upper-case letter begins a word: after a lower-case one, or as the last of several
// before a lower-case one, as the S in URLSent.
func startsWord(letters []rune, i int) bool {
	return unicode.IsLower(letters[i-1]) || unicode.IsDigit(letters[i-1]) ||
		i+1 < len(letters) && unicode.IsUpper(letters[i-1]) && unicode.IsLower(letters[i+1])
}
