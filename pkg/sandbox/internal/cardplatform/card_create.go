package issuing

import (
	"slices"
	"strings"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/cards"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
)

// ListEmbossingNames answers with the names that a user's cards can have.
func (p *Platform) ListEmbossingNames(call Call, _ struct{}) (answer cards.EmbossingNames, err error) {
	holder, err := p.user("id", call.id("userId")) // the documented key
	if err != nil {
		return answer, err
	}
	return cards.EmbossingNames{Names: holder.embossingNames()}, nil
}

// embossingNames are made of the user's name. The documented example begins like this.
func (u *user) embossingNames() []string {
	first, last := strings.ToUpper(u.firstName), strings.ToUpper(u.lastName)
	initial := string([]rune(first)[:1])
	return slices.Compact([]string{first, first + " " + last, initial + " " + last, last})
}

// CreateCard takes the request for a card, which is then to be processed. What a user must have done before is not
// documented: here it is nothing.
func (p *Platform) CreateCard(call Call, in cards.CreateCardRequest) (answer cards.Card, err error) {
	at := slices.IndexFunc(tiers, func(t cards.CardTier) bool { return t.ID == in.CardTierID })
	if at < 0 {
		return answer, unknown("cardTierId", "Card tier")
	}
	holder, err := p.user("customerId", in.CustomerID)
	if err != nil {
		return answer, err
	}
	account, err := p.payer(in.AccountID, holder, tiers[at])
	if err != nil {
		return answer, err
	}
	switch {
	case in.CardType != cards.CardTypeVirtual && in.CardType != cards.CardTypePhysical:
		return answer, refusal.Field("cardType", "Card type is not known")
	case in.CardType == cards.CardTypePhysical && in.Address == (cards.CardAddress{}):
		return answer, refusal.Field("address", "Address is required for a physical card")
	case !slices.Contains(holder.embossingNames(), in.CardHolderName):
		return answer, refusal.Field("cardHolderName", "Name is none of the embossing names of the user")
	}
	return p.addCard(call.Now, card{
		holder: holder, account: account, tier: tiers[at], kind: in.CardType, name: in.CardHolderName,
	}).view(), nil
}

// payer returns the account that is to pay for a card: one of the holder's, in the currency of the tier.
func (p *Platform) payer(accountID int, holder *user, tier cards.CardTier) (*account, error) {
	a, err := p.account("accountId", accountID)
	switch {
	case err != nil:
		return nil, err
	case a.owner != holder:
		return nil, refusal.Field("accountId", "Account belongs to another user")
	case a.currency.Code != tier.BillingCurrencyCode:
		return nil, refusal.Field("accountId", "Account is in another currency than the cards of the tier")
	}
	return a, nil
}
