package webhook_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/webhook"
)

func prefixes(texts ...string) []netip.Prefix {
	var all []netip.Prefix
	for _, text := range texts {
		all = append(all, netip.MustParsePrefix(text))
	}
	return all
}

func TestRequestsThatAreRefused(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*http.Request)
		body   string
		status int
	}{
		{"nothing wrong", func(*http.Request) {}, paid, 200},
		{"GET", func(r *http.Request) { r.Method = http.MethodGet }, paid, 405},
		{"PUT", func(r *http.Request) { r.Method = http.MethodPut }, paid, 405},
		{"with a charset", func(r *http.Request) { r.Header.Set("Content-Type", "application/json; charset=utf-8") }, paid, 200},
		{"a kind of JSON", func(r *http.Request) { r.Header.Set("Content-Type", "application/hook+json") }, paid, 200},
		{"of no stated type", func(r *http.Request) { r.Header.Del("Content-Type") }, paid, 200},
		{"a form", func(r *http.Request) { r.Header.Set("Content-Type", "application/x-www-form-urlencoded") }, paid, 415},
		{"of a type that is none", func(r *http.Request) { r.Header.Set("Content-Type", "/") }, paid, 415},
		{"not JSON", func(*http.Request) {}, "resource=user", 400},
		{"empty", func(*http.Request) {}, "", 400},
		{"cut off", func(*http.Request) {}, paid[:20], 400},
		{"as large as may be", func(*http.Request) {}, `{"a":"` + strings.Repeat("x", webhook.MaxBody-8) + `"}`, 200},
		{"too large", func(*http.Request) {}, `{"a":"` + strings.Repeat("x", webhook.MaxBody-7) + `"}`, 413},
		{"deep", func(*http.Request) {}, strings.Repeat(`{"a":`, 50_000), 400},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := receive(t, nil)
			req := request(test.body)
			test.change(req)
			answer := r.send(req)
			require.Equal(t, test.status, answer.Code)
			require.Equal(t, test.status, r.last().Status)
			require.Equal(t, test.status == 200, r.last().Err == nil)
			require.Equal(t, test.status == 200, r.handled() == 1)
			if test.status == http.StatusMethodNotAllowed {
				require.Equal(t, http.MethodPost, answer.Header().Get("Allow"))
			}
		})
	}
}

func TestSecrets(t *testing.T) {
	old, fresh, other := secret.New("hidden-old"), secret.New("hidden-fresh"), secret.New("hidden-other")
	for _, test := range []struct {
		name    string
		options []webhook.Option
		header  http.Header
		status  int
	}{
		{"right", []webhook.Option{webhook.WithSecret("X-Secret", fresh)}, http.Header{"X-Secret": {"hidden-fresh"}}, 200},
		{"wrong", []webhook.Option{webhook.WithSecret("X-Secret", fresh)}, http.Header{"X-Secret": {"hidden-fresh "}}, 403},
		{"missing", []webhook.Option{webhook.WithSecret("X-Secret", fresh)}, nil, 403},
		{"old one during a change", []webhook.Option{webhook.WithSecret("X-Secret", fresh, old)}, http.Header{"X-Secret": {"hidden-old"}}, 200},
		{"given separately", []webhook.Option{webhook.WithSecret("x-secret", fresh), webhook.WithSecret("X-Secret", old)},
			http.Header{"X-Secret": {"hidden-old"}}, 200},
		{"both of two headers", []webhook.Option{webhook.WithSecret("X-Secret", fresh), webhook.WithSecret("X-Other", other)},
			http.Header{"X-Secret": {"hidden-fresh"}, "X-Other": {"hidden-other"}}, 200},
		{"one of two headers", []webhook.Option{webhook.WithSecret("X-Secret", fresh), webhook.WithSecret("X-Other", other)},
			http.Header{"X-Secret": {"hidden-fresh"}}, 403},
		{"in the wrong header", []webhook.Option{webhook.WithSecret("X-Secret", fresh), webhook.WithSecret("X-Other", other)},
			http.Header{"X-Secret": {"hidden-other"}, "X-Other": {"hidden-fresh"}}, 403},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := receive(t, nil, test.options...)
			req := request(paid)
			for name, values := range test.header {
				req.Header[name] = values
			}
			answer := r.send(req)
			require.Equal(t, test.status, answer.Code)
			if test.status == 403 {
				require.ErrorIs(t, r.last().Err, webhook.ErrSecret)
			}
			require.NotContains(t, fmt.Sprintf("%v %+v %#v", r.Handler, r.Handler, r.last())+answer.Body.String(), "hidden")
		})
	}
}

