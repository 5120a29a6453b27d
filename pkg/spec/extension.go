package spec

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/wallex-sdk/wallex-go/pkg/operation"
)

// extensions are the x- extensions of an operation as they are written in the specifications.
type extensions struct {
	Method     string             `json:"x-method"`
	Evidence   operation.Evidence `json:"x-evidence"`
	MovesMoney bool               `json:"x-moves-money"`
	Result     []string           `json:"x-result"`
	Retry      struct {
		Class    operation.Class `json:"class"`
		Key      string          `json:"key"`
		Requires map[string]any  `json:"requires"`
		Exists   []string        `json:"exists"`
		Find     struct {
			Operation string `json:"operation"`
			By        string `json:"by"`
		} `json:"find"`
	} `json:"x-retry"`
	Pagination *struct {
		Style   string `json:"style"`
		Request string `json:"request"`
		Page    string `json:"page"`
		Pages   string `json:"pages"`
		Total   string `json:"total"`
	} `json:"x-pagination"`
}

// describe reads all operations of a document.
func describe(name string, doc *openapi3.T) ([]*Operation, error) {
	platform, _, _ := strings.Cut(name, "/")
	var operations []*Operation
	for _, path := range doc.Paths.InMatchingOrder() {
		item := doc.Paths.Value(path)
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
			schema := item.GetOperation(method)
			if schema == nil {
				continue
			}
			op := &Operation{Item: item, Schema: schema}
			op.Platform, op.Spec, op.ID, op.Method, op.Path = platform, name, schema.OperationID, method, path
			op.Security = security(doc, schema)
			if err := op.extend(); err != nil {
				return nil, fmt.Errorf("%s: %w", schema.OperationID, err)
			}
			operations = append(operations, op)
		}
	}
	slices.SortFunc(operations, func(a, b *Operation) int {
		return strings.Compare(a.Path+" "+a.Method, b.Path+" "+b.Method)
	})
	return operations, nil
}

// extend fills in what the x- extensions say. A mistake in one is an error: a misspelt retry class must not pass.
func (o *Operation) extend() error {
	written, err := json.Marshal(o.Schema.Extensions)
	if err != nil {
		return err
	}
	var x extensions
	if err := json.Unmarshal(written, &x); err != nil {
		return err
	}
	switch {
	case o.ID == "":
		return fmt.Errorf("%s %s has no operationId", o.Method, o.Path)
	case x.Method == "":
		return fmt.Errorf("x-method is missing")
	case !slices.Contains([]operation.Evidence{operation.Documented, operation.Public, operation.Inferred}, x.Evidence):
		return fmt.Errorf("x-evidence %q is not one of documented, public, inferred", x.Evidence)
	case !slices.Contains([]operation.Class{operation.Safe, operation.Keyed, operation.Never}, x.Retry.Class):
		return fmt.Errorf("x-retry: class %q is not one of safe, keyed, never", x.Retry.Class)
	case (x.Retry.Class == operation.Keyed) != (x.Retry.Key != ""):
		return fmt.Errorf("x-retry: class keyed and key go together")
	case x.Pagination != nil && (x.Pagination.Style != "page" || x.Pagination.Request == ""):
		return fmt.Errorf("x-pagination: style must be page, with the name of the page number in the request")
	}
	o.MethodName, o.Evidence, o.MovesMoney, o.Result = x.Method, x.Evidence, x.MovesMoney, x.Result
	o.Retry.Class, o.Retry.Key, o.Retry.Requires, o.Retry.Exists = x.Retry.Class, x.Retry.Key, x.Retry.Requires, x.Retry.Exists
	o.Retry.Find.Operation, o.Retry.Find.By = x.Retry.Find.Operation, x.Retry.Find.By
	if x.Pagination != nil {
		o.Pagination = &operation.Pagination{
			Style:   x.Pagination.Style,
			In:      "query",
			Request: names(x.Pagination.Request),
			Page:    names(x.Pagination.Page),
			Pages:   names(x.Pagination.Pages),
			Total:   names(x.Pagination.Total),
		}
		if schema, _ := o.Request(); schema != nil {
			o.Pagination.In = "body"
		}
	}
	payload := o.Payload()
	o.Empty = payload == nil
	o.Aliases = aliases(payload)
	return nil
}

func names(path string) []string {
	if path == "" {
		return nil
	}
	return strings.Split(path, ".")
}

// security returns the schemes that a request needs: the first alternative of the operation, or of the document.
func security(doc *openapi3.T, op *openapi3.Operation) []string {
	requirements := doc.Security
	if op.Security != nil {
		requirements = *op.Security
	}
	var schemes []string
	if len(requirements) > 0 {
		for scheme := range requirements[0] {
			schemes = append(schemes, scheme)
		}
	}
	slices.Sort(schemes)
	return schemes
}

// aliases collects x-aliases from all properties that a payload can hold.
func aliases(payload *openapi3.SchemaRef) []operation.Alias {
	var found []operation.Alias
	seen := map[*openapi3.Schema]bool{}
	var walk func(*openapi3.SchemaRef)
	walk = func(ref *openapi3.SchemaRef) {
		if ref == nil || ref.Value == nil || seen[ref.Value] {
			return
		}
		seen[ref.Value] = true
		for name, property := range ref.Value.Properties {
			spellings, _ := property.Extensions["x-aliases"].([]any)
			if len(spellings) == 0 && property.Value != nil {
				spellings, _ = property.Value.Extensions["x-aliases"].([]any)
			}
			for _, spelling := range spellings {
				found = append(found, operation.Alias{Sent: fmt.Sprint(spelling), Name: name})
			}
			walk(property)
		}
		walk(ref.Value.Items)
		for _, group := range []openapi3.SchemaRefs{ref.Value.AllOf, ref.Value.AnyOf, ref.Value.OneOf} {
			for _, member := range group {
				walk(member)
			}
		}
	}
	walk(payload)
	slices.SortFunc(found, func(a, b operation.Alias) int { return strings.Compare(a.Sent+a.Name, b.Sent+b.Name) })
	return slices.Compact(found)
}
