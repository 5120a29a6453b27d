package api_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"math/big"
	"net/http"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallexcommon"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
	"github.com/wallex-sdk/wallex-go/pkg/validate"
)

// none stands for a body that there is not.
type none struct{}

const (
	request      = "request"
	response     = "response"
	notification = "notification"
)

// decoded reads a body as a client does.
func decoded[Request, Payload any](kind string, text []byte) (any, error) {
	value := any(new(Request))
	if kind == response {
		value = new(Payload)
	}
	return value, json.Unmarshal(text, value)
}

// example is a body that a specification shows.
type example struct {
	operation *spec.Operation
	id, kind  string
	name      string // documented, and what else begins so, is the source's own; others are made up
	schema    *openapi3.SchemaRef
	value     any
}

// file is where the source's own text of the example is, "" where it is not the source's.
func (e example) file() string {
	which, documented := strings.CutPrefix(e.name, "documented")
	if !documented {
		return ""
	}
	name := e.id + "." + e.kind
	if which != "" {
		name += "." + which
	}
	return "testdata/" + strings.TrimSuffix(e.operation.Spec, ".yaml") + "/" + name + ".json"
}

// examples returns every body of a platform's operations and of their notifications.
func examples(t *testing.T, platform string) []example {
	operations, err := spec.Embedded.Platform(platform)
	require.NoError(t, err)
	var all []example
	for _, op := range operations {
		add := func(id, kind string, media *openapi3.MediaType) {
			if media == nil {
				return
			}
			for name, shown := range media.Examples {
				all = append(all, example{op, id, kind, name, media.Schema, shown.Value.Value})
			}
		}
		if body := op.Schema.RequestBody; body != nil {
			add(op.ID, request, body.Value.Content.Get("application/json"))
		}
		add(op.ID, response, op.Response(op.Success()))
		for _, n := range op.Notifications {
			add(n.ID, notification, n.Body)
		}
	}
	return all
}

func TestExamples(t *testing.T) {
	for platform, types := range goTypes {
		known := []string{"testdata/" + platform + "/error.json"}
		for _, e := range examples(t, platform) {
			t.Run(e.id+"."+e.kind+"."+e.name, func(t *testing.T) {
				text, err := json.Marshal(e.value)
				require.NoError(t, err)
				if file := e.file(); file != "" {
					known = append(known, file)
					source, err := os.ReadFile(file)
					require.NoError(t, err, "a documented example has no file")
					require.JSONEq(t, string(source), string(text), "the specification is not what the source says")
					text = source
				}
				require.Empty(t, wrong(t, e, text), "the example breaks the specification")

				payload, schema := payloadOf(t, e, text)
				value, err := types[e.id](e.kind, payload)
				require.NoError(t, err)
				coded, err := secret.Marshal(value)
				require.NoError(t, err)
				requireSame(t, e.id, schema.Value, decode(t, payload), decode(t, coded))
			})
		}
		for _, file := range files(t, "testdata/"+platform) {
			require.True(t, slices.Contains(known, file), "%s belongs to no documented example", file)
		}
	}
}

// The envelope of refusals belongs to no operation.
func TestDocumentedError(t *testing.T) {
	text, err := os.ReadFile("testdata/wallex/error.json")
	require.NoError(t, err)
	doc, err := spec.Embedded.Document("wallex/wallex-common.yaml")
	require.NoError(t, err)
	media := doc.Components.Responses["Unauthorized"].Value.Content.Get("application/json")
	documented, err := json.Marshal(media.Examples["documented"].Value.Value)
	require.NoError(t, err)
	require.JSONEq(t, string(text), string(documented))
	require.Empty(t, validate.Value(media.Schema.Value, text))
	value, err := decoded[none, wallexcommon.Error](response, text)
	require.NoError(t, err)
	coded, err := secret.Marshal(value)
	require.NoError(t, err)
	require.JSONEq(t, string(text), string(coded))
}

// wrong returns what of an example breaks its specification.
func wrong(t *testing.T, e example, text []byte) any {
	switch e.kind {
	case request:
		// The parameters are not what is tested here: they have examples of their own.
		op := *e.operation
		op.Item, op.Schema = &openapi3.PathItem{}, &openapi3.Operation{RequestBody: op.Schema.RequestBody}
		req, err := http.NewRequest(op.Method, "https://api.example.com"+op.Path, strings.NewReader(string(text)))
		require.NoError(t, err)
		fields, err := validate.Request(&op, req)
		require.NoError(t, err)
		return fields
	case response:
		return validate.Answer(e.operation, e.operation.Success(), text)
	}
	return validate.Value(e.schema.Value, text)
}

