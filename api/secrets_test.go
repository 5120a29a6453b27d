package api_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/internal/redaction"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

// Every generated type that holds a secret prints it as redacted, however it is printed, and sends it all the same.
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
