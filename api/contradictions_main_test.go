package api_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
	"github.com/wallex-sdk/wallex-go/pkg/validate"
)

// contradiction is what servers, or parts of the documentation, have in several forms. All are read as the same value.
type contradiction struct {
	name  string
	read  reader
	forms []string
	want  any
}

// sending is what a platform documents in several forms, of which one is sent.
type sending struct {
	name string
	call reader
	want string // method, address and body
}

// reader reads a text that a platform sends, which must not break the specification. What was sent before, if
// anything was, is kept in sent, which may be nil.
type reader func(t *testing.T, text string, sent *string) (any, error)

// answer reads the answer of a call.
func answer(call func(context.Context, *operation.Caller) (any, error)) reader {
	return func(t *testing.T, text string, sent *string) (any, error) {
		return call(t.Context(), answering(t, text, sent))
	}
}

// notified reads a notification.
func notified[T any](platform, id string) reader {
	return func(t *testing.T, text string, _ *string) (any, error) {
		all, err := spec.Embedded.Notifications(platform)
		require.NoError(t, err)
		n := all[slices.IndexFunc(all, func(n *spec.Notification) bool { return n.ID == id })]
		require.Empty(t, validate.Notification(n, []byte(text)), text)
		named, err := n.Aliases.Unalias([]byte(text))
		require.NoError(t, err)
		value := new(T)
		return value, json.Unmarshal(named, value)
	}
}

// items returns what a page holds.
func items[T any](page *operation.Page[T], err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return page.Items, nil
}

// answering returns a caller whose platform gives every request one answer. The caller refuses answers that break the
// specification. What was sent is kept in sent, which may be nil.
func answering(t *testing.T, answer string, sent *string) *operation.Caller {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if sent != nil {
			*sent = strings.TrimSpace(r.Method + " " + r.RequestURI + " " + string(body))
		}
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(server.Close)
	return &operation.Caller{
		BaseURL: server.URL, Transport: &validate.Transport{Base: server.Client().Transport}, AllowUnverified: true,
	}
}

func requireRead(t *testing.T, contradictions []contradiction) {
	for _, test := range contradictions {
		t.Run(test.name, func(t *testing.T) {
			for _, form := range test.forms {
				got, err := test.read(t, form, nil)
				require.NoError(t, err, form)
				require.Equal(t, test.want, got, form)
			}
		})
	}
}

func requireSent(t *testing.T, requests []sending) {
	for _, test := range requests {
		t.Run(test.name, func(t *testing.T) {
			var sent string
			_, _ = test.call(t, `{}`, &sent) // whatever the answer
			require.Equal(t, test.want, sent)
		})
	}
}

// Payloads come under any of their names, bare where the specification says so, and bare where they are lists. The
// objects of Wallex's version 2 come in both forms, whichever its documentation shows.
func TestEnvelopes(t *testing.T) {
	for _, platform := range platforms(t) {
		for _, e := range examples(t, platform) {
			if e.kind != response {
				continue
			}
			text, err := json.Marshal(e.value)
			require.NoError(t, err)
			payload, _ := payloadOf(t, e, text)
			if strings.HasPrefix(e.operation.Spec, "wallex/v2/") && payload[0] == '{' {
				require.Equal(t, []string{"data", operation.WholeAnswer}, e.operation.Result, e.id)
			}
			if len(e.operation.Result) == 0 {
				continue
			}
			var forms []string
			if payload[0] == '[' {
				forms = append(forms, string(payload))
			}
			for _, name := range e.operation.Result {
				if name == operation.WholeAnswer {
					forms = append(forms, string(payload))
				} else {
					forms = append(forms, `{"`+name+`":`+string(payload)+`}`)
				}
			}
			var want any
			require.NoError(t, json.Unmarshal(payload, &want))
			requireRead(t, []contradiction{{e.id, answer(func(ctx context.Context, c *operation.Caller) (any, error) {
				got, err := operation.One[any](ctx, c, &e.operation.Operation, new(operation.Input), operation.WithoutRequestValidation())
				if err != nil {
					return nil, err
				}
				return *got, nil
			}), forms, want}})
		}
	}
}
