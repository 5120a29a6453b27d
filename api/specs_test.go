package api_test

import (
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/wallex-sdk/wallex-go/api"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

// specifications returns the names of all files: domains, common files and roots.
func specifications(t *testing.T) (names []string) {
	require.NoError(t, fs.WalkDir(api.Files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			names = append(names, name)
		}
		return err
	}))
	return names
}

func TestSpecificationsAreValid(t *testing.T) {
	for _, name := range specifications(t) {
		t.Run(name, func(t *testing.T) {
			doc, err := spec.Embedded.Document(name)
			require.NoError(t, err)
			require.NoError(t, doc.Validate(t.Context(), openapi3.EnableExamplesValidation()))
			require.Equal(t, "3.0.3", doc.OpenAPI)
		})
	}
}

// requireDescribed checks what operations and notifications have in common.
func requireDescribed(t *testing.T, op *openapi3.Operation) {
	require.NotEmpty(t, op.OperationID)
	require.NotEmpty(t, op.Summary)
	require.NotEmpty(t, op.Description)
	require.NotNil(t, op.ExternalDocs, "externalDocs is the vendor's page")
	require.Regexp(t, `^https://`, op.ExternalDocs.URL)
	if op.RequestBody != nil {
		requireExample(t, op.RequestBody.Value.Content)
	}
}

func requireExample(t *testing.T, content openapi3.Content) {
	for _, media := range content {
		require.NotEmpty(t, media.Examples)
	}
}

func TestOperationsAreDescribed(t *testing.T) {
	for _, platform := range platforms(t) {
		operations, err := spec.Embedded.Platform(platform)
		require.NoError(t, err)
		ids, methods := map[string]bool{}, map[string]bool{}
		for _, op := range operations {
			t.Run(platform+"/"+op.ID, func(t *testing.T) {
				requireDescribed(t, op.Schema)
				require.NotEmpty(t, op.Schema.Tags)
				require.False(t, ids[op.ID], "the operationId is not unique in its platform")
				require.False(t, methods[op.Spec+" "+op.MethodName], "the x-method is not unique in its file")
				ids[op.ID], methods[op.Spec+" "+op.MethodName] = true, true

				require.Regexp(t, `^[a-z][A-Za-z0-9]*$`, op.ID)
				require.Regexp(t, `^[a-z][A-Za-z0-9]*$`, op.MethodName)
				for _, status := range []string{"400", "401", "403", "5XX"} {
					require.NotNil(t, op.Schema.Responses.Value(status), status)
				}
				for status, answer := range op.Schema.Responses.Map() {
					require.NotEmpty(t, *answer.Value.Description, status)
					if strings.HasPrefix(status, "2") {
						requireExample(t, answer.Value.Content)
					}
				}
				for _, parameter := range op.Parameters() {
					require.NotEmpty(t, parameter.Description, parameter.Name)
				}
				for _, n := range op.Notifications {
					requireDescribed(t, n.Schema)
					require.False(t, ids[n.ID], "the operationId is not unique in its platform")
					ids[n.ID] = true
				}
			})
		}
	}
}

// A key must be in the request that it recognises, and the operation that looks it up must take it.
func TestRetryExtension(t *testing.T) {
	for _, platform := range platforms(t) {
		operations, err := spec.Embedded.Platform(platform)
		require.NoError(t, err)
		byID := map[string]*spec.Operation{}
		for _, op := range operations {
			byID[op.ID] = op
		}
		for _, op := range operations {
			t.Run(platform+"/"+op.ID, func(t *testing.T) {
				if op.Method == http.MethodGet {
					require.Equal(t, operation.Safe, op.Retry.Class)
				}
				if op.MovesMoney {
					require.NotEqual(t, operation.Safe, op.Retry.Class)
				}
				if op.Retry.Key != "" {
					require.Contains(t, inputs(op), op.Retry.Key)
				}
				for field := range op.Retry.Requires {
					require.Contains(t, inputs(op), field)
				}
				if find := op.Retry.Find; find.Operation != "" {
					require.Contains(t, byID, find.Operation)
					require.Contains(t, inputs(byID[find.Operation]), find.By)
					require.Equal(t, operation.Safe, byID[find.Operation].Retry.Class)
				}
			})
		}
	}
}

