package wallexplatform

import (
	"slices"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/internaltransfers"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/uuid"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/ledger"
)

// transfer is money that went from one account to another. It belongs to the sender, and the receiver sees it as well.
type transfer struct {
	owned
	receiver Scope
	internaltransfers.InternalTransfer
}

// concerns reports whether a scope sent or received the money.
func (t *transfer) concerns(scope Scope) bool { return t.scope == scope || t.receiver == scope }

// CreateInternalTransfer moves the money, at once. There are no documented codes for transfers; these are those of
// payments.
func (p *Platform) CreateInternalTransfer(
	call Call, in internaltransfers.CreateInternalTransferRequest,
) (answer internaltransfers.InternalTransfer, err error) {
	money, ok := findCurrency(in.Currency)
	if !ok {
		return answer, errBalanceNotFound
	}
	if err := checkAmountOf(money, in.Amount); err != nil {
		return answer, err
	}
	receiver, err := p.Acting(ScopeOf(in.ReceiverAccountID, ""))
	if err != nil {
		return answer, err
	}
	t := &transfer{owned: owned{uuid.New(), call.Scope, call.Now}, receiver: receiver}
	if t.receiver == t.scope {
		return answer, refusal.Field("receiverAccountId", "must be another account")
	}
	from, err := p.wallet(call)
	if err != nil {
		return answer, err
	}
	to, err := p.wallet(Call{Now: call.Now, Scope: t.receiver})
	if err != nil {
		return answer, err
	}
	err = p.spend(ledger.Entry{Transaction: t.id, Kind: "internal_transfer", At: call.Now, Postings: []ledger.Posting{
		{From: from.account, To: to.account, Currency: money.code, Amount: in.Amount},
	}})
	if err != nil {
		return answer, err
	}
	t.InternalTransfer = internaltransfers.InternalTransfer{
		ID:                 t.id,
		SenderAccountID:    p.accountID(t.scope),
		ReceiverAccountID:  in.ReceiverAccountID,
		Amount:             in.Amount,
		Currency:           money.code,
		PurposesOfTransfer: in.PurposesOfTransfer,
		Reference:          in.Reference,
		Remarks:            in.Remarks,
		Status:             "completed",
		CreatedAt:          instant(call.Now),
	}
	p.transfers.add(t)
	return t.InternalTransfer, nil
}

// ListInternalTransfers answers with what the scope sent and received, newest first.
func (p *Platform) ListInternalTransfers(call Call, _ struct{}) (Page[internaltransfers.InternalTransfer], error) {
	var all []*transfer
	for _, t := range slices.Backward(p.transfers.order) {
		if t.concerns(call.Scope) && call.shows(t.created) {
			all = append(all, t)
		}
	}
	show := func(t *transfer) internaltransfers.InternalTransfer { return t.InternalTransfer }
	return paginate(all, call.page(), show), nil
}

// RetrieveInternalTransfer answers with one transfer that the scope sent or received.
func (p *Platform) RetrieveInternalTransfer(call Call, _ struct{}) (answer internaltransfers.InternalTransfer, err error) {
	t, ok := p.transfers.byID[call.Path["transferId"]]
	if !ok || !t.concerns(call.Scope) {
		return answer, refusal.New("internal_transfer_non_existent", "There is no such transfer")
	}
	return t.InternalTransfer, nil
}
