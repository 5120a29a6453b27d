package sandbox_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/balances"
	"github.com/wallex-sdk/wallex-go/gen/wallexcommon"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

// noon is when the sandboxes of the tests begin. Their time goes on by Advance only.
var noon = time.Date(2024, 3, 1, 12, 0, 0, 0, time.UTC)

// start returns a sandbox with a standing clock and without a rate limit, unless options say otherwise.
func start(t *testing.T, options ...sandbox.Option) *sandbox.Sandbox {
	t.Helper()
	basic := []sandbox.Option{
		sandbox.WithClock(func() time.Time { return noon }),
		sandbox.WithRateLimit(0, 0),
	}
	s := sandbox.Start(t, append(basic, options...)...)
	t.Cleanup(func() { noteSuccesses(s) })
	return s
}

// caller calls a sandbox with plain net/http.
type caller struct {
	t       *testing.T
	sandbox *sandbox.Sandbox
	key     string
	token   string
}

// connect returns a client that is logged in.
func connect(t *testing.T, options ...sandbox.Option) *caller {
	t.Helper()
	s := start(t, options...)
	c := &caller{t: t, sandbox: s, key: s.Credentials().APIKey.Reveal()}
	c.login()
	return c
}

func (c *caller) login() {
	c.t.Helper()
	credentials := c.sandbox.Credentials()
	answer := c.do(http.MethodPost, "/users/v1/authenticate", object{
		"accessKeyId":     credentials.AccessKeyID.Reveal(),
		"secretAccessKey": credentials.SecretAccessKey.Reveal(),
	})
	require.Equal(c.t, http.StatusOK, answer.status)
	var login struct{ Token secret.String }
	require.NoError(c.t, json.Unmarshal(answer.body, &login))
	c.token = login.Token.Reveal()
}

type object = map[string]any

type answer struct {
	status int
	header http.Header
	body   []byte
}

// do sends a request. A body that is a string is sent as it is.
func (c *caller) do(method, path string, body any) answer {
	c.t.Helper()
	var reader io.Reader
	switch body := body.(type) {
	case nil:
	case string:
		reader = bytes.NewReader([]byte(body))
	default:
		written, err := json.Marshal(body)
		require.NoError(c.t, err)
		reader = bytes.NewReader(written)
	}
	req, err := http.NewRequestWithContext(c.t.Context(), method, c.sandbox.URL()+path, reader)
	require.NoError(c.t, err)
	for name, value := range map[string]string{"X-Api-Key": c.key, "Authorization": c.token, "X-Enable-Encryption": "false"} {
		if value != "" {
			req.Header.Set(name, value)
		}
	}
	return send(c.t, req)
}

func send(t *testing.T, req *http.Request) answer {
	t.Helper()
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	read, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return answer{resp.StatusCode, resp.Header, read}
}

// error reads the envelope of a refusal.
func (a answer) error(t *testing.T) wallexcommon.Error {
	t.Helper()
	var e wallexcommon.Error
	require.NoError(t, json.Unmarshal(a.body, &e), "%s", a.body)
	return e
}

// post calls an operation and returns what is in data.
func post[T any](c *caller, path string, body any) T {
	c.t.Helper()
	return result[T](c, c.do(http.MethodPost, path, body))
}

func get[T any](c *caller, path string) T {
	c.t.Helper()
	return result[T](c, c.do(http.MethodGet, path, nil))
}

func result[T any](c *caller, a answer) T {
	c.t.Helper()
	require.Equal(c.t, http.StatusOK, a.status, "%s", a.body)
	var envelope struct{ Data T }
	require.NoError(c.t, json.Unmarshal(a.body, &envelope))
	return envelope.Data
}

// refused calls an operation and returns the code that it refuses the call with.
func (c *caller) refused(method, path string, body any) string {
	c.t.Helper()
	a := c.do(method, path, body)
	require.Equal(c.t, http.StatusBadRequest, a.status, "%s", a.body)
	return a.error(c.t).ErrorCode
}

// pagination returns the place of a page in its listing.
func pagination(t *testing.T, a answer) wallexcommon.Pagination {
	t.Helper()
	var envelope struct{ Pagination wallexcommon.Pagination }
	require.NoError(t, json.Unmarshal(a.body, &envelope))
	return envelope.Pagination
}

// balance returns what the partner's own wallet holds.
func (c *caller) balance(currency string) decimal.Decimal {
	c.t.Helper()
	return get[balances.Balance](c, "/balances/v1/item/"+currency).Amount
}

// requireAmount compares numbers, however many zeros they end with.
func requireAmount(t *testing.T, expected string, actual decimal.Decimal) {
	t.Helper()
	require.Zero(t, decimal.MustParse(expected).Cmp(actual), "expected %s, got %s", expected, actual)
}

// inParallel runs the same function many times at once.
func inParallel(times int, run func(i int)) {
	var all sync.WaitGroup
	for i := range times {
		all.Go(func() { run(i) })
	}
	all.Wait()
}