// inputs returns the names of an operation's parameters and of the properties of its body.
func inputs(op *spec.Operation) []string {
	var names []string
	for _, parameter := range op.Parameters() {
		names = append(names, parameter.Name)
	}
	if schema, _ := op.Request(); schema != nil {
		names = slices.AppendSeq(names, maps.Keys(schema.Value.Properties))
	}
	return names
}

func platforms(t *testing.T) []string {
	names, err := spec.Embedded.Platforms()
	require.NoError(t, err)
	return names
}

// Every property says what it is: itself, or through what it refers to.
func TestPropertiesAreDescribed(t *testing.T) {
	for _, name := range specifications(t) {
		doc, err := spec.Embedded.Document(name)
		require.NoError(t, err)
		if doc.Components == nil {
			continue
		}
		for schemaName, schema := range doc.Components.Schemas {
			require.NotEmpty(t, schema.Value.Description, "%s: %s", name, schemaName)
			for property, ref := range schema.Value.Properties {
				require.True(t, described(ref), "%s: %s.%s", name, schemaName, property)
			}
		}
	}
}

// A schema that says nothing of the type takes null as it is. OpenAPI 3.0.3 has nullable beside a type only, and
// Redocly's lint insists on it.
func TestNullableHasAType(t *testing.T) {
	for _, name := range specifications(t) {
		doc, err := spec.Embedded.Document(name)
		require.NoError(t, err)
		if doc.Components == nil {
			continue
		}
		for schemaName, schema := range doc.Components.Schemas {
			for property, ref := range schema.Value.Properties {
				require.True(t, !ref.Value.Nullable || ref.Value.Type != nil, "%s: %s.%s", name, schemaName, property)
			}
		}
	}
}

func described(ref *openapi3.SchemaRef) bool {
	return ref.Value.Description != "" || slices.ContainsFunc(ref.Value.AllOf, described)
}

// The schemas with fields belong to requests, which have x-request, or to answers: the two have different Go types.
// What has no fields, such as an enum or an amount, may be in both.
func TestRequestsAndAnswersAreApart(t *testing.T) {
	files := sources{}
	for _, name := range specifications(t) {
		text, err := fs.ReadFile(api.Files, name)
		require.NoError(t, err)
		var doc any
		require.NoError(t, yaml.Unmarshal(text, &doc))
		files[name] = doc
	}
	requests, answers := map[string]bool{}, map[string]bool{}
	for name, doc := range files {
		for _, item := range object(object(doc)["paths"]) {
			files.reach(requests, name, object(item)["parameters"])
			for _, op := range object(item) {
				files.reach(requests, name, object(op)["parameters"])
				files.reach(requests, name, object(op)["requestBody"])
				files.reach(answers, name, object(op)["responses"])
				files.reach(answers, name, object(op)["callbacks"]) // what we are sent
			}
		}
		files.reach(answers, name, object(object(doc)["components"])["responses"])
	}
	for name, doc := range files {
		for schemaName, schema := range object(object(object(doc)["components"])["schemas"]) {
			pointer := name + "#/components/schemas/" + schemaName
			fields := object(schema)["properties"] != nil
			require.True(t, requests[pointer] || answers[pointer], "%s is not used", pointer)
			if object(schema)["x-request"] == true {
				require.True(t, fields && requests[pointer] && !answers[pointer], "%s is not of a request only", pointer)
			} else if fields {
				require.False(t, requests[pointer], "%s is of a request and lacks x-request", pointer)
			}
		}
	}
}

// sources are the specifications by name, before any reference is followed.
type sources map[string]any

