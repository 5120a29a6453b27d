// Package spec reads the OpenAPI files of package api: which operations there are, what the x- extensions say about
// them, and the schemas of their requests and answers. The generator, the validation, the sandbox and the command
// line all read the specifications through it.
package spec

import (
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/wallex-sdk/wallex-go/api"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
)

// Operation is one operation with the specification it comes from.
type Operation struct {
	operation.Operation
	MethodName    string              // x-method
	Item          *openapi3.PathItem  // what the operations of its path share
	Schema        *openapi3.Operation // the operation as the specification has it
	Notifications []*Notification     // the operation's callbacks, by their ids
}

// Notification is what a platform sends to its partner: a callback of an operation.
type Notification struct {
	operation.Notification
	Same        string              // x-event, same: operationId of the notification that this is another name for
	RetrievedBy string              // x-event, retrieve: operationId of what retrieves what it is about
	Schema      *openapi3.Operation // the callback as the specification has it
	Body        *openapi3.MediaType // what is sent
}

// Files is a set of specifications in a file system, parsed when they are first asked for. It is safe for
// concurrent use.
type Files struct {
	fsys   fs.FS
	parsed sync.Map // file name to func() (*document, error)

	loading sync.Mutex
	loader  *openapi3.Loader // remembers the files it has parsed
}

type document struct {
	doc        *openapi3.T
	operations []*Operation
}

// Embedded are the specifications of package api.
var Embedded = New(api.Files)

// New returns the specifications in a file system laid out as package api is.
func New(fsys fs.FS) *Files { return &Files{fsys: fsys} }

// Domains returns the names of all hand-written domain files in order: those with operations of their own.
func (f *Files) Domains() ([]string, error) {
	var names []string
	err := fs.WalkDir(f.fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) != ".yaml" {
			return err
		}
		if base := path.Base(name); base != "openapi.yaml" && !strings.HasSuffix(base, "-common.yaml") {
			names = append(names, name)
		}
		return nil
	})
	return names, err
}

// Platforms returns the names of all platforms in order.
func (f *Files) Platforms() ([]string, error) {
	domains, err := f.Domains()
	if err != nil {
		return nil, err
	}
	var platforms []string
	for _, name := range domains {
		platform, _, _ := strings.Cut(name, "/")
		if !slices.Contains(platforms, platform) {
			platforms = append(platforms, platform)
		}
	}
	return platforms, nil
}

// Document returns one parsed and resolved specification. It must not be changed.
func (f *Files) Document(name string) (*openapi3.T, error) {
	d, err := f.load(name)
	if err != nil {
		return nil, err
	}
	return d.doc, nil
}

// Operations returns the operations of one domain file, by path and method.
func (f *Files) Operations(name string) ([]*Operation, error) {
	d, err := f.load(name)
	if err != nil {
		return nil, err
	}
	return d.operations, nil
}

// Platform returns the operations of all domain files of a platform.
func (f *Files) Platform(platform string) ([]*Operation, error) {
	domains, err := f.Domains()
	if err != nil {
		return nil, err
	}
	var all []*Operation
	for _, name := range domains {
		if !strings.HasPrefix(name, platform+"/") {
			continue
		}
		operations, err := f.Operations(name)
		if err != nil {
			return nil, err
		}
		all = append(all, operations...)
	}
	if all == nil {
		return nil, fmt.Errorf("no specification of a platform named %q", platform)
	}
	return all, nil
}

// Notifications returns the notifications of all domain files of a platform.
func (f *Files) Notifications(platform string) ([]*Notification, error) {
	operations, err := f.Platform(platform)
	var all []*Notification
	for _, op := range operations {
		all = append(all, op.Notifications...)
	}
	return all, err
}

// Find returns one operation of a domain file.
func (f *Files) Find(name, operationID string) (*Operation, error) {
	operations, err := f.Operations(name)
	if err != nil {
		return nil, err
	}
	for _, op := range operations {
		if op.ID == operationID {
			return op, nil
		}
	}
	return nil, fmt.Errorf("%s has no operation %q", name, operationID)
}

func (f *Files) load(name string) (*document, error) {
	parse, _ := f.parsed.LoadOrStore(name, sync.OnceValues(func() (*document, error) { return f.parse(name) }))
	return parse.(func() (*document, error))()
}

