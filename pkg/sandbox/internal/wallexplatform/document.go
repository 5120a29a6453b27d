package wallexplatform

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/virtualaccounts"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/uuid"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

// How long signed URLs work: the first as in the source's example, the second as in its text.
const (
	uploadLifetime   = 15 * time.Minute
	documentLifetime = 5 * time.Minute
)

// file is a slot for a supporting document. What is uploaded is not kept.
type file struct {
	scope    Scope
	uploaded bool
}

// RequestPaymentUploadURL answers with a slot to upload a supporting document to.
func (p *Platform) RequestPaymentUploadURL(
	call Call, in simplepayments.RequestPaymentUploadURLRequest,
) (simplepayments.PaymentUpload, error) {
	id, link := p.slot(call, in.FileName)
	return simplepayments.PaymentUpload{FileID: id, UploadURL: secret.New(link)}, nil
}

// RequestWithdrawalUploadURL answers with a slot to upload a document of a withdrawal to.
func (p *Platform) RequestWithdrawalUploadURL(
	call Call, in virtualaccounts.RequestWithdrawalUploadURLRequest,
) (virtualaccounts.WithdrawalUpload, error) {
	id, link := p.slot(call, in.FileName)
	return virtualaccounts.WithdrawalUpload{FileID: id, UploadURL: secret.New(link)}, nil
}

// slot makes a place for a file, and a signed URL to upload it to.
func (p *Platform) slot(call Call, fileName string) (id, link string) {
	id = uuid.New()
	p.files[id] = &file{scope: call.Scope}
	return id, call.Link(http.MethodPut, "/"+id+"/"+url.PathEscape(fileName), uploadLifetime)
}

// checkUploaded refuses files that are not there. The code is not documented.
func (p *Platform) checkUploaded(call Call, fileIDs []string) error {
	for _, id := range fileIDs {
		if f, ok := p.files[id]; !ok || f.scope != call.Scope || !f.uploaded {
			return refusal.New("file_non_existent", "A file does not exist or was not uploaded")
		}
	}
	return nil
}

// Uploaded notes that a file has arrived, and reports whether there is a slot for it.
func (p *Platform) Uploaded(fileID string) bool {
	f, ok := p.files[fileID]
	if ok {
		f.uploaded = true
	}
	return ok
}

// RetrieveProofOfPayment answers with links to the documents of a completed payment.
func (p *Platform) RetrieveProofOfPayment(call Call, _ struct{}) ([]simplepayments.PaymentDocument, error) {
	proven, ok := p.payments.find(call.Scope, call.Path["simplePaymentId"])
	switch {
	case !ok:
		return nil, refusal.New("simple_payments_non_existent", "There is no such payment")
	case proven.status != simplepayments.SimplePaymentStatusCompleted:
		return nil, refusal.New("simple_payments_get_paymentProof_failed", "The payment is not completed")
	}
	kinds := []string{
		string(simplepayments.PaymentDocumentTypeInvoice),
		string(simplepayments.PaymentDocumentTypeMt103),
		string(simplepayments.PaymentDocumentTypePaymentConfirmation),
	}
	if wanted := call.Query.Get("documentType"); wanted != "" {
		kinds = slices.DeleteFunc(kinds, func(kind string) bool { return kind != wanted })
	}
	var all []simplepayments.PaymentDocument
	for _, kind := range kinds {
		all = append(all, simplepayments.PaymentDocument{
			DocumentType: kind,
			URL:          call.Link(http.MethodGet, "/"+proven.id+"/"+kind, documentLifetime),
		})
	}
	return all, nil
}

// Document returns the text of a document, false where there is none.
func (p *Platform) Document(paymentID, kind string) (string, bool) {
	proven, ok := p.payments.byID[paymentID]
	if !ok {
		return "", false
	}
	return fmt.Sprintf("Sandbox: %s of %s, %s %s, completed %s. No money has moved.\n",
		kind, proven.reference(), proven.buy.code, proven.buyAmount, instant(proven.completed)), true
}
