package wallexplatform

import (
	"time"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/virtualaccounts"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/uuid"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/ledger"
)

// withdrawalQuoteLifetime is that of the source's example.
const withdrawalQuoteLifetime = 5 * time.Minute

// QuoteVirtualAccountWithdrawal quotes a rate. Here it is how much of the sold currency one of the bought costs.
func (p *Platform) QuoteVirtualAccountWithdrawal(
	call Call, in virtualaccounts.QuoteVirtualAccountWithdrawalRequest,
) (answer virtualaccounts.WithdrawalQuote, err error) {
	x, err := convert(in.SellCurrency, in.BuyCurrency, in.Amount)
	if err != nil {
		return answer, err
	}
	id, expires := p.withdrawalQuotes.add(call, withdrawalQuoteLifetime, x)
	return virtualaccounts.WithdrawalQuote{
		QuoteID:       id,
		SellCurrency:  x.sell.code,
		SellAmount:    x.sellAmount,
		BuyCurrency:   x.buy.code,
		BuyAmount:     x.buyAmount,
		Rate:          x.rate,
		RateID:        uuid.New(),
		QuotedAt:      call.Now.UTC().Format(zoneless),
		ExpiredAt:     expires.UTC().Format(zoneless),
		AccountID:     apiUser,
		CreatedAt:     precise(call.Now),
		CreatedBy:     apiUser,
		CreatedByName: apiUserName,
		UpdatedAt:     precise(call.Now),
		UpdatedBy:     apiUser,
		UpdatedByName: apiUserName,
	}, nil
}

// convert computes what an amount is worth in another currency, or in the same.
func convert(sell, buy string, amount decimal.Decimal) (exchange, error) {
	from, ok := findCurrency(sell)
	to, okToo := findCurrency(buy)
	if !ok || !okToo {
		return exchange{}, errNoRate
	}
	if err := checkAmountOf(from, amount); err != nil {
		return exchange{}, err
	}
	x := exchange{sell: from, buy: to, fixedSide: sellSide, sellAmount: amount, fee: zero, rate: one}
	if from != to {
		x.rate = pair{to, from}.ask()
	}
	x.buyAmount = roundDown(over(amount, x.rate), to.places)
	if x.buyAmount.Sign() == 0 {
		return x, refusal.Field("amount", "must be worth something in the bought currency")
	}
	return x, nil
}

// CreateVirtualAccountWithdrawal takes the money out of the master account, at once.
func (p *Platform) CreateVirtualAccountWithdrawal(
	call Call, in virtualaccounts.CreateVirtualAccountWithdrawalRequest,
) (answer virtualaccounts.Withdrawal, err error) {
	x, ok := p.withdrawalQuotes.find(call, in.QuoteID)
	if !ok {
		return answer, refusal.New("withdrawal_quote_not_exists", "The quote does not exist, has expired or was used")
	}
	from := master{call.Scope, x.sell.code}
	if p.masters[from] != in.MasterAccountID {
		return answer, refusal.New("master_account_non_existent", "There is no such master account in the sold currency")
	}
	fileIDs, _ := in.FileIDs.Get() // null stands for none
	if err := p.checkUploaded(call, fileIDs); err != nil {
		return answer, err
	}
	id, counterparty := uuid.New(), ledger.Account{Kind: fx}
	err = p.spend(ledger.Entry{Transaction: id, Kind: "withdrawal", At: call.Now, Postings: []ledger.Posting{
		{From: from.account(), To: counterparty, Currency: x.sell.code, Amount: x.sellAmount},
		{From: counterparty, To: ledger.Account{Kind: payouts, Owner: in.BankAccountID}, Currency: x.buy.code, Amount: x.buyAmount},
	}})
	if err != nil {
		return answer, err
	}
	p.withdrawalQuotes.use(in.QuoteID)
	return virtualaccounts.Withdrawal{
		WithdrawalID:       id,
		Status:             virtualaccounts.WithdrawalStatusPending,
		MasterAccountID:    in.MasterAccountID,
		MasterAccountlabel: "MASTER ACCOUNT (" + x.sell.code + ")",
		SellCurrency:       x.sell.code,
		SellAmount:         x.sellAmount,
		BuyCurrency:        x.buy.code,
		BuyAmount:          x.buyAmount,
		Rate:               x.rate,
		FileIDs:            fileIDs,
		UserID:             apiUser,
		UserFullName:       apiUserName,
		CreatedAt:          precise(call.Now),
		CreatedBy:          apiUser,
		CreatedByName:      apiUserName,
		UpdatedAt:          precise(call.Now),
		UpdatedBy:          apiUser,
		UpdatedByName:      apiUserName,
	}, nil
}
