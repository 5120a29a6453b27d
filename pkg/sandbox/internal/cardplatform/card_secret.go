package issuing

import (
	"github.com/wallex-sdk/wallex-go/gen/cardplatform/cards"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

// RetrieveCardPAN answers with the number of a card.
func (p *Platform) RetrieveCardPAN(_ Call, in cards.RetrieveCardPANRequest) (answer cards.CardPAN, err error) {
	c, err := p.issued(in.CardID, in.Token)
	if err != nil {
		return answer, err
	}
	return cards.CardPAN{PAN: secret.New(c.pan)}, nil
}

// RetrieveCardCVV answers with the security code of a card.
func (p *Platform) RetrieveCardCVV(_ Call, in cards.RetrieveCardCVVRequest) (answer cards.CardCVV, err error) {
	c, err := p.issued(in.CardID, in.Token)
	if err != nil {
		return answer, err
	}
	return cards.CardCVV{CVV: secret.New(c.cvv)}, nil
}

// RetrieveCardExpiry answers with the expiry date of a card.
func (p *Platform) RetrieveCardExpiry(_ Call, in cards.RetrieveCardExpiryRequest) (answer cards.CardExpiry, err error) {
	c, err := p.issued(in.CardID, in.Token)
	if err != nil {
		return answer, err
	}
	return cards.CardExpiry{Expiry: secret.New(c.expiry())}, nil
}
