package wallexplatform

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/virtualaccounts"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/uuid"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/ledger"
)

// The fee of a deposit or a collection: percent of it, and the least there is in US dollars.
var (
	depositFee    = one
	minDepositFee = decimal.MustParse("0.25")
)

// deposit is money that came in through a virtual account.
type deposit struct {
	owned                // its id is that of the transaction
	account              *virtualAccount
	masterID, depositID  string
	amount, fee, minimum decimal.Decimal
}

// master names a master account: each scope has one for each currency.
type master struct {
	scope    Scope
	currency string
}

// masterID returns the id of a master account, which opens with its first deposit.
func (p *Platform) masterID(m master) string {
	if p.masters[m] == "" {
		p.masters[m] = uuid.New()
	}
	return p.masters[m]
}

// account is what the master account is in the ledger.
func (m master) account() ledger.Account {
	return ledger.Account{Kind: ledger.Master, Owner: string(m.scope)}
}

// Deposit pays an amount into the virtual account with a number.
func (p *Platform) Deposit(now time.Time, number string, amount decimal.Decimal) error {
	at := slices.IndexFunc(p.accounts.order, func(a *virtualAccount) bool { return a.number == number && a.isApproved(now) })
	if at < 0 {
		return errAccountNotFound
	}
	account := p.accounts.order[at]
	switch {
	case account.isExpired(now):
		return errors.New("the virtual account has expired")
	case account.isFixed() && amount.Cmp(account.request.Amount) != 0:
		return fmt.Errorf("the virtual account is for %s, not %s", account.request.Amount, amount)
	}
	in := master{account.scope, account.currency.code}
	paid := &deposit{
		owned:     owned{uuid.New(), account.scope, now},
		account:   account,
		masterID:  p.masterID(in),
		depositID: uuid.New(),
		amount:    amount,
	}
	var err error
	if paid.fee, paid.minimum, err = depositFeeOf(account.currency, amount); err != nil {
		return err
	}
	from := ledger.Account{Kind: payers}
	err = p.book.Post(ledger.Entry{Transaction: paid.id, Kind: "deposit", At: now, Postings: []ledger.Posting{
		{From: from, To: in.account(), Currency: in.currency, Amount: paid.net()},
		{From: from, To: ledger.Account{Kind: fees}, Currency: in.currency, Amount: paid.fee},
	}})
	if err != nil {
		return err
	}
	p.deposits.add(paid)
	p.Notify("virtualAccountDepositNotification", virtualaccounts.VirtualAccountDepositNotification{
		Action: "deposit", Status: "completed", TransactionID: paid.id, MasterAccountID: paid.masterID,
		VirtualAccountID: account.accountID, VirtualAccountNumber: account.number, SourceAmount: amount,
	})
	return nil
}

// depositFeeOf returns the fee of an amount that is paid in, and the least there is. Something must be left of it.
func depositFeeOf(money currency, amount decimal.Decimal) (fee, minimum decimal.Decimal, err error) {
	if err := checkAmountOf(money, amount); err != nil {
		return zero, zero, fmt.Errorf("%s %s: %w", amount, money.code, err)
	}
	fee, minimum = percent(amount, depositFee, money.places), money.fromUSD(minDepositFee)
	if fee.Cmp(minimum) < 0 {
		fee = minimum
	}
	if amount.Cmp(fee) <= 0 {
		return zero, zero, fmt.Errorf("nothing is left of %s after the fee of %s", amount, fee)
	}
	return fee, minimum, nil
}

// RetrieveVirtualAccountTransaction answers with one transaction.
func (p *Platform) RetrieveVirtualAccountTransaction(
	call Call, _ struct{},
) (answer virtualaccounts.VirtualAccountTransaction, err error) {
	paid, ok := p.deposits.find(call.Scope, call.Path["transactionId"])
	if !ok {
		return answer, refusal.New("virtual_account_transaction_non_existent", "There is no such transaction")
	}
	return paid.view(), nil
}

// FindVirtualAccountTransactions answers with all transactions of a virtual account, newest first.
func (p *Platform) FindVirtualAccountTransactions(
	call Call, in virtualaccounts.FindVirtualAccountTransactionsRequest,
) ([]virtualaccounts.VirtualAccountTransaction, error) {
	known := func(a *virtualAccount) bool { return a.accountID == in.VirtualAccountID && a.isApproved(call.Now) }
	if !p.accounts.contains(call.Scope, known) {
		return nil, errAccountNotFound
	}
	var all []virtualaccounts.VirtualAccountTransaction
	for _, paid := range p.deposits.newestFirst(call, func(d *deposit) bool { return known(d.account) }) {
		all = append(all, paid.view())
	}
	return all, nil
}

// net is what the fee leaves.
func (d *deposit) net() decimal.Decimal { return sub(d.amount, d.fee) }

func (d *deposit) view() virtualaccounts.VirtualAccountTransaction {
	return virtualaccounts.VirtualAccountTransaction{
		TransactionID:        d.id,
		Status:               virtualaccounts.VirtualAccountTransactionStatusCompleted,
		Action:               "Deposit",
		ReferenceID:          d.depositID,
		MasterAccountID:      d.masterID,
		VirtualAccountID:     d.account.accountID,
		VirtualAccountNumber: d.account.number,
		CustomerName:         d.account.request.Name,
		Currency:             d.account.currency.code,
		SourceAmount:         d.amount,
		Fee: virtualaccounts.VirtualAccountFee{
			Type: "percentage", Value: depositFee, Amount: d.fee, MinFee: d.minimum,
		},
		Amount:          d.net(),
		Description:     fmt.Sprintf("Source amount: %s, Fee: %s, Deposited amount: %s", d.amount, d.fee, d.net()),
		TransactionDate: precise(d.created.Truncate(time.Second)),
		UserID:          apiUser,
		UserFullName:    apiUserName,
		CreatedAt:       precise(d.created),
		CreatedBy:       apiUser,
		UpdatedAt:       precise(d.created),
		UpdatedBy:       apiUser,
		UpdatedByName:   apiUserName,
	}
}
