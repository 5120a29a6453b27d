package wallexplatform

import (
	"fmt"
	"slices"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/collections"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/uuid"
)

// collectionAccount is an account for others to pay into.
type collectionAccount struct {
	owned
	opened   collections.CreateCollectionAccountRequest
	currency currency
	credited string // code of the currency that the wallet gets
	number   string
	status   string
	request  *collectionRequest // what the account was opened for, nil where it is for anybody
}

// The statuses of collection accounts. No values are documented.
const (
	accountPending  = "pending"
	accountActive   = "active"
	accountInactive = "inactive"
)

// collectionAccountFee is what an account costs in US dollars when it is opened.
var collectionAccountFee = one

// There are no documented codes for collections.
var errCollectionAccountNotFound = refusal.New("collection_account_non_existent", "There is no such collection account")

// CreateCollectionAccount opens an account, and takes the fee for that where the wallet has it.
func (p *Platform) CreateCollectionAccount(
	call Call, in collections.CreateCollectionAccountRequest,
) (answer collections.CollectionAccount, err error) {
	money, ok := findCollectionCurrency(in.Currency)
	switch {
	case !ok:
		return answer, refusal.Field("currency", "must be a currency of collection accounts")
	case in.Provider != "" && in.Provider != collectionProvider:
		return answer, refusal.Field("provider", "must be a provider of the currency")
	}
	if err := p.deduct(call, money, money.fromUSD(collectionAccountFee), "Collection account fee"); err != nil {
		return answer, err
	}
	return p.openAccount(call, money, in).view(), nil
}

// openAccount opens an account in a currency, which its wallet gets. It can be paid into after the time of settlement.
func (p *Platform) openAccount(call Call, money currency, in collections.CreateCollectionAccountRequest) *collectionAccount {
	account := &collectionAccount{
		owned:    owned{uuid.New(), call.Scope, call.Now},
		opened:   in,
		currency: money,
		credited: money.code,
		number:   fmt.Sprintf("9251%012d", len(p.collectionAccounts.order)+1),
		status:   accountPending,
	}
	p.collectionAccounts.add(account)
	p.Later(call.Now.Add(p.Settlement), func() error {
		if account.status == accountPending {
			p.turnAccount(account, accountActive)
		}
		return nil
	})
	return account
}

// turnAccount gives an account a new status, of which its partner is to hear.
func (p *Platform) turnAccount(changed *collectionAccount, status string) {
	if changed.status == status {
		return
	}
	changed.status = status
	p.Notify("collectionAccountStatusNotification", collections.CollectionAccountStatusNotification{
		Resource: "collection_account", ResourceID: changed.id, AccountID: p.accountID(changed.scope), Status: status,
	})
}

// ListCollectionAccounts answers with all accounts, newest first.
func (p *Platform) ListCollectionAccounts(call Call, _ struct{}) (Page[collections.CollectionAccount], error) {
	all := p.collectionAccounts.newestFirst(call, func(*collectionAccount) bool { return true })
	return paginate(all, call.page(), (*collectionAccount).view), nil
}

// RetrieveCollectionAccount answers with one account.
func (p *Platform) RetrieveCollectionAccount(call Call, _ struct{}) (answer collections.CollectionAccount, err error) {
	account, ok := p.collectionAccounts.find(call.Scope, call.Path["collectionAccountId"])
	if !ok {
		return answer, errCollectionAccountNotFound
	}
	return account.view(), nil
}

// DeactivateCollectionAccounts closes accounts for good: all that are named, or none where one does not exist. Those
// that are closed already stay so.
func (p *Platform) DeactivateCollectionAccounts(call Call, in collections.DeactivateCollectionAccountsRequest) (struct{}, error) {
	isUnknown := func(id string) bool {
		_, ok := p.collectionAccounts.find(call.Scope, id)
		return !ok
	}
	if slices.ContainsFunc(in.CollectionAccountIDs, isUnknown) {
		return struct{}{}, errCollectionAccountNotFound
	}
	for _, id := range in.CollectionAccountIDs {
		p.turnAccount(p.collectionAccounts.byID[id], accountInactive)
	}
	return struct{}{}, nil
}

func (a *collectionAccount) view() collections.CollectionAccount {
	return collections.CollectionAccount{
		ID:          a.id,
		Name:        a.opened.Name,
		Currency:    a.currency.code,
		Reference:   a.opened.Reference,
		Purpose:     a.opened.Purpose,
		Provider:    collectionProvider,
		Status:      a.status,
		CreatedAt:   instant(a.created),
		BankDetails: []collections.CollectionBankDetail{a.bankDetail()},
	}
}
