package operation_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/operation"
)

func TestNotificationMatches(t *testing.T) {
	exact := operation.Mark{Property: "p", Value: "user"}
	beginning := operation.Mark{Property: "p", Value: "card.status.*"}
	anything := operation.Mark{Property: "p", Value: "*"}
	absent := operation.Mark{Property: "p", Absent: true}
	for _, test := range []struct {
		name, text string
		marks      []operation.Mark
		want       bool
	}{
		{"exact", `{"p":"user"}`, []operation.Mark{exact}, true},
		{"exact, another", `{"p":"users"}`, []operation.Mark{exact}, false},
		{"exact, not there", `{}`, []operation.Mark{exact}, false},
		{"beginning", `{"p":"card.status.active"}`, []operation.Mark{beginning}, true},
		{"beginning, another", `{"p":"card.statistics"}`, []operation.Mark{beginning}, false},
		{"beginning, not there", `{}`, []operation.Mark{beginning}, false},
		{"anything", `{"p":"x"}`, []operation.Mark{anything}, true},
		{"anything, a number", `{"p":7}`, []operation.Mark{anything}, true},
		{"anything, but not nothing", `{"p":""}`, []operation.Mark{anything}, false},
		{"anything, but not null", `{"p":null}`, []operation.Mark{anything}, false},
		{"anything, but no object", `{"p":{"q":"x"}}`, []operation.Mark{anything}, false},
		{"absent", `{"q":"x"}`, []operation.Mark{absent}, true},
		{"absent, null", `{"p":null}`, []operation.Mark{absent}, true},
		{"absent, empty", `{"p":""}`, []operation.Mark{absent}, true},
		{"absent, there", `{"p":"x"}`, []operation.Mark{absent}, false},
		{"absent, an object", `{"p":{}}`, []operation.Mark{absent}, false},
		{"all of several", `{"p":"user","q":"1"}`, []operation.Mark{exact, {Property: "q", Value: "*"}}, true},
		{"one of several", `{"p":"user"}`, []operation.Mark{exact, {Property: "q", Value: "*"}}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			var properties map[string]json.RawMessage
			require.NoError(t, json.Unmarshal([]byte(test.text), &properties))
			n := operation.Notification{Marks: test.marks}
			require.Equal(t, test.want, n.Matches(properties))
		})
	}
}
