package issuing

import (
	"slices"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/wallets"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/ledger"
	"github.com/wallex-sdk/wallex-go/pkg/timestamp"
)

// ListLedger answers with a page of what happened to an account, newest first.
func (p *Platform) ListLedger(call Call, _ struct{}) (page Page[wallets.LedgerEntry], err error) {
	a, err := p.account("id", call.id("id"))
	if err != nil {
		return page, err
	}
	from, err := limitOf(call, "startDate")
	if err != nil {
		return page, err
	}
	until, err := limitOf(call, "endDate")
	if err != nil {
		return page, err
	}
	var entries []wallets.LedgerEntry
	for i, change := range p.book.Changes(a.inBook()) {
		entry := view(i+1, change)
		at := entry.Date.Time() // as it is shown, so that a filter built from an answer finds what it came from
		wanted := func(name string, value int) bool {
			return !call.Query.Has(name) || number(call.Query.Get(name)) == value
		}
		if wanted("userId", a.owner.id) && wanted("transactionId", entry.TransactionID) &&
			!at.Before(from) && (until.IsZero() || !at.After(until)) {
			entries = append(entries, entry)
		}
	}
	slices.Reverse(entries)
	return paginate(call, entries, func(e wallets.LedgerEntry) wallets.LedgerEntry { return e }), nil
}

// limitOf reads the point in time that a listing begins or ends with, the zero time where there is none.
func limitOf(call Call, name string) (time.Time, error) {
	text := call.Query.Get(name)
	at := timestamp.Parse(text).Time()
	if text != "" && at.IsZero() {
		return at, refusal.Field(name, "Date is not as in ISO 8601")
	}
	return at, nil
}

// view shows a change of a balance. Its id is its number in the account's ledger.
func view(id int, change ledger.Change) wallets.LedgerEntry {
	before, _ := centsOf(change.Before) // balances of accounts are never below zero
	after, _ := centsOf(change.After)
	transaction := number(change.Transaction)
	return wallets.LedgerEntry{
		ID:               id,
		TransactionID:    transaction,
		TransactionRefID: reference(transaction),
		Debit:            max(before-after, 0).minor(),
		Credit:           max(after-before, 0).minor(),
		Balance:          after.minor(),
		Narration:        change.Kind,
		Date:             instant(change.At),
	}
}

// reference is the gateway's of a transaction.
func reference(transactionID int) int64 { return 13_400_000_000_000 + int64(transactionID) }
