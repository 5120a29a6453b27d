package main

import (
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/speakeasy-api/openapi/overlay"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/wallex-sdk/wallex-go/api"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

const root = "../.."

// copySources copies what the generator reads to a temporary folder and returns it.
func copySources(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, part := range []string{"api", "internal/generate"} {
		require.NoError(t, os.CopyFS(filepath.Join(dir, part), os.DirFS(filepath.Join(root, part))))
	}
	text, err := os.ReadFile(filepath.Join(root, "oapi-codegen.yaml"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "oapi-codegen.yaml"), text, 0o666))
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

// The generator runs in processes of its own, which the race detector does not slow down.
func TestOutput(t *testing.T) {
	program := filepath.Join(t.TempDir(), "generate.exe")
	complete(t, exec.CommandContext(t.Context(), "go", "build", "-o", program))
	for name, test := range map[string]func(t *testing.T, generate func(dir string)){
		"is up to date":           isUpToDate,
		"follows a new operation": followsNewOperation,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, func(dir string) {
				command := exec.CommandContext(t.Context(), program)
				command.Dir = dir
				complete(t, command)
			})
		})
	}
}

func isUpToDate(t *testing.T, generate func(dir string)) {
	committed, dir := written(t, root), copySources(t)
	gone := filepath.Join(dir, "gen", "wallex")
	require.NoError(t, os.MkdirAll(gone, 0o777))
	require.NoError(t, os.WriteFile(filepath.Join(gone, "old.gen.go"), nil, 0o666)) // of a specification that is gone
	generate(dir)
	now := written(t, dir)
	for name, text := range now {
		require.Equal(t, committed[name], text, "%s is out of date: run make generate", name)
	}
	require.Len(t, now, len(committed), "a file belongs to no specification: run make generate")
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
	rules, err := overlay.Parse("overlay.yaml")
	require.NoError(t, err)
	var files [][]byte
	require.NoError(t, fs.WalkDir(api.Files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Base(name) == "openapi.yaml" {
			return err
		}
		text, err := fs.ReadFile(api.Files, name)
		files = append(files, text)
		return err
	}))
	unmatched := rules.Actions
	for _, text := range files {
		var file yaml.Node
		require.NoError(t, yaml.Unmarshal(text, &file))
		unmatched = slices.DeleteFunc(unmatched, func(action overlay.Action) bool {
			alone := *rules
			alone.Actions = []overlay.Action{action}
			_, err := alone.ApplyToStrict(&file)
			return err == nil
		})
	}
	require.Empty(t, unmatched)
}

// The test of the whole design: a new endpoint is one edit of a specification and make generate. It then has a typed
// method, validation, a retry class, pagination, an answer of the sandbox and a command. Files that have nothing to do
// with it stay as they are.
func followsNewOperation(t *testing.T, generate func(dir string)) {
	const specification = "api/wallex/v1/conversions.yaml"
	committed, dir := written(t, root), copySources(t)
	paths, components, ok := strings.Cut(read(t, root, specification), "\ncomponents:\n")
	require.True(t, ok)
	edited := paths + read(t, endpoint, "paths.yaml") + "\ncomponents:\n" + components + read(t, endpoint, "schemas.yaml")
	require.NoError(t, os.WriteFile(filepath.Join(dir, specification), []byte(edited), 0o666))
	generate(dir)

	changed := []string{specification}
	for name, text := range written(t, dir) {
		if text != committed[name] {
			changed = append(changed, name)
		}
	}
	require.ElementsMatch(t, []string{
		specification, "api/wallex/openapi.yaml", "api/types_gen_test.go", "docs/coverage.md",
		"gen/wallex/v1/conversions/conversions.client.gen.go", "gen/wallex/v1/conversions/conversions.models.gen.go",
	}, changed)
	command := exec.CommandContext(t.Context(), "go", "test", "./"+endpoint)
	command.Env = append(os.Environ(), "GOFLAGS=-overlay="+overlayOf(t, dir, changed))
	complete(t, command)
}

// endpoint holds a new operation, and the test that it passes once the module has it.
const endpoint = "testdata/endpoint"

// overlayOf returns the file that makes the go command take files from dir, where they differ from those of the module.
func overlayOf(t *testing.T, dir string, changed []string) string {
	t.Helper()
	module, err := filepath.Abs(root)
	require.NoError(t, err)
	replace := map[string]string{}
	for _, name := range changed {
		replace[filepath.Join(module, name)] = filepath.Join(dir, name)
	}
	text, err := json.Marshal(map[string]any{"Replace": replace})
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "overlay.json")
	require.NoError(t, os.WriteFile(file, text, 0o666))
	return file
}

func read(t *testing.T, path ...string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(path...))
	require.NoError(t, err)
	return string(text)
}

func complete(t *testing.T, command *exec.Cmd) {
	t.Helper()
	output, err := command.CombinedOutput()
	require.NoError(t, err, string(output))
}
