package cardplatform_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/cardplatform"
	"github.com/wallex-sdk/wallex-go/pkg/cardplatform/envelope"
	"github.com/wallex-sdk/wallex-go/pkg/client"
)

func TestNew(t *testing.T) {
	good := encrypted(envelope.Format{})
	with := func(change func(*cardplatform.Encryption)) cardplatform.Encryption {
		changed := good
		change(&changed)
		return changed
	}
	small := &rsa.PublicKey{N: new(big.Int).Rsh(private().N, 1024), E: private().E}
	const elsewhere, sandbox = "https://cards.example.com", "http://127.0.0.1:8080"
	for _, test := range []struct {
		name       string
		encryption cardplatform.Encryption
		address    string
		want       error
	}{
		{"production", good, "", nil},
		{"test environment", good, cardplatform.Test, nil},
		{"elsewhere", good, elsewhere, nil},
		{"sandbox", good, sandbox, nil},
		{"plain http", good, "http://cards.example.com", client.ErrBaseURL},

		{"off in production", off, "", cardplatform.ErrEncryptionOff},
		{"off in production, with a key", with(func(e *cardplatform.Encryption) { e.Off = true }), cardplatform.Production + "/", cardplatform.ErrEncryptionOff},
		{"off elsewhere", off, elsewhere, cardplatform.ErrEncryptionOff},
		{"off at what looks like the test environment", off, cardplatform.Test + ".example.com", cardplatform.ErrEncryptionOff},
		{"off in the test environment", off, cardplatform.Test + "/", nil},
		{"off in the sandbox", off, sandbox, nil},

		{"without a key in production", cardplatform.Encryption{DeviceID: "17"}, "", cardplatform.ErrPublicKey},
		{"without a key in the test environment", cardplatform.Encryption{}, cardplatform.Test, cardplatform.ErrPublicKey},
		{"with an empty key", with(func(e *cardplatform.Encryption) { e.PublicKey = new(rsa.PublicKey) }), "", cardplatform.ErrPublicKey},
		{"with an exponent of 1", with(func(e *cardplatform.Encryption) { e.PublicKey = &rsa.PublicKey{N: e.PublicKey.N, E: 1} }), "", cardplatform.ErrPublicKey},
		{"with a small key", with(func(e *cardplatform.Encryption) { e.PublicKey = small }), "", cardplatform.ErrPublicKey},
		{"without an id", with(func(e *cardplatform.Encryption) { e.DeviceID = "" }), "", cardplatform.ErrDeviceID},
		{"with an unknown format", with(func(e *cardplatform.Encryption) { e.Format.Body = 9 }), "", envelope.ErrFormat},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, err := cardplatform.New(keys, test.encryption, client.WithBaseURL(test.address))
			if test.want != nil {
				require.ErrorIs(t, err, test.want)
				return
			}
			require.NoError(t, err)
			if test.address == "" {
				require.Equal(t, cardplatform.Production, c.Caller().BaseURL)
			}
			c.Close()
		})
	}
}

func TestParsePublicKey(t *testing.T) {
	encode := func(key any) []byte {
		data, err := x509.MarshalPKIXPublicKey(key)
		require.NoError(t, err)
		return data
	}
	data := encode(&private().PublicKey)
	text := base64.StdEncoding.EncodeToString(data)
	block := string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: data}))
	for name, form := range map[string]string{
		"Base64": text, "Base64 with line breaks": "\n " + text[:64] + "\n" + text[64:] + "\n", "PEM": block, "PEM with text around it": "\nkey:\n" + block + "\n",
	} {
		key, err := cardplatform.ParsePublicKey(form)
		require.NoError(t, err, name)
		require.True(t, key.Equal(&private().PublicKey), name)
	}
	other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	for name, form := range map[string]string{
		"empty": "", "no Base64": "?", "no key": "AAAA", "cut off": text[:100], "another kind of key": base64.StdEncoding.EncodeToString(encode(&other.PublicKey)),
		"a private key": base64.StdEncoding.EncodeToString(x509.MarshalPKCS1PrivateKey(private())),
	} {
		_, err := cardplatform.ParsePublicKey(form)
		require.ErrorIs(t, err, cardplatform.ErrPublicKey, name)
		if form != "" && form != "?" {
			require.NotContains(t, err.Error(), form, name)
		}
	}
}