func (f *Files) parse(name string) (*document, error) {
	doc, err := f.resolve(name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	operations, err := describe(name, doc)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return &document{doc, operations}, nil
}

// resolve parses one file and what it refers to. A file that several refer to is parsed once.
func (f *Files) resolve(name string) (*openapi3.T, error) {
	f.loading.Lock()
	defer f.loading.Unlock()
	if f.loader == nil {
		f.loader = openapi3.NewLoader()
		f.loader.ReadFromURIFunc = func(_ *openapi3.Loader, location *url.URL) ([]byte, error) {
			return fs.ReadFile(f.fsys, path.Clean(location.Path))
		}
	}
	doc, err := f.loader.LoadFromURI(&url.URL{Path: name})
	if err != nil {
		f.loader = nil // it may keep files that are resolved in part
	}
	return doc, err
}

// Request returns the schema of the operation's JSON body, nil where it has none, and whether a body is required.
func (o *Operation) Request() (schema *openapi3.SchemaRef, required bool) {
	if o.Schema.RequestBody == nil {
		return nil, false
	}
	media := o.Schema.RequestBody.Value.Content.Get("application/json")
	if media == nil {
		return nil, false
	}
	return media.Schema, o.Schema.RequestBody.Value.Required
}

// Response returns the JSON answer with a status, nil where the specification has none.
func (o *Operation) Response(status int) *openapi3.MediaType {
	ref := o.Schema.Responses.Status(status)
	if ref == nil {
		ref = o.Schema.Responses.Value(fmt.Sprintf("%dXX", status/100))
	}
	if ref == nil {
		ref = o.Schema.Responses.Default()
	}
	if ref == nil || ref.Value == nil {
		return nil
	}
	return ref.Value.Content.Get("application/json")
}

// Success returns the status of the operation's success.
func (o *Operation) Success() int {
	for status := 200; status < 300; status++ {
		if o.Schema.Responses.Status(status) != nil {
			return status
		}
	}
	return 200
}

// Payload returns the schema of what a success answers with: the first property that x-result names, or the whole
// answer, and of either the first form where it has several; nil where a success has no body.
func (o *Operation) Payload() *openapi3.SchemaRef {
	media := o.Response(o.Success())
	if media == nil || media.Schema == nil {
		return nil
	}
	for _, name := range o.Result {
		if property := media.Schema.Value.Properties[name]; property != nil {
			return firstForm(property)
		}
	}
	if slices.Contains(o.Result, operation.WholeAnswer) {
		return firstForm(media.Schema)
	}
	return media.Schema
}

// firstForm returns the first of several forms, or the schema itself where it has only one.
func firstForm(schema *openapi3.SchemaRef) *openapi3.SchemaRef {
	if forms := schema.Value.AnyOf; schema.Ref == "" && len(forms) > 0 {
		return forms[0]
	}
	return schema
}

// Alternatives returns the properties that a schema requires one set or another of, and nothing else; nil where it is
// another schema.
func Alternatives(schema *openapi3.Schema) (sets [][]string) {
	if schema == nil {
		return nil
	}
	for _, form := range schema.AnyOf {
		if form.Value == nil || len(form.Value.Required) == 0 || len(form.Value.Properties) > 0 {
			return nil
		}
		sets = append(sets, form.Value.Required)
	}
	return sets
}

// Parameters returns the parameters of the operation and of its path.
func (o *Operation) Parameters() []*openapi3.Parameter {
	var all []*openapi3.Parameter
	for _, refs := range []openapi3.Parameters{o.Item.Parameters, o.Schema.Parameters} {
		for _, ref := range refs {
			all = append(all, ref.Value)
		}
	}
	return all
}

// ErrorCodes returns the documented error codes of the operation, x-error-codes, in the order of the source.
func (o *Operation) ErrorCodes() []string {
	listed, _ := o.Schema.Extensions["x-error-codes"].([]any)
	var codes []string
	for _, code := range listed {
		codes = append(codes, fmt.Sprint(code))
	}
	return codes
}

// Match compares the segments of a path's template with those of an escaped path and returns the values of its
// parameters, unescaped; false where they do not fit. It unescapes last, so that an escaped slash stays part of its
// segment.
func Match(template, segments []string) (map[string]string, bool) {
	if len(segments) != len(template) {
		return nil, false
	}
	values := map[string]string{}
	for i, segment := range segments {
		name, isParameter := strings.CutPrefix(template[i], "{")
		if !isParameter {
			if segment != template[i] {
				return nil, false
			}
			continue
		}
		value, err := url.PathUnescape(segment)
		if err != nil {
			return nil, false
		}
		values[strings.TrimSuffix(name, "}")] = value
	}
	return values, true
}
