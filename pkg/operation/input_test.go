package operation_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/timestamp"
)

type status string

func TestPath(t *testing.T) {
	p := serve(t, reply(`{"data":{}}`))
	for _, test := range []struct {
		value any
		want  string
	}{
		{"70f1722d-b997-44c2-a2e8-691c1090d1be", "70f1722d-b997-44c2-a2e8-691c1090d1be"},
		{"a b", "a%20b"},
		{"a/b", "a%2Fb"},
		{"ü", "%C3%BC"},
		{"%2e%2e", "%252e%252e"},
		{"..a", "..a"},
		{"...", "..."},
		{"a?x=1#y", "a%3Fx=1%23y"},
		{"a\r\nX: y", "a%0D%0AX:%20y"},
		{"{partId}", "%7BpartId%7D"},
		{7, "7"},
		{status("open"), "open"},
		{secret.New("k y"), "k%20y"},
	} {
		t.Run(fmt.Sprint(test.value), func(t *testing.T) {
			_, err := operation.One[thing](t.Context(), p.Caller, &getThing, new(operation.Input).Path("thingId", test.value).Path("partId", "p"))
			require.NoError(t, err)
			got := p.received()
			require.Equal(t, "/things/"+test.want+"/parts/p", got[len(got)-1].URI)
		})
	}
}

func TestPathRefused(t *testing.T) {
	for _, value := range []any{"", ".", "..", "../x", "./x", "a/..", "a/../b", "a/./b", `..\x`, `a\..\b`, status(""), status(".."), secret.New(""), secret.New("..")} {
		t.Run(fmt.Sprint(value), func(t *testing.T) {
			in := new(operation.Input).Path("thingId", value).Path("partId", "..")
			_, err := operation.One[thing](t.Context(), unreachable(t), &getThing, in)
			refused := notSent(t, err)
			require.ErrorIs(t, err, apierror.ErrValidation)
			require.Len(t, refused.Fields, 2, "all mistakes at once")
			require.Equal(t, "thingId", refused.Fields[0].Name)
			require.Equal(t, "partId", refused.Fields[1].Name)
			require.Equal(t, "getThing", refused.Operation)
		})
	}
	_, err := operation.One[thing](t.Context(), unreachable(t), &getThing, new(operation.Input).Path("thingId", make(chan int)))
	require.Len(t, notSent(t, err).Fields, 1)
}

func TestQuery(t *testing.T) {
	type filter struct {
		Status string          `json:"status,omitzero"`
		Tags   []string        `json:"tags,omitzero"`
		Amount decimal.Decimal `json:"amount,omitzero"`
	}
	p := serve(t, reply(`{"data":{}}`))
	for _, test := range []struct {
		name    string
		value   any
		style   string
		explode bool
		want    string
	}{
		{"text", "a b&c=d", "form", true, "?q=a+b%26c%3Dd"},
		{"number", 7, "form", true, "?q=7"},
		{"true", true, "form", true, "?q=true"},
		{"enum", status("open"), "form", true, "?q=open"},
		{"decimal", decimal.MustParse("10.50"), "form", true, "?q=10.50"},
		{"decimal 0", decimal.MustParse("0"), "form", true, "?q=0"},
		{"timestamp", timestamp.Parse("2018-09-20T03:23:23Z"), "form", true, "?q=2018-09-20T03%3A23%3A23Z"},
		{"secret", secret.New("k&y"), "form", true, "?q=k%26y"},
		{"list", []string{"a", "b&c"}, "form", true, "?q=a&q=b%26c"},
		{"list in one", []status{"a", "b"}, "form", false, "?q=a,b"},
		{"object", filter{Status: "a&b", Tags: []string{"x", "y"}, Amount: decimal.MustParse("1.50")}, "deepObject", true,
			"?q[amount]=1.50&q[status]=a%26b&q[tags][0]=x&q[tags][1]=y"},
		{"empty text", "", "form", true, ""},
		{"0", 0, "form", true, ""},
		{"false", false, "form", true, ""},
		{"absent decimal", decimal.Decimal{}, "form", true, ""},
		{"absent timestamp", timestamp.Timestamp{}, "form", true, ""},
		{"empty secret", secret.String{}, "form", true, ""},
		{"no list", []string(nil), "form", true, ""},
		{"empty list", []string{}, "form", true, ""},
		{"empty object", filter{}, "deepObject", true, ""},
		{"empty map", map[string]string{}, "deepObject", true, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			in := new(operation.Input).Path("thingId", "a").Path("partId", "b").Query("q", test.value, test.style, test.explode)
			_, err := operation.One[thing](t.Context(), p.Caller, &getThing, in)
			require.NoError(t, err)
			got := p.received()
			require.Equal(t, "/things/a/parts/b"+test.want, got[len(got)-1].URI)
		})
	}
	in := new(operation.Input).Path("thingId", "a").Path("partId", "b").Query("a", 1, "form", true).Query("b", "2", "form", true)
	_, err := operation.One[thing](t.Context(), p.Caller, &getThing, in)
	require.NoError(t, err)
	got := p.received()
	require.Equal(t, "/things/a/parts/b?a=1&b=2", got[len(got)-1].URI)

	_, err = operation.One[thing](t.Context(), unreachable(t), &getThing, new(operation.Input).Query("q", "a", "spiral", true))
	require.Equal(t, []apierror.Field{{Name: "q", Message: "cannot be written as a query parameter"}}, notSent(t, err).Fields)
}

