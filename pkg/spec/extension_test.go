package spec_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

const head = `openapi: 3.0.3
info: {title: test, version: '1'}
security: [{token: [], key: []}, {other: []}]
components:
  schemas:
    Owner:
      type: object
      properties:
        gender: {type: string, x-aliases: ['gender ']}
        child: {$ref: '#/components/schemas/Owner'}
    Id: {type: string}
paths:
`

// files returns a platform with one specification that consists of head and paths.
func files(paths string) *spec.Files {
	return spec.New(fstest.MapFS{
		"test/openapi.yaml":     {Data: []byte("written by make generate")},
		"test/test-common.yaml": {Data: []byte("has no operations")},
		"test/v1/things.yaml":   {Data: []byte(head + paths)},
	})
}

func load(paths string) ([]*spec.Operation, error) { return files(paths).Platform("test") }

func one(t *testing.T, paths string) *spec.Operation {
	t.Helper()
	operations, err := load(paths)
	require.NoError(t, err)
	require.Len(t, operations, 1)
	return operations[0]
}

func TestExtensions(t *testing.T) {
	op := one(t, `
  /things/{thingId}:
    parameters:
      - {name: thingId, in: path, required: true, schema: {type: string}}
    put:
      operationId: putThing
      x-method: put
      x-evidence: inferred
      x-moves-money: true
      x-retry: {class: keyed, key: ref, requires: {unique: true, n: 1}, exists: [a, b], find: {operation: findThings, by: ref}}
      x-result: [data, value]
      x-success-flag: ok
      x-error-codes: [first, 1035]
      x-pagination: {style: page, request: pagination.page, page: paging.page, pages: paging.pages, total: paging.total}
      parameters:
        - {name: dry, in: query, x-shared: true, schema: {type: boolean}}
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, properties: {app: {type: string, x-shared: true}, n: {type: integer}}}}}
      responses:
        '201':
          description: a
          content:
            application/json:
              schema:
                type: object
                properties:
                  value:
                    type: array
                    items:
                      allOf:
                        - $ref: '#/components/schemas/Owner'
                        - properties:
                            resourceId: {$ref: '#/components/schemas/Id', x-aliases: [fundingId, funding_id]}
                            byName: {type: object, additionalProperties: {properties: {deep: {x-aliases: [Deep_]}}}}
`)
	require.Equal(t, operation.Operation{
		Platform: "test",
		Spec:     "test/v1/things.yaml",
		ID:       "putThing",
		Method:   "PUT",
		Path:     "/things/{thingId}",
		Security: []string{"key", "token"},
		Evidence: operation.Inferred,
		Retry: operation.Retry{
			Class: operation.Keyed, Key: "ref", Requires: map[string]any{"unique": true, "n": 1.0}, Exists: []string{"a", "b"},
			Find: operation.Find{Operation: "findThings", By: "ref"},
		},
		MovesMoney:  true,
		Result:      []string{"data", "value"},
		SuccessFlag: "ok",
		Shared:      []operation.Shared{{Name: "app", In: "body"}, {Name: "dry", In: "query"}},
		Aliases:     op.Aliases,
		Pagination: &operation.Pagination{
			Style: "page", In: "body", Request: []string{"pagination", "page"},
			Page: []string{"paging", "page"}, Pages: []string{"paging", "pages"}, Total: []string{"paging", "total"},
		},
	}, op.Operation)
	require.Equal(t, "put", op.MethodName)
	require.Equal(t, []string{"first", "1035"}, op.ErrorCodes())
	require.ElementsMatch(t, []operation.Alias{
		{Sent: "gender ", Name: "gender"}, {Sent: "fundingId", Name: "resourceId"}, {Sent: "funding_id", Name: "resourceId"},
		{Sent: "Deep_", Name: "deep"},
	}, op.Aliases)

	schema, required := op.Request()
	require.NotNil(t, schema)
	require.True(t, required)
	var parameters []string
	for _, parameter := range op.Parameters() {
		parameters = append(parameters, parameter.In+" "+parameter.Name)
	}
	require.Equal(t, []string{"path thingId", "query dry"}, parameters)
	require.Equal(t, 201, op.Success())
	require.Same(t, op.Response(201).Schema.Value.Properties["value"], op.Payload(), "the first property of x-result that is there")
}

