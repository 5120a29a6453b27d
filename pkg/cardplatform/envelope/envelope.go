// Package envelope encrypts and decrypts the messages of the card platform, from either side. Each call has an AES-256
// key of its own, with which request and answer are encrypted by AES-GCM; the key goes along with the request,
// encrypted with the platform's RSA key.
//
// The client makes a [Call] with [New], seals the request and opens the answer. The platform, or what stands in for it
// in tests, makes the same one with [Accept], opens the request and seals the answer. What the documentation does not
// tell is a field of [Format]. That it is GCM with a tag of 16 bytes after the text, and that bodies are in Base64, is
// inferred from the documentation's sample.
//
// The encryption covers bodies only, neither paths nor queries nor headers, and nothing ties a body to its path: it is
// no replacement for TLS. See https://apidoc-issuance.vaultspay.dev/get-started/encryption-security.
package envelope

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
)

// The headers of the encryption. They are what the documentation says, whatever their names suggest.
const (
	IVHeader     = "X-Session-Nonce"     // the initialisation vector, in Base64
	KeyHeader    = "X-Auth-Signature"    // the AES key, encrypted with the RSA key, in Base64
	OSHeader     = "X-Device-Os"         // always DeviceOS
	DeviceHeader = "X-Device-Id"         // the id of the application
	SwitchHeader = "X-Enable-Encryption" // false switches the encryption off, in the test environment
)

// DeviceOS is the value of [OSHeader].
const DeviceOS = "SAAS"

// ErrDecrypt says that a message cannot be decrypted: it was changed or cut off, it belongs to another call, or the key
// or the [Format] is wrong. It does not tell which, and nothing about the text.
var ErrDecrypt = errors.New("the message cannot be decrypted")

// ErrPlain is an [ErrDecrypt] of a message that does not look encrypted.
var ErrPlain = fmt.Errorf("%w: it is not encrypted", ErrDecrypt)

const (
	keySize = 32 // AES-256
	ivSize  = 12
	tagSize = 16
)

// Call encrypts and decrypts the two messages of one call. It prints no key.
type Call struct {
	format  Format
	aead    cipher.AEAD
	iv      []byte
	wrapped []byte // the key, encrypted
	request []byte // as it was encrypted
}

// New makes a call of a client, with a fresh key and initialisation vector.
func New(format Format, to *rsa.PublicKey) (*Call, error) {
	key, iv := make([]byte, keySize), make([]byte, ivSize)
	_, _ = rand.Read(key) // it never fails
	_, _ = rand.Read(iv)
	wrapped, err := format.wrap(to, key)
	if err != nil {
		return nil, fmt.Errorf("encrypting the key of the call: %w", err)
	}
	return newCall(format, key, iv, wrapped)
}

// Accept makes the platform's side of a call from the header of its request.
func Accept(format Format, private *rsa.PrivateKey, header http.Header) (*Call, error) {
	wrapped, err := base64.StdEncoding.DecodeString(header.Get(KeyHeader))
	if err != nil {
		return nil, ErrDecrypt
	}
	iv, err := base64.StdEncoding.DecodeString(header.Get(IVHeader))
	if err != nil {
		return nil, ErrDecrypt
	}
	key, err := format.unwrap(private, wrapped)
	if err != nil {
		return nil, ErrDecrypt
	}
	return newCall(format, key, iv, wrapped)
}

func newCall(format Format, key, iv, wrapped []byte) (*Call, error) {
	if len(key) != keySize || len(iv) != ivSize {
		return nil, ErrDecrypt
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	return &Call{format: format, aead: aead, iv: iv, wrapped: wrapped}, nil
}

// SealRequest encrypts the body of the call's one request, nil where it has none, and sets the headers of key and
// initialisation vector. A request without a body has them as well, so that its answer can be encrypted.
func (c *Call) SealRequest(header http.Header, body []byte) []byte {
	header.Set(IVHeader, base64.StdEncoding.EncodeToString(c.iv))
	header.Set(KeyHeader, base64.StdEncoding.EncodeToString(c.wrapped))
	if body == nil {
		return nil
	}
	c.request = c.aead.Seal(nil, c.iv, body, nil)
	return c.format.Body.write(c.request)
}

// OpenRequest decrypts the body of a request. An empty one is the body of a request without one.
func (c *Call) OpenRequest(body []byte) ([]byte, error) {
	if len(body) == 0 {
		return nil, nil
	}
	sealed, err := read(body)
	if err != nil {
		return nil, err
	}
	return c.open(c.iv, sealed)
}

// SealAnswer encrypts the body of the call's one answer and sets the header that the format has for it.
func (c *Call) SealAnswer(header http.Header, body []byte) []byte {
	if c.format.AnswerIV == RequestIV {
		return c.format.Body.write(c.aead.Seal(nil, c.iv, body, nil))
	}
	iv := make([]byte, ivSize)
	_, _ = rand.Read(iv)
	sealed := c.aead.Seal(nil, iv, body, nil)
	if c.format.AnswerIV == PrefixIV {
		return c.format.Body.write(append(iv, sealed...))
	}
	header.Set(IVHeader, base64.StdEncoding.EncodeToString(iv))
	return c.format.Body.write(sealed)
}

// OpenAnswer decrypts the body of an answer. The request itself, sent back, is no answer.
func (c *Call) OpenAnswer(header http.Header, body []byte) ([]byte, error) {
	sealed, err := read(body)
	if err != nil {
		return nil, err
	}
	iv := c.iv
	switch c.format.AnswerIV {
	case HeaderIV:
		if iv, err = base64.StdEncoding.DecodeString(header.Get(IVHeader)); err != nil {
			return nil, ErrDecrypt
		}
	case PrefixIV:
		iv, sealed = sealed[:ivSize], sealed[ivSize:]
	}
	if bytes.Equal(sealed, c.request) {
		return nil, ErrDecrypt
	}
	return c.open(iv, sealed)
}

func (c *Call) open(iv, sealed []byte) ([]byte, error) {
	if len(iv) != ivSize {
		return nil, ErrDecrypt
	}
	body, err := c.aead.Open(nil, iv, sealed, nil)
	if err != nil {
		return nil, ErrDecrypt
	}
	return body, nil
}

// write puts what was encrypted into the form of a body.
func (b Body) write(sealed []byte) []byte {
	text := base64.StdEncoding.EncodeToString(sealed)
	switch b {
	case JSONText:
		return []byte(`"` + text + `"`)
	case DataObject:
		return []byte(`{"data":"` + text + `"}`)
	case EncryptedDataObject:
		return []byte(`{"encryptedData":"` + text + `"}`)
	}
	return []byte(text)
}

// read finds what was encrypted in a body of any form.
func read(body []byte) ([]byte, error) {
	body = bytes.TrimSpace(body)
	text := string(body)
	switch {
	case bytes.HasPrefix(body, []byte(`"`)):
		if json.Unmarshal(body, &text) != nil {
			return nil, ErrPlain
		}
	case bytes.HasPrefix(body, []byte(`{`)):
		var object struct{ Data, EncryptedData string }
		if json.Unmarshal(body, &object) != nil {
			return nil, ErrPlain
		}
		text = object.Data + object.EncryptedData // one of them
	}
	sealed, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(sealed) < tagSize {
		return nil, ErrPlain
	}
	return sealed, nil
}
