package walletengine

import (
	"time"

	"github.com/wallex-sdk/wallex-go/gen/walletengine/withdrawal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/ledger"
)

// QueryWithdrawal answers with how much the user may withdraw.
func (p *Platform) QueryWithdrawal(call Call, _ struct{}) (answer withdrawal.WithdrawalOptions, err error) {
	if call.User.level == 0 {
		return answer, errWithdrawLevel
	}
	return withdrawal.WithdrawalOptions{
		KYC: p.allowances(call), ChannelsAvailable: withdrawalChannels, DebitAllowed: p.debitAllowed(call),
	}, nil
}

// WithdrawToBank blocks the money, and pays it out after the time of settlement. To which account does not matter, but
// for the holder's name [rejectMe]: then the money comes back.
func (p *Platform) WithdrawToBank(call Call, in withdrawal.WithdrawToBankRequest) (answer withdrawal.Withdrawal, err error) {
	u := call.User
	if u.level == 0 {
		return answer, errWithdrawLevel
	}
	through, err := choose(in.ChannelID, channelBankOut)
	if err != nil {
		return answer, err
	}
	if err := checkMoney(in.Amount, in.CurrencyCode, p.debitAllowed(call)); err != nil {
		return answer, err
	}
	t := p.note(u, call.Now, in.Amount.Neg(), through, "withdrew via Bank")
	t.State = stateInProgress
	if err := p.move(t.ID, "withdrawal", call.Now, u.wallet(), u.blocked(), in.Amount); err != nil {
		return answer, err
	}
	p.later(call.Now, func(due time.Time) error {
		if in.AccountName == rejectMe {
			t.State = stateFailed
			return p.move(t.ID, "return", due, u.blocked(), u.wallet(), in.Amount)
		}
		t.State = ""
		return p.move(t.ID, "payout", due, u.blocked(), ledger.Account{Kind: "payouts"}, in.Amount)
	})
	return withdrawal.Withdrawal{ID: t.ID, State: string(t.State), Amount: t.Amount, Fee: t.Fee}, nil
}
