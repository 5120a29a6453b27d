package main

import (
	"context"
	"errors"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/cards"
	"github.com/wallex-sdk/wallex-go/pkg/cardplatform"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

// order creates a card for the holder.
func (s *cardStory) order(ctx context.Context, kind cards.CardType, to cards.CardAddress) (*cards.Card, error) {
	card, err := s.client.Cards.Create(ctx, cards.CreateCardRequest{
		CardTierID: s.tier.ID, CustomerID: s.holder.ID, AccountID: s.account.ID, CardType: kind, CardHolderName: s.name, Address: to,
	})
	if err == nil {
		s.fact("card", card.ID, card.CardType, card.EmbossName, card.Status)
	}
	return card, err
}

// process has a card issued, which gives it a number and a token.
func (s *cardStory) process(ctx context.Context, card *cards.Card) (*cards.Card, error) {
	issued, err := s.client.Cards.Process(ctx, cards.ProcessCardRequestRequest{CardID: card.ID, Status: cards.CardStatusIssuanceInProgress})
	if err == nil {
		s.fact("card", issued.ID, issued.Status, "ends in", issued.LastFourDigits)
	}
	return issued, err
}

func (s *cardStory) issueVirtual(ctx context.Context) (err error) {
	s.begin("Create a virtual card, and have it issued. The platform notifies a server of ours when it is active.")
	if s.virtual, err = s.order(ctx, cards.CardTypeVirtual, cards.CardAddress{}); err != nil {
		return err
	}
	if s.virtual, err = s.process(ctx, s.virtual); err != nil {
		return err
	}
	return s.status(ctx, s.virtual.Token, "card.status.active")
}

func (s *cardStory) payWithVirtual(ctx context.Context) error {
	s.begin("Somebody buys something with it.")
	return s.buy(ctx, s.virtual, "129.90")
}

// home is where cards are sent to.
var home = cards.CardAddress{Country: "ARE", State: "Dubai", City: "Dubai", AddressLine1: "10 Harbour Street", PostalCode: "00000"}

func (s *cardStory) orderPhysical(ctx context.Context) (err error) {
	s.begin("Create a physical card, and try to have it issued without a PIN.")
	if s.physical, err = s.order(ctx, cards.CardTypePhysical, home); err != nil {
		return err
	}
	_, err = s.process(ctx, s.physical)
	action, required := cardplatform.RequiredAction(err)
	switch {
	case required:
		s.fact("needed", action)
		return nil
	case err != nil:
		return err
	}
	return errors.New("a card was issued without a PIN")
}

func (s *cardStory) setPIN(ctx context.Context) (err error) {
	s.begin("Set the PIN, which prints as redacted, and have the card issued.")
	pin := secret.New("2580")
	if _, err = s.client.Cards.SetPIN(ctx, cards.SetCardPINRequest{CardID: s.physical.ID, PIN: pin}); err != nil {
		return err
	}
	s.fact("PIN", pin)
	s.physical, err = s.process(ctx, s.physical)
	return err
}

func (s *cardStory) makePhysical(ctx context.Context) error {
	s.begin("Have it made and delivered.")
	made, err := s.client.Cards.UpdateManufacturing(ctx, cards.UpdateCardManufacturingRequest{
		CardID: s.physical.ID, ManufacturingStatus: cards.CardManufacturingStatusManufactured,
	})
	if err != nil {
		return err
	}
	s.fact("card", made.CardID, made.CardManufacturingStatus)
	delivered, err := s.client.Cards.UpdateDelivery(ctx, cards.UpdateCardDeliveryRequest{
		CardID: s.physical.ID, DeliveryStatus: cards.CardDeliveryStatusDelivered,
		EstimateDeliveryTime: time.Now().UTC().Format("2006-01-02T15:04"),
	})
	if err == nil {
		s.fact("card", delivered.CardID, delivered.DeliveryStatus, delivered.CardStatus)
	}
	return err
}

// activatePhysical does what the application of the holder does with what the holder reads on the card.
func (s *cardStory) activatePhysical(ctx context.Context) error {
	s.begin("Activate it with its number and expiry date, which go from one call to the other unseen.")
	number, err := s.client.Cards.RetrievePAN(ctx, cards.RetrieveCardPANRequest{CardID: s.physical.ID})
	if err != nil {
		return err
	}
	expiry, err := s.client.Cards.RetrieveExpiry(ctx, cards.RetrieveCardExpiryRequest{CardID: s.physical.ID})
	if err != nil {
		return err
	}
	code, err := s.client.Cards.RetrieveCVV(ctx, cards.RetrieveCardCVVRequest{CardID: s.physical.ID})
	if err != nil {
		return err
	}
	s.fact("number", number.PAN, "until", expiry.Expiry, "with the code", code.CVV)
	active, err := s.client.Cards.Activate(ctx, cards.ActivateCardRequest{
		CardID: s.physical.ID, PAN: number.PAN, ExpiryDate: expiry.Expiry,
	})
	if err == nil {
		s.fact("card", active.CardID, active.CardStatus)
	}
	return err
}
