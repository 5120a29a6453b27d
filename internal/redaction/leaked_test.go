package redaction_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/internal/redaction"
)

func TestLeaked(t *testing.T) {
	secrets := map[string][]string{"cvv": {"123", "456"}, "pan": {"5413330000000108"}}
	require.Empty(t, redaction.Leaked("card 41234 123.50 0xc000123ab in 1.123ms and 123µs at http://127.0.0.1:123", secrets))
	for _, text := range []string{"code=456 again", "123", `{"cvv":"123"}`, "[313233]"} {
		require.Equal(t, []string{"cvv"}, redaction.Leaked(text, secrets), text)
	}
	for _, text := range []string{"x5413330000000108x", "35343133333330303030303030313038"} {
		require.Equal(t, []string{"pan"}, redaction.Leaked(text, secrets), text)
	}
}