func TestLeastExtensions(t *testing.T) {
	op := one(t, `
  /things:
    get:
      operationId: listThings
      x-method: list
      x-evidence: public
      x-retry: {class: safe}
      x-pagination: {style: page, request: page}
      security: []
      responses:
        2XX: {description: a, content: {application/json: {schema: {type: array}}}}
        default: {description: a, content: {application/json: {schema: {type: object}}}}
`)
	require.Equal(t, operation.Operation{
		Platform: "test", Spec: "test/v1/things.yaml", ID: "listThings", Method: "GET", Path: "/things",
		Evidence: operation.Public, Retry: operation.Retry{Class: operation.Safe},
		Pagination: &operation.Pagination{Style: "page", In: "query", Request: []string{"page"}},
	}, op.Operation)
	require.True(t, op.RepeatsSafely())
	require.Empty(t, op.ErrorCodes())
	schema, required := op.Request()
	require.Nil(t, schema)
	require.False(t, required)
	require.Equal(t, 200, op.Success())
	require.Same(t, op.Response(200).Schema, op.Payload(), "without x-result, the whole answer")
	require.True(t, op.Response(204).Schema.Value.Type.Is("array"))
	require.True(t, op.Response(500).Schema.Value.Type.Is("object"))
}

func TestPayloadInOneOfTwoForms(t *testing.T) {
	op := one(t, `
  /things:
    post:
      operationId: login
      x-method: login
      x-evidence: public
      x-retry: {class: safe}
      x-result: [data, .]
      x-pagination: {style: offset, request: offset, total: total}
      responses:
        '200':
          description: a
          content:
            application/json:
              schema:
                anyOf:
                  - $ref: '#/components/schemas/Owner'
                  - {type: object, properties: {data: {$ref: '#/components/schemas/Owner'}}}
`)
	require.Equal(t, "#/components/schemas/Owner", op.Payload().Ref)
	require.Equal(t, operation.ByOffset, op.Pagination.Style)
}

func TestAlternatives(t *testing.T) {
	op := one(t, `
  /things:
    post:
      operationId: createThing
      x-method: create
      x-evidence: public
      x-retry: {class: never}
      requestBody:
        content:
          application/json:
            schema:
              allOf:
                - anyOf: [{required: [email]}, {required: [code, phone]}]
                - anyOf: [{required: [email]}, {type: object, required: [data], properties: {data: {type: string}}}]
                - anyOf: [{required: [email]}, {type: object}]
                - {required: [email]}
      responses: {}
`)
	schema, _ := op.Request()
	parts := schema.Value.AllOf
	require.Equal(t, [][]string{{"email"}, {"code", "phone"}}, spec.Alternatives(parts[0].Value))
	for _, part := range parts[1:] {
		require.Nil(t, spec.Alternatives(part.Value))
	}
	require.Nil(t, spec.Alternatives(nil))
}

func TestEmptyAnswers(t *testing.T) {
	for name, responses := range map[string]string{
		"no content": `'204': {description: a}`,
		"text":       `'200': {description: a, content: {text/plain: {schema: {type: string}}}}`,
		"no schema":  `'200': {description: a, content: {application/json: {}}}`,
		"none":       `'400': {description: a}`,
	} {
		t.Run(name, func(t *testing.T) {
			op := one(t, `
  /things:
    delete:
      operationId: deleteThing
      x-method: delete
      x-evidence: public
      x-retry: {class: never}
      x-result: [data]
      responses: {`+responses+`}
`)
			require.True(t, op.Empty)
			require.Nil(t, op.Payload())
			require.Nil(t, op.Response(502))
		})
	}
}

func TestOrderOfOperations(t *testing.T) {
	operations, err := load(strings.ReplaceAll(`
  /b: {get: {operationId: getB, REST}, delete: {operationId: deleteB, REST}}
  /a: {post: {operationId: postA, REST}, patch: {operationId: patchA, REST}}
`, "REST", "x-method: m, x-evidence: public, x-retry: {class: safe}, responses: {}"))
	require.NoError(t, err)
	var ids []string
	for _, op := range operations {
		ids = append(ids, op.ID)
	}
	require.Equal(t, []string{"patchA", "postA", "deleteB", "getB"}, ids)
}

// callback is one with a schema and an x-event.
func callback(schema, event string) string {
	return "{told: {'https://partner.example': {post: {x-event: " + event + ", requestBody: {content: {application/json: " +
		"{schema: " + schema + "}}}, responses: {}}}}}"
}

