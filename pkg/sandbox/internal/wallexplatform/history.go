package wallexplatform

import (
	"slices"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/balances"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/uuid"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/ledger"
	"github.com/wallex-sdk/wallex-go/pkg/scalar"
)

// FindBalanceHistory answers with what transactions did to the balances of a wallet, newest first.
func (p *Platform) FindBalanceHistory(call Call, in balances.FindBalanceHistoryRequest) (Page[balances.BalanceChange], error) {
	w, err := p.wallet(call)
	if err != nil {
		return Page[balances.BalanceChange]{}, err
	}
	span := period{in.StartDate, in.EndDate}
	changes := slices.DeleteFunc(p.book.Changes(w.account), func(change ledger.Change) bool {
		return !span.covers(change.At) || !call.shows(change.At)
	})
	slices.Reverse(changes)
	return paginate(changes, in.Pagination, func(change ledger.Change) balances.BalanceChange {
		return balances.BalanceChange{
			ID:              uuid.Undashed(change.ID),
			BalanceID:       w.balanceIDs[change.Currency],
			AmountBefore:    change.Before,
			AmountAfter:     change.After,
			Currency:        change.Currency,
			TotalAmount:     distance(change.Before, change.After),
			TransactionID:   scalar.Text(change.Transaction),
			TransactionType: change.Kind,
			Date:            instant(change.At),
		}
	}), nil
}

// distance is how much a balance changed. The source says neither what the total amount is nor whether it has a sign.
func distance(before, after decimal.Decimal) decimal.Decimal {
	difference := sub(after, before)
	if difference.Sign() < 0 {
		return difference.Neg()
	}
	return difference
}
