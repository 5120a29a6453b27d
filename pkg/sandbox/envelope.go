package sandbox

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"io"
	"net/http"
	"sync"

	"github.com/wallex-sdk/wallex-go/pkg/auth"
	"github.com/wallex-sdk/wallex-go/pkg/cardplatform/envelope"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
)

// cardKey is the RSA key of the card platform in this process. It takes a while to make, so it is made when it is first
// needed, once for all sandboxes.
var cardKey = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic("sandbox: " + err.Error()) // the system has no random numbers
	}
	return key
})

// errHeaders is what the card platform answers to headers of the encryption that are missing or wrong; that the
// documented refusal is meant for them is inferred.
var errHeaders = refusal.New("1018", "A header of the encryption is missing or wrong")

// opens decrypts the requests of the card platform. As in its test environment, encryption can be switched off by a
// header.
func (s *Sandbox) opens(c *call) error {
	header := c.request.Header
	plainLogin := s.cardFormat.Login == envelope.PlainLogin && !c.op.Needs(auth.SchemeToken)
	if !c.op.Needs("encryption") || plainLogin || header.Get(envelope.SwitchHeader) == "false" {
		return nil
	}
	sealed, err := envelope.Accept(s.cardFormat, cardKey(), header)
	if err != nil {
		return errHeaders
	}
	body, err := io.ReadAll(http.MaxBytesReader(nil, c.request.Body, maxBody))
	if err != nil {
		return errors.Join(errHeaders, err)
	}
	if body, err = sealed.OpenRequest(body); err != nil {
		return errHeaders
	}
	c.sealed = sealed
	c.request.Body = io.NopCloser(bytes.NewReader(body))
	c.request.ContentLength = int64(len(body))
	return nil
}

// seal encrypts an answer where its request was encrypted.
func (c *call) seal(header http.Header, body []byte) []byte {
	if c.sealed == nil || len(body) == 0 {
		return body
	}
	return c.sealed.SealAnswer(header, body)
}
