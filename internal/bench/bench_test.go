// Package bench compares the SDK with plain net/http and encoding/json, over loopback and in the same run.
package bench

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/gen/wallexcommon"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/validate"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

// server answers every call with the documented payment, and every listing with a hundred of it.
func server(tb testing.TB) *httptest.Server {
	one, err := os.ReadFile("../../api/testdata/wallex/v1/simple-payments/retrieveSimplePayment.response.json")
	require.NoError(tb, err)
	var single struct{ Data json.RawMessage }
	require.NoError(tb, json.Unmarshal(one, &single))
	compact := new(bytes.Buffer)
	require.NoError(tb, json.Compact(compact, single.Data))
	payment := compact.Bytes()
	page := fmt.Appendf(nil, `{"data":[%s],"pagination":{"itemCount":100,"page":1,"perPage":100,"search":[],"totalEntries":100,"totalPages":1}}`,
		bytes.Join(repeat(payment, 100), []byte(",")))
	one = fmt.Appendf(nil, `{"data":%s}`, payment)

	mux := http.NewServeMux()
	answer := func(path string, body []byte) {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write(body)
		})
	}
	answer("POST /users/v1/authenticate", []byte(`{"token":"token"}`))
	answer("GET /simple-payments/v1/item/{id}", one)
	answer("POST /simple-payments/v1/find", page)
	s := httptest.NewServer(mux)
	tb.Cleanup(s.Close)
	return s
}

func repeat(b []byte, n int) [][]byte {
	all := make([][]byte, n)
	for i := range all {
		all[i] = b
	}
	return all
}

func sdk(tb testing.TB, url string, options ...client.Option) *wallex.Client {
	key := secret.New("key")
	c, err := wallex.New(wallex.Credentials{APIKey: key, AccessKeyID: key, SecretAccessKey: key},
		append(options, client.WithBaseURL(url), client.WithRateLimit(ratelimit.Limits{}))...)
	require.NoError(tb, err)
	tb.Cleanup(c.Close)
	return c
}

var modes = []struct {
	name    string
	options []client.Option
}{
	{"unvalidated", []client.Option{client.WithRequestValidation(validate.Off), client.WithAnswerValidation(validate.Off)}},
	{"observed", []client.Option{client.WithRequestValidation(validate.Enforce), client.WithAnswerValidation(validate.Observe)}},
}

func BenchmarkPayment(b *testing.B) {
	s := server(b)
	const id = "3909da4e-26c4-4b31-924f-f9c8b4f471a4"
	b.Run("plain", func(b *testing.B) {
		plain := newPlain()
		warm(b, func() {
			var answer struct{ Data simplepayments.SimplePayment }
			plain(b, http.MethodGet, s.URL+"/simple-payments/v1/item/"+id, nil, &answer)
			require.Equal(b, id, answer.Data.SimplePaymentID)
		})
	})
	for _, mode := range modes {
		b.Run(mode.name, func(b *testing.B) {
			c := sdk(b, s.URL, mode.options...)
			warm(b, func() {
				payment, err := c.V1.SimplePayments.Retrieve(b.Context(), id, nil)
				require.NoError(b, err)
				require.Equal(b, id, payment.SimplePaymentID)
			})
		})
	}
}

func BenchmarkPage(b *testing.B) {
	s := server(b)
	request := simplepayments.FindSimplePaymentsRequest{ReferenceID: "X-123"}
	b.Run("plain", func(b *testing.B) {
		plain := newPlain()
		warm(b, func() {
			var answer struct {
				Data       []simplepayments.SimplePayment
				Pagination wallexcommon.Pagination
			}
			plain(b, http.MethodPost, s.URL+"/simple-payments/v1/find", request, &answer)
			require.Len(b, answer.Data, 100)
		})
	})
	for _, mode := range modes {
		b.Run(mode.name, func(b *testing.B) {
			c := sdk(b, s.URL, mode.options...)
			warm(b, func() {
				page, err := c.V1.SimplePayments.Find(b.Context(), request)
				require.NoError(b, err)
				require.Len(b, page.Items, 100)
			})
		})
	}
}

// warm measures calls after the first, which opens the connection, logs in and parses the specification.
func warm(b *testing.B, call func()) {
	call()
	for b.Loop() {
		call()
	}
}

// newPlain is what one would write without an SDK.
func newPlain() func(tb testing.TB, method, url string, body, answer any) {
	httpClient := &http.Client{Transport: http.DefaultTransport.(*http.Transport).Clone()}
	return func(tb testing.TB, method, url string, body, answer any) {
		var sent io.Reader
		if body != nil {
			text, err := json.Marshal(body)
			require.NoError(tb, err)
			sent = bytes.NewReader(text)
		}
		req, err := http.NewRequestWithContext(tb.Context(), method, url, sent)
		require.NoError(tb, err)
		req.Header.Set("X-Api-Key", "key")
		req.Header.Set("Authorization", "token")
		req.Header.Set("Accept", "application/json")
		if body != nil {
			req.Header.Set("Content-Type", "application/json")
		}
		resp, err := httpClient.Do(req)
		require.NoError(tb, err)
		defer resp.Body.Close()
		require.Equal(tb, http.StatusOK, resp.StatusCode)
		text, err := io.ReadAll(resp.Body)
		require.NoError(tb, err)
		require.NoError(tb, json.Unmarshal(text, answer))
	}
}
