// Package upload puts files where the signed URLs of the platforms lead: documents of users, of payments and of
// collections. The storage is not the platform: it gets none of its credentials, and its requests are not counted in
// the quota.
//
//	slot, err := client.V1.SimplePayments.RequestUploadURL(ctx, simplepayments.RequestPaymentUploadURLRequest{...})
//	...
//	err = client.Upload(ctx, slot.UploadURL, upload.File{Body: f, Size: size, ContentType: upload.PDF})
//
// Source: https://docs.wallex.asia/docs/api/utils/file-upload.
package upload

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/attempt"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

// MaxSize is how many bytes a file may have.
const MaxSize = 10 << 20

// The content types that the storage takes, spelt as it expects them.
const (
	JPG  = "image/jpg"
	JPEG = "image/jpeg"
	PNG  = "image/png"
	SVG  = "image/svg"
	PDF  = "application/pdf"
)

// ContentTypes are all of them.
var ContentTypes = []string{JPG, JPEG, PNG, SVG, PDF}

// File is what to upload.
type File struct {
	Body        io.Reader // is read once, to its end, and not closed
	Size        int64     // number of bytes that Body has; the storage must know it before the first one
	ContentType string    // one of ContentTypes
}

var put = operation.Operation{
	Platform: "storage", ID: "uploadFile", Method: http.MethodPut,
	Evidence: operation.Documented, Retry: operation.Retry{Class: operation.Safe}, Empty: true,
}

// Put sends a file to a signed URL through a bare transport, http.DefaultTransport where it is nil. It may be called
// again with the same URL, for as long as that is valid (five minutes) and with a body that begins anew. Its errors are
// *apierror.Error; they do not hold the URL, with which anyone could upload. It ends with the context, so give that a
// deadline: a file may take its time.
func Put(ctx context.Context, transport http.RoundTripper, address secret.String, file File) error {
	if transport == nil {
		transport = http.DefaultTransport
	}
	call := &operation.Call{Operation: &put, DecodeError: decodeError}
	call.Hide(address)
	to, fields := check(address, file)
	if len(fields) > 0 {
		return call.Fail(&apierror.Error{
			Outcome: apierror.NotSent, Kind: apierror.ErrValidation, Fields: fields, Message: "invalid upload",
		})
	}
	body := &exactly{io.LimitReader(file.Body, file.Size+1), file.Size}
	req := &http.Request{
		Method: http.MethodPut, URL: to, Host: to.Host, ContentLength: file.Size, Body: io.NopCloser(body),
		Header: http.Header{"Content-Type": {file.ContentType}, "X-Amz-Storage-Class": {"STANDARD"}},
	}
	try := attempt.Transport{Base: transport}
	resp, err := try.RoundTrip(req.WithContext(operation.NewContext(ctx, call)))
	if err != nil {
		return withoutURL(err)
	}
	answer, err := operation.Read(resp)
	if err != nil {
		return call.Unreadable(resp, nil, err)
	}
	if refused := call.Check(resp, answer); refused != nil {
		return refused
	}
	return nil
}

func check(address secret.String, file File) (*url.URL, []apierror.Field) {
	var fields []apierror.Field
	wrong := func(name, rule string) { fields = append(fields, apierror.Field{Name: name, Message: rule}) }
	to, err := url.Parse(address.Reveal())
	if err != nil || to.Host == "" || to.Scheme != "https" && to.Scheme != "http" {
		wrong("uploadUrl", "must be an absolute URL")
	}
	switch {
	case file.Body == nil:
		wrong("body", "must not be nil")
	case file.Size < 1:
		wrong("size", "must be at least 1")
	case file.Size > MaxSize:
		wrong("size", fmt.Sprintf("must be at most %d", MaxSize))
	}
	if !slices.Contains(ContentTypes, file.ContentType) {
		wrong("contentType", "must be one of "+strings.Join(ContentTypes, ", "))
	}
	return to, fields
}

// ErrSize says that the body has another number of bytes than the file's Size.
var ErrSize = errors.New("the body has another size than the file says")

// exactly reads a body and fails where it has more or fewer bytes than it should.
type exactly struct {
	body io.Reader
	left int64
}

func (e *exactly) Read(p []byte) (int, error) {
	n, err := e.body.Read(p)
	e.left -= int64(n)
	if e.left < 0 || err == io.EOF && e.left > 0 {
		return n, ErrSize
	}
	return n, err
}

// withoutURL takes the signed URL out of an error of net/http.
func withoutURL(err error) error {
	if failed := (*url.Error)(nil); errors.As(err, &failed) {
		if wrapped := apierror.Of(err); wrapped != nil {
			wrapped.Err = failed.Err
		}
	}
	return err
}

// decodeError reads the XML of the storage. The code says what was wrong, such as AccessDenied for a URL that has
// expired.
func decodeError(body []byte) (operation.Refusal, bool) {
	var e struct {
		XMLName xml.Name `xml:"Error"`
		Code    string
		Message string
	}
	if xml.Unmarshal(body, &e) != nil || e.Code == "" {
		return operation.Refusal{}, false
	}
	return operation.Refusal{Code: e.Code, Message: e.Message}, true
}
