package wallexplatform

import (
	"fmt"
	"slices"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/virtualaccounts"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
)

// RequestPaymentUploadURL answers with a slot to upload a supporting document to.
func (p *Platform) RequestPaymentUploadURL(
	call Call, in simplepayments.RequestPaymentUploadURLRequest,
) (simplepayments.PaymentUpload, error) {
	id := p.slot(call.Scope)
	return simplepayments.PaymentUpload{FileID: id, UploadURL: uploadLink(call, id, in.FileName)}, nil
}

// RequestWithdrawalUploadURL answers with a slot to upload a document of a withdrawal to.
func (p *Platform) RequestWithdrawalUploadURL(
	call Call, in virtualaccounts.RequestWithdrawalUploadURLRequest,
) (virtualaccounts.WithdrawalUpload, error) {
	id := p.slot(call.Scope)
	return virtualaccounts.WithdrawalUpload{FileID: id, UploadURL: uploadLink(call, id, in.FileName)}, nil
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
			URL:          downloadLink(call, proven.id, kind),
		})
	}
	return all, nil
}

// proof returns the text of a document that proves a payment, false where there is none.
func (p *Platform) proof(paymentID, kind string) (string, bool) {
	proven, ok := p.payments.byID[paymentID]
	if !ok {
		return "", false
	}
	return fmt.Sprintf("Sandbox: %s of %s, %s %s, completed %s. No money has moved.\n",
		kind, proven.reference(), proven.buy.code, proven.buyAmount, instant(proven.completed)), true
}
