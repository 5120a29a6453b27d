package sandbox_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/authentication"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/currencies"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
)

func TestRates(t *testing.T) {
	c := connect(t)
	for _, pair := range []string{"SGDIDR", "USDJPY", "JPYEUR", "VNDGBP", "EURUSD", "AEDSAR"} {
		t.Run(pair, func(t *testing.T) {
			turned := pair[3:] + pair[:3]
			rate := get[currencies.Rate](c, "/currencies/v1/rates/"+pair)
			require.Equal(t, pair, rate.CurrencyPair)
			require.Negative(t, rate.Bid.Cmp(rate.Ask))

			inverse := get[currencies.Rate](c, "/currencies/v1/rates/"+turned)
			require.Equal(t, rate.Inverse, currencies.InverseRate{CurrencyPair: turned, Bid: inverse.Bid, Ask: inverse.Ask})

			// bid times the ask of the pair turned round is 1, but for the rounding to six digits
			product, err := rate.Bid.Mul(inverse.Ask, 4)
			require.NoError(t, err)
			requireAmount(t, "1", product)
		})
	}
	for _, pair := range []string{"SGDSGD", "SGDXXX", "XXXSGD"} {
		require.Equal(t, "rate_non_existent", c.refused("GET", "/currencies/v1/rates/"+pair, nil), pair)
	}
}

func TestCurrencies(t *testing.T) {
	c := connect(t)
	supported := get[[]currencies.Currency](c, "/currencies/v1/supported")
	places := map[string]int{}
	for _, currency := range supported {
		require.NotEmpty(t, currency.Name)
		places[currency.Code] = currency.DecimalPlaces
	}
	for code, expected := range map[string]int{"SGD": 2, "USD": 2, "JPY": 0, "IDR": 0, "KRW": 0, "VND": 0} {
		require.Equal(t, expected, places[code], code)
	}
	require.Contains(t, string(c.do("GET", "/currencies/v1/supported", nil).body), `"code":"JPY","decimalPlaces":0`, "a zero is sent")

	var pairs []string
	require.NoError(t, json.Unmarshal(c.do("GET", "/currencies/v1/pairs", nil).body, &pairs), "a bare array")
	require.Len(t, pairs, len(supported)*(len(supported)-1))
	require.Equal(t, "AEDAUD", pairs[0])
	for _, pair := range pairs {
		require.Contains(t, places, pair[:3])
		require.NotEqual(t, pair[:3], pair[3:])
	}
}

// TestNoRoundTripPays exchanges there and back at the rates of all pairs: it must never leave more than there was.
func TestNoRoundTripPays(t *testing.T) {
	c := connect(t)
	supported := get[[]currencies.Currency](c, "/currencies/v1/supported")
	for _, currency := range supported {
		if currency.Code == "USD" {
			continue
		}
		there := get[currencies.Rate](c, "/currencies/v1/rates/USD"+currency.Code)
		left, err := there.Bid.Mul(there.Inverse.Bid, 10)
		require.NoError(t, err)
		require.Negative(t, left.Cmp(decimal.FromInt(1)), currency.Code)
	}
}

func TestCountries(t *testing.T) {
	c := connect(t)
	answer := c.do("GET", "/users/v1/countries", nil)
	require.Equal(t, http.StatusOK, answer.status)
	var countries []authentication.Country
	require.NoError(t, json.Unmarshal(answer.body, &countries), "a bare array")
	require.Equal(t, authentication.Country{CommonName: "Afghanistan", Iso3166TwoLetterCode: "AF", ItuTelephoneCode: "+93"}, countries[0])
	seen := map[string]bool{}
	for _, country := range countries {
		require.Regexp(t, `^[A-Z]{2}$`, country.Iso3166TwoLetterCode)
		require.Regexp(t, `^\+[0-9]{1,4}$`, country.ItuTelephoneCode)
		require.False(t, seen[country.Iso3166TwoLetterCode], country.Iso3166TwoLetterCode)
		require.Equal(t, strings.TrimSpace(country.CommonName), country.CommonName)
		seen[country.Iso3166TwoLetterCode] = true
	}
	require.Greater(t, len(seen), 200)
}
