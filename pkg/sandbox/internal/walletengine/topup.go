package walletengine

import (
	"time"

	"github.com/wallex-sdk/wallex-go/gen/walletengine/topup"
	"github.com/wallex-sdk/wallex-go/gen/walletenginecommon"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/ledger"
)

// QueryTopup answers with what the wallet can still take.
func (p *Platform) QueryTopup(call Call, _ struct{}) (answer topup.TopupOptions, err error) {
	if call.User.level == 0 {
		return answer, errTopupLevel
	}
	return topup.TopupOptions{KYC: p.allowances(call), ChannelsAvailable: topupChannels}, nil
}

// TopupByBank announces a bank transfer, which arrives after the time of settlement.
func (p *Platform) TopupByBank(call Call, in topup.TopupByBankRequest) (answer topup.Topup, err error) {
	through, err := choose(in.ChannelID, channelBankIn)
	if err != nil {
		return answer, err
	}
	t, err := p.topUp(call, in.Amount, in.CurrencyCode, through, "deposited via Bank")
	if err != nil {
		return answer, err
	}
	return topup.Topup{ID: t.ID, State: string(t.State), Amount: t.Amount, Fee: t.Fee}, nil
}

// CreateRapydCheckout begins a top-up through Rapyd. Nobody has to pay: it arrives as though the user had.
func (p *Platform) CreateRapydCheckout(call Call, in topup.CreateRapydCheckoutRequest) (answer topup.RapydCheckout, err error) {
	through, err := choose(in.ChannelID, channelPayNow, channelGrabPay)
	if err != nil {
		return answer, err
	}
	t, err := p.topUp(call, in.Amount, in.CurrencyCode, through, "deposited via Rapyd")
	if err != nil {
		return answer, err
	}
	return topup.RapydCheckout{ID: t.ID, CheckoutURL: "https://checkout.rapyd.example/" + t.ID}, nil
}

// topUp notes money that is on its way.
func (p *Platform) topUp(
	call Call, amount decimal.Decimal, code string, through walletenginecommon.ChannelID, notes string,
) (*transaction, error) {
	u := call.User
	if u.level == 0 {
		return nil, errTopupLevel
	}
	if err := checkMoney(amount, code, p.room(u)); err != nil {
		return nil, err
	}
	t := p.note(u, call.Now, amount, through, notes)
	t.State = stateInProgress
	p.later(call.Now, func(due time.Time) error {
		t.State = ""
		return p.move(t.ID, "topup", due, ledger.Account{Kind: "payers"}, u.wallet(), amount)
	})
	return t, nil
}
