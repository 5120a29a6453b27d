package envelope

import (
	"errors"
	"fmt"
)

// Format is what the platform's documentation leaves open about its encryption. The zero value is the most likely
// format. No value of any field has been verified with the vendor: ask before you go live, and change the field that
// differs.
type Format struct {
	KeyWrap    KeyWrap    // how the AES key is encrypted with the platform's RSA key
	WrappedKey WrappedKey // what of the AES key is encrypted
	Body       Body       // what a request with an encrypted body looks like
	AnswerIV   AnswerIV   // which initialisation vector an answer was encrypted with
	Errors     Errors     // whether errors are encrypted
	Login      Login      // whether the login and the renewal of its token are encrypted
}

// KeyWrap says how the AES key is encrypted with the platform's RSA key. The documentation says RSA only. Unverified.
type KeyWrap int

const (
	// OAEPSHA256 is RSA-OAEP with SHA-256 for both the label and the mask, as comparable platforms use it.
	OAEPSHA256 KeyWrap = iota
	// OAEPSHA256MGF1SHA1 is what Java makes of OAEPWithSHA-256AndMGF1Padding, unless it is told otherwise: SHA-256 for
	// the label and SHA-1 for the mask.
	OAEPSHA256MGF1SHA1
	// OAEPSHA1 is RSA-OAEP with SHA-1 for both.
	OAEPSHA1
	// PKCS1v15 is the old padding, which Java uses for an algorithm that is only called RSA.
	PKCS1v15
)

// WrappedKey says what of the AES key is encrypted. Unverified.
type WrappedKey int

const (
	// RawKey encrypts the 32 bytes of the key.
	RawKey WrappedKey = iota
	// Base64Key encrypts the key as text in Base64.
	Base64Key
)

// Body says what the body of an encrypted request looks like. Unverified. Whatever it is set to, what is received is
// read in any of these forms.
type Body int

const (
	// BareText is the encrypted body in Base64 and nothing else: the documentation names nothing around it.
	BareText Body = iota
	// JSONText is the same as a JSON string, in quotation marks.
	JSONText
	// DataObject is {"data": "..."}.
	DataObject
	// EncryptedDataObject is {"encryptedData": "..."}, the name of a variable in the documentation's sample.
	EncryptedDataObject
)

// AnswerIV says which initialisation vector an answer was encrypted with. Unverified.
type AnswerIV int

const (
	// RequestIV is that of the request. The documentation mentions no other. It is a weakness of the platform, where it
	// is so: under one key no vector should be used twice, and whoever sees both messages without TLS learns how the
	// two texts differ.
	RequestIV AnswerIV = iota
	// HeaderIV is in the header x-session-nonce of the answer.
	HeaderIV
	// PrefixIV is the first 12 bytes of the answer.
	PrefixIV
)

// Errors says whether answers that are no success are encrypted. Unverified.
type Errors int

const (
	// AnyErrors takes them either way. Somebody who can break TLS can then forge a refusal, but no success.
	AnyErrors Errors = iota
	// EncryptedErrors takes only encrypted ones. The page of a proxy then cannot be read either.
	EncryptedErrors
	// PlainErrors takes them as they are.
	PlainErrors
)

// Login says whether the login and the renewal of its token are encrypted. Unverified.
type Login int

const (
	// EncryptedLogin is what the documentation says: all requests and answers are encrypted.
	EncryptedLogin Login = iota
	// PlainLogin sends them as they are.
	PlainLogin
)

// ErrFormat says that a field of a [Format] has none of its values.
var ErrFormat = errors.New("unknown format of the encryption")

// Check returns an error that names the field with a value that is none.
func (f Format) Check() error {
	for _, field := range []struct {
		name        string
		value, last int
	}{
		{"KeyWrap", int(f.KeyWrap), int(PKCS1v15)},
		{"WrappedKey", int(f.WrappedKey), int(Base64Key)},
		{"Body", int(f.Body), int(EncryptedDataObject)},
		{"AnswerIV", int(f.AnswerIV), int(PrefixIV)},
		{"Errors", int(f.Errors), int(PlainErrors)},
		{"Login", int(f.Login), int(PlainLogin)},
	} {
		if field.value < 0 || field.value > field.last {
			return fmt.Errorf("%w: %s %d", ErrFormat, field.name, field.value)
		}
	}
	return nil
}
