package envelope_test

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"net/http"
	"os"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/cardplatform/envelope"
)

const (
	question = `{"pan":"4111111111111111"}`
	answer   = `{"data":{"cardStatus":"ACTIVE"}}`
)

// private is the platform's key. It protects nothing.
var private = sync.OnceValue(func() *rsa.PrivateKey {
	text, err := os.ReadFile("testdata/testing_key.pem")
	if err != nil {
		panic(err)
	}
	block, _ := pem.Decode(text)
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		panic(err)
	}
	return key.(*rsa.PrivateKey)
})

func read(t testing.TB, file string, into any) {
	t.Helper()
	text, err := os.ReadFile("testdata/" + file)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, into))
}

// exchange is one call, as both sides see it.
type exchange struct {
	client, platform  *envelope.Call
	sent, received    http.Header
	request, response []byte // as they are on the wire
}

func newExchange(t testing.TB, format envelope.Format) (x exchange) {
	t.Helper()
	var err error
	x.sent, x.received = http.Header{}, http.Header{}
	x.client, err = envelope.New(format, &private().PublicKey)
	require.NoError(t, err)
	x.request = x.client.SealRequest(x.sent, []byte(question))
	x.platform, err = envelope.Accept(format, private(), x.sent)
	require.NoError(t, err)
	x.response = x.platform.SealAnswer(x.received, []byte(answer))
	return x
}

// formats are the default and, by the name of its field and value, every other value of every field.
var formats = map[string]envelope.Format{
	"the default":                {},
	"KeyWrap OAEPSHA256MGF1SHA1": {KeyWrap: envelope.OAEPSHA256MGF1SHA1},
	"KeyWrap OAEPSHA1":           {KeyWrap: envelope.OAEPSHA1},
	"KeyWrap PKCS1v15":           {KeyWrap: envelope.PKCS1v15},
	"WrappedKey Base64Key":       {WrappedKey: envelope.Base64Key},
	"PKCS1v15 of a Base64Key":    {KeyWrap: envelope.PKCS1v15, WrappedKey: envelope.Base64Key},
	"Body JSONText":              {Body: envelope.JSONText},
	"Body DataObject":            {Body: envelope.DataObject},
	"Body EncryptedDataObject":   {Body: envelope.EncryptedDataObject},
	"AnswerIV HeaderIV":          {AnswerIV: envelope.HeaderIV},
	"AnswerIV PrefixIV":          {AnswerIV: envelope.PrefixIV},
	"PrefixIV in a DataObject":   {AnswerIV: envelope.PrefixIV, Body: envelope.DataObject},
	"Errors EncryptedErrors":     {Errors: envelope.EncryptedErrors},
	"Errors PlainErrors":         {Errors: envelope.PlainErrors},
	"Login PlainLogin":           {Login: envelope.PlainLogin},
}
