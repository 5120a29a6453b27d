package api_test

import (
	"encoding/json"
	"path"
	"slices"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

// notifications returns what all platforms send.
func notifications(t *testing.T) []*spec.Notification {
	var all []*spec.Notification
	for _, platform := range platforms(t) {
		found, err := spec.Embedded.Notifications(platform)
		require.NoError(t, err)
		all = append(all, found...)
	}
	require.NotEmpty(t, all)
	return all
}

// One URL gets the notifications of all kinds and says nothing about them: what each is must follow from what is in it.
func TestEveryExampleOfANotificationIsOfOneKind(t *testing.T) {
	all := notifications(t)
	for _, n := range all {
		require.NotEmpty(t, n.Body.Examples, n.ID)
		for name, example := range n.Body.Examples {
			text, err := json.Marshal(example.Value.Value)
			require.NoError(t, err)
			var properties map[string]json.RawMessage
			require.NoError(t, json.Unmarshal(text, &properties))
			var kinds []string
			for _, candidate := range all {
				if candidate.Same == "" && candidate.Matches(properties) {
					kinds = append(kinds, candidate.ID)
				}
			}
			want := n.ID
			if n.Same != "" {
				want = n.Same
			}
			require.Equal(t, []string{want}, kinds, "%s, %s", n.ID, name)
		}
	}
}

// Another name for a notification, such as that of a newer version, is one for the same content.
func TestSameNotificationsAreTheSame(t *testing.T) {
	all := notifications(t)
	for _, n := range all {
		if n.Same == "" {
			continue
		}
		i := slices.IndexFunc(all, func(other *spec.Notification) bool {
			return other.Platform == n.Platform && other.ID == n.Same && other.Same == ""
		})
		require.GreaterOrEqual(t, i, 0, "%s: there is no notification %s", n.ID, n.Same)
		require.Equal(t, path.Base(all[i].Body.Schema.Ref), path.Base(n.Body.Schema.Ref), n.ID)
	}
}

// What a notification of Wallex is about can be retrieved: they are thin, and nobody signs them.
func TestWhatNotificationsAreAboutCanBeRetrieved(t *testing.T) {
	for _, n := range notifications(t) {
		if n.Same != "" {
			continue
		}
		if n.About != "" {
			require.Contains(t, n.Body.Schema.Value.Required, n.About, n.ID)
		}
		if n.Platform != "wallex" {
			continue
		}
		operations, err := spec.Embedded.Platform(n.Platform)
		require.NoError(t, err)
		i := slices.IndexFunc(operations, func(op *spec.Operation) bool { return op.ID == n.RetrievedBy })
		require.GreaterOrEqual(t, i, 0, "%s: there is no operation %q", n.ID, n.RetrievedBy)
		require.Equal(t, operation.Safe, operations[i].Retry.Class, n.ID)
		inPath := slices.DeleteFunc(operations[i].Parameters(), func(p *openapi3.Parameter) bool { return p.In != openapi3.ParameterInPath })
		require.Len(t, inPath, 1, n.ID)
	}
}
