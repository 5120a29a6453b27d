package issuing

import "github.com/wallex-sdk/wallex-go/gen/cardplatform/cards"

// tiers are the card products, one for each currency. Their cards are valid for as many months as their period says.
var tiers = []cards.CardTier{
	newTier(7, "AED", "Standard debit"),
	newTier(8, "USD", "Standard debit USD"),
	newTier(9, "EUR", "Standard debit EUR"),
}

func newTier(id int, currency, title string) cards.CardTier {
	return cards.CardTier{
		ID:                     id,
		CardCategory:           "STANDARD",
		ConsumerType:           "CONSUMER",
		Title:                  title,
		Description:            "Debit card for consumers",
		CardNetwork:            "MASTERCARD",
		PaymentCardType:        "DEBIT",
		CardTypes:              "PHYSICAL,VIRTUAL",
		BillingCurrencyCode:    currency,
		SettlementCurrencyCode: currency,
		ExpiryPeriod:           36,
		Is3DS:                  true,
	}
}

// ListCardTiers answers with the card products of the caller.
func (p *Platform) ListCardTiers(Call, struct{}) (all []cards.CardTier, err error) {
	for _, tier := range tiers {
		tier.UserID = p.agent.id
		all = append(all, tier)
	}
	return all, nil
}
