package wallexplatform

import (
	"slices"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/currencies"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
)

// currency is a supported currency. Its mid rate never changes: tests can rely on it.
type currency struct {
	code   string
	places int // decimal places of its amounts
	name   string
	perUSD string // mid rate: how many units one US dollar is worth
}

// supported are all currencies in alphabetical order.
var supported = []currency{
	{"AED", 2, "United Arab Emirates Dirham", "3.6725"},
	{"AUD", 2, "Australian Dollar", "1.53"},
	{"BDT", 2, "Bangladeshi Taka", "121.5"},
	{"CAD", 2, "Canadian Dollar", "1.38"},
	{"CHF", 2, "Swiss Franc", "0.8"},
	{"CNY", 2, "Chinese Yuan", "7.12"},
	{"CZK", 2, "Czech Koruna", "21"},
	{"DKK", 2, "Danish Krone", "6.4"},
	{"EUR", 2, "Euro", "0.86"},
	{"GBP", 2, "British Pound", "0.75"},
	{"HKD", 2, "Hong Kong Dollar", "7.78"},
	{"IDR", 0, "Indonesian Rupiah", "16500"},
	{"INR", 2, "Indian Rupee", "88"},
	{"JPY", 0, "Japanese Yen", "150"},
	{"KHR", 2, "Cambodian Riel", "4010"},
	{"KRW", 0, "South Korean Won", "1400"},
	{"LKR", 2, "Sri Lankan Rupee", "303"},
	{"MXN", 2, "Mexican Peso", "18.4"},
	{"MYR", 2, "Malaysian Ringgit", "4.2"},
	{"NOK", 2, "Norwegian Krone", "10"},
	{"NPR", 2, "Nepalese Rupee", "141"},
	{"NZD", 2, "New Zealand Dollar", "1.72"},
	{"PHP", 2, "Philippine Peso", "57.5"},
	{"PKR", 2, "Pakistani Rupee", "282"},
	{"PLN", 2, "Polish Zloty", "3.65"},
	{"SAR", 2, "Saudi Riyal", "3.75"},
	{"SEK", 2, "Swedish Krona", "9.4"},
	{"SGD", 2, "Singapore Dollar", "1.29"},
	{"THB", 2, "Thai Baht", "32.4"},
	{"TRY", 2, "Turkish Lira", "41.8"},
	{"USD", 2, "US Dollar", "1"},
	{"VND", 0, "Vietnamese Dong", "26300"},
	{"ZAR", 2, "South African Rand", "17.3"},
}

func findCurrency(code string) (currency, bool) {
	i := slices.IndexFunc(supported, func(c currency) bool { return c.code == code })
	if i < 0 {
		return currency{}, false
	}
	return supported[i], true
}

// DecimalPlaces returns how many decimal places amounts in a currency have, false where it is not supported.
func DecimalPlaces(code string) (int, bool) {
	c, ok := findCurrency(code)
	return c.places, ok
}

// fromUSD converts an amount of US dollars at the mid rate, rounded up.
func (c currency) fromUSD(amount decimal.Decimal) decimal.Decimal {
	return roundUp(times(amount, decimal.MustParse(c.perUSD)), c.places)
}

// ListSupportedCurrencies answers with all currencies.
func (p *Platform) ListSupportedCurrencies(Call, struct{}) ([]currencies.Currency, error) {
	var all []currencies.Currency
	for _, c := range supported {
		all = append(all, currencies.Currency{Code: c.code, DecimalPlaces: c.places, Name: c.name})
	}
	return all, nil
}

// ListCurrencyPairs answers with all ordered pairs of currencies.
func (p *Platform) ListCurrencyPairs(Call, struct{}) ([]string, error) {
	var pairs []string
	for _, first := range supported {
		for _, second := range supported {
			if first.code != second.code {
				pairs = append(pairs, first.code+second.code)
			}
		}
	}
	return pairs, nil
}
