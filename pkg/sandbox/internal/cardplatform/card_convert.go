package issuing

import (
	"slices"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/cards"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
)

// applied is how far a conversion is that was only asked for. All that is left of the source's value is APP.
const applied = "APPLIED"

// RequestPhysicalCard asks to have an active virtual card made as a physical one.
func (p *Platform) RequestPhysicalCard(call Call, in cards.RequestPhysicalCardRequest) (answer cards.Card, err error) {
	c, err := p.current(in.CardID, "")
	if err != nil {
		return answer, err
	}
	sentTo := func(a *address) bool { return a.id == in.AddressID }
	switch {
	case c.kind != cards.CardTypeVirtual || c.status != cards.CardStatusActive:
		return answer, forbid("Only active virtual cards can be made physical")
	case c.conversion == applied:
		return answer, forbid("The conversion was requested already")
	case in.AddressID == 0 && in.Address == (cards.CardAddress{}):
		return answer, refusal.Field("addressId", "Address is required")
	case in.AddressID != 0 && !slices.ContainsFunc(c.holder.kyc.addresses, sentTo):
		return answer, unknown("addressId", "Address")
	}
	c.conversion, c.updated = applied, call.Now
	return c.view(), nil
}

// ProcessPhysicalCardRequest approves a conversion or rejects it. A card whose conversion is approved stays active, until
// the physical one is delivered and waits for its activation.
func (p *Platform) ProcessPhysicalCardRequest(
	call Call, in cards.ProcessPhysicalCardRequestRequest,
) (answer cards.Card, err error) {
	c, err := p.current(in.CardID, "")
	switch {
	case err != nil:
		return answer, err
	case in.Status != approved && in.Status != rejected:
		return answer, refusal.Field("status", "Status must be APPROVED or REJECTED")
	case c.conversion != applied:
		return answer, forbid("There is no request to convert the card")
	}
	c.conversion, c.updated = in.Status, call.Now
	if in.Status == approved {
		c.kind = cards.CardTypePhysical
	}
	return c.view(), nil
}