// reach notes every schema that a part of a file refers to, directly or through others.
func (s sources) reach(found map[string]bool, name string, part any) {
	switch part := part.(type) {
	case []any:
		for _, item := range part {
			s.reach(found, name, item)
		}
	case map[string]any:
		for key, item := range part {
			if ref, ok := item.(string); ok && key == "$ref" {
				file, pointer, _ := strings.Cut(ref, "#")
				if file = path.Join(path.Dir(name), file); strings.HasPrefix(ref, "#") {
					file = name
				}
				if target := file + "#" + pointer; !found[target] {
					found[target] = true
					s.reach(found, file, s.at(file, pointer))
				}
			} else if key != "examples" && key != "example" {
				s.reach(found, name, item)
			}
		}
	}
}

func (s sources) at(file, pointer string) any {
	part := s[file]
	for _, name := range strings.Split(strings.TrimPrefix(pointer, "/"), "/") {
		part = object(part)[strings.NewReplacer("~1", "/", "~0", "~").Replace(name)]
	}
	return part
}

func object(value any) map[string]any {
	found, _ := value.(map[string]any)
	return found
}

// The lists in testdata are those of the operations and pages that the vendors document.
func list(t *testing.T, name string) (lines [][]string) {
	text, err := os.ReadFile("testdata/" + name)
	require.NoError(t, err)
	for line := range strings.Lines(string(text)) {
		lines = append(lines, strings.Split(strings.TrimSpace(line), "\t"))
	}
	return lines
}

// Every operation that a vendor's documentation names with its method and path is specified.
func TestDocumentedOperationsAreThere(t *testing.T) {
	specified := map[string]bool{}
	for _, platform := range platforms(t) {
		operations, err := spec.Embedded.Platform(platform)
		require.NoError(t, err)
		for _, op := range operations {
			specified[op.Platform+" "+op.Method+" "+op.Path] = true
		}
	}
	listed := list(t, "operations.tsv")
	require.Len(t, listed, 111)
	for _, line := range listed {
		require.True(t, specified[strings.Join(line, " ")], "%s is missing", line)
	}
}

const developerCenter = "https://docs.wallex.asia"

// Every page of the developer center is the source of exactly one operation or notification, and no page is made up.
// The page about uploads is that of a signed URL: it belongs to no operation of the platform.
func TestPagesOfTheDeveloperCenterAreThere(t *testing.T) {
	sources := map[string][]string{}
	add := func(id string, docs *openapi3.ExternalDocs) {
		if page, ok := strings.CutPrefix(docs.URL, developerCenter); ok {
			sources[page] = append(sources[page], id)
		}
	}
	operations, err := spec.Embedded.Platform("wallex")
	require.NoError(t, err)
	for _, op := range operations {
		add(op.ID, op.Schema.ExternalDocs)
		for _, n := range op.Notifications {
			add(n.ID, n.Schema.ExternalDocs)
		}
	}
	common, err := spec.Embedded.Document("wallex/wallex-common.yaml")
	require.NoError(t, err)
	add("UploadURL", common.Components.Schemas["UploadURL"].Value.ExternalDocs)

	pages, webhooks := list(t, "developer-center.tsv"), list(t, "developer-center-webhooks.tsv")
	require.Len(t, pages, 75)
	require.Len(t, webhooks, 8)
	listed := map[string]bool{}
	for _, page := range slices.Concat(pages, webhooks) {
		require.Len(t, sources[page[0]], 1, "%s: %s", page[0], page[1])
		listed[page[0]] = true
	}
	for page, ids := range sources {
		require.True(t, listed[page] || !strings.HasPrefix(page, "/docs/api/"), "%v: nothing says that there is a page %s", ids, page)
	}
}

