package operation

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
)

// MaxBody is the size at which an answer is refused.
const MaxBody = 16 << 20

// ErrBodyTooLarge says that an answer is larger than [MaxBody].
var ErrBodyTooLarge = fmt.Errorf("the answer is larger than %d bytes", MaxBody)

var errNotJSON = errors.New("not a JSON value, or the end of it is missing")

// buffered is a body that has been read whole, so that everything up the chain sees the same bytes.
type buffered struct {
	bytes.Reader
	data []byte
}

func (*buffered) Close() error { return nil }

// Repeatable reports whether the body of a request can be read again.
func Repeatable(req *http.Request) bool {
	return req.Body == nil || req.Body == http.NoBody || req.GetBody != nil
}

// Rewind returns the request with its body from the beginning, where it can be had from there.
func Rewind(req *http.Request) (*http.Request, error) {
	if req.GetBody == nil {
		return req, nil
	}
	body, err := req.GetBody()
	if err != nil {
		return nil, err
	}
	fresh := req.WithContext(req.Context())
	fresh.Body = body
	return fresh, nil
}

// Read returns the whole body of an answer. The first call reads and closes it, at most [MaxBody] bytes, and leaves
// the bytes in its place: the body can then be read once more as usual, and Read returns them again.
func Read(resp *http.Response) ([]byte, error) {
	if known, ok := resp.Body.(*buffered); ok {
		return known.data, nil
	}
	defer resp.Body.Close()
	var read bytes.Buffer
	if resp.ContentLength > 0 {
		read.Grow(int(min(resp.ContentLength, MaxBody)) + bytes.MinRead)
	}
	n, err := read.ReadFrom(io.LimitReader(resp.Body, MaxBody+1))
	if err == nil && n > MaxBody {
		err = ErrBodyTooLarge
	}
	if err != nil {
		return nil, err
	}
	body := &buffered{data: read.Bytes()}
	body.Reset(body.data)
	resp.Body = body
	return body.data, nil
}
