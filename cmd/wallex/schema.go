package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/spf13/cobra"
)

// kindOf returns the JSON type that a schema allows, "" where there are several or the schema is nil.
func kindOf(schema *openapi3.Schema) string {
	if schema == nil {
		return ""
	}
	if types := schema.Type.Slice(); len(types) == 1 {
		return types[0]
	}
	for _, part := range schema.AllOf {
		if kind := kindOf(part.Value); kind != "" {
			return kind
		}
	}
	if len(schema.Properties) > 0 {
		return openapi3.TypeObject
	}
	return ""
}

// typeOf describes in words which values a schema allows.
func typeOf(schema *openapi3.Schema) string {
	title := schema.Title
	for _, part := range schema.AllOf {
		title = cmp.Or(title, part.Value.Title)
	}
	kind := kindOf(schema)
	if kind == openapi3.TypeArray && schema.Items != nil {
		kind = "list of " + typeOf(schema.Items.Value)
	}
	words := cmp.Or(title, kind, "any value")
	if values := enum(schema); len(values) > 0 {
		words = "one of " + strings.Join(values, ", ")
	}
	if schema.Nullable {
		words += ", or null"
	}
	return words
}

// enum returns the values that a schema allows, or the known ones of an open list.
func enum(schema *openapi3.Schema) []string {
	values := schema.Enum
	if open, ok := schema.Extensions["x-extensible-enum"].([]any); ok {
		values = open
	}
	var texts []string
	for _, value := range values {
		if value != nil {
			texts = append(texts, fmt.Sprint(value))
		}
	}
	for _, part := range schema.AllOf {
		texts = append(texts, enum(part.Value)...)
	}
	return texts
}

// properties returns the properties of an object, those of its parts included.
func properties(schema *openapi3.Schema) openapi3.Schemas {
	if len(schema.AllOf) == 0 {
		return schema.Properties
	}
	all := openapi3.Schemas{}
	for _, part := range schema.AllOf {
		for name, property := range properties(part.Value) {
			all[name] = property
		}
	}
	for name, property := range schema.Properties {
		all[name] = property
	}
	return all
}

// propertyOf returns the schema of a property, nil where it is unknown.
func propertyOf(schema *openapi3.Schema, name string) *openapi3.Schema {
	if schema == nil {
		return nil
	}
	property := properties(schema)[name]
	if property == nil {
		return nil
	}
	return property.Value
}

// needs reports whether an object must have a property.
func needs(schema *openapi3.Schema, name string) bool {
	return slices.Contains(schema.Required, name) || slices.ContainsFunc(schema.AllOf, func(part *openapi3.SchemaRef) bool {
		return needs(part.Value, name)
	})
}

// propertyNames returns the names of the properties of an object, required ones first.
func propertyNames(schema *openapi3.Schema) []string {
	var names []string
	for name := range properties(schema) {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		if first := needs(schema, a); first != needs(schema, b) {
			if first {
				return -1
			}
			return 1
		}
		return strings.Compare(a, b)
	})
	return names
}

// complete makes the shell complete a flag with fixed values, and not with names of files where there are none.
func complete(cmd *cobra.Command, flag string, values ...string) {
	_ = cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
}

// completeField completes name=value of a field: the name, or the value where the schema lists them.
func completeField(schema *openapi3.Schema, typed string) []string {
	path, _, named := strings.Cut(typed, "=")
	names := strings.Split(path, ".")
	parent, prefix := schema, ""
	for _, name := range names[:len(names)-1] {
		if parent = propertyOf(parent, name); parent == nil {
			return nil
		}
		prefix += name + "."
	}
	var found []string
	if named {
		if field := propertyOf(parent, names[len(names)-1]); field != nil {
			if field.Items != nil {
				field = field.Items.Value
			}
			for _, value := range enum(field) {
				found = append(found, path+"="+value)
			}
		}
		return found
	}
	for _, name := range propertyNames(parent) {
		end := "="
		if kindOf(propertyOf(parent, name)) == openapi3.TypeObject {
			end = "."
		}
		found = append(found, prefix+name+end)
	}
	return found
}
