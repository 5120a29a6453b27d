package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/internal/redaction"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

// Every generated type that holds a secret prints it as redacted, however it is printed, and sends it all the same. An error
// that repeats what was sent prints none either.
func TestGeneratedTypesPrintNoSecrets(t *testing.T) {
	const canary = "zJq7-canary"
	bodies := 0
	check := func(platform, id, kind string, schema *openapi3.SchemaRef) {
		planted := redaction.Plant(schema, canary)
		if planted == nil {
			return
		}
		bodies++
		t.Run(platform+"."+id+"."+kind, func(t *testing.T) {
			text, err := json.Marshal(planted)
			require.NoError(t, err)
			value, err := goTypes[platform][id](kind, text)
			require.NoError(t, err)
			printed := redaction.Print(value)
			require.NotContains(t, printed, canary)
			require.NotContains(t, strings.ToLower(printed), fmt.Sprintf("%x", canary))
			sent, err := secret.Marshal(value)
			require.NoError(t, err)
			require.Equal(t, strings.Count(string(text), canary), strings.Count(string(sent), canary))
			err = refused(t, value, sent)
			require.NotContains(t, redaction.Print(err), canary)
		})
	}
	for platform := range goTypes {
		operations, err := spec.Embedded.Platform(platform)
		require.NoError(t, err)
		for _, op := range operations {
			body, _ := op.Request()
			check(platform, op.ID, request, body)
			if op.Response(op.Success()) != nil {
				check(platform, op.ID, response, op.Payload())
			}
			for _, n := range op.Notifications {
				check(platform, n.ID, notification, n.Body.Schema)
			}
		}
	}
	require.Greater(t, bodies, 20)
}

// refused sends a body to a platform that repeats it in its error, and returns that.
func refused(t *testing.T, body any, sent []byte) error {
	t.Helper()
	op := &operation.Operation{Method: http.MethodPost, Path: "/", Evidence: operation.Documented}
	caller := &operation.Caller{
		BaseURL: "http://platform.test",
		Transport: transport(func(req *http.Request) (*http.Response, error) {
			got, err := io.ReadAll(req.Body)
			require.Equal(t, string(sent), string(got))
			return &http.Response{StatusCode: http.StatusBadRequest, Body: io.NopCloser(bytes.NewReader(got))}, err
		}),
		DecodeError: func(got []byte) (operation.Refusal, bool) {
			said := string(got) + " is wrong"
			return operation.Refusal{Code: "wrong", Message: said, Fields: []apierror.Field{{Name: said, Message: said}}}, true
		},
	}
	err := operation.None(t.Context(), caller, op, new(operation.Input).Body(body))
	require.ErrorIs(t, err, apierror.ErrRejected)
	require.ErrorContains(t, err, "is wrong")
	return err
}

type transport func(*http.Request) (*http.Response, error)

func (send transport) RoundTrip(req *http.Request) (*http.Response, error) { return send(req) }
