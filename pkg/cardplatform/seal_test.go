package cardplatform_test

import (
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/cards"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/auth"
	"github.com/wallex-sdk/wallex-go/pkg/cardplatform"
	"github.com/wallex-sdk/wallex-go/pkg/cardplatform/envelope"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
)

// A client and a platform of each format understand each other, with and without a body.
func TestFormats(t *testing.T) {
	for name, format := range map[string]envelope.Format{
		"the default":         {},
		"OAEPSHA256MGF1SHA1":  {KeyWrap: envelope.OAEPSHA256MGF1SHA1},
		"OAEPSHA1":            {KeyWrap: envelope.OAEPSHA1},
		"PKCS1v15":            {KeyWrap: envelope.PKCS1v15},
		"Base64Key":           {WrappedKey: envelope.Base64Key},
		"JSONText":            {Body: envelope.JSONText},
		"DataObject":          {Body: envelope.DataObject},
		"EncryptedDataObject": {Body: envelope.EncryptedDataObject},
		"HeaderIV":            {AnswerIV: envelope.HeaderIV},
		"PrefixIV":            {AnswerIV: envelope.PrefixIV},
		"EncryptedErrors":     {Errors: envelope.EncryptedErrors},
		"PlainErrors":         {Errors: envelope.PlainErrors},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPlatform()
			p.format = format
			c := p.connect(t, encrypted(format))
			got, err := c.Cards.RetrievePAN(t.Context(), cards.RetrieveCardPANRequest{CardID: 7})
			require.NoError(t, err)
			require.Equal(t, pan, got.PAN.Reveal())
			require.NoError(t, listTiers(t.Context(), c))

			used := map[string]bool{}
			for _, s := range p.requests() {
				require.Equal(t, "SAAS", s.header.Get("x-device-os"))
				require.Equal(t, "17", s.header.Get("x-device-id"))
				require.Empty(t, s.header.Values("x-enable-encryption"))
				require.NotContains(t, s.wire, "cardId")
				require.NotContains(t, s.wire, "hidden")
				for header, size := range map[string]int{"x-session-nonce": 12, "x-auth-signature": 256} {
					value, err := base64.StdEncoding.DecodeString(s.header.Get(header))
					require.NoError(t, err)
					require.Len(t, value, size)
					require.False(t, used[string(value)], "each call has its own")
					used[string(value)] = true
				}
				if s.path == tiers {
					require.Empty(t, s.wire)
				} else {
					require.Equal(t, "application/json", s.header.Get("Content-Type"))
					require.True(t, strings.HasPrefix(s.body, "{"))
				}
			}
			require.Equal(t, []string{login, getPAN + " access-1", tiers + " access-1"}, p.take())
		})
	}
}

func TestPlainLogin(t *testing.T) {
	p := newPlatform()
	c := p.connect(t, encrypted(envelope.Format{Login: envelope.PlainLogin}))
	require.NoError(t, retrievePAN(t.Context(), c))
	got := p.requests()
	require.JSONEq(t, `{"clientId":"client-1","clientSecret":"hidden-1"}`, got[0].wire)
	require.Empty(t, got[0].header.Values("x-auth-signature"))
	require.Equal(t, "17", got[0].header.Get("x-device-id"))
	require.NotEmpty(t, got[1].header.Get("x-auth-signature"), "the other calls are encrypted all the same")
}

func TestEncryptionOff(t *testing.T) {
	for id, want := range map[string][]string{"": nil, "17": {"17"}} {
		p := newPlatform()
		require.NoError(t, retrievePAN(t.Context(), p.connect(t, cardplatform.Encryption{Off: true, DeviceID: id})))
		for _, s := range p.requests() {
			require.Equal(t, s.body, s.wire)
			require.Equal(t, "false", s.header.Get("x-enable-encryption"))
			require.Equal(t, want, s.header.Values("x-device-id"))
			require.Empty(t, s.header.Values("x-session-nonce"))
			require.Empty(t, s.header.Values("x-auth-signature"))
		}
	}
}

