package fleet

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/wallex-sdk/wallex-go/pkg/auth"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

// KeySize is the size in bytes of the key of [NewTokens].
const KeySize = 32

// ErrKeySize refuses a key of another size than [KeySize].
var ErrKeySize = fmt.Errorf("the key does not have %d bytes", KeySize)

// ErrUnreadable says that what Redis has for a token is none that was encrypted with the key.
var ErrUnreadable = errors.New("the shared token cannot be read")

// tagSize is the size in bytes of what tells whether a sealed token is a certain one. The scripts know it, too.
const tagSize = 16

// seal encrypts tokens with AES-256-GCM. A sealed token is its tag, the nonce and the ciphertext, and is good under its
// name only.
type seal struct {
	aead        cipher.AEAD
	names, tags []byte // keys of their own
}

func newSeal(key []byte) (*seal, error) {
	if len(key) != KeySize {
		return nil, ErrKeySize
	}
	var keys [3][]byte
	for i, purpose := range []string{"wallex-go tokens", "wallex-go names", "wallex-go tags"} {
		var err error
		if keys[i], err = hkdf.Expand(sha256.New, key, purpose, KeySize); err != nil {
			return nil, err
		}
	}
	block, err := aes.NewCipher(keys[0])
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	return &seal{aead, keys[1], keys[2]}, err
}

// name returns what stands for a key in Redis.
func (s *seal) name(key string) string { return hex.EncodeToString(digest(s.names, key)) }

// tag returns what the sealed token begins with.
func (s *seal) tag(name string, token auth.Token) string {
	return string(digest(s.tags, name+" "+token.Value.Reveal())[:tagSize])
}

func (s *seal) close(name string, token auth.Token) (string, error) {
	text, err := secret.Marshal(token)
	tag := s.tag(name, token)
	return string(s.aead.Seal([]byte(tag), nil, text, []byte(name+tag))), err
}

func (s *seal) open(name, sealed string) (token auth.Token, err error) {
	if len(sealed) < tagSize {
		return auth.Token{}, ErrUnreadable
	}
	tag := sealed[:tagSize]
	text, err := s.aead.Open(nil, nil, []byte(sealed[tagSize:]), []byte(name+tag))
	if err != nil || json.Unmarshal(text, &token) != nil {
		return auth.Token{}, ErrUnreadable
	}
	return token, nil
}

func digest(key []byte, text string) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(text))
	return mac.Sum(nil)
}
