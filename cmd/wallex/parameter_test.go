package main

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/auth"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

// toyFiles are the specifications of a platform with what those of the real ones do not have yet.
var toyFiles = fstest.MapFS{"toy/things.yaml": {Data: []byte(`
openapi: 3.0.3
info: {title: Things, version: '1', description: Things to play with. More about them.}
paths:
  /things/{thing_id}:
    parameters:
      - {name: thing_id, in: path, required: true, schema: {type: string}, description: Id of the thing.}
    get:
      operationId: listThings
      x-method: list
      x-evidence: documented
      x-retry: {class: safe}
      x-pagination: {style: page, request: pagination.page}
      summary: List things
      parameters:
        - {name: timeout, in: query, schema: {type: integer}, description: Named as a flag of the connection.}
        - {name: colours, in: query, schema: {type: array, items: {type: string, enum: [red, blue]}}}
        - name: pagination
          in: query
          style: deepObject
          schema:
            type: object
            properties:
              page: {type: integer, description: Number of the page.}
              limit: {type: integer}
      responses:
        '200': {description: Things., content: {application/json: {schema: {type: array, items: {type: object}}}}}
    post:
      operationId: breakThing
      x-method: break
      x-evidence: inferred
      x-retry: {class: never}
      summary: Break a thing
      responses:
        '200': {description: Broken., content: {application/json: {schema: {type: object}}}}
`)}}

// toy is a client of the toy platform that answers every request with an empty list, and keeps their URLs.
type toy struct {
	*client.Client
	requested *[]string
}

func (c toy) Caller() *operation.Caller {
	caller := *c.Client.Caller()
	caller.Transport = c
	return &caller
}

func (c toy) RoundTrip(req *http.Request) (*http.Response, error) {
	*c.requested = append(*c.requested, req.URL.String())
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader("[]"))}, nil
}

// toyRun carries out a command line that begins with call toy, and returns what was requested.
func toyRun(t *testing.T, args ...string) (result, []string) {
	t.Helper()
	args = append([]string{"call", "toy"}, args...)
	var requested []string
	root := &cobra.Command{Use: "wallex", SilenceErrors: true, SilenceUsage: true}
	root.AddCommand(newCall(spec.New(toyFiles), map[string]platform{"toy": {
		addresses: map[string]string{production: "https://toy.test"},
		connect: func(options ...client.Option) (session, error) {
			noLogin := func(operation.Caller) auth.Strategy { return nil }
			core, err := client.New(client.Platform{Name: "toy", Strategy: noLogin}, options...)
			return toy{core, &requested}, err
		},
	}}, args))
	var stdout, stderr bytes.Buffer
	code := execute(t.Context(), root, args, strings.NewReader(""), &stdout, &stderr)
	return result{code, stdout.String(), stderr.String()}, requested
}

func TestParametersOfEveryStyle(t *testing.T) {
	for name, test := range map[string]struct {
		args []string
		want string
	}{
		"path only":       {nil, "https://toy.test/things/a%20b"},
		"list":            {[]string{"--colours", "red", "--colours", "blue"}, "https://toy.test/things/a%20b?colours=red&colours=blue"},
		"object":          {[]string{"--pagination-page", "2", "--pagination-limit", "5"}, "https://toy.test/things/a%20b?pagination[limit]=5&pagination[page]=2"},
		"name of our own": {[]string{"--parameter-timeout", "5", "--timeout", "1s"}, "https://toy.test/things/a%20b?timeout=5"},
	} {
		t.Run(name, func(t *testing.T) {
			got, requested := toyRun(t, append([]string{"listThings", "--thing-id", "a b"}, test.args...)...)
			require.Equal(t, exitDone, got.code, got.stderr)
			require.Equal(t, []string{test.want}, requested)
		})
	}
}

func TestAllBeginsAtThePageAskedFor(t *testing.T) {
	got, requested := toyRun(t, "listThings", "--thing-id", "a", "--pagination-page", "7", "--all")
	require.Equal(t, exitDone, got.code, got.stderr)
	require.Equal(t, []string{"https://toy.test/things/a?pagination%5Bpage%5D=7"}, requested)
	require.Equal(t, "[]\n", got.stdout)
}

func TestInferredOperations(t *testing.T) {
	got, requested := toyRun(t, "breakThing", "--thing-id", "a")
	require.Equal(t, exitUsage, got.code)
	require.Contains(t, got.stderr, "send it with --unverified")
	require.Empty(t, requested)

	got, requested = toyRun(t, "breakThing", "--thing-id", "a", "--unverified")
	require.Equal(t, exitDone, got.code, got.stderr)
	require.Len(t, requested, 1)

	got, _ = toyRun(t, "breakThing", "--help")
	require.True(t, strings.HasPrefix(got.stdout, "Inferred, not documented:"), got.stdout)
	got, _ = toyRun(t)
	require.Contains(t, got.stdout, "[inferred] Break a thing")
	require.Contains(t, got.stdout, "things: Things to play with\n")
}

func TestPlatformWithoutAClient(t *testing.T) {
	args := []string{"call", "toy", "breakThing", "--thing-id", "a"}
	root := &cobra.Command{Use: "wallex", SilenceErrors: true, SilenceUsage: true}
	root.AddCommand(newCall(spec.New(toyFiles), nil, args))
	var stderr bytes.Buffer
	require.Equal(t, exitUnexpected, execute(t.Context(), root, args, strings.NewReader(""), io.Discard, &stderr))
	require.Contains(t, stderr.String(), "there is no client of the platform toy yet")
}

func TestKebab(t *testing.T) {
	for name, want := range map[string]string{
		"currency": "currency", "simplePaymentId": "simple-payment-id", "requestPaymentUploadUrl": "request-payment-upload-url",
		"page_size": "page-size", "pagination page": "pagination-page", "MT103Code": "mt103-code", "userID": "user-id",
		"URLSent": "url-sent", "gender ": "gender", "X-Device": "x-device",
	} {
		require.Equal(t, want, kebab(name))
	}
}
