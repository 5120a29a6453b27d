package webhook_test

import (
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

// Whatever comes in, a JSON object is handled once and everything else is refused.
func FuzzHandler(f *testing.F) {
	platforms, err := spec.Embedded.Platforms()
	require.NoError(f, err)
	for _, platform := range platforms {
		all, err := spec.Embedded.Notifications(platform)
		require.NoError(f, err)
		for _, n := range all {
			for _, example := range n.Body.Examples {
				text, err := json.Marshal(example.Value.Value)
				require.NoError(f, err)
				f.Add("POST", "application/json", string(text))
			}
		}
	}
	f.Add("GET", "application/json", "{}")
	f.Add("POST", "text/plain; charset=\"", `{"resource":null,"refundId":7}`)
	f.Add("POST", "", `{"resource":"funding","resourceId":1e400,"fundingId":{}}`)
	f.Add("POST", "a/b+json", "{\"type\":\"card.status.\xff\",\"card\":[]}")
	f.Fuzz(func(t *testing.T, method, contentType, body string) {
		r := receive(t, nil)
		send := func() int {
			req := httptest.NewRequest("POST", "/", strings.NewReader(body))
			req.Method = method
			req.Header.Set("Content-Type", contentType)
			return r.send(req).Code
		}
		status := send()
		require.Equal(t, status, send(), "the answer does not depend on the time")
		require.Contains(t, []int{200, 400, 405, 413, 415}, status)
		var object map[string]json.RawMessage
		isObject := json.Unmarshal([]byte(body), &object) == nil && object != nil
		if status != 200 {
			require.Zero(t, r.handled())
			require.False(t, isObject && status == 400)
			return
		}
		require.True(t, isObject)
		require.Equal(t, 1, r.handled())
		require.True(t, r.last().Duplicate)
		event := r.events[0]
		require.Equal(t, body, string(event.Body))
		require.Len(t, event.Key, 64)
		require.NotNil(t, event.Notification)
	})
}
