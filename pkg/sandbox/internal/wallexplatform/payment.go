package wallexplatform

import (
	"slices"
	"strings"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
)

var errPaymentNotFound = refusal.New("simple_payments_not_found", "There is no such payment")

// payment is a payment that somebody committed to.
type payment struct {
	owned
	paymentTerms
	request          simplepayments.CreateSimplePaymentRequest
	beneficiary      simplepayments.PaymentBeneficiary // as it was at creation
	fundingReference string
	status           simplepayments.SimplePaymentStatus
	failureReason    string
	settles          time.Time // when a payment that is processing comes to its end
	completed        time.Time
}

// cutoff is until when the payment can be funded.
func (p *payment) cutoff() time.Time { return p.created.Add(fundingPeriod) }

// reference is the platform's reference, as in 200901-SIM-3909DA4E: the day and the beginning of the id.
func (p *payment) reference() string {
	return p.created.UTC().Format("060102") + "-SIM-" + strings.ToUpper(p.id[:8])
}

// RetrieveSimplePayment answers with one payment.
func (p *Platform) RetrieveSimplePayment(call Call, _ struct{}) (simplepayments.SimplePayment, error) {
	found, ok := p.payments.find(call.Scope, call.Path["simplePaymentId"])
	if !ok {
		return simplepayments.SimplePayment{}, errPaymentNotFound
	}
	return found.view(), nil
}

// FindSimplePayments answers with the payments that match all filters, newest first.
func (p *Platform) FindSimplePayments(
	call Call, in simplepayments.FindSimplePaymentsRequest,
) (Page[simplepayments.SimplePayment], error) {
	span := period{in.StartDate, in.EndDate}
	found := p.payments.newestFirst(call, func(each *payment) bool {
		status := simplepayments.SimplePaymentStatusFilter(each.status)
		return span.covers(each.created) &&
			(in.ReferenceID == "" || each.request.ReferenceID == in.ReferenceID) &&
			(len(in.Status) == 0 || slices.Contains(in.Status, status))
	})
	return paginate(found, in.Pagination, (*payment).view), nil
}

// ListPayments is FindSimplePayments for version 2, whose filter is one status and no list.
func (p *Platform) ListPayments(call Call, in struct {
	simplepayments.FindSimplePaymentsRequest
	Status simplepayments.SimplePaymentStatusFilter `json:"status"`
}) (Page[simplepayments.SimplePayment], error) {
	if in.Status != "" {
		in.FindSimplePaymentsRequest.Status = []simplepayments.SimplePaymentStatusFilter{in.Status}
	}
	return p.FindSimplePayments(call, in.FindSimplePaymentsRequest)
}

// EachPayment visits the payments of all scopes, oldest first, with the requests that created them.
func (p *Platform) EachPayment(visit func(Scope, simplepayments.CreateSimplePaymentRequest, simplepayments.SimplePayment)) {
	for _, each := range p.payments.order {
		visit(each.scope, each.request, each.view())
	}
}

func (p *payment) view() simplepayments.SimplePayment {
	return simplepayments.SimplePayment{
		SimplePaymentID:   p.id,
		Status:            p.status,
		CurrencyPair:      p.pairCode(),
		BuyCurrency:       p.buy.code,
		BuyAmount:         p.buyAmount,
		SellCurrency:      p.sell.code,
		SellAmount:        p.sellAmount,
		FixedSide:         p.fixedSide,
		Rate:              p.rate,
		ConversionFee:     p.conversionFee,
		PaymentFee:        p.paymentFee,
		TotalFee:          p.fee,
		TotalAmount:       p.total(),
		CreatedAt:         instant(p.created),
		Reference:         p.reference(),
		ReferenceID:       p.request.ReferenceID,
		PaymentReference:  p.request.PaymentReference,
		PaymentChannel:    string(p.channel),
		FailureReason:     p.failureReason,
		FundingSource:     string(p.request.FundingSource),
		FundingCountry:    p.request.FundingCountry,
		PurposeOfTransfer: p.request.PurposeOfTransfer,
		Beneficiary:       p.beneficiary,
		FundingReference:  p.fundingReference,
		FundingCutoffTime: instant(p.cutoff()),
		CompletedAt:       instant(p.completed),
	}
}
