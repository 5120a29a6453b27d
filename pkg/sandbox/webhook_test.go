package sandbox_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/webhooks"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

// updateWebhook changes the settings and returns the raw answer.
func (c *caller) updateWebhook(settings object) string {
	c.t.Helper()
	answer := c.bearer().do(http.MethodPut, "/v2/webhooks", settings)
	require.Equal(c.t, http.StatusOK, answer.status, "%s", answer.body)
	return string(answer.body)
}

func TestWebhookSettings(t *testing.T) {
	_, w := bothVersions(t)
	_, err := w.V2.Webhooks.Retrieve(t.Context())
	requireCode(t, "webhook_non_existent", err)

	updated, err := w.V2.Webhooks.Update(t.Context(), webhooks.UpdateWebhookRequest{
		URL: "https://partner.example/webhooks",
		Headers: []webhooks.NewWebhookHeader{
			{Name: "x-webhook-secret", Value: secret.New("hidden")}, {Name: "X-Other", Value: secret.New("hidden, too")},
		},
	})
	require.NoError(t, err)
	require.Equal(t, webhooks.WebhookSettings{
		URL: "https://partner.example/webhooks", Headers: []webhooks.WebhookHeader{{Name: "X-Other"}, {Name: "X-Webhook-Secret"}},
	}, *updated)
	retrieved, err := w.V2.Webhooks.Retrieve(t.Context())
	require.NoError(t, err)
	require.Equal(t, updated, retrieved)

	updated, err = w.V2.Webhooks.Update(t.Context(), webhooks.UpdateWebhookRequest{URL: "http://partner.example"})
	require.NoError(t, err)
	require.Empty(t, updated.Headers, "those that are left out are gone")
}

func TestWebhookSettingsThatNothingCouldBeSentTo(t *testing.T) {
	c := connect(t, sandbox.WithWebhook("https://partner.example", http.Header{"X-Secret": {"hidden"}})).bearer()
	for _, settings := range []object{
		{},
		{"url": "partner.example"},
		{"url": "https://"},
		{"url": "https://partner.example:port"},
		{"url": "https://other.example", "headers": []object{{"name": "X Secret", "value": "v"}}},
		{"url": "https://other.example", "headers": []object{{"name": "X-Secret", "value": "v\r\nX-Other: v"}}},
		{"url": "https://other.example", "headers": []object{{"name": "X-Secret", "value": ""}}},
	} {
		require.Equal(t, "validation_failed", c.refused(http.MethodPut, "/v2/webhooks", settings), settings)
	}
	answer := string(c.do(http.MethodGet, "/v2/webhooks", nil).body)
	require.JSONEq(t, `{"data":{"url":"https://partner.example","headers":[{"name":"X-Secret"}]}}`, answer, "nothing has changed")
}

func TestNotificationsGoToTheSettings(t *testing.T) {
	first, second := receive(t, nil), receive(t, nil)
	c := connect(t, sandbox.WithWebhook(first.URL, http.Header{"X-Secret": {"one"}}))
	c.convert("SGD", "USD", "buy", "1")
	require.Equal(t, "one", first.next().header.Get("X-Secret"))
	require.NotContains(t, c.updateWebhook(object{"url": second.URL, "headers": []object{{"name": "X-Secret", "value": "hidden"}}}), "hidden")
	c.convert("SGD", "USD", "buy", "1")
	require.Equal(t, "hidden", second.next().header.Get("X-Secret"))
	require.Empty(t, first.got)
}