func TestSenders(t *testing.T) {
	allowed := webhook.WithSenders(append(webhook.WallexProduction(), prefixes("10.1.0.0/16", "2001:db8::/32")...)...)
	proxies := webhook.WithProxies(prefixes("192.168.0.0/24")...)
	for _, test := range []struct {
		name, from string
		forwarded  []string
		options    []webhook.Option
		status     int
	}{
		{"documented address", "3.0.113.21:4711", nil, []webhook.Option{allowed}, 200},
		{"address of the sandbox", "175.41.191.143:4711", nil, []webhook.Option{webhook.WithSenders(webhook.WallexSandbox()...)}, 200},
		{"in a range", "10.1.2.3:1", nil, []webhook.Option{allowed}, 200},
		{"version 6", "[2001:db8::1]:1", nil, []webhook.Option{allowed}, 200},
		{"version 4 in 6", "[::ffff:3.0.113.21]:1", nil, []webhook.Option{allowed}, 200},
		{"somebody else", "203.0.113.9:1", nil, []webhook.Option{allowed}, 403},
		{"no address", "@", nil, []webhook.Option{allowed}, 403},
		{"somebody else's claim", "203.0.113.9:1", []string{"3.0.113.21"}, []webhook.Option{allowed}, 403},
		{"somebody else's claim to a server with proxies", "203.0.113.9:1", []string{"3.0.113.21"}, []webhook.Option{allowed, proxies}, 403},
		{"through a proxy that is not trusted", "192.168.0.1:1", []string{"3.0.113.21"}, []webhook.Option{allowed}, 403},
		{"through a proxy", "192.168.0.1:1", []string{"3.0.113.21"}, []webhook.Option{allowed, proxies}, 200},
		{"through a proxy that adds ports", "192.168.0.1:1", []string{"3.0.113.21:55"}, []webhook.Option{allowed, proxies}, 200},
		{"through two proxies", "192.168.0.1:1", []string{"3.0.113.21, 192.168.0.2"}, []webhook.Option{allowed, proxies}, 200},
		{"through two proxies with a header each", "192.168.0.1:1", []string{"3.0.113.21", "192.168.0.2"}, []webhook.Option{allowed, proxies}, 200},
		{"a claim through a proxy", "192.168.0.1:1", []string{"3.0.113.21, 203.0.113.9"}, []webhook.Option{allowed, proxies}, 403},
		{"a proxy that does not say", "192.168.0.1:1", nil, []webhook.Option{allowed, proxies}, 403},
		{"a proxy that says nonsense", "192.168.0.1:1", []string{"3.0.113.21, unknown"}, []webhook.Option{allowed, proxies}, 403},
		{"a proxy itself", "192.168.0.1:1", []string{"192.168.0.2"}, []webhook.Option{allowed, proxies}, 403},
		{"anybody", "@", nil, nil, 200},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := receive(t, nil, test.options...)
			req := request(paid)
			req.RemoteAddr = test.from
			for _, header := range test.forwarded {
				req.Header.Add("X-Forwarded-For", header)
			}
			require.Equal(t, test.status, r.send(req).Code)
			if test.status == 403 {
				require.ErrorIs(t, r.last().Err, webhook.ErrSender)
			}
		})
	}
}

func TestSignature(t *testing.T) {
	sign := func(key, body string) string {
		mac := hmac.New(sha256.New, []byte(key))
		mac.Write([]byte(body))
		return hex.EncodeToString(mac.Sum(nil))
	}
	for _, test := range []struct {
		name, signature string
		status          int
	}{
		{"right", sign("fresh", paid), 200},
		{"right, in upper case", strings.ToUpper(sign("fresh", paid)), 200},
		{"with the old key", sign("old", paid), 200},
		{"with another key", sign("other", paid), 403},
		{"of another body", sign("fresh", paid+" "), 403},
		{"cut off", sign("fresh", paid)[:32], 403},
		{"no hexadecimal digits", "right", 403},
		{"missing", "", 403},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := receive(t, nil, webhook.WithVaultsPaySignature(secret.New("fresh"), secret.New("old")))
			req := request(paid)
			if test.signature != "" {
				req.Header.Set("VaultsPay-Signature", test.signature)
			}
			require.Equal(t, test.status, r.send(req).Code)
			if test.status == 403 {
				require.ErrorIs(t, r.last().Err, webhook.ErrSignature)
			}
		})
	}
}
