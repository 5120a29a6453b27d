// Package redaction is for the tests that look for secrets where they must not be. Which values are secrets comes from
// the specifications, so that a new secret field is looked for without anybody thinking of it.
package redaction

import (
	"maps"
	"path"
	"slices"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

// isSecret reports whether a schema is that of a secret: a text of the format password, or a signed URL.
func isSecret(schema *openapi3.SchemaRef) bool {
	return schema.Value.Format == "password" || path.Base(schema.Ref) == "UploadURL"
}

// Plant returns a value for a schema that holds a text in the place of every secret and nothing else, and nil where the
// schema has no secrets.
func Plant(schema *openapi3.SchemaRef, text string) any { return plant(schema, text, nil) }

func plant(schema *openapi3.SchemaRef, text string, outer []*openapi3.Schema) any {
	if schema == nil || slices.Contains(outer, schema.Value) {
		return nil
	}
	if isSecret(schema) {
		return text
	}
	outer = append(outer, schema.Value)
	if list := plant(schema.Value.Items, text, outer); list != nil {
		return []any{list}
	}
	object := map[string]any{}
	for name, property := range schema.Value.Properties {
		if planted := plant(property, text, outer); planted != nil {
			object[name] = planted
		}
	}
	for _, parts := range [][]*openapi3.SchemaRef{schema.Value.AllOf, schema.Value.OneOf, schema.Value.AnyOf} {
		for _, part := range parts {
			switch planted := plant(part, text, outer).(type) {
			case nil:
			case map[string]any:
				maps.Copy(object, planted)
			default:
				return planted
			}
		}
	}
	if len(object) == 0 {
		return nil
	}
	return object
}

// names are those of the fields that hold secrets, by platform.
var names = sync.OnceValues(func() (map[string]map[string]bool, error) {
	platforms, err := spec.Embedded.Platforms()
	if err != nil {
		return nil, err
	}
	found := map[string]map[string]bool{}
	for _, platform := range platforms {
		operations, err := spec.Embedded.Platform(platform)
		if err != nil {
			return nil, err
		}
		found[platform] = map[string]bool{}
		for _, op := range operations {
			schema, _ := op.Request()
			collect(Plant(schema, "secret"), found[platform])
			if media := op.Response(op.Success()); media != nil {
				collect(Plant(media.Schema, "secret"), found[platform])
			}
			for _, n := range op.Notifications {
				collect(Plant(n.Body.Schema, "secret"), found[platform])
			}
		}
	}
	return found, nil
})

// collect notes the names of the fields of what was planted.
func collect(planted any, found map[string]bool) {
	switch planted := planted.(type) {
	case []any:
		for _, item := range planted {
			collect(item, found)
		}
	case map[string]any:
		for name, value := range planted {
			if _, ok := value.(string); ok {
				found[name] = true
			}
			collect(value, found)
		}
	}
}
