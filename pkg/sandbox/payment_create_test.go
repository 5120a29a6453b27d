package sandbox_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
)

// TestPaymentCodes covers the codes of creating and funding. An empty code stands for a request that is accepted.
func TestPaymentCodes(t *testing.T) {
	indonesian := func(c *caller) object {
		beneficiary := c.beneficiary(object{"country": "ID", "city": "Kota Bandung"}, object{"country": "ID", "currency": "IDR", "bicSwift": "CENAIDJA"})
		return object{"beneficiaryId": beneficiary.BeneficiaryID, "buyCurrency": "IDR", "amount": 1_000_000}
	}
	indian := func(c *caller) object {
		beneficiary := c.beneficiary(nil, object{"country": "IN", "currency": "INR", "bicSwift": "", "ifscCode": "HDFC0000001", "accountNumber": "123456789"})
		return object{"beneficiaryId": beneficiary.BeneficiaryID, "buyCurrency": "INR"}
	}
	for _, test := range []struct {
		name, path string
		body       func(*caller) object
		code       string
	}{
		{"in order", "create", func(c *caller) object { return c.paymentBody(nil, nil) }, ""},
		{"unknown quote", "create", func(c *caller) object { return c.paymentBody(nil, object{"quoteId": "x"}) }, "simple_payment_quote_not_exists"},
		{"expired quote", "create", func(c *caller) object {
			body := c.paymentBody(nil, nil)
			c.sandbox.Advance(time.Minute)
			return body
		}, "simple_payment_quote_not_exists"},
		{"used quote", "create", func(c *caller) object {
			body := c.paymentBody(nil, nil)
			post[simplepayments.SimplePayment](c, "/simple-payments/v1/create", body)
			return body
		}, "simple_payment_quote_not_exists"},
		{"quote of another scope", "create", func(c *caller) object { return c.paymentBody(nil, object{"onBehalfOfUser": "u1"}) }, "simple_payment_quote_not_exists"},
		{"quote for nobody", "create", func(c *caller) object { return c.paymentBody(object{"beneficiaryId": nil}, nil) }, "beneficiary_mismatch"},
		{"deleted beneficiary", "create", func(c *caller) object {
			gone := c.beneficiary(nil, nil).BeneficiaryID
			body := c.paymentBody(object{"beneficiaryId": gone}, nil)
			c.do("DELETE", "/beneficiaries/v1/item/"+gone, nil)
			return body
		}, "beneficiary_non_existent"},
		{"unknown purpose", "create", func(c *caller) object { return c.paymentBody(nil, object{"purposeOfTransfer": "NOPE"}) }, "purpose_code_non_existent"},
		{"purpose of other corridors", "create", func(c *caller) object { return c.paymentBody(indian(c), object{"purposeOfTransfer": "WX01"}) }, "purpose_code_non_existent"},
		{"purpose without description", "create", func(c *caller) object { return c.paymentBody(nil, object{"purposeOfTransfer": "WX12"}) }, "purpose_code_description_required"},
		{"purpose with description", "create", func(c *caller) object {
			return c.paymentBody(nil, object{"purposeOfTransfer": "WX12", "purposeOfTransferDescription": "Prize"})
		}, ""},
		{"Indonesia without funding country", "create", func(c *caller) object { return c.paymentBody(indonesian(c), nil) }, "funding_country_required"},
		{"Indonesia with funding country", "create", func(c *caller) object { return c.paymentBody(indonesian(c), object{"fundingCountry": "SG"}) }, ""},
		{"unknown funding country", "create", func(c *caller) object { return c.paymentBody(nil, object{"fundingCountry": "XX"}) }, "funding_country_invalid"},
		{"bank transfer from nowhere", "create", func(c *caller) object { return c.paymentBody(nil, object{"fundingMethod": "BANK_TRANSFER"}) }, "funding_bank_account_number_should_be_a_number"},
		{"bank transfer", "create", func(c *caller) object {
			return c.paymentBody(nil, object{"fundingMethod": "BANK_TRANSFER", "fundingBankAccountNumber": "123"})
		}, ""},
		{"unknown file", "create", func(c *caller) object { return c.paymentBody(nil, object{"files": []string{"x"}}) }, "file_non_existent"},
		{"file that was not uploaded", "create", func(c *caller) object {
			slot := post[simplepayments.PaymentUpload](c, "/simple-payments/v1/get-upload-url", object{"fileName": "a.pdf"})
			return c.paymentBody(nil, object{"files": []string{slot.FileID}})
		}, "file_non_existent"},
		{"large amount without documents", "create", func(c *caller) object {
			return c.paymentBody(object{"fixedSide": "sell", "amount": 50001}, nil)
		}, "supporting_documents_required"},
		{"rupees without invoice", "create", func(c *caller) object { return c.paymentBody(indian(c), nil) }, "validation_failed"},
		{"rupees with invoice", "create", func(c *caller) object {
			return c.paymentBody(indian(c), object{"invoiceDate": "01-03-2024", "invoiceNumber": "7"})
		}, ""},

		{"unknown payment", "fund", func(*caller) object { return object{"simplePaymentId": "x"} }, "simple_payments_not_found"},
		{"payment of another scope", "fund", func(c *caller) object {
			return object{"simplePaymentId": c.createPayment(nil).SimplePaymentID, "onBehalfOfUser": "u1"}
		}, "simple_payments_not_found"},
		{"funded twice", "fund", func(c *caller) object {
			return object{"simplePaymentId": c.fundPayment(c.createPayment(nil).SimplePaymentID).SimplePaymentID}
		}, "status_invalid"},
		{"beneficiary deleted since", "fund", func(c *caller) object {
			created := c.createPayment(nil)
			c.do("DELETE", "/beneficiaries/v1/item/"+created.Beneficiary.BeneficiaryID, nil)
			return object{"simplePaymentId": created.SimplePaymentID}
		}, "beneficiary_non_existent"},
		{"empty wallet", "fund", func(c *caller) object {
			body := c.paymentBody(object{"sellCurrency": "KRW"}, nil)
			return object{"simplePaymentId": post[simplepayments.SimplePayment](c, "/simple-payments/v1/create", body).SimplePaymentID}
		}, "insufficient_funds"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := connect(t)
			body := test.body(c)
			answer := c.do("POST", "/simple-payments/v1/"+test.path, body)
			if test.code == "" {
				require.Equal(t, http.StatusOK, answer.status, "%s", answer.body)
				return
			}
			require.Equal(t, http.StatusBadRequest, answer.status, "%s", answer.body)
			require.Equal(t, test.code, answer.error(t).ErrorCode)
			if test.path == "create" {
				require.Equal(t, answer.body, c.do("POST", "/simple-payments/v1/create", body).body, "a refusal uses nothing up")
			}
		})
	}
}