// payloadOf returns what of a body the Go type holds: of an answer, the property that x-result names.
func payloadOf(t *testing.T, e example, text []byte) ([]byte, *openapi3.SchemaRef) {
	if e.kind != response {
		return text, e.schema
	}
	text, err := e.operation.Aliases.Unalias(text)
	require.NoError(t, err)
	for _, name := range e.operation.Result {
		var envelope map[string]json.RawMessage
		require.NoError(t, json.Unmarshal(text, &envelope))
		if payload, ok := envelope[name]; ok {
			return payload, e.operation.Payload()
		}
	}
	return text, e.operation.Payload()
}

func decode(t *testing.T, text []byte) (value any) {
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.UseNumber()
	require.NoError(t, decoder.Decode(&value))
	return value
}

func files(t *testing.T, root string) (names []string) {
	require.NoError(t, fs.WalkDir(os.DirFS("."), root, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && path.Ext(name) == ".json" {
			names = append(names, name)
		}
		return err
	}))
	return names
}

// unknown are the fields of examples that the specifications do not have, with the reason.
var unknown = map[string]string{
	"virtualAccountRequestStatusNotification.virtualAccountRequestId": "an alias of requestId, which is beside it",
	"virtualAccountDepositNotification.virtualAccountNo":              "an alias of virtualAccountNumber, which is beside it",
}

// requireSame compares what was sent with what decoding and encoding made of it. A field that the specification does
// not know is a mistake unless there is a reason; null, and the zero value of a plain field, are the same as absent; a
// number in a string is that number.
func requireSame(t *testing.T, where string, schema *openapi3.Schema, sent, coded any) {
	t.Helper()
	switch sent := sent.(type) {
	case map[string]any:
		got, ok := coded.(map[string]any)
		require.True(t, ok, "%s is no object any longer: %v", where, coded)
		for name, value := range sent {
			property := propertyOf(schema, name)
			if property == nil {
				require.NotEmpty(t, unknown[where+"."+name], "%s.%s is not in the specification", where, name)
				continue
			}
			shared := property.Extensions["x-shared"] == true // the client fills it in
			if got[name] == nil && (shared || absent(property, value)) {
				continue
			}
			require.Contains(t, got, name, where)
			requireSame(t, where+"."+name, property, value, got[name])
		}
		for name, value := range got {
			require.True(t, value == nil || sent[name] != nil, "%s.%s was made up: %v", where, name, value)
		}
	case []any:
		got, ok := coded.([]any)
		require.True(t, ok && len(sent) == len(got), "%s has other entries: %v", where, coded)
		for i := range sent {
			requireSame(t, where+"."+strconv.Itoa(i), resolve(schema).Items.Value, sent[i], got[i])
		}
	default:
		if !sameNumber(sent, coded) {
			require.Equal(t, sent, coded, where)
		}
	}
}

// propertyOf returns the schema of a property, nil where the schema does not know it. An object without properties may
// have any.
func propertyOf(schema *openapi3.Schema, name string) *openapi3.Schema {
	schema = resolve(schema)
	if known := schema.Properties[name]; known != nil {
		return known.Value
	}
	if more := schema.AdditionalProperties.Schema; more != nil {
		return more.Value
	}
	for _, form := range schema.AnyOf {
		if known := propertyOf(form.Value, name); known != nil {
			return known
		}
	}
	if schema.Type.Is("object") && len(schema.Properties) == 0 {
		return openapi3.NewSchema()
	}
	return nil
}

// resolve looks behind the allOf that gives a reference its own description.
func resolve(schema *openapi3.Schema) *openapi3.Schema {
	for len(schema.AllOf) == 1 && len(schema.Properties) == 0 {
		schema = schema.AllOf[0].Value
	}
	return schema
}

// absent reports whether a value may be missing afterwards. An amount of 0 may not.
func absent(schema *openapi3.Schema, value any) bool {
	if fields, ok := value.(map[string]any); ok {
		return len(fields) == 0
	}
	switch value {
	case nil, false, "":
		return true
	case json.Number("0"):
		schema = resolve(schema)
		return schema.Type.Is("integer") || len(schema.AnyOf) > 0 && schema.AnyOf[0].Value.Type.Is("integer")
	}
	return false
}

// sameNumber reports whether two values are the same number, one of them at least no text.
func sameNumber(a, b any) bool {
	_, oneIs := a.(json.Number)
	_, otherIs := b.(json.Number)
	if !oneIs && !otherIs {
		return false
	}
	x, okX := new(big.Rat).SetString(fmt.Sprint(a))
	y, okY := new(big.Rat).SetString(fmt.Sprint(b))
	return okX && okY && x.Cmp(y) == 0
}
