package cardplatform

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strconv"

	"github.com/wallex-sdk/wallex-go/pkg/auth"
	"github.com/wallex-sdk/wallex-go/pkg/cardplatform/envelope"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
)

// schemeEncryption is the security scheme, in the specifications, of operations that are encrypted.
const schemeEncryption = "encryption"

// seal encrypts requests and decrypts their answers. It is below retry and auth, so that every attempt has a key of
// its own and logins are encrypted as well.
type seal struct {
	next       http.RoundTripper
	encryption Encryption
}

// RoundTrip sends the request encrypted, unless its operation is known to need no encryption.
func (s *seal) RoundTrip(req *http.Request) (*http.Response, error) {
	call := operation.FromContext(req.Context())
	if call != nil && !call.Needs(schemeEncryption) {
		return s.next.RoundTrip(req)
	}
	own := req.Clone(req.Context())
	own.Header.Set(envelope.OSHeader, envelope.DeviceOS)
	if s.encryption.DeviceID != "" {
		own.Header.Set(envelope.DeviceHeader, s.encryption.DeviceID)
	}
	if s.encryption.Off {
		own.Header.Set(envelope.SwitchHeader, "false")
		return s.next.RoundTrip(own)
	}
	own.Header.Del(envelope.SwitchHeader)
	if call != nil && !call.Needs(auth.SchemeToken) && s.encryption.Format.Login == envelope.PlainLogin {
		return s.next.RoundTrip(own)
	}
	sealed, err := envelope.New(s.encryption.Format, s.encryption.PublicKey)
	if err == nil {
		err = sealRequest(sealed, own)
	}
	if err != nil {
		return nil, call.Refuse(nil, err)
	}
	resp, err := s.next.RoundTrip(own)
	if err != nil {
		return nil, err
	}
	return s.open(call, sealed, resp)
}

// sealRequest encrypts the body of a request and sets the headers.
func sealRequest(call *envelope.Call, req *http.Request) error {
	if req.Body == nil || req.Body == http.NoBody {
		call.SealRequest(req.Header, nil)
		return nil
	}
	defer req.Body.Close()
	fresh, err := operation.Rewind(req)
	if err != nil {
		return err
	}
	defer fresh.Body.Close()
	body, err := io.ReadAll(fresh.Body)
	if err != nil {
		return err
	}
	sealed := call.SealRequest(req.Header, body)
	req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(sealed)), nil }
	req.Body, _ = req.GetBody()
	req.ContentLength = int64(len(sealed))
	return nil
}

// open decrypts an answer. What cannot be decrypted proves nothing about the call.
func (s *seal) open(call *operation.Call, sealed *envelope.Call, resp *http.Response) (*http.Response, error) {
	success := resp.StatusCode/100 == 2
	if !success && s.encryption.Format.Errors == envelope.PlainErrors {
		return resp, nil
	}
	body, err := operation.Read(resp)
	if err == nil {
		body, err = sealed.OpenAnswer(resp.Header, body)
	}
	switch {
	case err == nil:
	case !success && s.encryption.Format.Errors == envelope.AnyErrors && errors.Is(err, envelope.ErrPlain):
		return resp, nil
	default:
		lost := call.Unreadable(resp, nil, err)
		lost.Temporary = true
		return nil, lost
	}
	opened := *resp
	opened.Header = resp.Header.Clone()
	opened.Header.Set("Content-Length", strconv.Itoa(len(body)))
	opened.Body, opened.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	return &opened, nil
}
