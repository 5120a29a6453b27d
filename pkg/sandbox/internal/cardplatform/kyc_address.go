package issuing

import (
	"slices"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/kyc"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
)

// address is an address of a user, of which there is one of each type.
type address struct {
	id      int
	purpose kyc.UserAddressType
	city    city
	line1, line2, postalCode,
	longitude, latitude string
}

// CreateAddress adds an address.
func (p *Platform) CreateAddress(call Call, in kyc.CreateAddressRequest) (answer kyc.UserAddress, err error) {
	u, err := p.user("userId", in.UserID)
	if err != nil {
		return answer, err
	}
	if u.kyc.address(in.Type) != nil {
		return answer, forbid("An address of this type already exists")
	}
	city, err := place(in.CountryID, in.StateID, in.CityID)
	if err != nil {
		return answer, err
	}
	added := &address{
		id: p.newID(), purpose: in.Type, city: city, line1: in.AddressLine1, line2: in.AddressLine2,
		postalCode: in.PostalCode, longitude: in.Longitude, latitude: in.Latitude,
	}
	u.kyc.addresses = append(u.kyc.addresses, added)
	p.check(u, call.Now)
	return added.view(u), nil
}

// UpdateAddress changes the fields that are given of the address of a type.
func (p *Platform) UpdateAddress(_ Call, in kyc.UpdateAddressRequest) (answer kyc.UserAddress, err error) {
	u, err := p.user("userId", in.UserID)
	if err != nil {
		return answer, err
	}
	known := u.kyc.address(in.Type)
	if known == nil {
		return answer, refusal.Field("type", "Address does not exist with this type")
	}
	state, country := known.city.within()
	countryID, stateID, cityID := country.ID, state.ID, known.city.id
	change(&countryID, in.CountryID)
	change(&stateID, in.StateID)
	change(&cityID, in.CityID)
	moved, err := place(countryID, stateID, cityID)
	if err != nil {
		return answer, err
	}
	known.city = moved
	change(&known.line1, in.AddressLine1)
	change(&known.line2, in.AddressLine2)
	change(&known.postalCode, in.PostalCode)
	change(&known.longitude, in.Longitude)
	change(&known.latitude, in.Latitude)
	return known.view(u), nil
}

func (v *verification) address(purpose kyc.UserAddressType) *address {
	at := slices.IndexFunc(v.addresses, func(a *address) bool { return a.purpose == purpose })
	if at < 0 {
		return nil
	}
	return v.addresses[at]
}

// place returns the city of an address, whose state and country must be the right ones.
func place(countryID, stateID, cityID int) (city, error) {
	at := slices.IndexFunc(cities, func(c city) bool { return c.id == cityID })
	if at < 0 {
		return city{}, unknown("cityId", "City")
	}
	state, country := cities[at].within()
	switch {
	case state.ID != stateID:
		return city{}, refusal.Field("stateId", "City is not in this state")
	case country.ID != countryID:
		return city{}, refusal.Field("countryId", "State is not in this country")
	}
	return cities[at], nil
}

// view shows what belongs to the ids, whatever names the request had.
func (a *address) view(u *user) kyc.UserAddress {
	state, country := a.city.within()
	return kyc.UserAddress{
		ID:           a.id,
		UserID:       u.id,
		Type:         a.purpose,
		Country:      kyc.AddressPlace{ID: country.ID, Name: country.Name},
		CountryCode:  country.code,
		State:        kyc.AddressPlace{ID: state.ID, Name: state.Name},
		StateName:    state.Name,
		City:         kyc.AddressPlace{ID: a.city.id, Name: a.city.name},
		CityName:     a.city.name,
		AddressLine1: a.line1,
		AddressLine2: a.line2,
		PostalCode:   a.postalCode,
		Longitude:    a.longitude,
		Latitude:     a.latitude,
		Status:       true,
	}
}
