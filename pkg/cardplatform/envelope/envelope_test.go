package envelope_test

import (
	"crypto/rsa"
	"encoding/base64"
	"fmt"
	"math/big"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/cardplatform/envelope"
)

func TestBothSides(t *testing.T) {
	for name, format := range formats {
		t.Run(name, func(t *testing.T) {
			require.NoError(t, format.Check())
			x := newExchange(t, format)
			for _, wire := range [][]byte{x.request, x.response} {
				require.NotContains(t, string(wire), `"pan"`)
				require.NotContains(t, string(wire), "data\":{")
			}
			opened, err := x.platform.OpenRequest(x.request)
			require.NoError(t, err)
			require.Equal(t, question, string(opened))
			opened, err = x.client.OpenAnswer(x.received, x.response)
			require.NoError(t, err)
			require.Equal(t, answer, string(opened))
		})
	}
}

func TestFormOfTheBody(t *testing.T) {
	for body, around := range map[envelope.Body][2]string{
		envelope.BareText:            {``, ``},
		envelope.JSONText:            {`"`, `"`},
		envelope.DataObject:          {`{"data":"`, `"}`},
		envelope.EncryptedDataObject: {`{"encryptedData":"`, `"}`},
	} {
		x := newExchange(t, envelope.Format{Body: body})
		for wire, text := range map[string]string{string(x.request): question, string(x.response): answer} {
			inner, found := strings.CutPrefix(wire, around[0])
			require.True(t, found, wire)
			inner, found = strings.CutSuffix(inner, around[1])
			require.True(t, found, wire)
			sealed, err := base64.StdEncoding.DecodeString(inner)
			require.NoError(t, err)
			require.Len(t, sealed, len(text)+16, "the tag comes after the text")
		}
	}
}

// What is received is read in any form, since the form of answers may be another than that of requests.
func TestAnyFormIsRead(t *testing.T) {
	for _, body := range []envelope.Body{envelope.BareText, envelope.JSONText, envelope.DataObject, envelope.EncryptedDataObject} {
		x := newExchange(t, envelope.Format{Body: body})
		platform, err := envelope.Accept(envelope.Format{}, private(), x.sent)
		require.NoError(t, err)
		opened, err := platform.OpenRequest(append([]byte("\n "), x.request...))
		require.NoError(t, err)
		require.Equal(t, question, string(opened))
	}
}

func TestRequestWithoutABody(t *testing.T) {
	call, err := envelope.New(envelope.Format{}, &private().PublicKey)
	require.NoError(t, err)
	header := http.Header{}
	require.Nil(t, call.SealRequest(header, nil))
	platform, err := envelope.Accept(envelope.Format{}, private(), header)
	require.NoError(t, err)
	body, err := platform.OpenRequest(nil)
	require.NoError(t, err)
	require.Nil(t, body)
	opened, err := call.OpenAnswer(nil, platform.SealAnswer(nil, []byte(answer)))
	require.NoError(t, err)
	require.Equal(t, answer, string(opened))
}

func TestEveryCallHasItsOwnKey(t *testing.T) {
	seen := map[string]bool{}
	for range 10 {
		x := newExchange(t, envelope.Format{})
		for _, value := range []string{x.sent.Get(envelope.IVHeader), x.sent.Get(envelope.KeyHeader), string(x.request)} {
			require.False(t, seen[value])
			seen[value] = true
		}
		iv, err := base64.StdEncoding.DecodeString(x.sent.Get(envelope.IVHeader))
		require.NoError(t, err)
		require.Len(t, iv, 12)
	}
	one, err := envelope.NewCall(envelope.Format{AnswerIV: envelope.HeaderIV}, make([]byte, 32), make([]byte, 12), nil)
	require.NoError(t, err)
	first, second := http.Header{}, http.Header{}
	require.NotEqual(t, one.SealAnswer(first, nil), one.SealAnswer(second, nil))
	require.NotEqual(t, first, second, "the vector of an answer is random")
}

