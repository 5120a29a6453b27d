package main

import (
	"context"
	"strconv"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/cards"
	"github.com/wallex-sdk/wallex-go/gen/cardplatform/rules"
)

func (s *cardStory) freeze(ctx context.Context) error {
	s.begin("The holder cannot find it: freeze it, and unfreeze it.")
	for _, reason := range []string{"Mislaid", "Found"} {
		card, err := s.client.Cards.ToggleFreeze(ctx, cards.ToggleCardFreezeRequest{CardID: s.physical.ID, StatusReason: reason})
		if err != nil {
			return err
		}
		s.fact("card", card.ID, card.Status, card.StatusReason)
		if err := s.buy(ctx, s.physical, "10"); err != nil {
			return err
		}
	}
	return nil
}

func (s *cardStory) block(ctx context.Context) error {
	s.begin("Block it, as the issuer, and lift that.")
	for _, to := range []cards.NewCardStatus{cards.NewCardStatusBlock, cards.NewCardStatusActive} {
		card, err := s.client.Cards.UpdateStatus(ctx, cards.UpdateCardStatusRequest{
			CardID: s.physical.ID, CardStatus: to, StatusReason: "Checked for fraud",
		})
		if err != nil {
			return err
		}
		s.fact("card", card.ID, card.Status, card.StatusReason)
	}
	return nil
}

func (s *cardStory) secure(ctx context.Context) error {
	s.begin("Switch a security setting on, and off again.")
	settings, err := s.client.Rules.ListCardSecurity(ctx, &rules.ListCardSecurityParams{CardID: s.physical.ID})
	if err != nil {
		return err
	}
	for _, setting := range settings {
		if setting.TransactionType != rules.RuleTransactionTypePurchase {
			continue
		}
		if _, err := s.client.Rules.UpdateCardSecurity(ctx, rules.UpdateCardSecurityRequest{
			TransactionType: setting.TransactionType, CardID: strconv.Itoa(s.physical.ID), ID: strconv.Itoa(setting.ID), Value: "1",
		}); err != nil {
			return err
		}
		s.fact("setting", setting.Title)
		if err := s.buy(ctx, s.physical, "10"); err != nil {
			return err
		}
	}
	_, err = s.client.Rules.ResetCardSecurity(ctx, rules.ResetCardSecurityRequest{CardID: s.physical.ID})
	return err
}

func (s *cardStory) limit(ctx context.Context) error {
	s.begin("Limit what a purchase may cost.")
	limits, err := s.client.Rules.ListTransactionLimits(ctx, &rules.ListTransactionLimitsParams{
		CardID: s.physical.ID, TransactionType: string(rules.RuleTransactionTypePurchase),
	})
	if err != nil {
		return err
	}
	for _, limit := range limits {
		if limit.Frequency != rules.LimitFrequencyOneTime {
			continue
		}
		changed, err := s.client.Rules.UpdateTransactionLimit(ctx, rules.UpdateTransactionLimitRequest{
			TransactionType: limit.TransactionType, CardID: strconv.Itoa(s.physical.ID), ID: strconv.Itoa(limit.ID), Value: "100",
		})
		if err != nil {
			return err
		}
		s.fact("limit", changed.Slug, limit.Limit, "becomes", changed.Limit)
		for _, amount := range []string{"100.01", "100"} {
			if err := s.buy(ctx, s.physical, amount); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *cardStory) report(ctx context.Context) error {
	s.begin("The number of the virtual card was stolen: report it, and approve the report.")
	reported, err := s.client.Cards.ReportIssue(ctx, cards.ReportCardIssueRequest{CardID: s.virtual.ID, StatusReason: "Stolen"})
	if err != nil {
		return err
	}
	s.fact("card", reported.CardID, reported.CardStatus, reported.StatusReason)
	_, err = s.client.Cards.ReviewIssue(ctx, cards.ReviewCardIssueRequest{CardID: s.virtual.ID, Status: "APPROVED"})
	return err
}

func (s *cardStory) replace(ctx context.Context) (err error) {
	s.begin("Replace it.")
	if s.fresh, err = s.client.Cards.Replace(ctx, cards.ReplaceCardRequest{CardID: s.virtual.ID}); err != nil {
		return err
	}
	s.fact("card", s.fresh.CardID, s.fresh.Status)
	return s.status(ctx, s.fresh.CardToken, "card.status.active")
}
