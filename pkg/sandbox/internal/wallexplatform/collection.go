package wallexplatform

import (
	"slices"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/collections"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/uuid"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/ledger"
)

// collection is money that somebody paid into a collection account. What it exchanges is what the fee leaves.
type collection struct {
	owned
	exchange
	account  *collectionAccount
	paid     decimal.Decimal
	status   collections.CollectionStatus
	credited time.Time
}

// collectionPending is not documented; the one documented status is that of money that was credited.
const collectionPending collections.CollectionStatus = "pending"

var errCollectionNotFound = refusal.New("collection_non_existent", "There is no such collection")

// Collect pays an amount into the active collection account with a number. The wallet has it after the time of
// settlement.
func (p *Platform) Collect(now time.Time, number string, amount decimal.Decimal) error {
	at := slices.IndexFunc(p.collectionAccounts.order, func(a *collectionAccount) bool {
		return a.number == number && a.status == accountActive
	})
	if at < 0 {
		return errCollectionAccountNotFound
	}
	account := p.collectionAccounts.order[at]
	fee, _, err := depositFeeOf(account.currency, amount)
	if err != nil {
		return err
	}
	x, err := convert(account.currency.code, account.credited, sub(amount, fee))
	if err != nil {
		return err
	}
	w, err := p.wallet(Call{Now: now, Scope: account.scope})
	if err != nil {
		return err
	}
	x.fee = fee
	c := &collection{owned: owned{uuid.New(), account.scope, now}, exchange: x, account: account, paid: amount}
	p.collections.add(c)
	p.turnCollection(c, collectionPending)
	due := now.Add(p.Settlement)
	p.Later(due, func() error { return p.credit(c, w, due) })
	return nil
}

// credit gives a wallet what was collected.
func (p *Platform) credit(c *collection, w *wallet, at time.Time) error {
	from, counterparty := ledger.Account{Kind: payers}, ledger.Account{Kind: fx}
	c.credited = at
	p.turnCollection(c, collections.CollectionStatusCompleted)
	p.receive(c.account.request, c.paid)
	return p.book.Post(ledger.Entry{Transaction: c.id, Kind: "collection", At: at, Postings: []ledger.Posting{
		{From: from, To: ledger.Account{Kind: fees}, Currency: c.sell.code, Amount: c.fee},
		{From: from, To: counterparty, Currency: c.sell.code, Amount: c.sellAmount},
		{From: counterparty, To: w.account, Currency: c.buy.code, Amount: c.buyAmount},
	}})
}

// turnCollection gives a collection a new status, of which its partner is to hear.
func (p *Platform) turnCollection(changed *collection, status collections.CollectionStatus) {
	changed.status = status
	p.Notify("collectionStatusNotification", collections.CollectionStatusNotification{
		Resource: "collection", ResourceID: changed.id, AccountID: p.accountID(changed.scope), Status: status,
	})
}

// ListCollections answers with all collections, newest first.
func (p *Platform) ListCollections(call Call, _ struct{}) (Page[collections.Collection], error) {
	all := p.collections.newestFirst(call, func(*collection) bool { return true })
	return paginate(all, call.page(), p.viewCollection), nil
}

// RetrieveCollection answers with one collection.
func (p *Platform) RetrieveCollection(call Call, _ struct{}) (answer collections.Collection, err error) {
	c, ok := p.collections.find(call.Scope, call.Path["collectionId"])
	if !ok {
		return answer, errCollectionNotFound
	}
	return p.viewCollection(c), nil
}

// RequestCollectionUploadURL answers with a slot to upload a document of a collection, or of a request for one, to.
func (p *Platform) RequestCollectionUploadURL(
	call Call, in collections.RequestCollectionUploadURLRequest,
) (answer collections.CollectionUpload, err error) {
	if _, ok := p.collections.find(call.Scope, in.CollectionID); !ok && in.CollectionID != "" {
		return answer, errCollectionNotFound
	}
	id := p.slot(call.Scope)
	return collections.CollectionUpload{FileID: id, UploadURL: uploadLink(call, id, in.FileName)}, nil
}

func (p *Platform) viewCollection(c *collection) collections.Collection {
	return collections.Collection{
		ID:                  c.id,
		AccountID:           p.accountID(c.scope),
		CollectionAccountID: c.account.id,
		Currency:            c.sell.code,
		AmountOrigin:        c.paid,
		Fee:                 c.fee,
		Amount:              c.sellAmount,
		PaymentType:         paidBySwift,
		Sender:              collections.CollectionSender{Name: payerName, AccountNumber: payerNumber},
		PaymentDetails:      map[string]any{},
		Status:              c.status,
		CreditedAt:          instant(c.credited),
	}
}