// None of these tells anything about the text, nor which of them it was.
func TestWhatCannotBeDecrypted(t *testing.T) {
	for name, format := range formats {
		t.Run(name, func(t *testing.T) {
			x, other := newExchange(t, format), newExchange(t, format)
			refused := func(call *envelope.Call, header http.Header, body []byte, what string) {
				opened, err := call.OpenAnswer(header, body)
				require.ErrorIs(t, err, envelope.ErrDecrypt, what)
				require.Nil(t, opened)
				if err != envelope.ErrPlain {
					require.Equal(t, envelope.ErrDecrypt, err)
				}
			}
			refused(x.client, other.received, other.response, "the answer to another call")
			refused(x.client, x.sent, x.request, "the request itself")
			for i := range x.response {
				changed := append([]byte(nil), x.response...)
				changed[i] ^= 1
				refused(x.client, x.received, changed, fmt.Sprint("changed at ", i))
				refused(x.client, x.received, x.response[:i], fmt.Sprint("cut off at ", i))
			}
			refused(x.client, x.received, append([]byte("AAAA"), x.response...), "something before it")

			_, err := x.platform.OpenRequest(other.request)
			require.Equal(t, envelope.ErrDecrypt, err)
			_, err = x.platform.OpenRequest(x.request[:len(x.request)/2])
			require.ErrorIs(t, err, envelope.ErrDecrypt)
		})
	}
	t.Run("the request itself, with its vector", func(t *testing.T) {
		x := newExchange(t, envelope.Format{AnswerIV: envelope.HeaderIV})
		_, err := x.client.OpenAnswer(x.sent, x.request)
		require.Equal(t, envelope.ErrDecrypt, err)
		x = newExchange(t, envelope.Format{AnswerIV: envelope.PrefixIV})
		iv, _ := base64.StdEncoding.DecodeString(x.sent.Get(envelope.IVHeader))
		sealed, _ := base64.StdEncoding.DecodeString(string(x.request))
		_, err = x.client.OpenAnswer(nil, []byte(base64.StdEncoding.EncodeToString(append(iv, sealed...))))
		require.Equal(t, envelope.ErrDecrypt, err)
	})
	t.Run("a vector that is none", func(t *testing.T) {
		for _, iv := range []string{"", "?", "AAAA", base64.StdEncoding.EncodeToString(make([]byte, 16))} {
			x := newExchange(t, envelope.Format{AnswerIV: envelope.HeaderIV})
			_, err := x.client.OpenAnswer(http.Header{envelope.IVHeader: {iv}}, x.response)
			require.Equal(t, envelope.ErrDecrypt, err)
			x.sent.Set(envelope.IVHeader, iv)
			_, err = envelope.Accept(envelope.Format{}, private(), x.sent)
			require.Equal(t, envelope.ErrDecrypt, err)
		}
	})
	t.Run("a key that is none", func(t *testing.T) {
		for _, key := range []string{"", "?", "AAAA", base64.StdEncoding.EncodeToString(make([]byte, 256))} {
			for _, format := range formats {
				x := newExchange(t, format)
				x.sent.Set(envelope.KeyHeader, key)
				_, err := envelope.Accept(format, private(), x.sent)
				require.Equal(t, envelope.ErrDecrypt, err)
			}
		}
	})
	t.Run("another key", func(t *testing.T) {
		x := newExchange(t, envelope.Format{})
		wrong, err := envelope.NewCall(envelope.Format{}, make([]byte, 32), make([]byte, 12), nil)
		require.NoError(t, err)
		_, err = wrong.OpenAnswer(x.received, x.response)
		require.Equal(t, envelope.ErrDecrypt, err)
	})
}

func TestWhatIsNotEncrypted(t *testing.T) {
	x := newExchange(t, envelope.Format{})
	for _, body := range []string{
		``, ` `, answer, `{"data":[]}`, `{"data":"text"}`, `{}`, `[]`, `null`, `7`, `"Service is up and running!"`, `"AAAA"`, `"`,
		`{"data":"AAAA`, `{"data":"","encryptedData":""}`, `<html>502</html>`, `AAAAAAAAAAAAAAAAAAAA`,
		`{"code":1002,"message":"You are not authenticated.","type":"UNAUTHENTICATED"}`,
	} {
		_, err := x.client.OpenAnswer(nil, []byte(body))
		require.Equal(t, envelope.ErrPlain, err, body)
		require.ErrorIs(t, err, envelope.ErrDecrypt)
	}
}

func TestCheck(t *testing.T) {
	for name, format := range map[string]envelope.Format{
		"KeyWrap 4": {KeyWrap: 4}, "WrappedKey 2": {WrappedKey: 2}, "Body 4": {Body: 4}, "AnswerIV 3": {AnswerIV: 3},
		"Errors 3": {Errors: 3}, "Login -1": {Login: -1},
	} {
		err := format.Check()
		require.ErrorIs(t, err, envelope.ErrFormat)
		require.ErrorContains(t, err, name)
	}
}

func TestKeyThatIsTooSmall(t *testing.T) {
	small := &rsa.PublicKey{N: new(big.Int).Rsh(private().N, 1900), E: private().E}
	_, err := envelope.New(envelope.Format{}, small)
	require.Error(t, err)
}

func TestCallPrintsNoKey(t *testing.T) {
	key := []byte("0123456789abcdef0123456789abcdef")
	call, err := envelope.NewCall(envelope.Format{}, key, make([]byte, 12), nil)
	require.NoError(t, err)
	printed := ""
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		printed += fmt.Sprintf(verb, call) + fmt.Sprintf(verb, *call) + fmt.Sprintf(verb, struct{ c any }{call})
	}
	for _, form := range []string{"%s", "%x", "%d", "%#x"} {
		require.NotContains(t, printed, strings.Trim(fmt.Sprintf(form, key[:4]), "[]"))
	}
}
