package sandbox_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/kyc"
	"github.com/wallex-sdk/wallex-go/gen/cardplatform/users"
)

func TestCardUsers(t *testing.T) {
	i := connectCards(t)
	require.NoError(t, i.System.Ping(t.Context()))
	byPhone := answered(i.Users.Create(t.Context(), users.CreateUserRequest{
		FirstName: "Amina", LastName: "Rahman", CountryCode: "971", Phone: "501234567", Status: users.UserStatusActive,
	}))(t)
	require.Equal(t, "USER", byPhone.UserType)
	require.Equal(t, "Amina Rahman", byPhone.FullName)
	require.Equal(t, "971501234567", byPhone.PhoneNumber)
	require.Equal(t, byPhone.ParentID, byPhone.Parent.ID)
	require.Equal(t, "AGENT", byPhone.Parent.UserType)

	another := i.user()
	require.NotEqual(t, byPhone.ID, another.ID)
	require.NotEqual(t, byPhone.Username, another.Username)
	for body, refused := range map[users.CreateUserRequest]string{
		{FirstName: "A", LastName: "B", Status: "ACTIVE", Phone: "501234567"}:                  " body", // by the client
		{FirstName: "A", LastName: "B", Status: "ACTIVE", CountryCode: "971", Email: "a@b.ae"}: "1000 phone",
	} {
		_, err := i.Users.Create(t.Context(), body)
		require.Equal(t, refused, why(t, err))
	}
	answer := i.do(http.MethodPost, "/as/api/v1/users", object{"firstName": "A", "lastName": "B", "status": "ACTIVE", "email": ""})
	require.Equal(t, http.StatusUnprocessableEntity, answer.status)
	require.Contains(t, string(answer.body), `"key":"email"`)
}

func TestCardPlaces(t *testing.T) {
	i := connectCards(t)
	countries, err := i.Users.ListCountries(t.Context())
	require.NoError(t, err)
	for _, country := range countries {
		states, err := i.Users.ListStates(t.Context(), country.ID)
		require.NoError(t, err)
		for _, state := range states {
			require.Equal(t, country.ID, state.CountryID)
			cities, err := i.Users.ListCities(t.Context(), state.ID)
			require.NoError(t, err)
			require.Equal(t, country, cities[0].Country)
			require.Equal(t, state.ID, cities[0].State.ID)
			require.Equal(t, country, cities[0].State.Country)
		}
	}
	_, err = i.Users.ListStates(t.Context(), 999)
	require.Equal(t, "1401 Invalid or missing countryId parameter.", why(t, err))
	_, err = i.Users.ListCities(t.Context(), 999)
	require.Equal(t, "1401 Invalid or missing stateId parameter.", why(t, err))
}

// handIn hands in everything that a verification needs.
func (i *issuer) handIn(userID int, document string) {
	i.t.Helper()
	answered(i.KYC.CreatePersonalInfo(i.t.Context(), kyc.CreatePersonalInfoRequest{
		UserID: userID, FirstName: "Amina", LastName: "Rahman", Dob: "1991-03-08", Nationality: "PAK",
	}))(i.t)
	answered(i.KYC.CreateAddress(i.t.Context(), kyc.CreateAddressRequest{
		UserID: userID, Type: kyc.UserAddressTypeMailing, CountryID: 231, StateID: 3391, CityID: 42, AddressLine1: "10 Harbour Street",
	}))(i.t)
	answered(i.KYC.UploadIdentification(i.t.Context(), kyc.UploadIdentificationRequest{
		UserID: userID, DocumentType: "PASSPORT", DocumentNumber: document, FrontFile: "iVBORw0KGgo=",
	}))(i.t)
}

