package wallexplatform

import (
	"slices"
	"strings"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/beneficiaries"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
)

// state is a state with the cities that the sandbox knows.
type state struct {
	countryID, id, name string
	cities              []string
}

// ListStates answers with the states of a country; there are some for Indonesia only.
func (p *Platform) ListStates(_ Call, in beneficiaries.ListStatesRequest) ([]beneficiaries.State, error) {
	var all []beneficiaries.State
	for _, s := range states {
		if s.countryID == in.CountryID {
			all = append(all, beneficiaries.State{CountryID: s.countryID, StateID: s.id, Value: s.name})
		}
	}
	return all, nil
}

// ListCities answers with the cities of a state.
func (p *Platform) ListCities(_ Call, in beneficiaries.ListCitiesRequest) ([]beneficiaries.City, error) {
	var all []beneficiaries.City
	for _, s := range states {
		if s.id != in.StateID {
			continue
		}
		for _, city := range s.cities {
			all = append(all, beneficiaries.City{StateID: s.id, Value: city})
		}
	}
	return all, nil
}

// checkPlaces checks the places of a beneficiary in a country whose states are known. The documentation's example has
// a city in capital letters for a region, so both are taken there and case does not matter.
func checkPlaces(faults *refusal.Faults, in beneficiaries.CreateBeneficiaryRequest) {
	var known []state
	for _, s := range states {
		if s.countryID == in.Country {
			known = append(known, s)
		}
	}
	if len(known) == 0 {
		return
	}
	named := func(name string) func(state) bool {
		return func(s state) bool { return strings.EqualFold(s.name, name) }
	}
	withCity := func(name string) func(state) bool { return func(s state) bool { return s.has(name) } }
	if in.Region != "" && !slices.ContainsFunc(known, named(in.Region)) && !slices.ContainsFunc(known, withCity(in.Region)) {
		faults.Add("region_not_exist", "region", "must be a known region")
	}
	at := slices.IndexFunc(known, named(in.StateOrProvince))
	if in.StateOrProvince != "" && at < 0 {
		faults.Add("state_not_exist", "stateOrProvince", "must be a known state")
	}
	switch {
	case in.City == "": // left to the requirements
	case !slices.ContainsFunc(known, withCity(in.City)):
		faults.Add("city_not_exist", "city", "must be a known city")
	case at >= 0 && !known[at].has(in.City):
		faults.Add("city_not_match_with_related_cities_data", "city", "must be a city of the state")
	}
}

// has reports whether a city is known to be in the state.
func (s state) has(city string) bool {
	return slices.ContainsFunc(s.cities, func(known string) bool { return strings.EqualFold(known, city) })
}

// states are the provinces of Indonesia under the ids of its statistics office, with their capitals and a few more
// cities; the first three cities are those of the documentation's example.
var states = []state{
	{"ID", "ID-11", "Nanggroe Aceh Darussalam", []string{"Kabupaten Simeulue", "Kabupaten Aceh Singkil", "Kabupaten Aceh Selatan", "Kota Banda Aceh"}},
	{"ID", "ID-12", "Sumatera Utara", []string{"Kota Medan", "Kota Binjai", "Kabupaten Deli Serdang"}},
	{"ID", "ID-13", "Sumatera Barat", []string{"Kota Padang", "Kota Bukittinggi"}},
	{"ID", "ID-14", "Riau", []string{"Kota Pekanbaru", "Kota Dumai"}},
	{"ID", "ID-15", "Jambi", []string{"Kota Jambi"}},
	{"ID", "ID-16", "Sumatera Selatan", []string{"Kota Palembang"}},
	{"ID", "ID-17", "Bengkulu", []string{"Kota Bengkulu"}},
	{"ID", "ID-18", "Lampung", []string{"Kota Bandar Lampung"}},
	{"ID", "ID-19", "Kepulauan Bangka Belitung", []string{"Kota Pangkal Pinang"}},
	{"ID", "ID-21", "Kepulauan Riau", []string{"Kota Batam", "Kota Tanjung Pinang"}},
	{"ID", "ID-31", "DKI Jakarta", []string{"Kota Jakarta Barat", "Kota Jakarta Pusat", "Kota Jakarta Selatan", "Kota Jakarta Timur", "Kota Jakarta Utara"}},
	{"ID", "ID-32", "Jawa Barat", []string{"Kota Bandung", "Kota Bekasi", "Kota Bogor", "Kota Depok"}},
	{"ID", "ID-33", "Jawa Tengah", []string{"Kota Semarang", "Kota Surakarta"}},
	{"ID", "ID-34", "DI Yogyakarta", []string{"Kota Yogyakarta", "Kabupaten Sleman"}},
	{"ID", "ID-35", "Jawa Timur", []string{"Kota Surabaya", "Kota Malang", "Kabupaten Sidoarjo"}},
	{"ID", "ID-36", "Banten", []string{"Kota Tangerang", "Kota Tangerang Selatan", "Kota Serang"}},
	{"ID", "ID-51", "Bali", []string{"Kota Denpasar", "Kabupaten Badung"}},
	{"ID", "ID-52", "Nusa Tenggara Barat", []string{"Kota Mataram"}},
	{"ID", "ID-53", "Nusa Tenggara Timur", []string{"Kota Kupang"}},
	{"ID", "ID-61", "Kalimantan Barat", []string{"Kota Pontianak"}},
	{"ID", "ID-62", "Kalimantan Tengah", []string{"Kota Palangka Raya"}},
	{"ID", "ID-63", "Kalimantan Selatan", []string{"Kota Banjarmasin"}},
	{"ID", "ID-64", "Kalimantan Timur", []string{"Kota Balikpapan", "Kota Samarinda"}},
	{"ID", "ID-65", "Kalimantan Utara", []string{"Kota Tarakan"}},
	{"ID", "ID-71", "Sulawesi Utara", []string{"Kota Manado"}},
	{"ID", "ID-72", "Sulawesi Tengah", []string{"Kota Palu"}},
	{"ID", "ID-73", "Sulawesi Selatan", []string{"Kota Makassar"}},
	{"ID", "ID-74", "Sulawesi Tenggara", []string{"Kota Kendari"}},
	{"ID", "ID-75", "Gorontalo", []string{"Kota Gorontalo"}},
	{"ID", "ID-76", "Sulawesi Barat", []string{"Kabupaten Mamuju"}},
	{"ID", "ID-81", "Maluku", []string{"Kota Ambon"}},
	{"ID", "ID-82", "Maluku Utara", []string{"Kota Ternate"}},
	{"ID", "ID-91", "Papua Barat", []string{"Kabupaten Manokwari"}},
	{"ID", "ID-94", "Papua", []string{"Kota Jayapura"}},
}
