package sandbox_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

func TestWebhookSettingsOfAnOption(t *testing.T) {
	s := start(t, sandbox.WithWebhook("https://partner.example/hook", nil))
	settings, err := s.Wallex().V2.Webhooks.Retrieve(t.Context())
	require.NoError(t, err)
	require.Equal(t, "https://partner.example/hook", settings.URL)
}
