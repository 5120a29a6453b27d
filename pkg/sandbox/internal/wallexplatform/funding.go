package wallexplatform

import (
	"fmt"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/fundings"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/uuid"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/ledger"
)

// funding is money that somebody sends to a wallet.
type funding struct {
	owned
	balanceID string
	accountID string
	currency  currency
	amount    decimal.Decimal
	reference string
	status    fundings.FundingStatus
}

// Fund sends an amount to the wallet of an account, that of the partner where no account is named. It arrives after
// the time of settlement.
func (p *Platform) Fund(now time.Time, accountID, code string, amount decimal.Decimal) error {
	money, ok := findCurrency(code)
	if !ok {
		return errBalanceNotFound
	}
	if err := checkAmountOf(money, amount); err != nil {
		return fmt.Errorf("%s %s: %w", amount, code, err)
	}
	scope, err := p.Acting(ScopeOf(accountID, ""))
	if err != nil {
		return err
	}
	w, err := p.wallet(Call{Now: now, Scope: scope})
	if err != nil {
		return err
	}
	sent := &funding{
		owned:     owned{uuid.Undashed(uuid.New()), scope, now},
		balanceID: w.balanceIDs[code],
		accountID: p.accountID(scope),
		currency:  money,
		amount:    amount,
		reference: fmt.Sprintf("%s-%05d", now.UTC().Format("060102"), len(p.fundings.order)+1),
	}
	p.fundings.add(sent)
	p.turnFunding(sent, fundings.FundingStatusPending)
	due := now.Add(p.Settlement)
	p.Later(due, func() error {
		p.turnFunding(sent, fundings.FundingStatusCompleted)
		return p.book.Post(ledger.Entry{Transaction: sent.id, Kind: "funding", At: due, Postings: []ledger.Posting{
			{From: ledger.Account{Kind: payers}, To: w.account, Currency: code, Amount: amount},
		}})
	})
	return nil
}

// turnFunding gives a funding a new status, of which its partner is to hear.
func (p *Platform) turnFunding(changed *funding, status fundings.FundingStatus) {
	changed.status = status
	p.Notify("fundingStatusNotification", fundings.FundingStatusNotification{
		FundingID: changed.id, Resource: "funding", Status: status,
	})
}

// FundingPage is one page of fundings in the documented envelope, which does not tell its place in the listing.
type FundingPage struct {
	Value []fundings.Funding `json:"value"`
}

// ListFundings answers with the fundings in a status, or with all, newest first.
func (p *Platform) ListFundings(call Call, _ struct{}) (FundingPage, error) {
	status := call.Query.Get("status")
	found := p.fundings.newestFirst(call, func(f *funding) bool { return status == "" || string(f.status) == status })
	return FundingPage{paginate(found, call.page(), (*funding).view).Data}, nil
}

// RetrieveFunding answers with one funding. There are no documented codes for fundings.
func (p *Platform) RetrieveFunding(call Call, _ struct{}) (answer fundings.Funding, err error) {
	f, ok := p.fundings.find(call.Scope, call.Path["fundingId"])
	if !ok {
		return answer, refusal.New("funding_non_existent", "There is no such funding")
	}
	return f.view(), nil
}

func (f *funding) view() fundings.Funding {
	return fundings.Funding{
		ID:        f.id,
		BalanceID: f.balanceID,
		AccountID: f.accountID,
		Currency:  f.currency.code,
		Amount:    f.amount,
		Reference: f.reference,
		Status:    f.status,
	}
}
