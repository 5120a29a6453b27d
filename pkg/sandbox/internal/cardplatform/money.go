package issuing

import (
	"slices"
	"strconv"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/wallets"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
)

// The platform mixes units, and often the source does not tell which. Here accounts and their ledgers have minor units,
// as the one readable example of a ledger suggests, and so have transfers, as documented. Transactions and limits have
// major units with decimals, as their examples suggest.

// cents is an amount in minor units. All currencies here have two decimal places.
type cents int64

// maxCents bounds amounts, so that no sum gets too long.
const maxCents cents = 100_000_000_000_000

// major is the amount in major units, as the book has it.
func (c cents) major() decimal.Decimal {
	d, _ := decimal.New(int64(c), 2) // two decimal places always fit
	return d
}

func (c cents) minor() decimal.Decimal { return decimal.FromInt(int64(c)) }

// centsOf reads an amount in major units, false where it is below zero, too large, or finer than the currency.
func centsOf(major decimal.Decimal) (cents, bool) {
	scaled, err := major.Mul(decimal.FromInt(100), 0)
	if err != nil || major.Scale() > 2 || major.Sign() < 0 {
		return 0, false
	}
	units, err := strconv.ParseInt(scaled.String(), 10, 64)
	return cents(units), err == nil && cents(units) <= maxCents
}

// zero is an amount that is there: an answer shows it.
var zero = decimal.FromInt(0)

// currencies are those that accounts can be opened in. Their ids are the sandbox's own, but for the one that an example
// of the specification shows.
var currencies = []wallets.WalletCurrency{
	{ID: 2, Name: "UAE Dirham", Code: "AED", IsoCode: 784, DecimalPoint: 2, Type: "FIAT", Status: true},
	{ID: 3, Name: "US Dollar", Code: "USD", IsoCode: 840, DecimalPoint: 2, Type: "FIAT", Status: true},
	{ID: 4, Name: "Euro", Code: "EUR", IsoCode: 978, DecimalPoint: 2, Type: "FIAT", Status: true},
}

// CanHold reports whether an account can be opened in a currency, and with an amount of it in major units.
func CanHold(currency string, amount decimal.Decimal) bool {
	_, fits := centsOf(amount)
	return fits && slices.ContainsFunc(currencies, func(c wallets.WalletCurrency) bool { return c.Code == currency })
}