type credentials struct {
	User string          `json:"user"`
	PIN  secret.String   `json:"pin"`
	Max  decimal.Decimal `json:"max,omitzero"`
}

func TestBody(t *testing.T) {
	p := serve(t, reply(`{"data":{}}`))
	in := new(operation.Input).Body(credentials{"ada", secret.New("hunter2"), decimal.MustParse("1234.50")})
	_, err := operation.One[thing](t.Context(), p.Caller, &createThing, in)
	require.NoError(t, err)
	_, err = operation.One[thing](t.Context(), p.Caller, &createThing, new(operation.Input))
	require.NoError(t, err)

	got := p.received()
	require.Equal(t, "POST", got[0].Method)
	require.Equal(t, "application/json", got[0].Header.Get("Content-Type"))
	require.Equal(t, `{"user":"ada","pin":"hunter2","max":1234.50}`, got[0].Body, "the platform is meant to know")
	require.Empty(t, got[1].Body)
	require.Empty(t, got[1].Header.Get("Content-Type"))
	require.Equal(t, "0", got[1].Header.Get("Content-Length"))

	_, err = operation.One[thing](t.Context(), unreachable(t), &createThing, new(operation.Input).Body(map[string]any{"f": func() {}}))
	require.ErrorIs(t, notSent(t, err), apierror.ErrValidation)
}

func TestSecretsOfTheBodyAppearInNoError(t *testing.T) {
	in := func() *operation.Input {
		return new(operation.Input).Body(credentials{User: "ada", PIN: secret.New("hunter2")})
	}
	echo := func(status int) *operation.Caller {
		return through(func(req *http.Request) (*http.Response, error) {
			body, err := io.ReadAll(req.Body)
			return answer(status, string(body)), err
		})
	}
	cut := in()
	for name, call := range map[string]func() error{
		"success that cannot be read": func() error { return one(t, echo(200), in()) },
		"refusal without an envelope": func() error { return one(t, echo(400), in()) },
		"failure":                     func() error { return one(t, echo(502), in()) },
		"connection": func() error {
			return one(t, through(func(*http.Request) (*http.Response, error) { return nil, io.ErrUnexpectedEOF }), in())
		},
		"body field": func() error { return one(t, unreachable(t), cut, operation.WithBodyField("f", func() {})) },
	} {
		t.Run(name, func(t *testing.T) {
			err := call()
			require.Error(t, err)
			written, marshalErr := json.Marshal(err)
			require.NoError(t, marshalErr)
			require.NotContains(t, fmt.Sprintf("%s %v %+v %#v %d %s", err, err, err, err, err, written), "hunter2")
			require.NotContains(t, strings.ToLower(fmt.Sprintf("%x %d", err, err)), fmt.Sprintf("%x", "hunter2"))
		})
	}
}

func one(t *testing.T, c *operation.Caller, in *operation.Input, options ...operation.Option) error {
	t.Helper()
	_, err := operation.One[thing](t.Context(), c, &createThing, in, options...)
	return err
}
