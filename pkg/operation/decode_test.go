package operation_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
)

func TestOne(t *testing.T) {
	for _, test := range []struct {
		name, body string
		result     []string
	}{
		{"data", `{"data":{"id":"a","amount":1234.56}}`, []string{"data"}},
		{"value", `{"value":{"id":"a","amount":"1234.56"}}`, []string{"data", "value"}},
		{"the whole answer", `{"id":"a","amount":1234.56}`, nil},
		{"the only entry of a list", `{"data":[{"id":"a","amount":1234.56}]}`, []string{"value", "data"}},
		{"extra properties", `{"x":[{"data":1}],"data":{"id":"a","amount":1234.56,"new":{}},"y":null}`, []string{"data"}},
		{"white space", " \r\n\t{ \"data\" : {\"id\":\"a\",\"amount\":1234.56} }\n", []string{"data"}},
		{"null beside the payload", `{"data":null,"value":{"id":"a","amount":1234.56}}`, []string{"data", "value"}},
		{"the same payload twice", `{"data":{"id":"a","amount":1234.56},"data":{"id":"a","amount":1234.56}}`, []string{"data"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			op := getThing
			op.Result = test.result
			got, err := operation.One[thing](t.Context(), answering(200, test.body), &op, new(operation.Input))
			require.NoError(t, err)
			require.Equal(t, &thing{ID: "a", Amount: decimal.MustParse("1234.56")}, got)
		})
	}
}

func TestOneUnreadable(t *testing.T) {
	for _, test := range []struct {
		name, body string
		result     []string
	}{
		{"missing payload", `{"other":{"id":"a"}}`, []string{"data"}},
		{"empty object", `{}`, []string{"data"}},
		{"null payload", `{"data":null}`, []string{"data"}},
		{"all payloads null", `{"data":null,"value":null}`, []string{"data", "value"}},
		{"null answer", `null`, []string{"data"}},
		{"null answer without an envelope", `null`, nil},
		{"list instead of an object", `[{"id":"a"}]`, []string{"data"}},
		{"list in the envelope", `{"data":[{"id":"a"},{"id":"b"}]}`, []string{"data"}},
		{"empty list in the envelope", `{"data":[]}`, []string{"data"}},
		{"list of null in the envelope", `{"data":[null]}`, []string{"data"}},
		{"list of another type in the envelope", `{"data":[4111111111111111]}`, []string{"data"}},
		{"text", `"data"`, []string{"data"}},
		{"trailing garbage", `{"data":{"id":"a"}}{"data":{"id":"b"}}`, []string{"data"}},
		{"trailing garbage without an envelope", `{"id":"a"}{"id":"b"}`, nil},
		{"trailing garbage and an alias", `{"data":{"id":"a","gender ":"f"}}{"b":1}`, []string{"data"}},
		{"broken inside", `{"data":{"id":"a",}}`, []string{"data"}},
		{"broken outside", `{"data":{"id":"a"},,"x":1}`, []string{"data"}},
		{"broken with an alias", `{"data":{"gender ":"a",}}`, []string{"data"}},
		{"wrong type", `{"data":{"id":4111111111111111}}`, []string{"data"}},
		{"number that does not fit", `{"data":{"count":4111.5}}`, []string{"data"}},
		{"amount that does not fit", `{"data":{"amount":41111111111111111111}}`, []string{"data"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			op := getThing
			op.Result, op.Aliases = test.result, []operation.Alias{{Sent: "gender ", Name: "gender"}}
			got, err := operation.One[thing](t.Context(), answering(200, test.body), &op, new(operation.Input))
			require.Nil(t, got)
			unreadable := failed(t, err)
			require.Equal(t, apierror.Ambiguous, unreadable.Outcome, "it succeeded, as far as anyone can tell")
			require.Equal(t, 200, unreadable.Status)
			require.Equal(t, test.body, string(unreadable.Body))
			require.Error(t, unreadable.Err)
			require.NotContains(t, fmt.Sprintf("%v %+v %#v", err, err, err), "4111", "errors hold no values")
		})
	}
}

