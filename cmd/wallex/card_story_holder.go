package main

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/cards"
	"github.com/wallex-sdk/wallex-go/gen/cardplatform/kyc"
	"github.com/wallex-sdk/wallex-go/gen/cardplatform/users"
	"github.com/wallex-sdk/wallex-go/gen/cardplatform/wallets"
)

func (s *cardStory) chooseTier(ctx context.Context) error {
	s.begin("List the card products. The client logs in by itself, and encrypts every call with a key of its own.")
	s.fact("note", "some operations below are inferred, not documented; the client has WithUnverified for those")
	tiers, err := s.client.Cards.ListTiers(ctx)
	if err != nil {
		return err
	}
	for _, tier := range tiers {
		s.fact("tier", tier.ID, tier.Title, tier.CardNetwork)
	}
	at := slices.IndexFunc(tiers, func(tier cards.CardTier) bool { return tier.BillingCurrencyCode == "AED" })
	if at < 0 {
		return errors.New("there are no cards in AED")
	}
	s.tier = tiers[at]
	return nil
}

func (s *cardStory) createHolder(ctx context.Context) (err error) {
	s.begin("Create the user who is to hold the cards.")
	s.holder, err = s.client.Users.Create(ctx, users.CreateUserRequest{
		FirstName: "Amina", LastName: "Rahman", Email: "amina.rahman@example.com", Status: users.UserStatusActive,
	})
	if err == nil {
		s.fact("user", s.holder.ID, s.holder.FullName)
	}
	return err
}

func (s *cardStory) verifyHolder(ctx context.Context) error {
	s.begin("Hand in what the verification needs, and wait for its end.")
	if _, err := s.client.KYC.CreatePersonalInfo(ctx, kyc.CreatePersonalInfoRequest{
		UserID: s.holder.ID, FirstName: s.holder.FirstName, LastName: s.holder.LastName, Dob: "1991-03-08", Nationality: "PAK",
	}); err != nil {
		return err
	}
	if err := s.handInAddress(ctx); err != nil {
		return err
	}
	if _, err := s.client.KYC.UploadIdentification(ctx, kyc.UploadIdentificationRequest{
		UserID: s.holder.ID, DocumentType: "PASSPORT", DocumentNumber: "X1234567",
		FrontFile: base64.StdEncoding.EncodeToString([]byte("a picture of the passport")),
	}); err != nil {
		return err
	}
	return poll(ctx, soon, func() (bool, error) {
		verification, err := s.client.KYC.Retrieve(ctx, s.holder.ID)
		if err != nil || verification.Status == kyc.VerificationStatusPending {
			return false, err
		}
		s.fact("KYC", verification.Status)
		return true, nil
	})
}

// handInAddress finds the ids of the places first.
func (s *cardStory) handInAddress(ctx context.Context) error {
	countries, err := s.client.Users.ListCountries(ctx)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(countries, func(c users.Country) bool { return c.Iso2 == "AE" })
	if at < 0 {
		return errors.New("the platform does not know the United Arab Emirates")
	}
	country := countries[at].ID
	states, err := s.client.Users.ListStates(ctx, country)
	if err != nil {
		return err
	}
	if len(states) == 0 {
		return fmt.Errorf("country %d has no states", country)
	}
	cities, err := s.client.Users.ListCities(ctx, states[0].ID)
	if err != nil {
		return err
	}
	if len(cities) == 0 {
		return fmt.Errorf("state %d has no cities", states[0].ID)
	}
	address, err := s.client.KYC.CreateAddress(ctx, kyc.CreateAddressRequest{
		UserID: s.holder.ID, Type: kyc.UserAddressTypeMailing, AddressLine1: "10 Harbour Street",
		CountryID: country, StateID: states[0].ID, CityID: cities[0].ID,
	})
	if err == nil {
		s.fact("address", address.AddressLine1, address.CityName, address.CountryCode)
	}
	return err
}

func (s *cardStory) openAccount(ctx context.Context) (err error) {
	s.begin("Open the account that pays for purchases.")
	s.account, err = s.client.Wallets.CreateAccount(ctx, wallets.CreateAccountRequest{
		UserID: s.holder.ID, CurrencyID: 2, AccountType: "DIGITAL", // 2 is AED; no operation lists currencies
	})
	if err == nil {
		s.fact("account", s.account.ID, "with", s.account.Balance, s.account.CurrencyCode, "in minor units")
	}
	return err
}

func (s *cardStory) chooseName(ctx context.Context) error {
	s.begin("Ask what may be printed on a card.")
	allowed, err := s.client.Cards.ListEmbossingNames(ctx, s.holder.ID)
	if err != nil {
		return err
	}
	s.fact("names", fmt.Sprintf("%q", allowed.Names))
	if len(allowed.Names) == 0 {
		return errors.New("nothing may be printed on a card")
	}
	s.name = slices.MaxFunc(allowed.Names, func(a, b string) int { return len(a) - len(b) })
	return nil
}
