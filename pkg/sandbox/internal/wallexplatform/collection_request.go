package wallexplatform

import (
	"time"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/collectionrequests"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/collections"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/uuid"
)

// collectionRequest is a payment that a client is asked for.
type collectionRequest struct {
	owned
	asked    collectionrequests.CreateCollectionRequestRequest
	account  *collectionAccount
	received decimal.Decimal
	status   collectionrequests.CollectionRequestStatus
}

// The statuses of collection requests. The source names the last two, and not how they are written.
const (
	requestPending  = "pending"
	requestCanceled = "cancel"
	requestPaid     = "full_paid"
)

// CreateCollectionRequest opens an account for a client to pay into. There are no documented codes for collection
// requests; that of purposes is that of payments.
func (p *Platform) CreateCollectionRequest(
	call Call, in collectionrequests.CreateCollectionRequestRequest,
) (answer collectionrequests.CollectionRequest, err error) {
	money, err := checkCollectionRequest(in)
	if err != nil {
		return answer, err
	}
	if err := p.checkUploaded(call, in.Documents); err != nil {
		return answer, err
	}
	r := &collectionRequest{
		owned: owned{uuid.New(), call.Scope, call.Now}, asked: in, received: zero, status: requestPending,
	}
	r.account = p.openAccount(call, money, collections.CreateCollectionAccountRequest{
		Name: in.Payer.Name, Reference: in.Reference, Purpose: in.PurposeCode,
	})
	r.account.request, r.account.credited = r, in.BeneficiaryCurrency
	p.collectionRequests.add(r)
	return r.view(), nil
}

// checkCollectionRequest returns the currency that the client is to pay in.
func checkCollectionRequest(in collectionrequests.CreateCollectionRequestRequest) (money currency, err error) {
	money, ok := findCollectionCurrency(in.AccountCurrency)
	if !ok {
		return money, refusal.Field("accountCurrency", "must be a currency of collection accounts")
	}
	if _, ok := findCurrency(in.BeneficiaryCurrency); !ok {
		return money, refusal.Field("beneficiaryCurrency", "must be a supported currency")
	}
	if _, err := time.Parse(time.DateOnly, in.DueDate); err != nil && in.DueDate != "" {
		return money, refusal.Field("dueDate", "must be a date as in 2026-08-31")
	}
	if _, ok := (route{}).find(in.PurposeCode); !ok && in.PurposeCode != "" {
		return money, refusal.New("purpose_code_non_existent", "There is no such purpose")
	}
	return money, checkAmountOf(money, in.Amount)
}

// receive counts what was paid for a request, which is paid once everything that was asked for has come.
func (p *Platform) receive(r *collectionRequest, amount decimal.Decimal) {
	if r == nil {
		return
	}
	r.received = add(r.received, amount)
	if r.status == requestPending && r.received.Cmp(r.asked.Amount) >= 0 {
		p.end(r, requestPaid)
	}
}

// end gives a request its last status, of which its partner is to hear, and closes its account.
func (p *Platform) end(r *collectionRequest, status string) {
	r.status = status
	p.Notify("collectionRequestStatusNotification", collectionrequests.CollectionRequestStatusNotification{
		Resource: "collection_request", ResourceID: r.id, AccountID: p.accountID(r.scope), Status: status,
	})
	p.turnAccount(r.account, accountInactive)
}

// CancelCollectionRequest withdraws a request. What was paid already stays.
func (p *Platform) CancelCollectionRequest(call Call, _ struct{}) (collectionrequests.CollectionRequest, error) {
	return p.endPending(call, requestCanceled)
}

// MarkCollectionRequestPaid ends a request as if it was paid. No money moves.
func (p *Platform) MarkCollectionRequestPaid(call Call, _ struct{}) (collectionrequests.CollectionRequest, error) {
	return p.endPending(call, requestPaid)
}

// endPending ends the request that a call is for. What the platform does with one that has ended is not known.
func (p *Platform) endPending(call Call, status string) (answer collectionrequests.CollectionRequest, err error) {
	r, err := p.collectionRequest(call)
	switch {
	case err != nil:
		return answer, err
	case r.status != requestPending:
		return answer, refusal.New("status_invalid", "The request has ended")
	}
	p.end(r, status)
	return r.view(), nil
}

func (p *Platform) collectionRequest(call Call) (*collectionRequest, error) {
	r, ok := p.collectionRequests.find(call.Scope, call.Path["collectionRequestId"])
	if !ok {
		return nil, refusal.New("collection_request_non_existent", "There is no such collection request")
	}
	return r, nil
}
