package sandbox

import (
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// complete adds what the generated types leave out of an answer and the platform sends: false, 0, empty lists, and null
// where that is allowed. Clients get to see them as they would from the platform.
func complete(schema *openapi3.Schema, value any) any {
	switch value := value.(type) {
	case nil:
		if schema.Type.Is(openapi3.TypeArray) {
			return []any{}
		}
	case []any:
		if schema.Items != nil {
			for i := range value {
				value[i] = complete(schema.Items.Value, value[i])
			}
		}
	case map[string]any:
		for name, property := range schema.Properties {
			if present, ok := value[name]; ok {
				value[name] = complete(property.Value, present)
			} else if zero, ok := zeroOf(property.Value); ok && !property.Value.Deprecated {
				value[name] = zero
			} else if slices.Contains(schema.Required, name) && mayBeInteger(property.Value) {
				value[name] = 0
			}
		}
	}
	return value
}

// zeroOf returns what stands for a property that was left out because it was empty, false where it stays out.
func zeroOf(schema *openapi3.Schema) (any, bool) {
	switch {
	case permitsNull(schema):
		return nil, true
	case schema.Type.Is(openapi3.TypeBoolean):
		return false, true
	case schema.Type.Is(openapi3.TypeInteger):
		return 0, true
	}
	return nil, false
}

// mayBeInteger reports whether an integer is one of several forms of a property, such as of a level. An optional one that
// was left out may be absent as well as 0.
func mayBeInteger(schema *openapi3.Schema) bool {
	return slices.ContainsFunc(schema.AnyOf, func(form *openapi3.SchemaRef) bool {
		return form.Value.Type.Is(openapi3.TypeInteger)
	})
}

func permitsNull(schema *openapi3.Schema) bool {
	if schema.Nullable {
		return true
	}
	for _, group := range []openapi3.SchemaRefs{schema.AllOf, schema.AnyOf, schema.OneOf} {
		for _, member := range group {
			if permitsNull(member.Value) {
				return true
			}
		}
	}
	return false
}