// Whether the ping is encrypted is not known. It says nothing that would need it.
func TestPingIsPlain(t *testing.T) {
	p := newPlatform()
	require.NoError(t, p.connect(t, encrypted(envelope.Format{})).System.Ping(t.Context()))
	got := p.requests()
	require.Equal(t, []string{ping}, p.take())
	require.Empty(t, got[0].header.Values("x-auth-signature"))
}

// No header that a caller adds switches the encryption off.
func TestHeadersDoNotSwitchItOff(t *testing.T) {
	p := newPlatform()
	c := p.connect(t, encrypted(envelope.Format{}), client.WithHeader("x-enable-encryption", "false"))
	_, err := c.Cards.RetrievePAN(t.Context(), cards.RetrieveCardPANRequest{CardID: 7}, operation.WithHeader("x-enable-encryption", "false"))
	require.NoError(t, err)
	for _, s := range p.requests() {
		require.Empty(t, s.header.Values("x-enable-encryption"))
		require.NotEqual(t, s.body, s.wire)
	}
}

// Each attempt and the replay after a refused token have keys of their own.
func TestKeysOfRepeatedRequests(t *testing.T) {
	p := newPlatform()
	p.answer = func(s seen) (int, string) {
		switch {
		case s.path == getPAN && s.n == 1:
			return 503, `{"code":9999,"message":"m"}`
		case s.path == getPAN && s.n == 2:
			return 401, `{"code":1003,"message":"m"}`
		}
		return p.well(s)
	}
	require.NoError(t, retrievePAN(t.Context(), p.connect(t, encrypted(envelope.Format{}))))
	nonces := map[string]bool{}
	for _, s := range p.requests() {
		nonces[s.header.Get("x-session-nonce")] = true
		if s.path == getPAN {
			require.JSONEq(t, `{"cardId":7}`, s.body)
		}
	}
	require.Equal(t, []string{login, getPAN + " access-1", getPAN + " access-1", login, getPAN + " access-2"}, p.take())
	require.Len(t, nonces, 5)
}

// An answer that does not open says nothing about the call: one that changes something is ambiguous, one that may be
// repeated is.
func TestAnswersThatDoNotOpen(t *testing.T) {
	var earlier []byte
	wrongKey := func(header http.Header, text []byte) []byte {
		call, err := envelope.New(envelope.Format{}, &private().PublicKey)
		require.NoError(t, err)
		return call.SealAnswer(header, text)
	}
	for name, tamper := range map[string]func(http.Header, []byte) []byte{
		"changed":        func(_ http.Header, body []byte) []byte { return append([]byte("AAAA"), body[4:]...) },
		"cut off":        func(_ http.Header, body []byte) []byte { return body[:len(body)/2] },
		"empty":          func(http.Header, []byte) []byte { return nil },
		"not encrypted":  func(http.Header, []byte) []byte { return []byte(`{"data":{"pan":"` + pan + `"}}`) },
		"of another key": func(h http.Header, _ []byte) []byte { return wrongKey(h, []byte(`{"data":{"pan":"`+pan+`"}}`)) },
		"of an earlier call": func(_ http.Header, body []byte) []byte {
			if earlier == nil {
				earlier = body
			}
			return earlier
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPlatform()
			c := p.connect(t, encrypted(envelope.Format{}))
			require.NoError(t, listTiers(t.Context(), c))
			if name == "of an earlier call" {
				p.tamper = tamper
				require.NoError(t, retrievePAN(t.Context(), c))
			}
			p.tamper = tamper
			p.take()

			err := activateCard(t.Context(), c)
			require.ErrorIs(t, err, envelope.ErrDecrypt)
			require.ErrorIs(t, err, apierror.ErrAmbiguous)
			require.Equal(t, 200, apierror.Of(err).Status)
			require.Len(t, p.take(), 1)

			err = retrievePAN(t.Context(), c)
			require.ErrorIs(t, err, envelope.ErrDecrypt)
			require.Len(t, p.take(), 4)
			require.NotContains(t, err.Error(), pan)
			require.Empty(t, apierror.Of(err).Body)
		})
	}
	t.Run("a login", func(t *testing.T) {
		p := newPlatform()
		p.tamper = func(http.Header, []byte) []byte { return []byte(`{"accessToken":"forged"}`) }
		err := activateCard(t.Context(), p.connect(t, encrypted(envelope.Format{})))
		require.ErrorIs(t, err, envelope.ErrDecrypt)
		require.ErrorIs(t, err, apierror.ErrNotSent)
		var failed *auth.LoginError
		require.ErrorAs(t, err, &failed)
		for _, request := range p.requests() {
			require.Equal(t, login, request.path)
		}
	})
}

