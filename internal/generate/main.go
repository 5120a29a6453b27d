// Command generate writes everything that follows from the specifications in api/: the typed clients in gen/, the
// openapi.yaml of each platform, and docs/coverage.md. It is run by `make generate` in the root of the module. Its
// output depends on nothing but the specifications, oapi-codegen.yaml and the overlay and templates beside this file.
package main

import (
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"
	"go.yaml.in/yaml/v3"

	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

const module = "github.com/wallex-sdk/wallex-go"

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run() error {
	text, err := os.ReadFile("oapi-codegen.yaml")
	if err != nil {
		return err
	}
	var config codegen.Configuration
	if err := yaml.Unmarshal(text, &config); err != nil {
		return err
	}
	files := spec.New(os.DirFS("api"))
	domains, err := files.Domains()
	if err != nil {
		return err
	}
	out, types := output{}, newTypes(config.ImportMapping)
	commons, err := filepath.Glob("api/*/*-common.yaml")
	if err != nil {
		return err
	}
	for _, file := range commons {
		if err := generate(out, types, files, config, strings.TrimPrefix(filepath.ToSlash(file), "api/")); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	for _, domain := range domains {
		if err := generate(out, types, files, config, domain); err != nil {
			return fmt.Errorf("api/%s: %w", domain, err)
		}
	}
	platforms, err := files.Platforms()
	if err != nil {
		return err
	}
	for _, platform := range platforms {
		if err := writeRoot(out, files, platform); err != nil {
			return err
		}
		if err := writeServices(out, platform, domains); err != nil {
			return err
		}
		if err := types.writeNotifications(out, files, platform); err != nil {
			return err
		}
	}
	if err := types.write(out); err != nil {
		return err
	}
	if err := writeCoverage(out, files, platforms); err != nil {
		return err
	}
	return out.write()
}

// output is what is generated: the text of every file by its name. It is written when all of it is there, so that a
// mistake in a specification leaves the module as it was.
type output map[string]string

func (o output) write() error {
	if err := os.RemoveAll("gen"); err != nil {
		return err
	}
	for _, file := range sortedKeys(o) {
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(file, []byte(o[file]), 0o666); err != nil {
			return err
		}
	}
	return nil
}

// folder returns the folder in gen/ of a specification: wallex/v1/simplepayments for wallex/v1/simple-payments.yaml.
// The common file of a platform has its package directly in gen/.
func folder(name string) string {
	dir, base := path.Split(name)
	base = packageName(base)
	if strings.HasSuffix(name, "-common.yaml") {
		return base
	}
	return dir + base
}

func packageName(file string) string {
	return strings.ReplaceAll(strings.TrimSuffix(path.Base(file), ".yaml"), "-", "")
}

func sortedKeys[V any](m map[string]V) []string {
	return slices.Sorted(maps.Keys(m))
}
