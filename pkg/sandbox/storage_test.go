package sandbox_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
)

// slot asks for a place to upload a file to.
func (c *caller) slot() simplepayments.PaymentUpload {
	c.t.Helper()
	return post[simplepayments.PaymentUpload](c, "/simple-payments/v1/get-upload-url", object{"fileName": "an invoice/7.pdf", "contentType": "application/pdf"})
}

// upload sends a file the documented way, with changed headers.
func upload(t *testing.T, to, content string, headers map[string]string) answer {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, to, strings.NewReader(content))
	require.NoError(t, err)
	req.Header.Set("x-amz-storage-class", "STANDARD")
	req.Header.Set("Content-Type", "application/pdf")
	for name, value := range headers {
		req.Header.Set(name, value)
	}
	return send(t, req)
}

func TestUpload(t *testing.T) {
	c := connect(t)
	slot := c.slot()
	uploaded := upload(t, slot.UploadURL.Reveal(), "%PDF", nil)
	require.Equal(t, http.StatusOK, uploaded.status, "%s", uploaded.body)
	require.Empty(t, uploaded.body)

	body := c.paymentBody(object{"fixedSide": "sell", "amount": 60000}, object{"files": []string{slot.FileID}})
	post[simplepayments.SimplePayment](c, "/simple-payments/v1/create", body)

	requests := c.sandbox.Stats().Requests
	upload(t, slot.UploadURL.Reveal(), "%PDF", nil)
	require.Equal(t, requests, c.sandbox.Stats().Requests, "uploads are no operations")
}

func TestUploadRefusals(t *testing.T) {
	for _, test := range []struct {
		name    string
		change  func(*caller, *url.URL)
		content string
		headers map[string]string
		status  int
		code    string
	}{
		{"every documented type", nil, "<svg/>", map[string]string{"Content-Type": "image/svg"}, 200, ""},
		{"exactly 10 MB", nil, strings.Repeat("x", 10<<20), nil, 200, ""},
		{"more than 10 MB", nil, strings.Repeat("x", 10<<20+1), nil, 400, "EntityTooLarge"},
		{"nothing", nil, "", nil, 400, "IncompleteBody"},
		{"other type", nil, "x", map[string]string{"Content-Type": "text/html"}, 400, "InvalidArgument"},
		{"no storage class", nil, "x", map[string]string{"x-amz-storage-class": ""}, 403, "SignatureDoesNotMatch"},
		{"other file", func(_ *caller, u *url.URL) { u.RawPath, u.Path = "", u.Path+"x" }, "x", nil, 403, "SignatureDoesNotMatch"},
		{"longer life", func(_ *caller, u *url.URL) { u.RawQuery = strings.Replace(u.RawQuery, "900", "901", 1) }, "x", nil, 403, "SignatureDoesNotMatch"},
		{"unsigned", func(_ *caller, u *url.URL) { u.RawQuery = "" }, "x", nil, 403, "SignatureDoesNotMatch"},
		{"after fifteen minutes", func(c *caller, _ *url.URL) { c.sandbox.Advance(15 * time.Minute) }, "x", nil, 403, "AccessDenied"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := connect(t)
			to, err := url.Parse(c.slot().UploadURL.Reveal())
			require.NoError(t, err)
			if test.change != nil {
				test.change(c, to)
			}
			answer := upload(t, to.String(), test.content, test.headers)
			require.Equal(t, test.status, answer.status, "%s", answer.body)
			if test.code != "" {
				require.Equal(t, "application/xml", answer.header.Get("Content-Type"), "the storage is none of the API")
				require.Contains(t, string(answer.body), "<Code>"+test.code+"</Code>")
			}
		})
	}
}

func TestProofOfPayment(t *testing.T) {
	c := connect(t)
	id := c.fundPayment(c.createPayment(nil).SimplePaymentID).SimplePaymentID
	path := "/simple-payments/v1/item/" + id + "/get-proof-of-payment"
	require.Equal(t, "simple_payments_get_paymentProof_failed", c.refused("GET", path, nil), "not completed yet")
	require.Equal(t, "simple_payments_non_existent", c.refused("GET", path+"?onBehalfOfUser=u1", nil))

	c.sandbox.Advance(2 * time.Second)
	documents := get[[]simplepayments.PaymentDocument](c, path)
	require.Len(t, documents, 3)
	only := get[[]simplepayments.PaymentDocument](c, path+"?documentType=mt103")
	require.Len(t, only, 1)
	require.Equal(t, "mt103", only[0].DocumentType)

	download := func() answer {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, only[0].URL, nil)
		require.NoError(t, err)
		return send(t, req)
	}
	require.Contains(t, string(download().body), "mt103 of 240301-SIM-")
	c.sandbox.Advance(5 * time.Minute)
	require.Equal(t, http.StatusForbidden, download().status, "links work for five minutes")
}