// Whether errors are encrypted is not documented.
func TestErrorsEncryptedOrNot(t *testing.T) {
	const refusal = `{"code":1010,"message":"Invalid request."}`
	for _, test := range []struct {
		name             string
		client, platform envelope.Errors
		understood       bool
		html             error
	}{
		{"any, encrypted", envelope.AnyErrors, envelope.EncryptedErrors, true, nil},
		{"any, plain", envelope.AnyErrors, envelope.PlainErrors, true, nil},
		{"encrypted, encrypted", envelope.EncryptedErrors, envelope.EncryptedErrors, true, envelope.ErrPlain},
		{"encrypted, plain", envelope.EncryptedErrors, envelope.PlainErrors, false, envelope.ErrPlain},
		{"plain, encrypted", envelope.PlainErrors, envelope.EncryptedErrors, false, nil},
		{"plain, plain", envelope.PlainErrors, envelope.PlainErrors, true, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := newPlatform()
			p.format.Errors = test.platform
			p.answer = func(s seen) (int, string) {
				if s.path == login {
					return p.well(s)
				}
				return 500, refusal
			}
			c := p.connect(t, encrypted(envelope.Format{Errors: test.client}))
			err := activateCard(t.Context(), c)
			if test.understood {
				require.ErrorIs(t, err, apierror.ErrRejected)
				require.Equal(t, "1010", apierror.Of(err).Code)
			} else {
				require.ErrorIs(t, err, apierror.ErrAmbiguous)
			}

			p.tamper = func(http.Header, []byte) []byte { return []byte(`<html>Bad Gateway</html>`) } // a proxy's
			err = activateCard(t.Context(), c)
			require.ErrorIs(t, err, apierror.ErrAmbiguous)
			require.Equal(t, 500, apierror.Of(err).Status)
			if test.html != nil {
				require.ErrorIs(t, err, test.html)
			} else {
				require.NotErrorIs(t, err, envelope.ErrDecrypt)
			}
		})
	}
	t.Run("encrypted for another call", func(t *testing.T) {
		p := newPlatform()
		c := p.connect(t, encrypted(envelope.Format{}))
		require.NoError(t, listTiers(t.Context(), c))
		p.answer = func(seen) (int, string) { return 422, refusal }
		p.tamper = func(h http.Header, _ []byte) []byte {
			call, err := envelope.New(envelope.Format{}, &private().PublicKey)
			require.NoError(t, err)
			return call.SealAnswer(h, []byte(refusal))
		}
		err := activateCard(t.Context(), c)
		require.ErrorIs(t, err, envelope.ErrDecrypt)
		require.ErrorIs(t, err, apierror.ErrAmbiguous, "a forged refusal proves nothing")
	})
}

// What a raw answer holds is what the caller could read, not what was on the wire.
func TestRawResponse(t *testing.T) {
	p := newPlatform()
	var raw operation.RawResponse
	_, err := p.connect(t, encrypted(envelope.Format{})).Cards.ListTiers(t.Context(), operation.WithRawResponse(&raw))
	require.NoError(t, err)
	require.JSONEq(t, `{"data":[{"id":1,"title":"Gold"}]}`, string(raw.Body))
	require.Equal(t, strconv.Itoa(len(raw.Body)), raw.Header.Get("Content-Length"))
}
