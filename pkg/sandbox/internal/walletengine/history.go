package walletengine

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/walletengine/history"
	"github.com/wallex-sdk/wallex-go/gen/walletenginecommon"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
)

// The states of transactions. Those that are over have none. What the platform calls one that failed is not documented.
const (
	stateInProgress = history.TransactionStateInprogress
	stateFailed     = history.TransactionState("failed")
)

// perPage is how many transactions are answered with unless the request says otherwise, as documented.
const perPage = 10

// transaction is money that came into a wallet or left it.
type transaction struct {
	history.Transaction
	created time.Time
}

// note writes a transaction into the history of a user. The money moves on its own.
func (p *Platform) note(
	u *User, now time.Time, amount decimal.Decimal, through walletenginecommon.ChannelID, notes string,
) *transaction {
	p.transactions++
	t := &transaction{created: now, Transaction: history.Transaction{
		ID:           strconv.Itoa(1000 + p.transactions),
		CreationDate: localTime(now),
		Type:         history.TransactionTypeDeposit,
		Amount:       amount,
		Fee:          free,
		ChannelID:    through,
		Notes:        notes,
	}}
	if amount.Sign() < 0 {
		t.Type = history.TransactionTypeWithdrawal
	}
	u.transactions = append(u.transactions, t)
	return t
}

// sum adds up the transactions that match.
func (u *User) sum(matches func(*transaction) bool) decimal.Decimal {
	total := decimal.FromInt(0)
	for _, t := range u.transactions {
		if matches(t) {
			total = add(total, t.Amount)
		}
	}
	return total
}

// Page is a part of the history.
type Page struct {
	Total        int                   `json:"total"` // how many transactions the filters let through
	Transactions []history.Transaction `json:"transactions"`
}

// QueryHistory answers with transactions of the user, newest first. The days that it begins and ends with belong to it:
// whether they do on the platform is not documented.
func (p *Platform) QueryHistory(call Call, in history.QueryHistoryRequest) (Page, error) {
	page := Page{Transactions: []history.Transaction{}}
	first, last := dayOf(in.DateFrom), dayOf(in.DateTo)
	for _, t := range slices.Backward(call.User.transactions) {
		if day := dayOf(t.CreationDate); day < first || last != "" && day > last {
			continue
		}
		if page.Total >= in.Offset && len(page.Transactions) < cmp.Or(in.Limit, perPage) {
			page.Transactions = append(page.Transactions, t.Transaction)
		}
		page.Total++
	}
	return page, nil
}

// dayOf cuts the time of day off, where there is one.
func dayOf(date string) string { return date[:min(len(date), len(time.DateOnly))] }
