package completeness_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/completeness"
)

func TestStatus(t *testing.T) {
	for _, test := range []struct {
		text string
		want completeness.Status
	}{
		{`"incomplete"`, completeness.Status{Value: "incomplete"}},
		{`{"value":"incomplete"}`, completeness.Status{Value: "incomplete"}},
		{`{"value":"incomplete","missing_fields":["mobileNumber"]}`,
			completeness.Status{Value: "incomplete", MissingFields: []string{"mobileNumber"}}},
		{`{"value":"completed","new":1}`, completeness.Status{Value: "completed"}},
		{`{}`, completeness.Status{}},
		{`null`, completeness.Status{}},
	} {
		var got completeness.Status
		require.NoError(t, json.Unmarshal([]byte(test.text), &got), test.text)
		require.Equal(t, test.want, got, test.text)
	}
	for _, text := range []string{`7`, `["incomplete"]`, `{"value":7}`} {
		require.Error(t, json.Unmarshal([]byte(text), new(completeness.Status)), text)
	}
	written, err := json.Marshal(completeness.Status{Value: "completed"})
	require.NoError(t, err)
	require.JSONEq(t, `{"value":"completed"}`, string(written))
}
