package scalar_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/scalar"
)

func TestText(t *testing.T) {
	for sent, want := range map[string]scalar.Text{
		`"65"`:                 "65",
		`65`:                   "65",
		`"0065"`:               "0065",
		`12345678901234567890`: "12345678901234567890",
		`1.50`:                 "1.50",
		`"a \"b\""`:            `a "b"`,
		`""`:                   "",
		`null`:                 "",
	} {
		t.Run(sent, func(t *testing.T) {
			var got scalar.Text
			require.NoError(t, json.Unmarshal([]byte(sent), &got))
			require.Equal(t, want, got)
		})
	}
	for _, sent := range []string{`true`, `{}`, `[]`} {
		require.Error(t, json.Unmarshal([]byte(sent), new(scalar.Text)), sent)
	}
	written, err := json.Marshal(scalar.Text("65"))
	require.NoError(t, err)
	require.Equal(t, `"65"`, string(written))
}

func TestLevel(t *testing.T) {
	for sent, want := range map[string]scalar.Level{`0`: 0, `1`: 1, `"1"`: 1, `"L0"`: 0, `"L1"`: 1, `""`: 0, `null`: 0} {
		t.Run(sent, func(t *testing.T) {
			var got scalar.Level
			require.NoError(t, json.Unmarshal([]byte(sent), &got))
			require.Equal(t, want, got)
		})
	}
	for _, sent := range []string{`"x"`, `1.5`, `"L1r"`, `true`} {
		err := json.Unmarshal([]byte(sent), new(scalar.Level))
		require.Error(t, err, sent)
		require.NotContains(t, err.Error(), sent, "errors hold no values")
	}
	written, err := json.Marshal(scalar.Level(1))
	require.NoError(t, err)
	require.Equal(t, `1`, string(written))
}

func TestNullLeavesWhatIsThere(t *testing.T) {
	values := struct {
		Text  scalar.Text
		Level scalar.Level
	}{"a", 1}
	require.NoError(t, json.Unmarshal([]byte(`{"Text":null,"Level":null}`), &values))
	require.Equal(t, scalar.Text("a"), values.Text)
	require.Equal(t, scalar.Level(1), values.Level)
}
