package payoutfile

import (
	"maps"
	"slices"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/conversions"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
)

// Total is what some rows mean for a currency, as far as that is known before there are quotes.
type Total struct {
	Currency string
	// Sold and Bought are the sums of the fixed amounts, in major units, without fees.
	Sold, Bought decimal.Decimal
	// SoldRows and BoughtRows are how many rows have their amount fixed on that side.
	SoldRows, BoughtRows int
	// CostOpen and GainOpen are how many rows pay with the currency, or bring it, with an amount that the quote decides.
	CostOpen, GainOpen int
}

// Totals adds up rows by currency, in the order of the alphabet. A sum that does not fit is [decimal.ErrRange].
func Totals(rows []Row) ([]Total, error) {
	totals := map[string]*Total{}
	of := func(currency string) *Total {
		if totals[currency] == nil {
			totals[currency] = &Total{Currency: currency}
		}
		return totals[currency]
	}
	for _, row := range rows {
		sold, bought := of(row.Order.SellCurrency), of(row.Order.BuyCurrency)
		var err error
		if row.Order.FixedSide == conversions.FixedSideSell {
			sold.SoldRows++
			bought.GainOpen++
			sold.Sold, err = sold.Sold.Add(row.Order.Amount)
		} else {
			bought.BoughtRows++
			sold.CostOpen++
			bought.Bought, err = bought.Bought.Add(row.Order.Amount)
		}
		if err != nil {
			return nil, err
		}
	}
	var sorted []Total
	for _, currency := range slices.Sorted(maps.Keys(totals)) {
		sorted = append(sorted, *totals[currency])
	}
	return sorted, nil
}
