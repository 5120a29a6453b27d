package secret_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

const value = "hunter2-S3cret"

type exported struct {
	Name string
	Key  secret.String `json:"key"`
}

type hidden struct {
	name string
	key  secret.String
	keys []secret.String
	byID map[string]*secret.String
}

func holders() map[string]any {
	key := secret.New(value)
	return map[string]any{
		"value":             key,
		"pointer":           &key,
		"slice":             []secret.String{key},
		"map":               map[string]secret.String{"a": key},
		"map key":           map[secret.String]int{key: 1},
		"interface":         []any{key, &key},
		"struct":            exported{"a", key},
		"pointer to struct": &exported{"a", key},
		"nested":            struct{ Inner *exported }{&exported{"a", key}},
		"unexported field":  hidden{"a", key, []secret.String{key}, map[string]*secret.String{"a": &key}},
		"pointer to hidden": &hidden{name: "a", key: key},
		"deep":              struct{ inner hidden }{hidden{"a", key, nil, nil}},
	}
}

func TestNothingLeaksThroughFmt(t *testing.T) {
	leaks := []string{value, fmt.Sprintf("%q", value), fmt.Sprintf("%x", value), fmt.Sprintf("%X", value), fmt.Sprintf("% x", value)}
	for name, holder := range holders() {
		for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "% x", "%d", "%t", "%p", "%T", "%10v", "%w", "%!", "%"} {
			t.Run(name+" "+format, func(t *testing.T) {
				printed := fmt.Sprintf(format, holder) + fmt.Sprintf(format+" %v", 1, 2, holder)
				for _, leak := range leaks {
					require.NotContains(t, printed, leak)
				}
			})
		}
		t.Run(name+" Println", func(t *testing.T) {
			require.NotContains(t, fmt.Sprintln(holder)+fmt.Sprint(holder), value)
		})
		t.Run(name+" error", func(t *testing.T) {
			for _, format := range []string{"%v", "%w", "%s"} {
				require.NotContains(t, fmt.Errorf(format, holder).Error(), value)
			}
		})
		t.Run(name+" panic", func(t *testing.T) {
			require.NotContains(t, fmt.Sprint(errors.Join(fmt.Errorf("%+v", holder))), value)
		})
	}
}

func TestPrintsAsRedacted(t *testing.T) {
	key := secret.New(value)
	for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		require.Equal(t, secret.Redacted, fmt.Sprintf(format, key))
		require.Equal(t, secret.Redacted, fmt.Sprintf(format, &key))
	}
	require.Equal(t, secret.Redacted, key.String())
	require.Equal(t, secret.Redacted, key.GoString())
	require.Equal(t, "{a [redacted]}", fmt.Sprint(exported{"a", key}))
	require.Equal(t, secret.Redacted, fmt.Sprint(secret.String{}), "not even whether there is one")
	require.Equal(t, "<nil>", fmt.Sprint((*secret.String)(nil)))
	text, err := key.MarshalText()
	require.NoError(t, err)
	require.Equal(t, secret.Redacted, string(text))
}

func TestNothingLeaksIntoLogs(t *testing.T) {
	handlers := map[string]func(*bytes.Buffer) slog.Handler{
		"text": func(b *bytes.Buffer) slog.Handler { return slog.NewTextHandler(b, nil) },
		"json": func(b *bytes.Buffer) slog.Handler { return slog.NewJSONHandler(b, nil) },
	}
	for handler, create := range handlers {
		for name, holder := range holders() {
			t.Run(handler+" "+name, func(t *testing.T) {
				var b bytes.Buffer
				log := slog.New(create(&b))
				log.Info("login", "key", holder)
				log.With("key", holder).WithGroup("g").Error("login", slog.Any("key", holder))
				require.NotEmpty(t, b.String())
				require.NotContains(t, b.String(), value)
			})
		}
		var b bytes.Buffer
		slog.New(create(&b)).Info("login", "key", secret.New(value))
		require.Contains(t, b.String(), secret.Redacted)
	}
}

func TestNothingLeaksIntoJSON(t *testing.T) {
	for name, holder := range holders() {
		t.Run(name, func(t *testing.T) {
			written, err := json.Marshal(holder)
			require.NoError(t, err)
			require.NotContains(t, string(written), value)
		})
	}
	written, err := json.Marshal(exported{"a", secret.New(value)})
	require.NoError(t, err)
	require.JSONEq(t, `{"Name":"a","key":"[redacted]"}`, string(written))
}

func TestReveal(t *testing.T) {
	require.Equal(t, value, secret.New(value).Reveal())
	require.Empty(t, secret.String{}.Reveal())
	require.True(t, secret.String{}.IsZero())
	require.True(t, secret.New("").IsZero())
	require.False(t, secret.New(value).IsZero())
	one, same, other := secret.New("a"), secret.New("a"), secret.New("b")
	require.True(t, one == same, "equal texts are equal secrets")
	require.False(t, one == other)
	require.True(t, secret.New("") == secret.String{})
}

func TestReads(t *testing.T) {
	for text, want := range map[string]string{`"a\"b"`: `a"b`, `""`: "", `null`: ""} {
		got := exported{Key: secret.New("old")}
		require.NoError(t, json.Unmarshal([]byte(`{"key":`+text+`}`), &got))
		require.Equal(t, want, got.Key.Reveal(), text)
	}
	for _, text := range []string{`123456`, `{"a":"hunter2"}`, `["hunter2"]`, `true`} {
		got := exported{Key: secret.New("old")}
		err := json.Unmarshal([]byte(`{"key":`+text+`}`), &got)
		require.Error(t, err, text)
		require.NotContains(t, err.Error(), "123456")
		require.NotContains(t, err.Error(), "hunter2")
		require.Equal(t, "old", got.Key.Reveal())
	}
	var got secret.String
	require.NoError(t, got.UnmarshalText([]byte(value)))
	require.Equal(t, value, got.Reveal())
	require.NoError(t, got.UnmarshalText(nil))
	require.True(t, got.IsZero())
}
