package main

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/util"

	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

// generate writes the package of one specification: its models, and its client where it has operations.
func generate(out output, types *types, files *spec.Files, config codegen.Configuration, name string) error {
	doc, err := util.LoadSwaggerWithOverlay(filepath.Join("api", filepath.FromSlash(name)), util.LoadSwaggerWithOverlayOpts{
		Path:                config.OutputOptions.Overlay.Path,
		AllowRemoteRefsFrom: []string{},
	})
	if err != nil {
		return err
	}
	operations, err := files.Operations(name)
	if err != nil {
		return err
	}
	d := &describer{operations: operations, types: types.domain(name)}
	d.install(name)
	for _, schema := range doc.Components.Schemas {
		nameValues(schema)
		plainNulls(schema)
		dropAlternatives(schema)
	}
	dropAnswers(doc)
	dropShared(doc)
	about := ""
	if doc.Info != nil {
		about = doc.Info.Description
	}
	config.PackageName = packageName(name)
	parts := []struct {
		kind     string
		generate codegen.GenerateOptions
	}{
		{"models", codegen.GenerateOptions{Models: true}},
		{"client", codegen.GenerateOptions{Client: true}},
	}
	for _, part := range parts {
		if part.generate.Client && len(operations) == 0 {
			continue
		}
		config.Generate = part.generate
		d.about = ""
		if part.generate.Client || len(operations) == 0 {
			d.about = strings.Join(wrap(fmt.Sprintf("Package %s is generated from api/%s: %s", config.PackageName, name,
				codegen.LowercaseFirstCharacter(about))), "\n")
		}
		code, err := codegen.Generate(doc, config)
		if err != nil {
			return err
		}
		if part.generate.Models {
			code = tidyComments(code)
		}
		dir := filepath.Join("gen", filepath.FromSlash(folder(name)))
		out[filepath.Join(dir, fmt.Sprintf("%s.%s.gen.go", config.PackageName, part.kind))] = code
	}
	return nil
}

// nameValues names the values of an enum in Go. The known values of an open string get names as well; in the
// specification they are no enum, since a server may send others.
func nameValues(schema *openapi3.SchemaRef) {
	if schema.Ref != "" || schema.Value == nil {
		return
	}
	if known, _ := schema.Value.Extensions["x-extensible-enum"].([]any); len(known) > 0 {
		schema.Value.Enum = slices.Clone(known)
	}
	// The enum of a nullable schema lists null, which is no value of the Go type.
	schema.Value.Enum = slices.DeleteFunc(schema.Value.Enum, func(value any) bool { return value == nil })
	var names []any
	for _, value := range schema.Value.Enum {
		text := fmt.Sprint(value)
		if strings.ToUpper(text) == text {
			text = strings.ToLower(text)
		}
		names = append(names, codegen.ToCamelCaseWithInitialisms(text))
	}
	if names != nil {
		if schema.Value.Extensions == nil {
			schema.Value.Extensions = map[string]any{}
		}
		schema.Value.Extensions["x-enum-varnames"] = names
	}
}

// dropAlternatives takes the rule that one property or another is required out of a schema: oapi-codegen would write a
// type for each of the two, and no field depends on it.
func dropAlternatives(schema *openapi3.SchemaRef) {
	if schema.Value == nil {
		return
	}
	schema.Value.AllOf = slices.DeleteFunc(schema.Value.AllOf, func(part *openapi3.SchemaRef) bool {
		return len(spec.Alternatives(part.Value)) > 0
	})
}

// dropAnswers takes the answers out of the operations: the client decodes their envelopes by x-result, and oapi-codegen
// would write types for those that have no name. What they refer to stays.
func dropAnswers(doc *openapi3.T) {
	for _, item := range doc.Paths.Map() {
		for _, op := range item.Operations() {
			op.Responses = openapi3.NewResponses()
		}
	}
}

// dropShared takes the fields that every request needs and that the client fills in out of the requests, and a body
// that has nothing else out of its operation.
func dropShared(doc *openapi3.T) {
	emptied := map[string]bool{}
	for name, schema := range doc.Components.Schemas {
		required := func(property string) bool { return slices.Contains(schema.Value.Required, property) }
		before := len(schema.Value.Properties)
		maps.DeleteFunc(schema.Value.Properties, func(property string, ref *openapi3.SchemaRef) bool {
			return ref.Value.Extensions["x-shared"] == true && required(property)
		})
		if before > 0 && len(schema.Value.Properties) == 0 {
			emptied["#/components/schemas/"+name] = true
			delete(doc.Components.Schemas, name)
		}
	}
	for _, item := range doc.Paths.Map() {
		for _, op := range item.Operations() {
			if op.RequestBody == nil {
				continue
			}
			if media := op.RequestBody.Value.Content.Get("application/json"); media != nil && emptied[media.Schema.Ref] {
				op.RequestBody = nil
			}
		}
	}
}

// plainNulls lets the fields of an answer that refer to a nullable schema be plain ones. The overlay does the same for
// fields with a schema of their own; it does not reach into other files.
func plainNulls(schema *openapi3.SchemaRef) {
	if schema.Value == nil || schema.Value.Extensions["x-request"] != nil {
		return
	}
	for _, property := range schema.Value.Properties {
		if property.Value == nil {
			continue
		}
		for _, part := range property.Value.AllOf {
			plain := *part.Value
			plain.Nullable = false
			part.Value = &plain
		}
	}
}
