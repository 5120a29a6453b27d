package webhook_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
	"github.com/wallex-sdk/wallex-go/pkg/webhook"
)

// platform answers logins, and everything else as answer says. It returns a client and the addresses that were asked for.
func platform(t *testing.T, answer func(http.ResponseWriter, *http.Request)) (*wallex.Client, func() []string) {
	t.Helper()
	var mu sync.Mutex
	var asked []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/authenticate") {
			_, _ = io.WriteString(w, `{"token":"t"}`)
			return
		}
		mu.Lock()
		asked = append(asked, r.Method+" "+r.URL.RequestURI())
		mu.Unlock()
		answer(w, r)
	}))
	t.Cleanup(server.Close)
	c, err := wallex.New(wallex.Credentials{APIKey: secret.New("k"), AccessKeyID: secret.New("a"), SecretAccessKey: secret.New("s")},
		client.WithBaseURL(server.URL))
	require.NoError(t, err)
	t.Cleanup(c.Close)
	return c, func() []string { return asked }
}

func found(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, `{"data":{}}`) }

// What any notification of Wallex is about is retrieved with the operation that its specification names.
func TestFetchEveryKind(t *testing.T) {
	operations, err := spec.Embedded.Platform("wallex")
	require.NoError(t, err)
	for _, op := range operations {
		for _, n := range op.Notifications {
			if n.Same != "" {
				continue
			}
			for _, example := range n.Body.Examples {
				t.Run(n.ID, func(t *testing.T) {
					text, err := json.Marshal(example.Value.Value)
					require.NoError(t, err)
					event, err := webhook.Parse(text)
					require.NoError(t, err)
					c, asked := platform(t, found)
					resource, err := webhook.Fetch(t.Context(), c, event)
					require.NoError(t, err)
					i := slices.IndexFunc(operations, func(op *spec.Operation) bool { return op.ID == n.RetrievedBy })
					before, after, _ := strings.Cut(operations[i].Path, "{")
					_, after, _ = strings.Cut(after, "}")
					require.Equal(t, []string{"GET " + before + event.About + after}, asked())
					require.Equal(t, reflect.Pointer, reflect.TypeOf(resource).Kind())
					require.False(t, reflect.ValueOf(resource).IsNil())
				})
			}
		}
	}
}

func TestFetchOnBehalfOfTheAccount(t *testing.T) {
	for code, want := range map[string]int{"simple_payments_not_found": 2, "NOT_AUTHORIZED": 2, "status_invalid": 1} {
		t.Run(code, func(t *testing.T) {
			c, asked := platform(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.RawQuery == "" {
					w.WriteHeader(http.StatusBadRequest)
					_, _ = io.WriteString(w, `{"error_code":"`+code+`","message":"m"}`)
					return
				}
				found(w, r)
			})
			event, err := webhook.Parse([]byte(paid))
			require.NoError(t, err)
			resource, err := webhook.Fetch(t.Context(), c, event)
			require.Equal(t, []string{"GET /simple-payments/v1/item/p-1", "GET /simple-payments/v1/item/p-1?onBehalfOfAccount=a-1"}[:want], asked())
			require.Equal(t, want == 2, err == nil)
			require.Equal(t, want == 2, resource != nil)
		})
	}
}

func TestFetchNothing(t *testing.T) {
	c, asked := platform(t, found)
	for body, want := range map[string]error{
		`{"resource":"coupon","resourceId":"c-1"}`:                  webhook.ErrNothingToFetch,
		`{"transactionId":"t-1","status":"SUCCESS","amount":1}`:     webhook.ErrNothingToFetch,
		`{"resource":"user","status":"approved"}`:                   apierror.ErrNotSent,
		`{"resource":"user","resourceId":"..","status":"approved"}`: apierror.ErrNotSent,
	} {
		event, err := webhook.Parse([]byte(body))
		require.NoError(t, err)
		resource, err := webhook.Fetch(t.Context(), c, event)
		require.ErrorIs(t, err, want, body)
		require.Nil(t, resource)
	}
	require.Empty(t, asked())
	_, err := webhook.Fetch(t.Context(), c, webhook.Event{})
	require.True(t, errors.Is(err, webhook.ErrNothingToFetch))
}
