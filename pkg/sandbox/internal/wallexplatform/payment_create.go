package wallexplatform

import (
	"cmp"
	"crypto/rand"
	"encoding/json"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/beneficiaries"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/uuid"
)

// CreateSimplePayment commits to a quote.
func (p *Platform) CreateSimplePayment(
	call Call, in simplepayments.CreateSimplePaymentRequest,
) (answer simplepayments.SimplePayment, err error) {
	// the reference comes first: a create that is sent again, with its quote used up, must learn that it took place
	sameReference := func(other *payment) bool { return other.request.ReferenceID == in.ReferenceID }
	if in.UniqueReferenceID && in.ReferenceID != "" && p.payments.contains(call.Scope, sameReference) {
		return answer, refusal.New("simple_payment_reference_id_already_exist", "The reference was used before")
	}
	terms, ok := p.paymentQuotes.find(call, in.QuoteID)
	if !ok {
		return answer, refusal.New("simple_payment_quote_not_exists", "The quote does not exist, has expired or was used")
	}
	paid, err := p.payee(call, terms)
	if err != nil {
		return answer, err
	}
	err = cmp.Or(
		checkPurpose(terms, paid, in),
		checkFundingSource(paid, in),
		p.checkFiles(call, terms, in),
	)
	if err != nil {
		return answer, err
	}
	created := &payment{
		owned:            owned{uuid.New(), call.Scope, call.Now},
		paymentTerms:     terms,
		request:          in,
		fundingReference: rand.Text()[:6],
		status:           simplepayments.SimplePaymentStatusAwaitingFunds,
	}
	// the payment has the fields of the beneficiary under the same names, but fewer
	written, err := json.Marshal(paid.Beneficiary)
	if err != nil {
		return answer, err
	}
	if err := json.Unmarshal(written, &created.beneficiary); err != nil {
		return answer, err
	}
	p.paymentQuotes.use(in.QuoteID)
	p.payments.add(created)
	p.Later(created.cutoff(), func() error { return p.expire(created) })
	return created.view(), nil
}

// payee returns who a quote is for. A quote for nobody cannot be used: the request has no field to name somebody.
func (p *Platform) payee(call Call, terms paymentTerms) (*beneficiary, error) {
	if terms.beneficiaryID == "" {
		return nil, refusal.New("beneficiary_mismatch", "The quote is not for a beneficiary")
	}
	paid, ok := p.beneficiaries.find(call.Scope, terms.beneficiaryID)
	if !ok {
		return nil, errBeneficiaryNotFound
	}
	return paid, nil
}

// checkPurpose checks what the payment is for. That business payments in INR need an invoice is documented, the code
// of one without it is not.
func checkPurpose(terms paymentTerms, paid *beneficiary, in simplepayments.CreateSimplePaymentRequest) error {
	possible := route{
		currency: terms.buy.code, bankCountry: paid.BankAccount.Country,
		beneficiary: beneficiaries.EntityType(paid.EntityType), channel: terms.channel,
	}
	purpose, ok := possible.find(in.PurposeOfTransfer)
	switch {
	case !ok:
		return refusal.New("purpose_code_non_existent", "The payment cannot be for this purpose")
	case purpose.needsText && in.PurposeOfTransferDescription == "":
		return refusal.New("purpose_code_description_required", "The purpose needs a description")
	case terms.buy.code != "INR" || !purpose.business:
		return nil
	}
	var faults refusal.Faults
	if in.InvoiceDate == "" {
		faults.Add(refusal.ValidationFailed, "invoiceDate", "is required")
	}
	if in.InvoiceNumber == "" {
		faults.Add(refusal.ValidationFailed, "invoiceNumber", "is required")
	}
	return faults.Err()
}

// checkFundingSource checks where the money of the payment comes from.
func checkFundingSource(paid *beneficiary, in simplepayments.CreateSimplePaymentRequest) error {
	if in.FundingCountry == "" && paid.Country == "ID" {
		return refusal.New("funding_country_required", "Payments to Indonesia need the country they are funded from")
	}
	if _, ok := findCountry(in.FundingCountry); !ok && in.FundingCountry != "" {
		return refusal.New("funding_country_invalid", "There is no such country")
	}
	if in.FundingMethod == simplepayments.FundingMethodBankTransfer && in.FundingBankAccountNumber == "" {
		return refusal.New("funding_bank_account_number_should_be_a_number", "Bank transfers need the number of the account they come from")
	}
	return nil
}

// checkFiles checks the supporting documents. They are documented, the codes of missing ones are not.
func (p *Platform) checkFiles(call Call, terms paymentTerms, in simplepayments.CreateSimplePaymentRequest) error {
	if err := p.checkUploaded(call, in.Files); err != nil {
		return err
	}
	if terms.needsDocuments && len(in.Files) == 0 {
		return refusal.New("supporting_documents_required", "The payment needs supporting documents")
	}
	return nil
}
