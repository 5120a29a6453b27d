package main

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/oapi-codegen/oapi-codegen/v2/pkg/util"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

const root = "../.."

// copyModule copies what the module consists of to a temporary folder and returns it.
func copyModule(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, part := range []string{"api", "cmd", "gen", "internal", "pkg"} {
		require.NoError(t, os.CopyFS(filepath.Join(dir, part), os.DirFS(filepath.Join(root, part))))
	}
	for _, file := range []string{"go.mod", "go.sum", "oapi-codegen.yaml"} {
		text, err := os.ReadFile(filepath.Join(root, file))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(dir, file), text, 0o666))
	}
	return dir
}

// written returns what the generator has written in a module, by file.
func written(t *testing.T, module string) map[string]string {
	t.Helper()
	files := map[string]string{}
	require.NoError(t, fs.WalkDir(os.DirFS(module), ".", func(name string, entry fs.DirEntry, err error) error {
		generated := strings.HasPrefix(name, "gen/") || name == "docs/coverage.md" || name == "api/types_gen_test.go" ||
			strings.HasPrefix(name, "api/") && filepath.Base(name) == "openapi.yaml"
		if err != nil || entry.IsDir() || !generated {
			return err
		}
		text, err := os.ReadFile(filepath.Join(module, name))
		files[name] = string(text)
		return err
	}))
	require.NotEmpty(t, files)
	return files
}

func TestOutputIsUpToDateAndTheSameEveryTime(t *testing.T) {
	committed := written(t, root)
	t.Chdir(copyModule(t))
	require.NoError(t, os.WriteFile("gen/wallex/old.gen.go", nil, 0o666)) // of a specification that is gone
	for range 2 {
		require.NoError(t, run())
		for name, text := range written(t, ".") {
			require.Equal(t, committed[name], text, "%s is out of date: run make generate", name)
		}
		require.Len(t, written(t, "."), len(committed), "a file belongs to no specification: run make generate")
	}
}

// Readers, compilers and editors all suffer from large files.
func TestOutputIsSmall(t *testing.T) {
	operations, lines := 0, 0
	for name, text := range written(t, root) {
		if strings.HasSuffix(name, ".go") {
			count := strings.Count(text, "\n")
			require.LessOrEqual(t, count, 1500, name)
			lines += count
		}
	}
	platforms, err := spec.Embedded.Platforms()
	require.NoError(t, err)
	for _, platform := range platforms {
		all, err := spec.Embedded.Platform(platform)
		require.NoError(t, err)
		operations += len(all)
	}
	require.Less(t, lines/operations, 120, "lines per operation")
}

// The overlay is not strict, since most files lack most of its targets. An action without a match in any file has a
// misspelt target.
func TestEveryOverlayActionMatches(t *testing.T) {
	text, err := os.ReadFile("overlay.yaml")
	require.NoError(t, err)
	var overlay map[string]any
	require.NoError(t, yaml.Unmarshal(text, &overlay))
	files, err := filepath.Glob(root + "/api/*/*.yaml")
	require.NoError(t, err)
	versioned, err := filepath.Glob(root + "/api/*/*/*.yaml")
	require.NoError(t, err)
	for _, action := range overlay["actions"].([]any) {
		description := action.(map[string]any)["description"].(string)
		t.Run(description, func(t *testing.T) {
			overlay["actions"] = []any{action}
			text, err := yaml.Marshal(overlay)
			require.NoError(t, err)
			alone := filepath.Join(t.TempDir(), "overlay.yaml")
			require.NoError(t, os.WriteFile(alone, text, 0o666))
			for _, file := range append(files, versioned...) {
				_, err = util.LoadSwaggerWithOverlay(file, util.LoadSwaggerWithOverlayOpts{
					Path: alone, Strict: true, AllowRemoteRefsFrom: []string{},
				})
				if err == nil {
					return
				}
			}
			require.NoError(t, err)
		})
	}
}

// The test of the whole design: a new endpoint is one edit of a specification and make generate. It then has a typed
// method, validation, a retry class, pagination, an answer of the sandbox and a command.
func TestNewEndpoint(t *testing.T) {
	module := copyModule(t)
	file := filepath.Join(module, "api", "wallex", "v1", "conversions.yaml")
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	paths, components, ok := strings.Cut(string(text), "\ncomponents:\n")
	require.True(t, ok)
	edited := paths + fragment(t, "paths.yaml") + "\ncomponents:\n" + components + fragment(t, "schemas.yaml")
	require.NoError(t, os.WriteFile(file, []byte(edited), 0o666))
	goTool(t, module, "run", "./internal/generate")

	require.NoError(t, os.Mkdir(filepath.Join(module, "endpoint"), 0o777))
	require.NoError(t, os.WriteFile(filepath.Join(module, "endpoint", "endpoint_test.go"), []byte(fragment(t, "endpoint_test.go")), 0o666))
	goTool(t, module, "test", "./endpoint")
}

func fragment(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "endpoint", name))
	require.NoError(t, err)
	return string(text)
}

func goTool(t *testing.T, dir string, arguments ...string) {
	t.Helper()
	var output bytes.Buffer
	command := exec.CommandContext(t.Context(), "go", arguments...)
	command.Dir, command.Stdout, command.Stderr = dir, &output, &output
	require.NoError(t, command.Run(), output.String())
}
