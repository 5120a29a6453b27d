package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"

	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

// writeCoverage writes the table of all operations of all platforms: how well each is known, and where from.
func writeCoverage(out output, files *spec.Files, platforms []string) error {
	var b strings.Builder
	b.WriteString("# Operations\n\nWritten by `make generate` from the specifications in [api](../api); do not edit.\n\n" +
		"An operation is *documented* by its vendor, known from *public* code and documents of others, or *inferred* from\n" +
		"its siblings: the path and fields of an inferred one may be wrong. This is about method, path and request; where\n" +
		"only the answer is inferred, the description of the answer says so.\n")
	for _, platform := range platforms {
		operations, err := files.Platform(platform)
		if err != nil {
			return err
		}
		counts := map[operation.Evidence]int{}
		for _, op := range operations {
			counts[op.Evidence]++
		}
		fmt.Fprintf(&b, "\n## %s\n\n%d operations: %d documented, %d public, %d inferred.\n\n", titleOf(files, platform), len(operations),
			counts[operation.Documented], counts[operation.Public], counts[operation.Inferred])
		b.WriteString("| method | path | Go method | evidence | source |\n| --- | --- | --- | --- | --- |\n")
		for _, op := range operations {
			fmt.Fprintf(&b, "| %s | `%s` | `%s` | %s | %s |\n", op.Method, op.Path, goMethod(op), op.Evidence, source(op))
		}
	}
	out[filepath.Join("docs", "coverage.md")] = b.String()
	return nil
}

// goMethod returns the method of an operation below the platform's client: V1.Conversions.Create.
func goMethod(op *spec.Operation) string {
	domain := strings.TrimSuffix(strings.TrimPrefix(op.Spec, op.Platform+"/"), ".yaml")
	var names []string
	for name := range strings.SplitSeq(domain, "/") {
		names = append(names, exported(codegen.ToCamelCaseWithInitialisms(name)))
	}
	return strings.Join(append(names, methodName(op)), ".")
}

func source(op *spec.Operation) string {
	docs := op.Schema.ExternalDocs
	if docs == nil {
		return ""
	}
	name := strings.ReplaceAll(docs.Description, "|", `\|`)
	if name == "" {
		name = docs.URL
	}
	return "[" + name + "](" + docs.URL + ")"
}
