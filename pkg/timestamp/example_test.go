package timestamp_test

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/timestamp"
)

func Example() {
	var quote struct {
		ExpiresAt timestamp.Timestamp `json:"expiresAt"`
		FundedAt  timestamp.Timestamp `json:"fundedAt,omitzero"`
	}
	if err := json.Unmarshal([]byte(`{"expiresAt": "2019-03-12T02:00:08.113"}`), &quote); err != nil {
		panic(err)
	}
	fmt.Println(quote.ExpiresAt, quote.ExpiresAt.Time().Add(time.Hour), quote.FundedAt.IsZero())

	quote.FundedAt = timestamp.From(time.Date(2019, 3, 12, 9, 0, 0, 0, time.FixedZone("SGT", 8*60*60)))
	written, _ := json.Marshal(quote)
	fmt.Println(string(written))
	// Output:
	// 2019-03-12T02:00:08.113 2019-03-12 03:00:08.113 +0000 UTC true
	// {"expiresAt":"2019-03-12T02:00:08.113","fundedAt":"2019-03-12T01:00:00Z"}
}
