package cardplatform_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/cardplatform"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/retry"
)

// FuzzDecodeError feeds the error decoder whatever a server may send.
func FuzzDecodeError(f *testing.F) {
	for _, seed := range []string{
		`{"code":1000,"type":"INVALID_PAYLOAD","message":"m","errors":[{"key":"accountTitle","reason":"r"}]}`,
		`{"code":"1010","message":"Invalid IBAN"}`, `{"code":1035,"errors":[{"key":"actionRequired","reason":"X"}]}`,
		`{"code":1e3}`, `{"code":-1}`, `{"code":null}`, `{"code":1000,"errors":{}}`, `{"CODE":1002}`, `[]`, `null`, ``, `<html>`, `{"code":1000`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		refusal, ok := cardplatform.DecodeError(body)
		if !ok {
			require.Zero(t, refusal)
			return
		}
		number, err := strconv.Atoi(refusal.Code)
		require.NoError(t, err)
		require.Positive(t, number)
		require.True(t, refusal.CallerMistake || refusal.Kind == nil, "of a code that is not known nothing is")
	})
}

// FuzzLogin feeds a client whatever a server may answer to its login: either there is a token, or nothing else is
// sent.
func FuzzLogin(f *testing.F) {
	for _, seed := range []string{
		`{"accessToken":"a","accessTokenExpiry":"2024-09-23T18:33:10.049+00:00","refreshToken":"r","refreshTokenExpiry":"x"}`,
		`{"data":{"accessToken":"a","accessTokenExpiry":"9999-12-31T23:59:59Z"}}`, `{"data":null,"accessToken":"a"}`, `{"accessToken":7}`, `{}`, ``, `[]`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		p := newPlatform()
		p.answer = func(s seen) (int, string) {
			if s.path == login {
				return 200, string(body)
			}
			return p.well(s)
		}
		c := newClient(t, keys, off, client.WithTransport(p), client.WithBaseURL("http://localhost"), client.WithRetry(retry.Policy{MaxAttempts: 1}))
		defer c.Close()
		err := listTiers(t.Context(), c)
		for _, s := range p.requests()[1:] {
			require.Greater(t, len(s.token), len("Bearer "))
			require.NoError(t, err)
		}
	})
}
