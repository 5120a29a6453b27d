package operation_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/operation"
)

var history = operation.Operation{
	Platform: "test", ID: "history", Method: "POST", Path: "/history", Evidence: operation.Documented,
	Retry: operation.Retry{Class: operation.Safe}, Result: []string{"transactions"},
	Pagination: &operation.Pagination{Style: operation.ByOffset, In: "body", Request: []string{"offset"}, Total: []string{"total"}},
}

func TestAllByOffset(t *testing.T) {
	for _, test := range []struct {
		name          string
		entries, size int
		from          any
		total         string
		want          int
		offsets       []int
	}{
		{"ends at the total", 25, 10, nil, `,"total":25`, 25, []int{0, 10, 20}},
		{"a full last page", 20, 10, nil, `,"total":20`, 20, []int{0, 10}},
		{"without a total, at an empty page", 20, 10, nil, ``, 20, []int{0, 10, 20}},
		{"begins at the offset asked for", 25, 10, 15, `,"total":25`, 10, []int{15}},
		{"no entries", 0, 10, nil, `,"total":0`, 0, []int{0}},
		{"a total that grows too late does no harm", 5, 10, nil, `,"total":7`, 5, []int{0, 5}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var offsets []int
			caller := through(func(req *http.Request) (*http.Response, error) {
				var body struct{ Offset int }
				if err := json.NewDecoder(req.Body).Decode(&body); err != nil {
					return nil, err
				}
				offsets = append(offsets, body.Offset)
				var items []string
				for i := body.Offset; i < min(body.Offset+test.size, test.entries); i++ {
					items = append(items, fmt.Sprintf(`{"id":"%d"}`, i))
				}
				return answer(200, `{"transactions":[`+strings.Join(items, ",")+`]`+test.total+`}`), nil
			})
			in := new(operation.Input).Body(map[string]any{"offset": test.from})
			ids := collect(t, operation.All[thing](t.Context(), caller, &history, in))
			require.Len(t, ids, test.want)
			require.Equal(t, test.offsets, offsets)
		})
	}
}
