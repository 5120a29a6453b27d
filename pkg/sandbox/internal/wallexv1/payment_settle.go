package wallexv1

import (
	"slices"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/ledger"
)

// The descriptions of the purpose that decide how a funded payment ends, instead of being completed.
const (
	rejectMe = "sandbox: reject"
	failMe   = "sandbox: fail"
)

// Settle brings payments to the end that has become due: those that nobody funded in time fail, those that are
// processing are completed or send their money back.
func (p *Platform) Settle(now time.Time) error {
	var due []*payment
	p.unsettled = slices.DeleteFunc(p.unsettled, func(each *payment) bool {
		ends := !now.Before(each.due())
		if ends {
			due = append(due, each)
		}
		return ends
	})
	slices.SortStableFunc(due, func(a, b *payment) int { return a.due().Compare(b.due()) })
	for _, each := range due {
		if err := p.settle(each); err != nil {
			return err
		}
	}
	return nil
}

// due is when something happens to an unsettled payment by itself.
func (p *payment) due() time.Time {
	if p.status == simplepayments.SimplePaymentStatusAwaitingFunds {
		return p.cutoff()
	}
	return p.settles
}

func (p *Platform) settle(ended *payment) error {
	if ended.status == simplepayments.SimplePaymentStatusAwaitingFunds {
		ended.status, ended.failureReason = simplepayments.SimplePaymentStatusFailed, "The payment was not funded in time"
		return nil
	}
	switch ended.request.PurposeOfTransferDescription {
	case rejectMe:
		ended.status, ended.failureReason = simplepayments.SimplePaymentStatusRejected, "The payment was rejected, as asked for"
		return p.sendBack(ended)
	case failMe:
		ended.status, ended.failureReason = simplepayments.SimplePaymentStatusFailed, "The payment failed, as asked for"
		return p.sendBack(ended)
	}
	ended.status, ended.completed = simplepayments.SimplePaymentStatusCompleted, ended.settles
	return p.payOut(ended)
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
	wallet := p.wallets[ended.scope].account // funding has opened it
	return p.book.Post(ledger.Entry{Transaction: ended.id, Kind: "refund", At: ended.settles, Postings: []ledger.Posting{
		{From: ledger.Account{Kind: inTransit}, To: wallet, Currency: ended.sell.code, Amount: ended.total()},
	}})
}
