package issuing

import (
	"slices"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/users"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
)

// country is a country with its code of three letters, which the platform shows in addresses only.
type country struct {
	users.Country
	code string
}

// The places that the sandbox knows: a few real ones. Most ids are its own.
var (
	countries = []country{
		{users.Country{
			ID: 167, Name: "Pakistan", Iso2: "PK", PhoneCode: "92", Capital: "Islamabad", Currency: "PKR",
			CurrencySymbol: "₨", Region: "Asia", Latitude: "30.00000000", Longitude: "70.00000000", Nationality: "Pakistani",
		}, "PAK"},
		{users.Country{
			ID: 231, Name: "United Arab Emirates", Iso2: "AE", PhoneCode: "971", Capital: "Abu Dhabi", Currency: "AED",
			CurrencySymbol: "إ.د", Region: "Asia", Latitude: "24.00000000", Longitude: "54.00000000", Nationality: "Emirati",
		}, "ARE"},
		{users.Country{
			ID: 232, Name: "United Kingdom", Iso2: "GB", PhoneCode: "44", Capital: "London", Currency: "GBP",
			CurrencySymbol: "£", Region: "Europe", Latitude: "54.00000000", Longitude: "-2.00000000", Nationality: "British",
		}, "GBR"},
	}
	states = []users.State{
		{ID: 3176, CountryID: 167, Name: "Punjab", Latitude: "31.17040600", Longitude: "72.70970000"},
		{ID: 3169, CountryID: 167, Name: "Islamabad Capital Territory", Latitude: "33.72050000", Longitude: "73.04050000"},
		{ID: 3391, CountryID: 231, Name: "Dubai", Latitude: "25.20480000", Longitude: "55.27080000"},
		{ID: 3396, CountryID: 231, Name: "Abu Dhabi", Latitude: "24.45390000", Longitude: "54.37730000"},
		{ID: 2336, CountryID: 232, Name: "England", Latitude: "52.35551800", Longitude: "-1.17432000"},
	}
	cities = []city{
		{85475, 3169, "Islamabad", "33.72148000", "73.04329000"},
		{85530, 3176, "Lahore", "31.55800000", "74.35071000"},
		{85598, 3176, "Rawalpindi", "33.59733000", "73.04790000"},
		{42, 3391, "Dubai", "25.20480000", "55.27080000"},
		{11, 3396, "Abu Dhabi", "24.45390000", "54.37730000"},
		{12, 3396, "Al Ain", "24.20750000", "55.74470000"},
		{50388, 2336, "London", "51.50850000", "-0.12574000"},
		{50436, 2336, "Manchester", "53.48095000", "-2.23743000"},
	}
)

type city struct {
	id, stateID               int
	name, latitude, longitude string
}

// ListCountries answers with the countries.
func (p *Platform) ListCountries(Call, struct{}) (all []users.Country, err error) {
	for _, c := range countries {
		all = append(all, c.Country)
	}
	return all, nil
}

// ListStates answers with the states of a country.
func (p *Platform) ListStates(call Call, _ struct{}) (all []users.State, err error) {
	for _, state := range states {
		if state.CountryID == call.id("countryId") {
			all = append(all, state)
		}
	}
	if len(all) == 0 { // every country here has states
		return nil, refusal.New(badPlace, "Invalid or missing countryId parameter.")
	}
	return all, nil
}

// ListCities answers with the cities of a state. The refusal is that of the states of an unknown country: the
// documentation has none for cities.
func (p *Platform) ListCities(call Call, _ struct{}) (all []users.City, err error) {
	for _, c := range cities {
		if c.stateID != call.id("stateId") {
			continue
		}
		state, country := c.within()
		state.Country = country.Country
		all = append(all, users.City{
			ID: c.id, Name: c.name, Latitude: c.latitude, Longitude: c.longitude, State: state, Country: country.Country,
		})
	}
	if len(all) == 0 { // every state here has cities
		return nil, refusal.New(badPlace, "Invalid or missing stateId parameter.")
	}
	return all, nil
}

// within returns the state and the country of a city.
func (c city) within() (users.State, country) {
	state := states[slices.IndexFunc(states, func(s users.State) bool { return s.ID == c.stateID })]
	return state, countries[slices.IndexFunc(countries, func(k country) bool { return k.ID == state.CountryID })]
}
