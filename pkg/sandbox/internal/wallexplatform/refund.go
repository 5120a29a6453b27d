package wallexplatform

import (
	"time"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/refunds"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/uuid"
)

// refund is money that came back.
type refund struct {
	owned
	refunds.Refund
}

// refundPayment notes that the money of a payment came back at a time, of which its partner is to hear.
func (p *Platform) refundPayment(ended *payment, at time.Time) {
	r := &refund{owned: owned{uuid.Undashed(uuid.New()), ended.scope, at}}
	r.Refund = refunds.Refund{
		ID: r.id, Resource: "simple_payment", ResourceID: ended.id,
		Currency: ended.sell.code, Amount: ended.total(), Remarks: ended.failureReason,
	}
	p.refunds.add(r)
	p.Notify("refundStatusNotification", refunds.RefundStatusNotification{
		RefundID: r.id, Resource: r.Resource, Status: "completed",
	})
}

// ListRefunds answers with all refunds, newest first.
func (p *Platform) ListRefunds(call Call, _ struct{}) (all []refunds.Refund, err error) {
	for _, r := range p.refunds.newestFirst(call, func(*refund) bool { return true }) {
		all = append(all, r.Refund)
	}
	return all, nil
}

// RetrieveRefund answers with one refund. There are no documented codes for refunds.
func (p *Platform) RetrieveRefund(call Call, _ struct{}) (answer refunds.Refund, err error) {
	r, ok := p.refunds.find(call.Scope, call.Path["refundId"])
	if !ok {
		return answer, refusal.New("refund_non_existent", "There is no such refund")
	}
	return r.Refund, nil
}
