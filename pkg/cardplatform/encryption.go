package cardplatform

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/wallex-sdk/wallex-go/pkg/cardplatform/envelope"
	"github.com/wallex-sdk/wallex-go/pkg/client"
)

// Encryption says how bodies are encrypted. The platform documents that each call has an AES-256 key and an
// initialisation vector of its own, and in which headers they go; what it leaves open is in Format, with the most
// likely values as defaults, none of them verified with the vendor. Requests without a body carry the headers as well,
// so that their answers can be encrypted; that is inferred.
//
// A successful answer that cannot be decrypted, or is not encrypted, ends its call with [envelope.ErrDecrypt]; the
// outcome of the call is then ambiguous.
//
// See https://apidoc-issuance.vaultspay.dev/get-started/encryption-security.
type Encryption struct {
	// PublicKey is the platform's; see [ParsePublicKey].
	PublicKey *rsa.PublicKey
	// DeviceID is the id of the application, such as 17.
	DeviceID string
	// Format is what the documentation leaves open.
	Format envelope.Format
	// Off switches the encryption off. It is refused but for the address [Test] and addresses of this machine, such as
	// the sandbox's. Setting a PIN is refused then, outside the sandbox.
	Off bool
}

// Errors of [New].
var (
	// ErrEncryptionOff: the encryption is off, and the address is neither Test nor one of this machine.
	ErrEncryptionOff = errors.New("the encryption cannot be off at this address")
	// ErrPublicKey: the platform's key is missing, too small or cannot be read.
	ErrPublicKey = errors.New("public key of the platform")
	// ErrDeviceID: the id of the application is missing.
	ErrDeviceID = errors.New("the encryption has no DeviceID")
)

// minKeyBits is the size of the key in the documentation's sample.
const minKeyBits = 2048

// check returns what is wrong with the encryption for a client of this address.
func (e Encryption) check(address string) error {
	home, err := url.Parse(address)
	switch {
	case err != nil:
		return err
	case e.Off && (address == Test || client.OnThisMachine(home.Hostname())):
		return nil
	case e.Off:
		return fmt.Errorf("%w: %s", ErrEncryptionOff, home.Host)
	case e.PublicKey == nil || e.PublicKey.N == nil:
		return fmt.Errorf("%w: there is none", ErrPublicKey)
	case e.PublicKey.N.BitLen() < minKeyBits:
		return fmt.Errorf("%w: it has less than %d bits", ErrPublicKey, minKeyBits)
	case e.PublicKey.E < 3 || e.PublicKey.E%2 == 0:
		return fmt.Errorf("%w: its exponent is none of RSA", ErrPublicKey)
	case e.DeviceID == "":
		return ErrDeviceID
	}
	return e.Format.Check()
}

// ParsePublicKey reads an RSA key as the platform gives it: in the form SubjectPublicKeyInfo, as Base64 or as PEM.
func ParsePublicKey(text string) (*rsa.PublicKey, error) {
	text = strings.TrimSpace(text)
	var data []byte
	if block, _ := pem.Decode([]byte(text)); block != nil {
		data = block.Bytes
	} else if data, _ = base64.StdEncoding.DecodeString(text); len(data) == 0 {
		return nil, fmt.Errorf("%w: it is neither Base64 nor PEM", ErrPublicKey)
	}
	key, err := x509.ParsePKIXPublicKey(data)
	if err != nil {
		return nil, fmt.Errorf("%w: it is no SubjectPublicKeyInfo", ErrPublicKey)
	}
	public, ok := key.(*rsa.PublicKey)
	if !ok {
		return nil, fmt.Errorf("%w: it is not an RSA key", ErrPublicKey)
	}
	return public, nil
}
