package main

import (
	"fmt"
	"go/token"
	"sort"
	"strings"

	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"

	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

// describer answers the questions of the client template that oapi-codegen has no answers to.
type describer struct {
	operations []*spec.Operation
	types      *domainTypes
	about      string // package comment of the file at hand
}

// install makes the describer's answers available to the templates.
func (d *describer) install(source string) {
	codegen.TemplateFunctions["source"] = func() string { return source }
	codegen.TemplateFunctions["packageComment"] = func() string { return d.about }
	codegen.TemplateFunctions["errorCodes"] = d.errorCodes
	codegen.TemplateFunctions["describe"] = func(op codegen.OperationDefinition) (*description, error) {
		for _, known := range d.operations {
			if known.Method == op.Method && known.Path == op.Path {
				return d.describe(known, op)
			}
		}
		return nil, fmt.Errorf("%s %s is not in the specification", op.Method, op.Path)
	}
}

type errorCode struct{ Name, Code string }

func (d *describer) errorCodes() []errorCode {
	codes := map[string]string{}
	for _, op := range d.operations {
		for _, code := range op.ErrorCodes() {
			codes[codegen.ToCamelCaseWithInitialisms("code_"+code)] = code
		}
	}
	var sorted []errorCode
	for name, code := range codes {
		sorted = append(sorted, errorCode{name, code})
	}
	sort.Slice(sorted, func(i, j int) bool { return sorted[i].Name < sorted[j].Name })
	return sorted
}

// description is what the client template prints of one operation.
type description struct {
	Variable string
	Literal  string
	Methods  []method
	Path     []parameter
	Query    []parameter
	Params   string // Go type of the query parameters, "" where there are none
	Body     string // Go type of the body, "" where there is none
}

type method struct{ Name, Comment, Returns, Function string }

type parameter struct {
	Name, Variable, Type, Field, Style string
	Explode                            bool
}

func (all *describer) describe(op *spec.Operation, definition codegen.OperationDefinition) (*description, error) {
	d := &description{Variable: codegen.LowercaseFirstCharacter(definition.OperationId), Literal: literal(op)}
	for _, p := range definition.PathParams {
		if p.Style() != "simple" {
			return nil, fmt.Errorf("%s: path parameter %s: only the style simple is supported", op.ID, p.ParamName)
		}
		d.Path = append(d.Path, parameter{Name: p.ParamName, Variable: p.GoVariableName(), Type: p.TypeDef()})
	}
	for _, p := range definition.QueryParams {
		d.Query = append(d.Query, parameter{Name: p.ParamName, Field: p.GoName(), Style: p.Style(), Explode: p.Explode()})
	}
	if len(definition.HeaderParams)+len(definition.CookieParams) > 0 {
		return nil, fmt.Errorf("%s: header and cookie parameters are not supported", op.ID)
	}
	if len(d.Query) > 0 {
		d.Params = definition.OperationId + "Params"
	}
	if definition.HasBody() {
		d.Body = definition.Bodies[0].Schema.TypeDecl()
	}
	name := methodName(op)
	payload := ""
	if schema := op.Payload(); schema != nil {
		generated, err := codegen.GenerateGoSchema(schema, []string{op.ID, "payload"})
		if err != nil {
			return nil, err
		}
		payload = generated.TypeDecl()
	}
	if err := all.types.add(op, d.Body, payload); err != nil {
		return nil, err
	}
	item, list := strings.CutPrefix(payload, "[]")
	switch {
	case payload == "":
		d.method(op, name, "error", "None")
	case !list:
		d.method(op, name, "(*"+payload+", error)", "One["+payload+"]")
	case op.Pagination == nil:
		d.method(op, name, "("+payload+", error)", "Many["+item+"]")
	default:
		d.method(op, name, "(*operation.Page["+item+"], error)", "PageOf["+item+"]")
		d.method(op, name+"All", "iter.Seq2["+item+", error]", "All["+item+"]")
	}
	return d, nil
}

// methodName returns the name of an operation's method in Go.
func methodName(op *spec.Operation) string {
	return codegen.UppercaseFirstCharacter(codegen.ToCamelCaseWithInitialisms(op.MethodName))
}

func (d *description) method(op *spec.Operation, name, returns, function string) {
	d.Methods = append(d.Methods, method{
		Name: name, Returns: returns, Function: function, Comment: comment(op, name, strings.HasPrefix(function, "All[")),
	})
}

// literal writes the operation as Go code, what has a zero value left out.
func literal(op *spec.Operation) string {
	var b strings.Builder
	b.WriteString("operation.Operation{\n")
	field := func(name string, value any) { fmt.Fprintf(&b, "%s: %#v,\n", name, value) }
	field("Platform", op.Platform)
	field("Spec", op.Spec)
	field("ID", op.ID)
	field("Method", op.Method)
	field("Path", op.Path)
	field("Security", op.Security)
	fmt.Fprintf(&b, "Evidence: operation.%s,\n", codegen.UppercaseFirstCharacter(string(op.Evidence)))
	fmt.Fprintf(&b, "Retry: operation.Retry{\nClass: operation.%s,\n", codegen.UppercaseFirstCharacter(string(op.Retry.Class)))
	if op.Retry.Key != "" {
		field("Key", op.Retry.Key)
	}
	if len(op.Retry.Requires) > 0 {
		fmt.Fprintf(&b, "Requires: %s,\n", strings.ReplaceAll(fmt.Sprintf("%#v", op.Retry.Requires), "interface {}", "any"))
	}
	if len(op.Retry.Exists) > 0 {
		field("Exists", op.Retry.Exists)
	}
	if op.Retry.Find.Operation != "" {
		fmt.Fprintf(&b, "Find: operation.Find{Operation: %q, By: %q},\n", op.Retry.Find.Operation, op.Retry.Find.By)
	}
	b.WriteString("},\n")
	if op.MovesMoney {
		field("MovesMoney", true)
	}
	if len(op.Result) > 0 {
		field("Result", op.Result)
	}
	if op.SuccessFlag != "" {
		field("SuccessFlag", op.SuccessFlag)
	}
	if len(op.Shared) > 0 {
		b.WriteString("Shared: []operation.Shared{")
		for _, shared := range op.Shared {
			fmt.Fprintf(&b, "{Name: %q, In: %q}, ", shared.Name, shared.In)
		}
		b.WriteString("},\n")
	}
	b.WriteString(aliases(op.Aliases))
	if p := op.Pagination; p != nil {
		b.WriteString("Pagination: &operation.Pagination{\n")
		field("Style", p.Style)
		field("In", p.In)
		for _, f := range []struct {
			name string
			path []string
		}{{"Request", p.Request}, {"Page", p.Page}, {"Pages", p.Pages}, {"Total", p.Total}} {
			if len(f.path) > 0 {
				field(f.name, f.path)
			}
		}
		b.WriteString("},\n")
	}
	if op.Empty {
		field("Empty", true)
	}
	b.WriteString("}")
	return b.String()
}

// aliases writes the field for other spellings, nothing where there are none.
func aliases(all operation.Aliases) string {
	if len(all) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("Aliases: []operation.Alias{\n")
	for _, alias := range all {
		fmt.Fprintf(&b, "{Sent: %q, Name: %q},\n", alias.Sent, alias.Name)
	}
	b.WriteString("},\n")
	return b.String()
}

func exported(name string) string {
	if name = codegen.UppercaseFirstCharacter(name); !token.IsExported(name) {
		return "X" + name
	}
	return name
}
