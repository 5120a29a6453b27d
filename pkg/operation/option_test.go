package operation_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

func TestWithHeader(t *testing.T) {
	p := serve(t, reply(`{"data":{}}`))
	p.Header = http.Header{"X-All": {"1"}, "X-Some": {"1"}}
	require.NoError(t, one(t, p.Caller, new(operation.Input), operation.WithHeader("x-some", "2"), operation.WithHeader("X-One", "3")))
	require.NoError(t, one(t, p.Caller, new(operation.Input)))

	got := p.received()
	require.Equal(t, []string{"1", "2", "3"}, []string{got[0].Header.Get("X-All"), got[0].Header.Get("X-Some"), got[0].Header.Get("X-One")})
	require.Equal(t, []string{"1", "1", ""}, []string{got[1].Header.Get("X-All"), got[1].Header.Get("X-Some"), got[1].Header.Get("X-One")})
}

func TestHeadersOfTheCallerAreItsOwn(t *testing.T) {
	var seen []string
	c := through(func(req *http.Request) (*http.Response, error) {
		seen = append(seen, req.Header.Get("X-All"))
		req.Header["X-All"][0] = "changed by a transport"
		return answer(200, `{"data":{}}`), nil
	})
	c.Header = http.Header{"X-All": {"1"}}
	require.NoError(t, one(t, c, new(operation.Input)))
	require.NoError(t, one(t, c, new(operation.Input)))
	require.Equal(t, []string{"1", "1"}, seen)
}

func TestWithBodyField(t *testing.T) {
	p := serve(t, reply(`{"data":{}}`))
	body := struct {
		Ref    string        `json:"ref"`
		PIN    secret.String `json:"pin"`
		Amount string        `json:"amount"`
	}{"r", secret.New("1234"), "1"}
	require.NoError(t, one(t, p.Caller, new(operation.Input).Body(body),
		operation.WithBodyField("new", []int{1}), operation.WithBodyField("ref", nil), operation.WithBodyField("otp", secret.New("42"))))
	require.JSONEq(t, `{"ref":null,"pin":"1234","amount":"1","new":[1],"otp":"42"}`, p.received()[0].Body)

	for name, in := range map[string]*operation.Input{
		"no body":      new(operation.Input),
		"list":         new(operation.Input).Body([]int{1}),
		"null":         new(operation.Input).Body((*thing)(nil)),
		"bad body":     new(operation.Input).Body(func() {}),
		"no body, GET": new(operation.Input).Query("a", "b", "form", true),
	} {
		t.Run(name, func(t *testing.T) {
			err := one(t, unreachable(t), in, operation.WithBodyField("a", 1))
			require.ErrorIs(t, notSent(t, err), apierror.ErrValidation)
		})
	}
	err := one(t, unreachable(t), new(operation.Input).Body(body), operation.WithBodyField("odd", make(chan int)))
	require.ErrorContains(t, notSent(t, err), "odd")
}

func TestWithoutRequestValidation(t *testing.T) {
	var skipped []bool
	c := through(func(req *http.Request) (*http.Response, error) {
		call := operation.FromContext(req.Context())
		require.Same(t, &createThing, call.Operation)
		skipped = append(skipped, call.SkipRequestValidation)
		return answer(200, `{"data":{}}`), nil
	})
	require.NoError(t, one(t, c, new(operation.Input)))
	require.NoError(t, one(t, c, new(operation.Input), operation.WithoutRequestValidation()))
	require.Equal(t, []bool{false, true}, skipped)
}

// Whoever asks for an answer gets it; whoever prints it does not.
func TestRawResponseDoesNotPrint(t *testing.T) {
	raw := operation.RawResponse{Status: 200, Header: http.Header{"Set-Cookie": {"4111111111111111"}}, Body: []byte("4111111111111111")}
	var log bytes.Buffer
	for _, handler := range []slog.Handler{slog.NewTextHandler(&log, nil), slog.NewJSONHandler(&log, nil)} {
		slog.New(handler).Info("answer", "raw", raw, "pointer", &raw, "body", raw.Body)
	}
	for _, value := range []any{raw, &raw, raw.Body, []any{raw}} {
		written, err := json.Marshal(value)
		require.NoError(t, err)
		fmt.Fprintf(&log, "%v %+v %#v %s %q %x %s", value, value, value, value, value, value, written)
	}
	for _, hidden := range []string{"4111", "3431", "NDEx"} { // as it is, in hexadecimal digits, in Base64
		require.NotContains(t, log.String(), hidden)
	}
	require.Contains(t, log.String(), "[HTTP 200, 16 bytes]")
}

func TestWithRawResponse(t *testing.T) {
	for _, test := range []struct {
		name, body string
		status     int
		failure    error
	}{
		{"success", ` {"data":{"id":"a"},"new":true}`, 201, nil},
		{"refusal", `{"code":"no"}`, 400, apierror.ErrRejected},
		{"unreadable", `{"data":`, 200, apierror.ErrAmbiguous},
		{"page of a proxy", `<html>`, 502, apierror.ErrAmbiguous},
	} {
		t.Run(test.name, func(t *testing.T) {
			var raw operation.RawResponse
			c := through(func(*http.Request) (*http.Response, error) {
				resp := answer(test.status, test.body)
				resp.Header.Set("X-New", "1")
				return resp, nil
			})
			require.ErrorIs(t, one(t, c, new(operation.Input), operation.WithRawResponse(&raw)), test.failure)
			require.Equal(t, test.status, raw.Status)
			require.Equal(t, test.body, string(raw.Body))
			require.Equal(t, "1", raw.Header.Get("X-New"))
		})
	}
}
