package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/spf13/cobra"
)

// body is the body of a request as the flags give it.
type body struct {
	text   string
	file   string
	fields []string
}

func (b *body) flags(cmd *cobra.Command, schema *openapi3.Schema) {
	flags := cmd.Flags()
	flags.StringVar(&b.text, "body", "", "body of the request: JSON, @FILE for that of a file, - for standard input")
	flags.StringVar(&b.file, "body-file", "", "file with the body of the request")
	flags.StringArrayVarP(&b.fields, "field", "f", nil,
		"one field of the body as `name=value`: bankAccount.country=SG; can be repeated")
	_ = cmd.RegisterFlagCompletionFunc("field", func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		return completeField(schema, typed), cobra.ShellCompDirectiveNoSpace | cobra.ShellCompDirectiveNoFileComp
	})
}

// read returns the body, nil for none. A body that the operation requires and nobody gives is an empty object: the
// validation then names the fields that are missing.
func (b *body) read(cmd *cobra.Command, schema *openapi3.Schema, required bool) (json.RawMessage, error) {
	data, err := b.source(cmd.InOrStdin())
	if err != nil {
		return nil, usage(cmd, "the body cannot be read: %w", err)
	}
	data = bytes.TrimSpace(data)
	if len(data) == 0 && (required || len(b.fields) > 0) {
		data = []byte("{}")
	}
	if len(data) == 0 {
		return nil, nil
	}
	var object json.RawMessage
	if err := json.Unmarshal(data, &object); err != nil {
		return nil, usage(cmd, "the body is not JSON: %w", err)
	}
	for _, field := range b.fields {
		name, value, ok := strings.Cut(field, "=")
		if !ok || name == "" {
			return nil, usage(cmd, "--field %s: it must look like name=value", field)
		}
		object, err = setField(object, strings.Split(name, "."), schema, value)
		if err != nil {
			return nil, usage(cmd, "--field %s: what it is to be set in is not an object", name)
		}
	}
	return object, nil
}

func (b *body) source(stdin io.Reader) ([]byte, error) {
	file, fromFile := strings.CutPrefix(b.text, "@")
	switch {
	case b.file != "":
		return os.ReadFile(b.file)
	case fromFile:
		return os.ReadFile(file)
	case b.text == "-":
		return io.ReadAll(stdin)
	}
	return []byte(b.text), nil
}

// setField sets the field at a path of names of a JSON object. Objects on the way are made where they are missing.
func setField(object json.RawMessage, path []string, schema *openapi3.Schema, value string) (json.RawMessage, error) {
	fields := map[string]json.RawMessage{}
	if len(object) > 0 {
		if err := json.Unmarshal(object, &fields); err != nil {
			return nil, err
		}
	}
	schema = propertyOf(schema, path[0])
	if len(path) == 1 {
		fields[path[0]] = fieldValue(fields[path[0]], schema, value)
		return json.Marshal(fields)
	}
	inner, err := setField(fields[path[0]], path[1:], schema, value)
	if err != nil {
		return nil, err
	}
	fields[path[0]] = inner
	return json.Marshal(fields)
}

// fieldValue reads a value as the schema wants it: a text as it is, anything else as JSON where it is JSON. An entry
// of a list is added to those before it. nil stands for an unknown schema.
func fieldValue(before json.RawMessage, schema *openapi3.Schema, value string) json.RawMessage {
	asText, _ := json.Marshal(value) // a string cannot fail
	switch {
	case kindOf(schema) == openapi3.TypeString && (value != "null" || !schema.Nullable):
		return asText
	case kindOf(schema) == openapi3.TypeArray && !strings.HasPrefix(value, "["):
		var entries []json.RawMessage
		_ = json.Unmarshal(before, &entries) // nil where it is the first
		entries = append(entries, fieldValue(nil, schema.Items.Value, value))
		list, _ := json.Marshal(entries) // of values that are JSON
		return list
	case json.Valid([]byte(value)):
		return json.RawMessage(value)
	}
	return asText
}
