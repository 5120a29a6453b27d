package spec

import (
	"bytes"
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
	ErrorCodes []any              `json:"x-error-codes"`
	Success    string             `json:"x-success-flag"`
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
			if op.ID == "" {
				return nil, fmt.Errorf("%s %s has no operationId", method, path)
			}
			if err := op.extend(); err != nil {
				return nil, fmt.Errorf("%s: %w", op.ID, err)
			}
			operations = append(operations, op)
		}
	}
	slices.SortFunc(operations, func(a, b *Operation) int {
		return strings.Compare(a.Path+" "+a.Method, b.Path+" "+b.Method)
	})
	return operations, nil
}

// extend fills in what the x- extensions say. A mistake in one is an error: a misspelt retry class must not pass, nor
// a misspelt x-moves-money.
func (o *Operation) extend() error {
	var x extensions
	if err := decode(o.Schema.Extensions, &x); err != nil {
		return err
	}
	switch {
	case x.Method == "":
		return fmt.Errorf("x-method is missing")
	case !slices.Contains([]operation.Evidence{operation.Documented, operation.Public, operation.Inferred}, x.Evidence):
		return fmt.Errorf("x-evidence %q is not one of documented, public, inferred", x.Evidence)
	case !slices.Contains([]operation.Class{operation.Safe, operation.Keyed, operation.Never}, x.Retry.Class):
		return fmt.Errorf("x-retry: class %q is not one of safe, keyed, never", x.Retry.Class)
	case (x.Retry.Class == operation.Keyed) != (x.Retry.Key != ""):
		return fmt.Errorf("x-retry: class keyed and key go together")
	case (x.Retry.Find.Operation == "") != (x.Retry.Find.By == ""):
		return fmt.Errorf("x-retry: find needs operation and by")
	case x.Retry.Key == "" && (len(x.Retry.Requires)+len(x.Retry.Exists) > 0 || x.Retry.Find.By != ""):
		return fmt.Errorf("x-retry: requires, exists and find go with a key")
	case x.Pagination != nil && !sameRoot(x.Pagination.Page, x.Pagination.Pages, x.Pagination.Total):
		return fmt.Errorf("x-pagination: page, pages and total must be in one property of the answer")
	case x.Pagination != nil && slices.Contains(x.Result, root(x.Pagination.Page, x.Pagination.Pages, x.Pagination.Total)):
		return fmt.Errorf("x-pagination: page, pages and total must not be in the property of the payload")
	case x.Pagination != nil && !slices.Contains([]string{operation.ByPage, operation.ByOffset}, x.Pagination.Style):
		return fmt.Errorf("x-pagination: style %q is not one of page, offset", x.Pagination.Style)
	case x.Pagination != nil && x.Pagination.Request == "":
		return fmt.Errorf("x-pagination: request must name the page number, or the offset, in the request")
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
	o.SuccessFlag = x.Success
	o.Shared = o.shared()
	payload := o.Payload()
	o.Empty = payload == nil
	var err error
	if o.Aliases, err = aliases(payload); err != nil {
		return err
	}
	o.Notifications, err = o.notifications()
	return err
}

// decode reads extensions. One that the type does not have is an error.
func decode(written map[string]any, into any) error {
	text, err := json.Marshal(written)
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	return decoder.Decode(into)
}

// sameRoot reports whether all paths that are not empty begin with the same name.
func sameRoot(paths ...string) bool {
	return !slices.ContainsFunc(paths, func(path string) bool { return path != "" && root(path) != root(paths...) })
}

// root returns the name that the first path that is not empty begins with, "" where all are.
func root(paths ...string) string {
	for _, path := range paths {
		if first, _, _ := strings.Cut(path, "."); first != "" {
			return first
		}
	}
	return ""
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

// shared returns the parameters and the properties of the body that have x-shared.
func (o *Operation) shared() (fields []operation.Shared) {
	for _, parameter := range o.Parameters() {
		if parameter.Extensions["x-shared"] == true {
			fields = append(fields, operation.Shared{Name: parameter.Name, In: parameter.In})
		}
	}
	if schema, _ := o.Request(); schema != nil {
		for name, property := range schema.Value.Properties {
			if property.Value.Extensions["x-shared"] == true {
				fields = append(fields, operation.Shared{Name: name, In: "body"})
			}
		}
	}
	slices.SortFunc(fields, func(a, b operation.Shared) int { return strings.Compare(a.Name, b.Name) })
	return fields
}

// aliases collects x-aliases from all properties that a payload can hold.
func aliases(payload *openapi3.SchemaRef) (operation.Aliases, error) {
	var found operation.Aliases
	var wrong error
	seen := map[*openapi3.Schema]bool{}
	var walk func(*openapi3.SchemaRef)
	walk = func(ref *openapi3.SchemaRef) {
		if ref == nil || ref.Value == nil || seen[ref.Value] {
			return
		}
		seen[ref.Value] = true
		for name, property := range ref.Value.Properties {
			spellings, err := spellings(property)
			if err != nil {
				wrong = fmt.Errorf("x-aliases of %s: %w", name, err)
			}
			for _, sent := range spellings {
				found = append(found, operation.Alias{Sent: sent, Name: name})
			}
			walk(property)
		}
		walk(ref.Value.Items)
		walk(ref.Value.AdditionalProperties.Schema)
		for _, group := range []openapi3.SchemaRefs{ref.Value.AllOf, ref.Value.AnyOf, ref.Value.OneOf} {
			for _, member := range group {
				walk(member)
			}
		}
	}
	walk(payload)
	slices.SortFunc(found, func(a, b operation.Alias) int { return strings.Compare(a.Sent+a.Name, b.Sent+b.Name) })
	return slices.Compact(found), wrong
}

// spellings reads the x-aliases that stand beside the reference to a property's schema, or in it.
func spellings(property *openapi3.SchemaRef) (list []string, err error) {
	written, ok := property.Extensions["x-aliases"]
	if !ok && property.Value != nil {
		written, ok = property.Value.Extensions["x-aliases"]
	}
	if !ok {
		return nil, nil
	}
	text, err := json.Marshal(written)
	if err == nil {
		err = json.Unmarshal(text, &list)
	}
	return list, err
}
