package wallexplatform

import (
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/ledger"
)

// FundSimplePayment takes the money out of the wallet. It is in transit until the payment is settled.
func (p *Platform) FundSimplePayment(
	call Call, in simplepayments.FundSimplePaymentRequest,
) (answer simplepayments.SimplePayment, err error) {
	funded, ok := p.payments.find(call.Scope, in.SimplePaymentID)
	switch {
	case !ok:
		return answer, errPaymentNotFound
	case funded.status != simplepayments.SimplePaymentStatusAwaitingFunds:
		return answer, errStatus
	}
	if _, ok := p.beneficiaries.find(call.Scope, funded.beneficiaryID); !ok {
		return answer, errBeneficiaryNotFound
	}
	w, err := p.wallet(call)
	if err != nil {
		return answer, err
	}
	err = p.spend(ledger.Entry{Transaction: funded.id, Kind: "simple_payment", At: call.Now, Postings: []ledger.Posting{
		{From: w.account, To: ledger.Account{Kind: inTransit}, Currency: funded.sell.code, Amount: funded.total()},
	}})
	if err != nil {
		return answer, err
	}
	p.turn(funded, simplepayments.SimplePaymentStatusProcessing)
	funded.settles = call.Now.Add(p.Settlement)
	p.Later(funded.settles, func() error { return p.settle(funded) })
	return funded.view(), nil
}
