package timestamp_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/timestamp"
)

func TestTime(t *testing.T) {
	for _, test := range []struct {
		text string
		want time.Time
	}{
		{"2018-09-20T03:23:23Z", time.Date(2018, 9, 20, 3, 23, 23, 0, time.UTC)},
		{"2018-10-05T02:25:11.208Z", time.Date(2018, 10, 5, 2, 25, 11, 208e6, time.UTC)},
		{"2024-09-28T08:33:10.047+00:00", time.Date(2024, 9, 28, 8, 33, 10, 47e6, time.UTC)},
		{"2018-09-20T03:23:23+08:00", time.Date(2018, 9, 19, 19, 23, 23, 0, time.UTC)},
		{"2019-03-12T02:00:08.113", time.Date(2019, 3, 12, 2, 0, 8, 113e6, time.UTC)},
		{"2019-03-12T02:00:08", time.Date(2019, 3, 12, 2, 0, 8, 0, time.UTC)},
		{"2021-09-20 10:50:59", time.Date(2021, 9, 20, 10, 50, 59, 0, time.UTC)},
		{"2024-12-24T12:00", time.Date(2024, 12, 24, 12, 0, 0, 0, time.UTC)},
		{"2023-05-19", time.Date(2023, 5, 19, 0, 0, 0, 0, time.UTC)},
		{"", time.Time{}},
		{"1684461651", time.Time{}},
		{"19 May 2023", time.Time{}},
		{"2023-13-40T00:00:00Z", time.Time{}},
	} {
		t.Run(test.text, func(t *testing.T) {
			got := timestamp.Parse(test.text)
			require.Equal(t, test.want, got.Time())
			require.Equal(t, test.text, got.String(), "the text is kept whatever it is")
			require.Equal(t, test.text == "", got.IsZero())
			written, err := got.MarshalText()
			require.NoError(t, err)
			var read timestamp.Timestamp
			require.NoError(t, read.UnmarshalText(written))
			require.Equal(t, got, read)
		})
	}
}

func TestFrom(t *testing.T) {
	singapore := time.FixedZone("SGT", 8*60*60)
	for _, test := range []struct {
		time time.Time
		want string
	}{
		{time.Date(2018, 9, 20, 11, 23, 23, 0, singapore), "2018-09-20T03:23:23Z"},
		{time.Date(2018, 9, 20, 3, 23, 23, 208e6, time.UTC), "2018-09-20T03:23:23.208Z"},
		{time.Time{}, ""},
	} {
		got := timestamp.From(test.time)
		require.Equal(t, test.want, got.String())
		require.True(t, test.time.Equal(got.Time()))
	}
	require.True(t, timestamp.From(time.Time{}).IsZero())
}

type payment struct {
	Created timestamp.Timestamp `json:"created,omitzero"`
	Paid    timestamp.Timestamp `json:"paid"`
}

func TestJSON(t *testing.T) {
	for _, test := range []struct{ name, json, text, written string }{
		{"UTC", `"2018-09-20T03:23:23Z"`, "2018-09-20T03:23:23Z", `{"created":"2018-09-20T03:23:23Z","paid":null}`},
		{"milliseconds are kept", `"2018-10-05T02:25:11.200Z"`, "2018-10-05T02:25:11.200Z", `{"created":"2018-10-05T02:25:11.200Z","paid":null}`},
		{"zone is kept", `"2024-09-28T08:33:10.047+00:00"`, "2024-09-28T08:33:10.047+00:00", `{"created":"2024-09-28T08:33:10.047+00:00","paid":null}`},
		{"unknown text is kept", `"19 \"May\" 2023"`, `19 "May" 2023`, `{"created":"19 \"May\" 2023","paid":null}`},
		{"number", `1684461651`, "1684461651", `{"created":"1684461651","paid":null}`},
		{"false", `false`, "false", `{"created":"false","paid":null}`},
		{"object", `{"date":[1]}`, `{"date":[1]}`, `{"created":"{\"date\":[1]}","paid":null}`},
		{"null", `null`, "", `{"paid":null}`},
		{"empty", `""`, "", `{"paid":null}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := payment{Created: timestamp.Parse("old")}
			require.NoError(t, json.Unmarshal([]byte(`{"created":`+test.json+`}`), &got))
			require.Equal(t, test.text, got.Created.String())
			require.Equal(t, test.text == "", got.Created.IsZero())
			written, err := json.Marshal(got)
			require.NoError(t, err)
			require.Equal(t, test.written, string(written))
		})
	}
}
