package spec_test

import (
	"errors"
	"io/fs"
	"path"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/api"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

func TestEmbedded(t *testing.T) {
	domains, err := spec.Embedded.Domains()
	require.NoError(t, err)
	require.Contains(t, domains, "wallex/v1/conversions.yaml")
	require.NotContains(t, domains, "wallex/openapi.yaml")
	require.NotContains(t, domains, "wallex/wallex-common.yaml")
	require.IsIncreasing(t, domains)
	for _, name := range domains {
		t.Run(name, func(t *testing.T) {
			doc, err := spec.Embedded.Document(name)
			require.NoError(t, err)
			operations, err := spec.Embedded.Operations(name)
			require.NoError(t, err)
			require.NotEmpty(t, operations)
			names := map[string]bool{}
			for _, op := range operations {
				require.Equal(t, name, op.Spec)
				require.Same(t, doc.Paths.Value(op.Path), op.Item)
				require.Same(t, op.Item.GetOperation(op.Method), op.Schema)
				require.False(t, names[op.MethodName], "%s: two methods named %s", op.ID, op.MethodName)
				names[op.MethodName] = true
				found, err := spec.Embedded.Find(name, op.ID)
				require.NoError(t, err)
				require.Same(t, op, found)
			}
		})
	}
}

func TestEmbeddedPlatforms(t *testing.T) {
	platforms, err := spec.Embedded.Platforms()
	require.NoError(t, err)
	require.Contains(t, platforms, "wallex")
	for _, platform := range platforms {
		t.Run(platform, func(t *testing.T) {
			operations, err := spec.Embedded.Platform(platform)
			require.NoError(t, err)
			byID := map[string]*spec.Operation{}
			for _, op := range operations {
				require.Equal(t, platform, op.Platform)
				require.NotContains(t, byID, op.ID, "the id must be unique in the platform")
				byID[op.ID] = op
			}
			for _, op := range operations {
				if find := op.Retry.Find; find.Operation != "" {
					require.Contains(t, byID, find.Operation, op.ID)
					require.True(t, byID[find.Operation].RepeatsSafely(), "%s looks its key up with what is not safe", op.ID)
				}
			}
		})
	}
}

func TestWallexV1(t *testing.T) {
	operations, err := spec.Embedded.Platform("wallex")
	require.NoError(t, err)
	count := 0
	for _, op := range operations {
		if v1, _ := path.Match("wallex/v1/*.yaml", op.Spec); v1 || op.Spec == "wallex/authentication.yaml" {
			count++
		}
	}
	require.Equal(t, 40, count)

	create, err := spec.Embedded.Find("wallex/v1/conversions.yaml", "createConversion")
	require.NoError(t, err)
	require.Equal(t, operation.Operation{
		Platform: "wallex",
		Spec:     "wallex/v1/conversions.yaml",
		ID:       "createConversion",
		Method:   "POST",
		Path:     "/conversions/v1/create",
		Security: []string{"apiKey", "token"},
		Evidence: operation.Documented,
		Retry: operation.Retry{
			Class:    operation.Keyed,
			Key:      "referenceId",
			Requires: map[string]any{"uniqueReferenceId": true},
			Exists:   []string{"conversion_reference_id_already_exist"},
			Find:     operation.Find{Operation: "findConversions", By: "referenceId"},
		},
		MovesMoney: true,
		Result:     []string{"data"},
		Shared:     []operation.Shared{{Name: "onBehalfOfAccount", In: "body"}, {Name: "onBehalfOfUser", In: "body"}},
		Aliases:    operation.Aliases{{Sent: "id", Name: "conversionId"}},
	}, create.Operation)
	require.Equal(t, "create", create.MethodName)
	require.True(t, create.Needs("token"))
	require.False(t, create.Needs("password"))
	require.False(t, create.RepeatsSafely())
}

func TestUnknownNames(t *testing.T) {
	_, err := spec.Embedded.Find("wallex/v1/conversions.yaml", "noSuchOperation")
	require.ErrorContains(t, err, "noSuchOperation")
	_, err = spec.Embedded.Find("wallex/v1/nothing.yaml", "a")
	require.ErrorIs(t, err, fs.ErrNotExist)
	_, err = spec.Embedded.Operations("wallex/v1/nothing.yaml")
	require.ErrorIs(t, err, fs.ErrNotExist)
	_, err = spec.Embedded.Document("../go.mod")
	require.Error(t, err)
	_, err = spec.Embedded.Platform("wall")
	require.ErrorContains(t, err, `"wall"`)
}

func TestBrokenFiles(t *testing.T) {
	for name, text := range map[string]string{
		"no YAML":              "openapi: [",
		"reference to nowhere": "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {/a: {$ref: 'nothing.yaml#/a'}}",
	} {
		t.Run(name, func(t *testing.T) {
			files := spec.New(fstest.MapFS{"test/a.yaml": {Data: []byte(text)}})
			domains, err := files.Domains()
			require.NoError(t, err)
			require.Equal(t, []string{"test/a.yaml"}, domains)
			for range 2 { // the error is remembered as the document is
				_, err = files.Document("test/a.yaml")
				require.ErrorContains(t, err, "test/a.yaml")
				_, err = files.Platform("test")
				require.ErrorContains(t, err, "test/a.yaml")
			}
		})
	}
}

func TestFileThatRefersToABrokenOne(t *testing.T) {
	files := spec.New(fstest.MapFS{
		"test/a.yaml": {Data: []byte("openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {}\ncomponents: {schemas: " +
			"{Good: {type: string}, Bad: {$ref: 'nothing.yaml#/a'}}}")},
		"test/b.yaml": {Data: []byte("openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {}\ncomponents: {schemas: " +
			"{Other: {$ref: 'a.yaml#/components/schemas/Good'}}}")},
	})
	for _, name := range []string{"test/a.yaml", "test/b.yaml"} {
		_, err := files.Document(name)
		require.ErrorContains(t, err, "nothing.yaml")
	}
}

func TestConcurrentLoading(t *testing.T) {
	files := spec.New(api.Files)
	domains, err := files.Domains()
	require.NoError(t, err)
	loaded := make([][]*spec.Operation, 8)
	errs := make([]error, len(loaded))
	var group sync.WaitGroup
	for i := range loaded {
		group.Go(func() {
			// Each begins elsewhere, and reads what it has while the others are still loading.
			for j := range domains {
				operations, err := files.Operations(domains[(i*len(domains)/len(loaded)+j)%len(domains)])
				errs[i] = errors.Join(errs[i], err)
				for _, op := range operations {
					if payload := op.Payload(); payload != nil {
						_ = payload.Value.VisitJSON(map[string]any{"id": "1"})
					}
					op.Request()
					op.Parameters()
					op.ErrorCodes()
				}
			}
			for _, name := range domains {
				operations, err := files.Operations(name)
				errs[i] = errors.Join(errs[i], err)
				loaded[i] = append(loaded[i], operations...)
			}
		})
	}
	group.Wait()
	require.NoError(t, errors.Join(errs...))
	for _, operations := range loaded {
		require.Len(t, operations, len(loaded[0]))
		for i, op := range operations {
			require.Same(t, loaded[0][i], op, "every file is parsed once")
		}
	}
	require.NotEmpty(t, loaded[0])
}
