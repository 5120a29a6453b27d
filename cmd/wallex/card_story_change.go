package main

import (
	"context"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/cards"
	"github.com/wallex-sdk/wallex-go/gen/cardplatform/wallets"
)

func (s *cardStory) enroll(ctx context.Context) error {
	s.begin("Enroll it in 3-D Secure, for purchases on the web.")
	enrolled, err := s.client.Cards.EnrollInThreeDS(ctx, cards.EnrollCardInThreeDSRequest{CardID: s.physical.ID})
	if err == nil {
		s.fact("enrolled", enrolled.Card3DSecure.Status)
	}
	return err
}

func (s *cardStory) changeAccount(ctx context.Context) error {
	s.begin("Let another account of the holder pay for it.")
	second, err := s.client.Wallets.CreateAccount(ctx, wallets.CreateAccountRequest{
		UserID: s.holder.ID, CurrencyID: 2, AccountType: "DIGITAL",
	})
	if err != nil {
		return err
	}
	linked, err := s.client.Cards.UpdateAccount(ctx, cards.UpdateCardAccountRequest{CardID: s.physical.ID, AccountID: second.ID})
	if err != nil {
		return err
	}
	s.fact("account", linked.AccountID, linked.Remarks)
	return s.buy(ctx, s.physical, "10")
}

func (s *cardStory) decline(ctx context.Context) error {
	s.begin("The physical card is reported, too, but was at home: decline the report, and unfreeze the card.")
	if _, err := s.client.Cards.ReportIssue(ctx, cards.ReportCardIssueRequest{CardID: s.physical.ID, StatusReason: "Lost"}); err != nil {
		return err
	}
	declined, err := s.client.Cards.DeclineIssue(ctx, cards.DeclineCardRequest{CardID: s.physical.ID, Remarks: "Found at home"})
	if err != nil {
		return err
	}
	s.fact("card", declined.CardID, declined.CardStatus, declined.Remarks)
	thawed, err := s.client.Cards.ToggleFreeze(ctx, cards.ToggleCardFreezeRequest{CardID: s.physical.ID, StatusReason: "Found at home"})
	if err == nil {
		s.fact("card", thawed.ID, thawed.Status)
	}
	return err
}

func (s *cardStory) convert(ctx context.Context) error {
	s.begin("The holder wants the virtual card as a physical one: ask for it, and approve.")
	asked, err := s.client.Cards.RequestPhysical(ctx, cards.RequestPhysicalCardRequest{CardID: s.fresh.CardID, Address: home})
	if err != nil {
		return err
	}
	s.fact("conversion", asked.CardConversionStatus)
	approved, err := s.client.Cards.ProcessPhysical(ctx, cards.ProcessPhysicalCardRequestRequest{
		CardID: s.fresh.CardID, Status: "APPROVED",
	})
	if err == nil {
		s.fact("card", approved.ID, approved.CardType, approved.Status)
	}
	return err
}
