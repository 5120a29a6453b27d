package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"iter"
	"os"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

// terminal is a writer that looks like one.
type terminal struct{ bytes.Buffer }

func (*terminal) Stat() (fs.FileInfo, error) {
	return fstest.MapFS{"tty": {Mode: fs.ModeDevice | fs.ModeCharDevice}}.Stat("tty")
}

func raw(values ...string) []json.RawMessage {
	var all []json.RawMessage
	for _, value := range values {
		all = append(all, json.RawMessage(value))
	}
	return all
}

func TestPrinterWritesValues(t *testing.T) {
	const value = `{ "amount" : 1005.150, "names":["a<b","c"] , "none":{} }`
	for name, test := range map[string]struct {
		pretty bool
		want   string
	}{
		"compact": {false, `{"amount":1005.150,"names":["a<b","c"],"none":{}}` + "\n"},
		"pretty":  {true, "{\n  \"amount\": 1005.150,\n  \"names\": [\n    \"a<b\",\n    \"c\"\n  ],\n  \"none\": {}\n}\n"},
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			require.NoError(t, printer{&out, test.pretty}.value(json.RawMessage(value)))
			require.Equal(t, test.want, out.String())
		})
	}
}

func TestPrinterWritesLists(t *testing.T) {
	for name, test := range map[string]struct {
		pretty bool
		values []json.RawMessage
		want   string
	}{
		"compact":       {false, raw(`{"a": 1}`, `2`), "[{\"a\":1},2]\n"},
		"pretty":        {true, raw(`{"a": 1}`, `2`), "[\n  {\n    \"a\": 1\n  },\n  2\n]\n"},
		"compact, none": {false, nil, "[]\n"},
		"pretty, none":  {true, nil, "[]\n"},
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			require.NoError(t, printer{&out, test.pretty}.list(each(test.values)))
			require.Equal(t, test.want, out.String())
			require.True(t, json.Valid(out.Bytes()))
		})
	}
}

func TestPrinterLeavesAListThatBreaksOffOpen(t *testing.T) {
	broken := errors.New("page 2 is gone")
	var values iter.Seq2[json.RawMessage, error] = func(yield func(json.RawMessage, error) bool) {
		if yield(json.RawMessage(`1`), nil) {
			yield(nil, broken)
		}
	}
	var out bytes.Buffer
	require.ErrorIs(t, printer{&out, false}.list(values), broken)
	require.Equal(t, "[1\n", out.String(), "a part of a list must not look like the whole")
}

func TestIsTerminal(t *testing.T) {
	file, err := os.Create(t.TempDir() + "/out")
	require.NoError(t, err)
	defer file.Close()
	require.False(t, isTerminal(file))
	require.False(t, isTerminal(new(bytes.Buffer)))
	require.True(t, isTerminal(new(terminal)))
}
