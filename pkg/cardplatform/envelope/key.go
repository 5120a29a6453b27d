package envelope

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
)

// oaep are the hashes of the paddings that are OAEP.
var oaep = map[KeyWrap]*rsa.OAEPOptions{
	OAEPSHA256:         {Hash: crypto.SHA256},
	OAEPSHA256MGF1SHA1: {Hash: crypto.SHA256, MGFHash: crypto.SHA1},
	OAEPSHA1:           {Hash: crypto.SHA1},
}

// wrap encrypts an AES key.
func (f Format) wrap(to *rsa.PublicKey, key []byte) ([]byte, error) {
	if f.WrappedKey == Base64Key {
		key = []byte(base64.StdEncoding.EncodeToString(key))
	}
	if hashes, ok := oaep[f.KeyWrap]; ok {
		return rsa.EncryptOAEPWithOptions(rand.Reader, to, key, hashes)
	}
	//lint:ignore SA1019 the platform may want it; who encrypts with it is not at risk, only who decrypts
	return rsa.EncryptPKCS1v15(rand.Reader, to, key)
}

// unwrap is the inverse of wrap.
func (f Format) unwrap(private *rsa.PrivateKey, wrapped []byte) ([]byte, error) {
	var padding crypto.DecrypterOpts // none is PKCS #1 v1.5
	if hashes, ok := oaep[f.KeyWrap]; ok {
		padding = hashes
	}
	key, err := private.Decrypt(nil, wrapped, padding)
	if err == nil && f.WrappedKey == Base64Key {
		return base64.StdEncoding.DecodeString(string(key))
	}
	return key, err
}