// What is inferred and changes something is not sent unless the caller allows it, so it must not be taken for safe. A
// safe POST is a query.
func TestInferredChangesAreNotSafe(t *testing.T) {
	for _, platform := range platforms(t) {
		operations, err := spec.Embedded.Platform(platform)
		require.NoError(t, err)
		for _, op := range operations {
			if op.Evidence == operation.Inferred && op.Retry.Class == operation.Safe {
				require.Contains(t, []string{http.MethodGet, http.MethodPost}, op.Method, op.ID)
			}
			if op.Evidence == operation.Inferred {
				require.Regexp(t, `[Ii]nferred|guess`, op.Schema.Description, "%s does not say that it is inferred", op.ID)
			}
		}
	}
}

// x-evidence is about method, path and request. An operation of the card platform that has no page of its own is only
// named: unless there is nothing to read in its answer, it is inferred.
func TestOperationsWithoutAPageAreInferred(t *testing.T) {
	operations, err := spec.Embedded.Platform("cardplatform")
	require.NoError(t, err)
	for _, op := range operations {
		if strings.HasSuffix(op.Schema.ExternalDocs.URL, "/api-reference") && !op.Empty {
			require.Equal(t, operation.Inferred, op.Evidence, op.ID)
		}
	}
}

// Where an operation is known and its answer is inferred, the description of the answer says so.
func TestInferredAnswersSaySo(t *testing.T) {
	inferred := regexp.MustCompile(`(answer|fields|envelope)[^.;]*inferred`)
	for _, platform := range platforms(t) {
		operations, err := spec.Embedded.Platform(platform)
		require.NoError(t, err)
		for _, op := range operations {
			if op.Evidence != operation.Inferred && !op.Empty && inferred.MatchString(op.Schema.Description) {
				answer := op.Schema.Responses.Status(op.Success()).Value
				require.Regexp(t, `[Ii]nferred`, *answer.Description, "%s %s", platform, op.ID)
			}
		}
	}
}

// A request that is a guess must not be sent as if it were documented: where everything that it must have is inferred,
// so is the operation.
func TestInferredRequestsAreOfInferredOperations(t *testing.T) {
	for _, platform := range platforms(t) {
		operations, err := spec.Embedded.Platform(platform)
		require.NoError(t, err)
		for _, op := range operations {
			schema, _ := op.Request()
			if op.Retry.Class == operation.Safe || op.Evidence == operation.Inferred || schema == nil || len(schema.Value.Required) == 0 {
				continue
			}
			require.True(t, slices.ContainsFunc(schema.Value.Required, func(name string) bool {
				return !strings.Contains(strings.ToLower(schema.Value.Properties[name].Value.Description), "inferred")
			}), "all that %s %s must send is inferred", platform, op.ID)
		}
	}
}

// Where the field that says whose money or account it is may have another name, the partner's own may be taken.
func TestInferredOwnersAreOfInferredOperations(t *testing.T) {
	for _, platform := range platforms(t) {
		operations, err := spec.Embedded.Platform(platform)
		require.NoError(t, err)
		for _, op := range operations {
			schema, _ := op.Request()
			if op.Retry.Class == operation.Safe || op.Evidence == operation.Inferred || schema == nil {
				continue
			}
			for name, property := range schema.Value.Properties {
				if property.Value.Extensions["x-shared"] == true {
					require.NotRegexp(t, `[Ii]nferred`, property.Value.Description, "%s %s: %s", platform, op.ID, name)
				}
			}
		}
	}
}

// Two paths of a platform must not be the same but for the names of their parameters.
func TestPathsDoNotCollide(t *testing.T) {
	parameter := regexp.MustCompile(`\{[^}]*\}`)
	for _, platform := range platforms(t) {
		operations, err := spec.Embedded.Platform(platform)
		require.NoError(t, err)
		seen := map[string]string{}
		for _, op := range operations {
			shape := op.Method + " " + parameter.ReplaceAllString(op.Path, "{}")
			require.Empty(t, seen[shape], "%s and %s are the same", op.ID, seen[shape])
			seen[shape] = op.ID
		}
	}
}
