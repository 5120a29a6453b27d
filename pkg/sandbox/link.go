package sandbox

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// amzDate is the form of dates in signed URLs.
const amzDate = "20060102T150405Z"

// signer signs URLs of the storage, so that whoever has one can use it for a while without a key or a token.
type signer struct{ key []byte }

func newSigner() signer { return signer{[]byte(rand.Text())} }

// links returns what signs URLs in the answer to a request. They lead to where that request was sent.
func (s signer) links(r *http.Request, now time.Time) func(method, path string, lifetime time.Duration) string {
	origin := "http://" + r.Host
	if r.TLS != nil {
		origin = "https://" + r.Host
	}
	return func(method, path string, lifetime time.Duration) string {
		path = strings.TrimSuffix(storagePath, "/") + path
		query := url.Values{
			"X-Amz-Date":          {now.UTC().Format(amzDate)},
			"X-Amz-Expires":       {strconv.Itoa(int(lifetime.Seconds()))},
			"X-Amz-SignedHeaders": {"host;x-amz-storage-class"},
		}
		query.Set("X-Amz-Signature", s.signature(method, path, query))
		return origin + path + "?" + query.Encode()
	}
}

func (s signer) signature(method, path string, query url.Values) string {
	mac := hmac.New(sha256.New, s.key)
	mac.Write([]byte(strings.Join([]string{method, path, query.Get("X-Amz-Date"), query.Get("X-Amz-Expires")}, "\n")))
	return hex.EncodeToString(mac.Sum(nil))
}

// verify refuses requests whose URL was not signed here, or too long ago.
func (s signer) verify(r *http.Request, now time.Time) error {
	query := r.URL.Query()
	if !hmac.Equal([]byte(query.Get("X-Amz-Signature")), []byte(s.signature(r.Method, r.URL.EscapedPath(), query))) {
		return denied(http.StatusForbidden, "SignatureDoesNotMatch", "The signature does not match")
	}
	signed, _ := time.Parse(amzDate, query.Get("X-Amz-Date")) // both were written here
	lifetime, _ := strconv.Atoi(query.Get("X-Amz-Expires"))
	if !now.Before(signed.Add(time.Duration(lifetime) * time.Second)) {
		return denied(http.StatusForbidden, "AccessDenied", "Request has expired")
	}
	return nil
}
