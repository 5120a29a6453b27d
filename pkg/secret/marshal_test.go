package secret_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/oapi-codegen/nullable"
	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

type base struct {
	PIN secret.String `json:"pin,omitzero"`
}

type Base struct {
	Token secret.String `json:"token,omitzero"`
}

// account writes itself.
type account struct{ Number secret.String }

func (a account) MarshalJSON() ([]byte, error) {
	return json.Marshal(map[string]any{"iban": a.Number, "kind": "own"})
}

type node struct {
	Key  secret.String `json:"key,omitzero"`
	Next *node         `json:"next,omitempty"`
	Up   *node         `json:"-"`
}

func TestMarshalReveals(t *testing.T) {
	key := secret.New(`s<3>cret"`)
	for _, test := range []struct {
		name string
		in   any
		want string
	}{
		{"itself", key, `"s<3>cret\""`},
		{"pointer to itself", &key, `"s<3>cret\""`},
		{"struct", exported{"a", key}, `{"Name":"a","key":"s<3>cret\""}`},
		{"pointer to struct", &exported{"a", key}, `{"Name":"a","key":"s<3>cret\""}`},
		{"nested", struct {
			Inner struct {
				Deep *exported `json:"deep"`
			} `json:"inner"`
		}{struct {
			Deep *exported `json:"deep"`
		}{&exported{"a", key}}}, `{"inner":{"deep":{"Name":"a","key":"s<3>cret\""}}}`},
		{"pointer field", struct{ Key *secret.String }{&key}, `{"Key":"s<3>cret\""}`},
		{"nil pointers", struct {
			Key   *secret.String
			Inner *exported
		}{}, `{"Key":null,"Inner":null}`},
		{"absent with omitzero", node{}, `{}`},
		{"present with omitzero", node{Key: key}, `{"key":"s<3>cret\""}`},
		{"empty without omitzero", exported{}, `{"Name":"","key":""}`},
		{"embedded", struct {
			base
			Base
		}{base{key}, Base{key}}, `{"pin":"s<3>cret\"","token":"s<3>cret\""}`},
		{"embedded, of which nothing is written", struct {
			error
			*base
			Base
		}{Base: Base{key}}, `{"token":"s<3>cret\""}`},
		{"embedded pointer", struct{ *Base }{&Base{key}}, `{"token":"s<3>cret\""}`},
		{"slices", struct{ Keys [][]secret.String }{[][]secret.String{{key}, nil, {}}}, `{"Keys":[["s<3>cret\""],null,[]]}`},
		{"array", [1]exported{{"a", key}}, `[{"Name":"a","key":"s<3>cret\""}]`},
		{"map", map[string]exported{"a": {"a", key}}, `{"a":{"Name":"a","key":"s<3>cret\""}}`},
		{"interface", map[string]any{"a": key, "b": []any{&key, nil}, "c": nil}, `{"a":"s<3>cret\"","b":["s<3>cret\"",null],"c":null}`},
		{"nullable", struct {
			Key  nullable.Nullable[secret.String] `json:"key"`
			Null nullable.Nullable[secret.String] `json:"null"`
		}{nullable.NewNullableWithValue(key), nullable.NewNullNullable[secret.String]()}, `{"key":"s<3>cret\"","null":null}`},
		{"type that writes itself", struct{ Account account }{account{key}}, `{"Account":{"iban":"s<3>cret\"","kind":"own"}}`},
		{"recursive", node{Key: key, Next: &node{Next: &node{Key: key}}}, `{"key":"s<3>cret\"","next":{"next":{"key":"s<3>cret\""}}}`},
		{"unexported and exported under one name", struct {
			key string
			Key secret.String `json:"key"`
		}{"k", key}, `{"key":"s<3>cret\""}`},
		{"decimals stay numbers", struct {
			Amount decimal.Decimal `json:"amount"`
			Large  decimal.Decimal `json:"large"`
			Key    secret.String   `json:"key"`
		}{decimal.MustParse("1234.50"), decimal.MustParse("9999999999999999999"), key},
			`{"amount":1234.50,"large":9999999999999999999,"key":"s<3>cret\""}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			before := fmt.Sprintf("%+v", test.in)
			written, err := secret.Marshal(test.in)
			require.NoError(t, err)
			require.Equal(t, test.want, unescape(string(written)), "and the order of the fields stays")
			again, err := json.Marshal(test.in)
			require.NoError(t, err)
			require.NotContains(t, unescape(string(again)), "s<3>cret", "the original is left as it was")
			require.Equal(t, before, fmt.Sprintf("%+v", test.in))
		})
	}
}

// unescape takes back what encoding/json does for the sake of HTML.
func unescape(text string) string {
	var b []rune
	for runes := []rune(text); len(runes) > 0; {
		switch {
		case len(runes) >= 6 && string(runes[:6]) == `\u003c`:
			b, runes = append(b, '<'), runes[6:]
		case len(runes) >= 6 && string(runes[:6]) == `\u003e`:
			b, runes = append(b, '>'), runes[6:]
		default:
			b, runes = append(b, runes[0]), runes[1:]
		}
	}
	return string(b)
}

func TestMarshalOfWhatHasNoSecretsIsJSONMarshal(t *testing.T) {
	for _, in := range []any{
		nil, 1, "a<b>", "[redacted]", []byte("a"), time.Unix(0, 0).UTC(), map[string]any{"b": 1, "a": "[redacted]"},
		struct {
			B string `json:"z"`
			A any    `json:"a"`
			C decimal.Decimal
		}{"[redacted]", []any{1, nil, "x"}, decimal.MustParse("1.50")},
		node{}, &node{Next: &node{}},
	} {
		want, err := json.Marshal(in)
		require.NoError(t, err)
		got, err := secret.Marshal(in)
		require.NoError(t, err)
		require.Equal(t, string(want), string(got))
	}
}

func TestMarshalEnds(t *testing.T) {
	key := secret.New(value)

	// json.Marshal does not look behind Up; neither may Marshal go round and round there.
	parent := &node{Key: key}
	parent.Next = &node{Key: key, Up: parent}
	written, err := secret.Marshal(parent)
	require.NoError(t, err)
	require.JSONEq(t, `{"key":"`+value+`","next":{"key":"`+value+`"}}`, string(written))

	// One secret in two places is revealed in both.
	written, err = secret.Marshal([]*secret.String{&key, &key})
	require.NoError(t, err)
	require.JSONEq(t, `["`+value+`","`+value+`"]`, string(written))

	cycle := &node{Key: key}
	cycle.Next = cycle
	_, err = secret.Marshal(cycle)
	require.Error(t, err, "as json.Marshal has it")
	require.NotContains(t, err.Error(), value)

	_, err = secret.Marshal(struct {
		Key secret.String
		F   func()
	}{Key: key})
	require.Error(t, err)
	require.NotContains(t, err.Error(), value)
}
