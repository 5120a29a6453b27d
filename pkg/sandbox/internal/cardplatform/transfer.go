package issuing

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/transactions"
	"github.com/wallex-sdk/wallex-go/gen/cardplatform/transfers"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/ledger"
)

// transferCharge is what every transfer costs: the sandbox's own choice.
const transferCharge cents = 500

// failMe is the description of a transfer that is to be reversed. Descriptions cannot have a colon.
const failMe = "sandbox fail"

// InitiateDirectTransfer takes an amount and its charge out of an account. They are with the contact after the
// settlement.
func (p *Platform) InitiateDirectTransfer(
	call Call, in transfers.InitiateDirectTransferRequest,
) (answer transfers.DirectTransfer, err error) {
	sender, err := p.sender(in.SenderAccountID, in.CurrencyCode)
	if err != nil {
		return answer, err
	}
	to, ok := p.contacts.byID[number(in.PaymentContactID)]
	if !ok {
		return answer, unknown("paymentContactId", "Payment contact")
	}
	if cents(in.Amount) > maxCents {
		return answer, refusal.Field("amount", "Amount is too large")
	}
	made := p.newTransaction(call.Now, transaction{
		kind: "Transfer", status: transactions.TransactionStatusPending, narration: "Transfer to " + to.title,
		amount: cents(in.Amount), charges: transferCharge, sender: sender, contact: to,
	})
	err = p.post(made.id, made.narration, call.Now, made.posting(sender.inBook(), ledger.Account{Kind: inTransit}, made.total()))
	if errors.Is(err, ledger.ErrInsufficientFunds) {
		return answer, forbid("Insufficient balance")
	}
	if err != nil {
		return answer, err
	}
	p.transactions.add(made.id, made)
	settles := call.Now.Add(p.Settlement)
	p.Later(settles, func() error {
		if in.Description == failMe {
			return p.reverse(made, settles)
		}
		return p.payOut(made, settles)
	})
	return transfers.DirectTransfer{
		ID:            made.id,
		TransactionID: made.uuid,
		GatewayRefID:  fmt.Sprint("GW-", made.id),
		CurrencyCode:  sender.currency.Code,
		Amount:        made.amount.minor(),
		TotalCharges:  made.charges.minor(),
		Narration:     made.narration,
		Status:        transfers.DirectTransferStatusPending,
	}, nil
}

// sender returns the account that pays: the one that is named, or the caller's own first one in a currency.
func (p *Platform) sender(id, currency string) (*account, error) {
	if id == "" && currency == "" {
		return nil, refusal.Field("senderAccountId", "Sender account or currency is required")
	}
	if id == "" {
		at := slices.IndexFunc(p.accounts.order, func(a *account) bool { return a.owner == p.agent && a.currency.Code == currency })
		if at < 0 {
			return nil, refusal.Field("currencyCode", "There is no account in this currency")
		}
		return p.accounts.order[at], nil
	}
	a, err := p.account("senderAccountId", number(id))
	if err == nil && currency != "" && a.currency.Code != currency {
		err = refusal.Field("currencyCode", "Sender account is in another currency")
	}
	return a, err
}

func (p *Platform) payOut(done *transaction, now time.Time) error {
	done.status = transactions.TransactionStatusSuccess
	p.notifyTransfer(done, transfers.TransferOutcomeSuccess)
	transit := ledger.Account{Kind: inTransit}
	return p.post(done.id, done.narration, now,
		done.posting(transit, ledger.Account{Kind: payouts, Owner: fmt.Sprint("contact ", done.contact.id)}, done.amount),
		done.posting(transit, ledger.Account{Kind: fees}, done.charges),
	)
}

// reverse gives everything back, the charge as well.
func (p *Platform) reverse(failed *transaction, now time.Time) error {
	failed.status = transactions.TransactionStatusFailed
	p.notifyTransfer(failed, transfers.TransferOutcomeReversed)
	narration := fmt.Sprintf("REFUND AMT %s %s", failed.total().major(), failed.sender.currency.Code)
	return p.post(failed.id, narration, now, failed.posting(ledger.Account{Kind: inTransit}, failed.sender.inBook(), failed.total()))
}

// notifyTransfer has the amount in minor units, as the source says in words; its example looks different.
func (p *Platform) notifyTransfer(done *transaction, outcome transfers.TransferOutcome) {
	p.Notify("transferNotification", transfers.TransferNotification{
		TransactionID: done.uuid, Amount: done.amount.minor(), Status: outcome, RefID: fmt.Sprint("CH-", done.id),
	})
}