func TestMalformedExtensions(t *testing.T) {
	good := map[string]string{
		"operationId": "getThing", "x-method": "get", "x-evidence": "public", "x-retry": "{class: safe}",
		"responses": "{'200': {description: a, content: {application/json: {schema: {type: object}}}}}",
	}
	var paths strings.Builder
	for key, value := range good {
		paths.WriteString("      " + key + ": " + value + "\n")
	}
	_, err := load("  /things:\n    get:\n" + paths.String())
	require.NoError(t, err, "what the cases below are made from")
	for _, test := range []struct{ name, key, value, want string }{
		{"no id", "operationId", "", "GET /things"},
		{"no method", "x-method", "", "x-method"},
		{"method is no text", "x-method", "[get]", "x-method"},
		{"no evidence", "x-evidence", "", "x-evidence"},
		{"unknown evidence", "x-evidence", "rumoured", "rumoured"},
		{"no retry", "x-retry", "", "x-retry"},
		{"retry is a text", "x-retry", "safe", "x-retry"},
		{"no class", "x-retry", "{}", "x-retry"},
		{"misspelt class", "x-retry", "{class: save}", "save"},
		{"misspelt property", "x-retry", "{class: safe, exist: [a]}", "exist"},
		{"keyed without a key", "x-retry", "{class: keyed}", "x-retry"},
		{"key without keyed", "x-retry", "{class: never, key: ref}", "x-retry"},
		{"exists without a key", "x-retry", "{class: never, exists: [a]}", "x-retry"},
		{"requires without a key", "x-retry", "{class: safe, requires: {a: true}}", "x-retry"},
		{"find without a key", "x-retry", "{class: never, find: {operation: a, by: b}}", "x-retry"},
		{"find without by", "x-retry", "{class: keyed, key: ref, find: {operation: a}}", "x-retry"},
		{"exists is no list", "x-retry", "{class: keyed, key: ref, exists: a}", "exists"},
		{"money is no boolean", "x-moves-money", "'yes'", "x-moves-money"},
		{"result is no list", "x-result", "data", "x-result"},
		{"error codes are no list", "x-error-codes", "a", "x-error-codes"},
		{"pagination without a style", "x-pagination", "{request: page}", "x-pagination"},
		{"unknown style", "x-pagination", "{style: cursor, request: page}", "x-pagination"},
		{"pagination without a request", "x-pagination", "{style: page}", "x-pagination"},
		{"misspelt pagination", "x-pagination", "{style: page, request: page, totalPages: a}", "totalPages"},
		{"pagination in two places", "x-pagination", "{style: page, request: page, page: a.page, pages: b.pages}", "x-pagination"},
		{"pagination in the payload", "x-pagination", "{style: page, request: page, page: data.page}\n      x-result: [data]", "x-pagination"},
		{"misspelt extension", "x-move-money", "true", "x-move-money"},
		{"aliases are no list", "responses",
			"{'200': {description: a, content: {application/json: {schema: {properties: {name: {x-aliases: Name_}}}}}}}", "x-aliases of name"},
		{"callback without a body", "callbacks", "{told: {'https://partner.example': {post: {responses: {}}}}}", "callback told"},
		{"callback that is not posted", "callbacks", "{told: {'https://partner.example': {put: {responses: {}}}}}", "callback told"},
		{"callback of another form", "callbacks",
			"{told: {'https://partner.example': {post: {requestBody: {content: {text/plain: {}}}, responses: {}}}}}", "callback told"},
		{"aliases in a callback are no list", "callbacks",
			callback("{properties: {name: {x-aliases: Name_}}}", "{marks: {a: b}}"), "x-aliases of name"},
		{"no event in a callback", "callbacks", callback("{}", "{}"), "callback told: x-event"},
		{"event with marks and same", "callbacks", callback("{}", "{marks: {a: b}, same: c}"), "callback told: x-event"},
		{"same and retrieve", "callbacks", callback("{}", "{same: a, retrieve: getThing}"), "callback told: x-event"},
		{"retrieve without about", "callbacks", callback("{}", "{marks: {a: b}, retrieve: getThing}"), "callback told: x-event"},
		{"event about nothing", "callbacks", callback("{}", "{marks: {a: b}, about: thingId}"), "no property thingId"},
		{"misspelt event", "callbacks", callback("{}", "{marks: {a: b}, abuot: a}"), "abuot"},
		{"mark that is no text", "callbacks", callback("{}", "{marks: {a: [b]}}"), "marks"},
		{"alias is no text", "responses",
			"{'200': {description: a, content: {application/json: {schema: {properties: {name: {x-aliases: [{a: b}]}}}}}}}", "x-aliases of name"},
	} {
		t.Run(test.name, func(t *testing.T) {
			paths := "  /things:\n    get:\n"
			for key, value := range good {
				if key != test.key {
					paths += "      " + key + ": " + value + "\n"
				}
			}
			if test.value != "" {
				paths += "      " + test.key + ": " + test.value + "\n"
			}
			_, err := load(paths)
			require.ErrorContains(t, err, test.want)
			require.ErrorContains(t, err, "test/v1/things.yaml")
			if test.key != "operationId" {
				require.ErrorContains(t, err, "getThing")
			}
		})
	}
}