func TestVerification(t *testing.T) {
	i := connectCards(t)
	id := i.user().ID
	require.Equal(t, kyc.VerificationStatusPending, answered(i.KYC.Retrieve(t.Context(), id))(t).Status, "nothing was handed in")
	i.handIn(id, "X1")
	corrected := answered(i.KYC.UpdatePersonalInfo(t.Context(), kyc.UpdatePersonalInfoRequest{UserID: id, NickName: "Mina"}))(t)
	require.Equal(t, "1991-03-08T00:00:00.000+00:00", corrected.Dob)
	require.Equal(t, "Mina", corrected.NickName)
	document := answered(i.KYC.UpdateIdentification(t.Context(), kyc.UpdateIdentificationRequest{UserID: id, DocumentType: "PASSPORT", DocumentNumber: "X2"}))(t)
	require.Equal(t, "X2", document["documentNumber"])
	moved := answered(i.KYC.UpdateAddress(t.Context(), kyc.UpdateAddressRequest{
		UserID: id, Type: kyc.UserAddressTypeMailing, StateID: 3396, CityID: 12, CityName: "Dubai",
	}))(t)
	require.Equal(t, "Al Ain", moved.CityName, "ids decide")
	require.Equal(t, "ARE", moved.CountryCode)
	require.Equal(t, "10 Harbour Street", moved.AddressLine1)

	i.sandbox.Advance(settled)
	verified := answered(i.KYC.Retrieve(t.Context(), id))(t)
	require.Equal(t, kyc.VerificationStatusVerified, verified.Status)
	require.Equal(t, kyc.VerificationStatusVerified, verified.PersonalInfo.Status)
	require.Equal(t, "X2", verified.IdentificationInfo["documentNumber"])

	for refused, call := range map[string]func() error{
		"1010 Only allowed when the KYC status is PENDING": func() error {
			_, err := i.KYC.UpdatePersonalInfo(t.Context(), kyc.UpdatePersonalInfoRequest{UserID: id, NickName: "A"})
			return err
		},
		"1010 Personal information already exists": func() error {
			_, err := i.KYC.CreatePersonalInfo(t.Context(), kyc.CreatePersonalInfoRequest{UserID: id, FirstName: "A", LastName: "B"})
			return err
		},
		"1010 An address of this type already exists": func() error {
			_, err := i.KYC.CreateAddress(t.Context(), kyc.CreateAddressRequest{
				UserID: id, Type: kyc.UserAddressTypeMailing, CountryID: 231, StateID: 3391, CityID: 42, AddressLine1: "x",
			})
			return err
		},
		"1000 countryId": func() error {
			_, err := i.KYC.UpdateAddress(t.Context(), kyc.UpdateAddressRequest{UserID: id, Type: kyc.UserAddressTypeMailing, CountryID: 167})
			return err
		},
		"1000 stateId": func() error {
			_, err := i.KYC.UpdateAddress(t.Context(), kyc.UpdateAddressRequest{UserID: id, Type: kyc.UserAddressTypeMailing, CityID: 42})
			return err
		},
		"1000 cityId": func() error {
			_, err := i.KYC.UpdateAddress(t.Context(), kyc.UpdateAddressRequest{UserID: id, Type: kyc.UserAddressTypeMailing, CityID: 1})
			return err
		},
		"1000 type": func() error {
			_, err := i.KYC.UpdateAddress(t.Context(), kyc.UpdateAddressRequest{UserID: id, Type: kyc.UserAddressTypeBusiness})
			return err
		},
		"1000 userId": func() error {
			_, err := i.KYC.Retrieve(t.Context(), 1)
			return err
		},
	} {
		require.Equal(t, refused, why(t, call()))
	}
}

func TestRejectedVerification(t *testing.T) {
	i := connectCards(t)
	id := i.user().ID
	_, err := i.KYC.UpdatePersonalInfo(t.Context(), kyc.UpdatePersonalInfoRequest{UserID: id, NickName: "A"})
	require.Equal(t, "1010 Personal information does not exist", why(t, err))
	_, err = i.KYC.UpdateIdentification(t.Context(), kyc.UpdateIdentificationRequest{UserID: id, DocumentType: "PASSPORT"})
	require.Equal(t, "1000 documentType", why(t, err))
	_, err = i.KYC.UpdateIdentification(t.Context(), kyc.UpdateIdentificationRequest{UserID: id, DocumentType: "PASSPORT", BackFile: "?"})
	require.Equal(t, "1000 backFile", why(t, err))
	i.handIn(id, "sandbox: reject")
	_, err = i.KYC.UploadIdentification(t.Context(), kyc.UploadIdentificationRequest{UserID: id, DocumentType: "PASSPORT", DocumentNumber: "1", FrontFile: "AA=="})
	require.Equal(t, "1010 A document of this type already exists", why(t, err))
	_, err = i.KYC.UploadIdentification(t.Context(), kyc.UploadIdentificationRequest{UserID: id, DocumentType: "VISA", DocumentNumber: "1", FrontFile: "?"})
	require.Equal(t, "1000 frontFile", why(t, err))
	i.sandbox.Advance(settled)
	require.Equal(t, kyc.VerificationStatusRejected, answered(i.KYC.Retrieve(t.Context(), id))(t).Status)
}