func TestMany(t *testing.T) {
	two := []thing{{ID: "a"}, {ID: "b"}}
	for _, test := range []struct {
		name, body string
		result     []string
		want       []thing
	}{
		{"in an envelope", `{"data":[{"id":"a"},{"id":"b"}],"more":true}`, []string{"data"}, two},
		{"bare", `[{"id":"a"},{"id":"b"}]`, nil, two},
		{"bare, with an envelope specified", ` [{"id":"a"},{"id":"b"}] `, []string{"data"}, two},
		{"null is empty", `{"data":null}`, []string{"data"}, nil},
		{"empty", `{"data":[]}`, []string{"data"}, []thing{}},
		{"bare and empty", `[]`, []string{"data"}, []thing{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			op := getThing
			op.Result = test.result
			got, err := operation.Many[thing](t.Context(), answering(200, test.body), &op, new(operation.Input))
			require.NoError(t, err)
			require.Equal(t, test.want, got)
		})
	}
	for name, body := range map[string]string{
		"missing payload": `{"other":[]}`,
		"object":          `{"data":{"id":"a"}}`,
		"cut off":         `[{"id":"a"}`,
		"garbage":         `[] []`,
	} {
		t.Run(name, func(t *testing.T) {
			got, err := operation.Many[thing](t.Context(), answering(200, body), &getThing, new(operation.Input))
			require.Nil(t, got)
			require.ErrorIs(t, err, apierror.ErrAmbiguous)
		})
	}
}

func TestNone(t *testing.T) {
	for name, answers := range map[string]*operation.Caller{
		"no content": answering(204, ""),
		"empty":      answering(200, ""),
		"text":       answering(200, "OK"),
		"object":     answering(200, `{"message":"deleted"}`),
	} {
		t.Run(name, func(t *testing.T) {
			require.NoError(t, operation.None(t.Context(), answers, &deleteThing, new(operation.Input)))
		})
	}
	err := operation.None(t.Context(), answering(200, " <!DOCTYPE html><p>Please log in to the network"), &deleteThing, new(operation.Input))
	require.ErrorIs(t, err, apierror.ErrAmbiguous, "the page of a proxy is no success")
	err = operation.None(t.Context(), answering(400, `{"code":"no"}`), &deleteThing, new(operation.Input))
	require.ErrorIs(t, err, apierror.ErrRejected)
	_, err = operation.One[thing](t.Context(), answering(204, ""), &getThing, new(operation.Input))
	require.ErrorIs(t, err, apierror.ErrAmbiguous, "nothing, where there should be something")
}

func TestAliases(t *testing.T) {
	aliases := []operation.Alias{{Sent: "fundingId", Name: "resourceId"}, {Sent: "gender ", Name: "gender"}}
	for _, test := range []struct {
		name, body string
		want       thing
	}{
		{"as specified", `{"data":{"gender":"f","resourceId":"1"}}`, thing{Gender: "f", ResourceID: "1"}},
		{"other spellings", `{"data":{"gender ":"f","fundingId":"1"}}`, thing{Gender: "f", ResourceID: "1"}},
		{"both: the specified one counts", `{"data":{"gender ":"m","gender":"f","fundingId":"2","resourceId":"1"}}`, thing{Gender: "f", ResourceID: "1"}},
		{"only as a value", `{"data":{"gender":"gender ","resourceId":"fundingId"}}`, thing{Gender: "gender ", ResourceID: "fundingId"}},
		{"numbers keep their digits", `{"data":{"gender ":"f","amount":9999999999999999999,"fundingId":"1"}}`,
			thing{Gender: "f", ResourceID: "1", Amount: decimal.MustParse("9999999999999999999")}},
	} {
		t.Run(test.name, func(t *testing.T) {
			op := getThing
			op.Aliases = aliases
			got, err := operation.One[thing](t.Context(), answering(200, test.body), &op, new(operation.Input))
			require.NoError(t, err)
			require.Equal(t, &test.want, got)
		})
	}
	op := findThings
	op.Aliases = aliases
	page, err := operation.PageOf[thing](t.Context(), answering(200, `{"data":[{"fundingId":"1"},{"resourceId":"2"}],"pagination":{"page":3}}`), &op, new(operation.Input))
	require.NoError(t, err)
	require.Equal(t, []thing{{ResourceID: "1"}, {ResourceID: "2"}}, page.Items)
	require.Equal(t, 3, page.Number)
}

func TestAnswersOfOneOperationWithTwoTypes(t *testing.T) {
	answers := answering(200, `{"data":{"id":"a"}}`)
	typed, err := operation.One[thing](context.Background(), answers, &getThing, new(operation.Input))
	require.NoError(t, err)
	require.Equal(t, "a", typed.ID)
	raw, err := operation.One[json.RawMessage](context.Background(), answers, &getThing, new(operation.Input))
	require.NoError(t, err)
	require.JSONEq(t, `{"id":"a"}`, string(*raw))
}
