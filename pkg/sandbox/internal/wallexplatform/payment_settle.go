package wallexplatform

import (
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/ledger"
)

// The descriptions of the purpose that decide how a funded payment ends, instead of being completed.
const (
	rejectMe = "sandbox: reject"
	failMe   = "sandbox: fail"
)

// expire ends a payment that nobody funded in time.
func (p *Platform) expire(unfunded *payment) error {
	if unfunded.status == simplepayments.SimplePaymentStatusAwaitingFunds {
		unfunded.failureReason = "The payment was not funded in time"
		p.turn(unfunded, simplepayments.SimplePaymentStatusFailed)
	}
	return nil
}

// settle ends a payment that is processing: paid out, or sent back where its purpose's description asks for that.
func (p *Platform) settle(ended *payment) error {
	switch ended.request.PurposeOfTransferDescription {
	case rejectMe:
		ended.failureReason = "The payment was rejected, as asked for"
		p.turn(ended, simplepayments.SimplePaymentStatusRejected)
		return p.sendBack(ended)
	case failMe:
		ended.failureReason = "The payment failed, as asked for"
		p.turn(ended, simplepayments.SimplePaymentStatusFailed)
		return p.sendBack(ended)
	}
	ended.completed = ended.settles
	p.turn(ended, simplepayments.SimplePaymentStatusCompleted)
	return p.payOut(ended)
}

// turn gives a payment a new status, of which its partner is to hear.
func (p *Platform) turn(changed *payment, status simplepayments.SimplePaymentStatus) {
	changed.status = status
	p.Notify("simplePaymentStatusNotification", simplepayments.SimplePaymentStatusNotification{
		Resource: "simple_payment", ResourceID: changed.id, AccountID: p.accountID(changed.scope),
		Status: status, Reason: changed.failureReason,
	})
}

// payOut exchanges the money that is in transit and gives it to the beneficiary.
func (p *Platform) payOut(ended *payment) error {
	transit, counterparty := ledger.Account{Kind: inTransit}, ledger.Account{Kind: fx}
	return p.book.Post(ledger.Entry{Transaction: ended.id, Kind: "simple_payment", At: ended.settles, Postings: []ledger.Posting{
		{From: transit, To: counterparty, Currency: ended.sell.code, Amount: ended.sellAmount},
		{From: transit, To: ledger.Account{Kind: fees}, Currency: ended.sell.code, Amount: sub(ended.total(), ended.sellAmount)},
		{From: counterparty, To: ledger.Account{Kind: payouts, Owner: ended.beneficiaryID}, Currency: ended.buy.code, Amount: ended.buyAmount},
	}})
}

// sendBack returns everything that funding took, fees included.
func (p *Platform) sendBack(ended *payment) error {
	p.refundPayment(ended, ended.settles)
	wallet := p.wallets[ended.scope].account // funding has opened it
	return p.book.Post(ledger.Entry{Transaction: ended.id, Kind: "refund", At: ended.settles, Postings: []ledger.Posting{
		{From: ledger.Account{Kind: inTransit}, To: wallet, Currency: ended.sell.code, Amount: ended.total()},
	}})
}
