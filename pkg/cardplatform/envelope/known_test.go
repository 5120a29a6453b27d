package envelope_test

import (
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/cardplatform/envelope"
)

type vector struct {
	TcID                                   int
	Comment, Key, IV, Msg, Ct, Tag, Result string
}

func vectors(t *testing.T) []vector {
	t.Helper()
	var file struct{ Tests []vector }
	read(t, "wycheproof_aes_gcm.json", &file)
	require.NotEmpty(t, file.Tests)
	return file.Tests
}

// Published vectors of AES-256-GCM, which every implementation must agree with.
func TestWycheproof(t *testing.T) {
	for _, test := range vectors(t) {
		iv, message, sealed := unhex(t, test.IV), unhex(t, test.Msg), slices.Concat(unhex(t, test.Ct), unhex(t, test.Tag))
		for name, on := range map[string]struct {
			format envelope.Format
			header http.Header
			body   []byte
		}{
			"iv of the request":    {envelope.Format{}, nil, sealed},
			"iv in the header":     {envelope.Format{AnswerIV: envelope.HeaderIV}, http.Header{"X-Session-Nonce": {base64.StdEncoding.EncodeToString(iv)}}, sealed},
			"iv before the answer": {envelope.Format{AnswerIV: envelope.PrefixIV}, nil, slices.Concat(iv, sealed)},
		} {
			call, err := envelope.NewCall(on.format, unhex(t, test.Key), iv, nil)
			require.NoError(t, err)
			opened, err := call.OpenAnswer(on.header, []byte(base64.StdEncoding.EncodeToString(on.body)))
			if test.Result != "valid" {
				require.ErrorIs(t, err, envelope.ErrDecrypt, "%d %s %s", test.TcID, test.Comment, name)
				require.Nil(t, opened)
				continue
			}
			require.NoError(t, err, "%d %s %s", test.TcID, test.Comment, name)
			require.Equal(t, test.Msg, hex.EncodeToString(opened))
			wire := call.SealRequest(http.Header{}, message)
			require.Equal(t, base64.StdEncoding.EncodeToString(sealed), string(wire))
		}
	}
}

// Keys that OpenSSL has encrypted, each with one of the published messages encrypted under it.
func TestOpenSSL(t *testing.T) {
	var keys struct {
		Key   string
		Tests []struct{ Options, WrappedKey, Wrapped string }
	}
	read(t, "openssl.json", &keys)
	formats := []envelope.Format{ // of the entries of the file, in order
		{},
		{KeyWrap: envelope.OAEPSHA256MGF1SHA1},
		{KeyWrap: envelope.OAEPSHA1},
		{KeyWrap: envelope.PKCS1v15},
		{WrappedKey: envelope.Base64Key},
	}
	require.Len(t, keys.Tests, len(formats))
	all := vectors(t)
	message := all[slices.IndexFunc(all, func(v vector) bool { return v.Key == keys.Key })]
	body := base64.StdEncoding.EncodeToString(slices.Concat(unhex(t, message.Ct), unhex(t, message.Tag)))
	for i, test := range keys.Tests {
		t.Run(test.Options+" "+test.WrappedKey, func(t *testing.T) {
			header := http.Header{}
			header.Set(envelope.IVHeader, base64.StdEncoding.EncodeToString(unhex(t, message.IV)))
			header.Set(envelope.KeyHeader, test.Wrapped)
			call, err := envelope.Accept(formats[i], private(), header)
			require.NoError(t, err)
			opened, err := call.OpenRequest([]byte(body))
			require.NoError(t, err)
			require.Equal(t, message.Msg, hex.EncodeToString(opened))
			for j, other := range formats {
				if i == j {
					continue
				}
				_, err := envelope.Accept(other, private(), header)
				require.ErrorIs(t, err, envelope.ErrDecrypt, "each format is another: %+v", other)
			}
		})
	}
}

func unhex(t *testing.T, text string) []byte {
	t.Helper()
	data, err := hex.DecodeString(text)
	require.NoError(t, err)
	return data
}
