package api_test

import (
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/wallex-sdk/wallex-go/api"
)

// The bundle of a platform has the components of all its files. Where two have the same name, the bundler calls one of
// them EntityType-2, and so would the types of other languages. The security schemes of all files are those of the
// common one.
func TestComponentNamesAreUnique(t *testing.T) {
	definedIn := map[string]string{}
	for _, name := range specifications(t) {
		text, err := fs.ReadFile(api.Files, name)
		require.NoError(t, err)
		var doc any
		require.NoError(t, yaml.Unmarshal(text, &doc))
		platform, _, _ := strings.Cut(name, "/")
		for kind, components := range object(object(doc)["components"]) {
			if kind == "securitySchemes" {
				continue
			}
			for component := range object(components) {
				key := platform + " " + kind + " " + component
				require.Empty(t, definedIn[key], "%s defines %s, and so does", name, key)
				definedIn[key] = name
			}
		}
	}
}

// A platform that redocly.yaml does not name would be neither linted nor bundled.
func TestEveryPlatformIsBundled(t *testing.T) {
	text, err := os.ReadFile("../redocly.yaml")
	require.NoError(t, err)
	var config struct {
		APIs map[string]struct{ Root, Output string } `yaml:"apis"`
	}
	require.NoError(t, yaml.Unmarshal(text, &config))
	require.Equal(t, platforms(t), slices.Sorted(maps.Keys(config.APIs)))
	for platform, files := range config.APIs {
		require.Equal(t, "api/"+platform+"/openapi.yaml", files.Root)
		require.Equal(t, "dist/"+platform+".json", files.Output)
	}
}

// Generators of other languages read properties beside anyOf as one more of its forms, and a form that only requires a
// property as anything at all. Such an anyOf stands in an allOf.
func TestPropertiesAreNotBesideForms(t *testing.T) {
	for _, name := range specifications(t) {
		text, err := fs.ReadFile(api.Files, name)
		require.NoError(t, err)
		var doc any
		require.NoError(t, yaml.Unmarshal(text, &doc))
		requireFormsApart(t, name, doc)
	}
}

func requireFormsApart(t *testing.T, where string, part any) {
	switch part := part.(type) {
	case []any:
		for _, item := range part {
			requireFormsApart(t, where, item)
		}
	case map[string]any:
		_, properties := part["properties"].(map[string]any)
		_, anyOf := part["anyOf"].([]any)
		_, oneOf := part["oneOf"].([]any)
		require.False(t, properties && (anyOf || oneOf), where)
		for key, item := range part {
			requireFormsApart(t, where+" "+key, item)
		}
	}
}
