// Package lint has the rules about the code itself that no ready-made linter knows. They are tests.
package lint

import (
	"errors"
	"fmt"
	"go/build"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "github.com/wallex-sdk/wallex-go/"

// layers are the packages from the ground up. A package may import those of its own layer and of the layers before
// it. An entry that ends in /... stands for everything below it as well.
var layers = [][]string{
	{"api", "pkg/apierror", "pkg/completeness", "pkg/decimal", "pkg/scalar", "pkg/secret", "pkg/timestamp"},
	{"pkg/operation", "pkg/spec"},
	{"pkg/attempt", "pkg/auth", "pkg/ratelimit", "pkg/retry", "pkg/upload", "pkg/validate"},
	{"gen/..."},
	{"pkg/client"},
	{"pkg/wallex", "pkg/walletengine", "pkg/walletenginecards", "pkg/cardplatform/...", "pkg/webhook", "pkg/payout"},
	{"pkg/sandbox/...", "pkg/fleet"},
	{"cmd/wallex", "internal/..."},
}

func TestNoImportPointsUpwards(t *testing.T) {
	imports := importsOf(t, "../..")
	require.Contains(t, imports, module+"pkg/client")
	require.Empty(t, violations(layers, imports))
}

// importsOf returns what the packages of the module import, tests aside. It reads the files itself, and not through
// go list, so that a cached result of this test ends when one of them changes.
func importsOf(t *testing.T, root string) map[string][]string {
	imports := map[string][]string{}
	require.NoError(t, filepath.WalkDir(root, func(dir string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		if name := entry.Name(); name == "testdata" || name != ".." && strings.HasPrefix(name, ".") {
			return fs.SkipDir
		}
		found, err := build.ImportDir(dir, 0)
		if none := (*build.NoGoError)(nil); errors.As(err, &none) {
			return nil
		}
		name, _ := filepath.Rel(root, dir)
		imports[module+filepath.ToSlash(name)] = found.Imports
		return err
	}))
	return imports
}

func TestViolations(t *testing.T) {
	table := [][]string{{"api"}, {"gen/..."}, {"cmd"}}
	for _, test := range []struct {
		name, from, to string
		want           []string
	}{
		{"downwards", "cmd", module + "api", nil},
		{"within a layer", "gen/a", module + "gen/b/c", nil},
		{"other modules", "api", "net/http", nil},
		{"upwards", "api", module + "gen/a", []string{"api imports gen/a, which is above it"}},
		{"from a package without a layer", "pkg/new", module + "api", []string{"pkg/new is in no layer"}},
		{"to a package without a layer", "cmd", module + "pkg/new", []string{"cmd imports pkg/new, which is in no layer"}},
		{"a name that only begins like one", "generator", "fmt", []string{"generator is in no layer"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			require.Equal(t, test.want, violations(table, map[string][]string{module + test.from: {test.to}}))
		})
	}
}

// violations returns what breaks the rule of the layers.
func violations(layers [][]string, imports map[string][]string) (found []string) {
	for from, all := range imports {
		from = strings.TrimPrefix(from, module)
		level := levelOf(layers, from)
		if level < 0 {
			found = append(found, from+" is in no layer")
			continue
		}
		for _, to := range all {
			to, own := strings.CutPrefix(to, module)
			if !own {
				continue
			}
			if above := levelOf(layers, to); above < 0 {
				found = append(found, fmt.Sprintf("%s imports %s, which is in no layer", from, to))
			} else if above > level {
				found = append(found, fmt.Sprintf("%s imports %s, which is above it", from, to))
			}
		}
	}
	slices.Sort(found)
	return found
}

// levelOf returns the layer of a package, -1 where it is in none.
func levelOf(layers [][]string, name string) int {
	return slices.IndexFunc(layers, func(layer []string) bool {
		return slices.ContainsFunc(layer, func(entry string) bool {
			folder, all := strings.CutSuffix(entry, "/...")
			return name == folder || all && strings.HasPrefix(name, folder+"/")
		})
	})
}
