package redaction

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
)

// Print prints a value in all ways that a program might: with package fmt, as part of other values and of errors, as
// JSON, and in logs.
func Print(value any) string {
	var all strings.Builder
	for _, holder := range []any{value, &value, []any{value}, map[string]any{"key": value}, struct{ inner any }{value}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d"} {
			fmt.Fprintf(&all, verb+"\n", holder)
		}
		fmt.Fprintln(&all, errors.New(fmt.Sprint(holder)), fmt.Errorf("%v", holder))
		written, err := json.Marshal(holder)
		fmt.Fprintf(&all, "%s %v\n", written, err)
		var log bytes.Buffer
		slog.New(Handler(&log)).Info("printed", "value", holder)
		all.Write(log.Bytes())
	}
	if err, ok := value.(error); ok {
		fmt.Fprintln(&all, err.Error(), fmt.Errorf("wrapped: %w", err), errors.Join(err, err))
	}
	return all.String()
}

// Handler writes everything that is logged as text and as JSON.
func Handler(log *bytes.Buffer) slog.Handler {
	options := &slog.HandlerOptions{Level: slog.LevelDebug, AddSource: true}
	return slog.NewMultiHandler(slog.NewTextHandler(log, options), slog.NewJSONHandler(log, options))
}
