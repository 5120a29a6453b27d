package operation_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
)

// FuzzDecode feeds the envelope decoder whatever a server may send, as an answer and as the payload of a good one:
// every payload but null comes out as it went in.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		`{"data":{"id":"a"}}`, `{"value":[]}`, `[{"id":1}]`, `{"data":null,"value":1}`, `{}`, `null`, ``, `"data"`, `{"data":1,"data":2}`,
		`{"pagination":{"page":1},"data":[]}`, `{"data":{"gender ":"f"}}x`, `{"DATA":1}`, "\xef\xbb\xbf{}", `{"data":1e999}`, ` [`,
	} {
		f.Add([]byte(seed))
	}
	plain := getThing
	aliased := getThing
	aliased.Aliases = []operation.Alias{{Sent: "gender ", Name: "gender"}, {Sent: "fundingId", Name: "resourceId"}}
	bare := getThing
	bare.Result = nil
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, op := range []*operation.Operation{&plain, &aliased, &bare, &findThings} {
			var one *thing
			var many []thing
			var pages json.RawMessage
			if operation.Decode(op, data, &one, nil) == nil {
				require.NotNil(t, one)
				require.True(t, json.Valid(data))
			}
			if operation.Decode(op, data, &many, &pages) == nil {
				require.True(t, json.Valid(data))
			}
		}
		if !json.Valid(data) {
			return
		}
		sent := string(bytes.Trim(data, " \t\r\n"))
		for _, name := range plain.Result {
			answer := slices.Concat([]byte(`{"a":{"data":1},"`+name+`":`), data, []byte(`,"z":[]}`))
			var payload *json.RawMessage
			err := operation.Decode(&plain, answer, &payload, nil)
			if sent == "null" {
				require.Error(t, err)
				continue
			}
			require.NoError(t, err)
			require.Equal(t, sent, string(*payload))
			require.NoError(t, operation.Decode(&aliased, answer, &payload, nil))
			require.True(t, json.Valid(*payload), "renaming leaves it JSON")
		}
	})
}

// FuzzCheck checks what every answer's error has in common.
func FuzzCheck(f *testing.F) {
	f.Add(200, "application/json", "", []byte(`{"data":{}}`))
	f.Add(400, "application/json", "", []byte(envelope))
	f.Add(429, "application/json", "7", []byte(envelope))
	f.Add(502, "text/html; charset=utf-8", "Fri, 31 Dec 1999 23:59:59 GMT", []byte(page))
	f.Add(500, "", "99999999999999999999", []byte(`{"code":"invalid_arguments","message":"4111111111111111"}`))
	f.Add(307, "", "-1", []byte{})
	f.Fuzz(func(t *testing.T, status int, contentType, retryAfter string, body []byte) {
		resp := &http.Response{StatusCode: status, Header: http.Header{
			"Content-Type": {contentType}, "Retry-After": {retryAfter}, "X-Request-Id": {"req-1"},
		}}
		for _, op := range []*operation.Operation{&getThing, &createThing, &deleteThing} {
			call := &operation.Call{Operation: op, DecodeError: decodeError}
			got := call.Check(resp, body)
			if got == nil {
				require.Equal(t, 2, status/100)
				continue
			}
			refusal, ok := decodeError(body)
			proven := ok && (slices.Contains([]int{400, 401, 403, 404, 409, 422, 429}, status) || status >= 500 && refusal.CallerMistake)
			if proven {
				require.Equal(t, apierror.Rejected, got.Outcome)
				require.Equal(t, status == 429, got.Temporary)
			} else {
				require.Equal(t, apierror.Ambiguous, got.Outcome)
			}
			require.Equal(t, op.ID, got.Operation)
			require.Equal(t, status, got.Status)
			require.Equal(t, "req-1", got.RequestID)
			require.GreaterOrEqual(t, got.RetryAfter, time.Duration(0))
			require.LessOrEqual(t, len(got.Body), apierror.MaxBody)
			require.NotEmpty(t, got.Error())
		}
	})
}
