package payoutfile

import (
	"context"
	"fmt"

	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

// Check asks the platform about currencies and beneficiaries, each once, and returns what is wrong with the rows: a
// currency that it does not support, an amount with more decimal places than its currency has, a beneficiary that does
// not exist, whose account is in another currency, or who does not meet the requirements of the corridor. It changes
// nothing. An error is that of a call, and says nothing about the rows.
func Check(ctx context.Context, client *wallex.Client, rows []Row) (Problems, error) {
	supported, err := client.V1.Currencies.Supported(ctx)
	if err != nil {
		return nil, err
	}
	places := map[string]int{}
	for _, currency := range supported {
		places[currency.Code] = currency.DecimalPlaces
	}
	known, err := payees(ctx, client, rows)
	if err != nil {
		return nil, err
	}
	var problems Problems
	for _, row := range rows {
		for column, currency := range map[string]string{
			"sell_currency": row.Order.SellCurrency, "buy_currency": row.Order.BuyCurrency,
		} {
			if _, ok := places[currency]; !ok {
				problems.add(row.Line, column, "is not supported by the platform")
			}
		}
		if most, ok := places[row.Fixed()]; ok && row.Order.Amount.Scale() > most {
			problems.add(row.Line, "amount", fmt.Sprintf("must have at most %d decimal places in %s", most, row.Fixed()))
		}
		payee := known[row.Order.BeneficiaryID]
		if payee.currency != "" && payee.currency != row.Order.BuyCurrency {
			problems.add(row.Line, "beneficiary_id", "has an account in "+payee.currency)
		}
		for _, text := range payee.wrong {
			problems.add(row.Line, "beneficiary_id", text)
		}
	}
	return problems, nil
}
