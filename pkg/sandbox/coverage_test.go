package sandbox_test

import (
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"os"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/cardplatformservices"
	"github.com/wallex-sdk/wallex-go/gen/walletengine/walletengineservices"
	"github.com/wallex-sdk/wallex-go/gen/walletenginecards/walletenginecardsservices"
	"github.com/wallex-sdk/wallex-go/gen/wallex/wallexservices"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
	"github.com/wallex-sdk/wallex-go/pkg/validate"
)

// successes are the operations that the sandboxes of the tests have done.
var successes = struct {
	sync.Mutex
	of map[string]bool
}{of: map[string]bool{}}

// noteSuccesses remembers what a sandbox has done.
func noteSuccesses(s *sandbox.Sandbox) {
	successes.Lock()
	defer successes.Unlock()
	for name := range s.Stats().Succeeded {
		successes.of[name] = true
	}
}

// TestMain fails where an operation of a specification was never done in any test: a handler that only refuses would
// go unnoticed.
func TestMain(m *testing.M) {
	code := m.Run()
	filtered := false
	for _, name := range []string{"run", "skip", "list", "fuzz", "bench"} {
		filtered = filtered || flag.Lookup("test."+name).Value.String() != ""
	}
	if code == 0 && !filtered {
		code = undone()
	}
	os.Exit(code)
}

func undone() (code int) {
	platforms, _ := spec.Embedded.Platforms()
	for _, platform := range platforms {
		operations, _ := spec.Embedded.Platform(platform)
		for _, op := range operations {
			if !successes.of[strings.TrimPrefix(platform+"."+op.ID, "wallex.")] {
				fmt.Printf("no test has the sandbox do %s %s\n", platform, op.ID)
				code = 1
			}
		}
	}
	return code
}

// TestEveryGeneratedMethod calls every method of the generated clients with the example of its operation. The answers
// are validated strictly.
func TestEveryGeneratedMethod(t *testing.T) {
	for platform, services := range map[string]func(*operation.Caller) any{
		"wallex":            func(c *operation.Caller) any { return wallexservices.New(c) },
		"walletengine":      func(c *operation.Caller) any { return walletengineservices.New(c) },
		"walletenginecards": func(c *operation.Caller) any { return walletenginecardsservices.New(c) },
		"cardplatform":      func(c *operation.Caller) any { return cardplatformservices.New(c) },
	} {
		operations, err := spec.Embedded.Platform(platform)
		require.NoError(t, err)
		for _, op := range operations {
			t.Run(platform+"/"+op.ID, func(t *testing.T) {
				c := connect(t)
				prefix := c.authorize(op)
				caller := &operation.Caller{
					BaseURL: c.sandbox.URL() + prefix, AllowUnverified: true, DecodeError: anyError,
					Transport: &validate.Transport{Base: authorized{c}, Answers: validate.Enforce},
				}
				if platform == "walletengine" {
					caller.Shared = map[string]string{"app_id": c.sandbox.WalletAppID()}
				}
				err := call(t, reflect.ValueOf(services(caller)), op)
				require.NotErrorIs(t, err, apierror.ErrNotSent)
				require.NotErrorIs(t, err, apierror.ErrAmbiguous)
			})
		}
	}
}

// authorized sends requests with the credentials of a caller.
type authorized struct{ *caller }

func (a authorized) RoundTrip(req *http.Request) (*http.Response, error) {
	own := req.Clone(req.Context())
	own.Header.Set("X-Api-Key", a.key)
	own.Header.Set("Authorization", a.token)
	own.Header.Set("X-Enable-Encryption", "false")
	return http.DefaultTransport.RoundTrip(own)
}

// anyError reads the refusals of all platforms. That of an example is no mistake: the ids in it do not exist here.
func anyError(body []byte) (operation.Refusal, bool) {
	var e map[string]any
	err := json.Unmarshal(body, &e)
	code := cmp.Or(e["error_code"], e["error"], e["type"])
	return operation.Refusal{Code: fmt.Sprint(code), CallerMistake: true}, err == nil && code != nil
}

// call calls the generated method of an operation with its example, and returns its error.
func call(t *testing.T, services reflect.Value, op *spec.Operation) error {
	domain := strings.TrimSuffix(strings.TrimPrefix(op.Spec, op.Platform+"/"), ".yaml")
	client := services
	for part := range strings.SplitSeq(domain, "/") {
		client = client.FieldByNameFunc(func(name string) bool { return strings.EqualFold(name, strings.ReplaceAll(part, "-", "")) })
		require.True(t, client.IsValid(), "there is no client of %s", op.Spec)
	}
	method, ok := reflect.TypeOf(client.Interface()), false
	var called reflect.Value
	for i := range method.NumMethod() {
		if strings.EqualFold(method.Method(i).Name, op.MethodName) {
			called, ok = client.Method(i), true
		}
	}
	require.True(t, ok, "%s has no method %s", op.Spec, op.MethodName)
	returned := called.Call(arguments(t, called.Type(), op))
	err, _ := returned[len(returned)-1].Interface().(error)
	if err == nil && len(returned) == 2 && returned[0].Kind() == reflect.Pointer {
		require.False(t, returned[0].IsNil())
	}
	return err
}

// arguments are the context, the parameters of the path, those of the query and the body, as far as there are any.
func arguments(t *testing.T, method reflect.Type, op *spec.Operation) (all []reflect.Value) {
	var inPath []any
	query := map[string]any{}
	for name := range strings.SplitSeq(op.Path, "{") {
		for _, parameter := range op.Parameters() {
			if before, _, ok := strings.Cut(name, "}"); ok && parameter.In == "path" && parameter.Name == before {
				inPath = append(inPath, parameter.Example)
			}
		}
	}
	for _, parameter := range op.Parameters() {
		if parameter.In == "query" && parameter.Required {
			query[parameter.Name] = parameter.Example
		}
	}
	for i := range method.NumIn() - 1 { // the last are the options
		value := reflect.New(method.In(i)).Elem()
		switch {
		case value.Type() == reflect.TypeFor[context.Context]():
			value = reflect.ValueOf(t.Context())
		case strings.HasSuffix(value.Type().String(), "Params"):
			fill(t, value, query)
		case len(inPath) > 0:
			fill(t, value, inPath[0])
			inPath = inPath[1:]
		default:
			fill(t, value, documentedBody(op))
		}
		all = append(all, value)
	}
	return all
}

// fill decodes an example into an argument. Fields of query parameters have no JSON names, but case does not matter.
func fill(t *testing.T, value reflect.Value, example any) {
	written, err := json.Marshal(example)
	require.NoError(t, err)
	into := value.Addr().Interface()
	if value.Kind() == reflect.String {
		written = fmt.Appendf(nil, "%q", fmt.Sprint(example))
	}
	require.NoError(t, json.Unmarshal(written, into))
}
