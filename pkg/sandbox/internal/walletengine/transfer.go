package walletengine

import (
	"cmp"

	"github.com/wallex-sdk/wallex-go/gen/walletengine/history"
	"github.com/wallex-sdk/wallex-go/gen/walletengine/transfer"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
)

// VerifyTransfer finds the recipient with a phone number. A number without a wallet is refused, as the documented list
// of errors has it; nobody is sent a link.
func (p *Platform) VerifyTransfer(call Call, in transfer.VerifyTransferRequest) (answer transfer.Recipient, err error) {
	phone := Phone{in.CountryDialCode, in.PhoneNumber}
	to, err := p.recipient(call, func(u *User) bool { return u.phone == phone })
	if err != nil {
		return answer, err
	}
	return transfer.Recipient{ClientID: to.clientID}, nil
}

// QueryTransfer answers with how much can be transferred.
func (p *Platform) QueryTransfer(call Call, in transfer.QueryTransferRequest) (answer transfer.TransferLimit, err error) {
	to, err := p.recipient(call, withID(in.RxClientID))
	if err != nil {
		return answer, err
	}
	return transfer.TransferLimit{MaxAmount: p.transferable(call, to), Fee: free}, nil
}

// ConfirmTransfer moves the money, at once.
func (p *Platform) ConfirmTransfer(call Call, in transfer.ConfirmTransferRequest) (answer transfer.Transfer, err error) {
	from := call.User
	to, err := p.recipient(call, withID(in.RxClientID))
	if err != nil {
		return answer, err
	}
	if err := checkMoney(in.Amount, in.CurrencyCode, p.transferable(call, to)); err != nil {
		return answer, err
	}
	notes := cmp.Or(in.Notes, "transfer transaction")
	sent := p.note(from, call.Now, in.Amount.Neg(), channelBankOut, notes)
	sent.TransferDetails = to.asOtherSide()
	p.note(to, call.Now, in.Amount, channelBankIn, notes).TransferDetails = from.asOtherSide()
	if err := p.move(sent.ID, "transfer", call.Now, from.wallet(), to.wallet(), in.Amount); err != nil {
		return answer, err
	}
	return transfer.Transfer{ID: sent.ID, Amount: sent.Amount, Fee: sent.Fee}, nil
}

// recipient finds who else matches. Nobody is a recipient of their own.
func (p *Platform) recipient(call Call, matches func(*User) bool) (*User, error) {
	if to := p.findUser(matches); to != nil && to != call.User {
		return to, nil
	}
	return nil, errRecipient
}

func withID(clientID string) func(*User) bool {
	return func(u *User) bool { return u.clientID == clientID }
}

// transferable is the lesser of what the sender may give and the recipient can take.
func (p *Platform) transferable(call Call, to *User) decimal.Decimal {
	return least(p.debitAllowed(call), p.room(to))
}

// asOtherSide is the user in the history of somebody else.
func (u *User) asOtherSide() history.TransferDetails {
	return history.TransferDetails{
		RefAccountID: u.accountID, RefFirstName: u.profile.FirstName, RefLastName: u.profile.LastName,
	}
}
