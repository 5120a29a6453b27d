package issuing

import "github.com/wallex-sdk/wallex-go/gen/cardplatform/cards"

// RetrieveCard answers with a card.
func (p *Platform) RetrieveCard(_ Call, in cards.RetrieveCardRequest) (answer cards.Card, err error) {
	c, err := p.card(in.CardID, in.Token)
	if err != nil {
		return answer, err
	}
	return c.view(), nil
}

func (c *card) view() cards.Card {
	return cards.Card{
		ID:                 c.id,
		Token:              c.shownToken(),
		Status:             c.status,
		StatusReason:       c.reason,
		UserID:             c.holder.id,
		CardIssuerConfigID: 3,
		UserProfile: cards.CardHolder{
			ID: c.holder.id, FirstName: c.holder.firstName, LastName: c.holder.lastName, Email: c.holder.email,
			CountryCode: c.holder.countryCode, Phone: c.holder.phone,
		},
		Account: cards.CardAccount{
			ID: c.linkID, AccountID: c.account.id, UserID: c.account.owner.id, AccountType: digital,
			CurrencyCode: c.account.currency.Code, AccountTitle: c.account.title(), AccountNumber: c.account.number(),
			IBAN: c.account.iban(),
		},
		CardTier:                cards.CardTierRules{ID: c.tier.ID, EnableLimits: true},
		CardType:                c.kind,
		PaymentCardType:         c.tier.PaymentCardType,
		CardNetwork:             c.tier.CardNetwork,
		CardCategory:            c.tier.CardCategory,
		ConsumerType:            c.tier.ConsumerType,
		BillingCurrency:         c.tier.BillingCurrencyCode,
		EmbossName:              c.name,
		LastFourDigits:          c.lastFour(),
		PINSet:                  c.pinSet,
		ThreeDSecure:            c.threeDS,
		CardConversionStatus:    c.conversion,
		MaxPurchaseLimit:        c.limit(onePurchase).major(),
		ReportedCards:           []any{},
		CardTokens:              []any{},
		ProcessedAtThirdParty:   c.token != 0,
		ThirdPartyConfigSlug:    processor,
		APICallUniqueIdentifier: c.callID,
		CreatedAt:               instant(c.created),
		UpdatedAt:               instant(c.updated),
	}
}
