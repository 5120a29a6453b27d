package issuing

import (
	"fmt"
	"regexp"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/cards"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
)

var pinForm = regexp.MustCompile(`^[0-9]{4}$`)

// SetCardPIN gives a physical card a PIN, or a new one. That it has four digits is the sandbox's own choice.
func (p *Platform) SetCardPIN(call Call, in cards.SetCardPINRequest) (answer cards.CardState, err error) {
	c, err := p.card(in.CardID, in.CardToken)
	switch {
	case err != nil:
		return answer, err
	case c.kind != cards.CardTypePhysical || c.replaced:
		return answer, forbid("Only physical cards in use have a PIN")
	case !pinForm.MatchString(in.PIN.Reveal()):
		return answer, refusal.Field("pin", "PIN must have 4 digits")
	}
	c.pinSet, c.updated = true, call.Now
	return c.state(), nil
}

// ProcessCardRequest has the processor issue a card.
func (p *Platform) ProcessCardRequest(call Call, in cards.ProcessCardRequestRequest) (answer cards.Card, err error) {
	c, err := p.card(in.CardID, "")
	switch {
	case err != nil:
		return answer, err
	case in.Status != cards.CardStatusIssuanceInProgress:
		return answer, refusal.Field("status", "Status must be ISSUANCE_IN_PROGRESS")
	case c.status != requested:
		return answer, forbid("The card was processed already")
	case c.kind == cards.CardTypePhysical && !c.pinSet:
		return answer, require("SET_PIN")
	}
	p.issue(c, call.Now, in.StatusReason)
	return c.view(), nil
}

// issue gives a card its token, its number and what belongs to that. A virtual card is active after the settlement, a
// physical one has to be made first.
func (p *Platform) issue(c *card, now time.Time, reason string) {
	c.token = 900_000_000 + c.id
	c.pan = c.newNumber()
	c.cvv = fmt.Sprintf("%03d", c.id*619%1000)
	c.expires = endOfMonth(now.UTC().AddDate(0, c.tier.ExpiryPeriod, 0))
	p.turn(c, now, cards.CardStatusIssuanceInProgress, reason)
	if c.kind == cards.CardTypeVirtual {
		issued := now.Add(p.Settlement)
		p.Later(issued, func() error {
			p.turn(c, issued, cards.CardStatusActive, "Issued")
			return nil
		})
	}
}

// endOfMonth is when a card expires that is valid until a month: at the beginning of the next one.
func endOfMonth(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month()+1, 1, 0, 0, 0, 0, time.UTC)
}

// expiry is the last month of a card as MM/YY, which the source says in words; one of its examples is YY/MM.
func (c *card) expiry() string { return c.expires.Add(-time.Second).Format("01/06") }

// UpdateCardManufacturing notes how far the making of a physical card is.
func (p *Platform) UpdateCardManufacturing(
	call Call, in cards.UpdateCardManufacturingRequest,
) (answer cards.CardProduction, err error) {
	c, err := p.card(in.CardID, "")
	switch {
	case err != nil:
		return answer, err
	case !c.inProduction() || c.manufacturing == cards.CardManufacturingStatusManufactured:
		return answer, forbid("The card is not being made")
	}
	c.manufacturing, c.updated = in.ManufacturingStatus, call.Now
	return c.production(), nil
}

// UpdateCardDelivery notes how far a physical card is on its way.
func (p *Platform) UpdateCardDelivery(call Call, in cards.UpdateCardDeliveryRequest) (answer cards.CardProduction, err error) {
	c, err := p.card(in.CardID, "")
	if err != nil {
		return answer, err
	}
	if _, wrong := time.Parse("2006-01-02T15:04", in.EstimateDeliveryTime); wrong != nil && in.EstimateDeliveryTime != "" {
		return answer, refusal.Field("estimateDeliveryTime", "Time is not as in 2024-12-24T12:00")
	}
	repeated := c.status == cards.CardStatusPendingVerification && in.DeliveryStatus == c.delivery
	if !repeated && (!c.inProduction() || c.manufacturing != cards.CardManufacturingStatusManufactured) {
		return answer, forbid("The card is not being delivered")
	}
	c.delivery, c.updated = in.DeliveryStatus, call.Now
	change(&c.arrives, in.EstimateDeliveryTime)
	if c.delivery == cards.CardDeliveryStatusDelivered {
		p.turn(c, call.Now, cards.CardStatusPendingVerification, "Delivered")
	}
	return c.production(), nil
}

// inProduction reports whether a card is on its way to its holder: a physical one in issuance, or an active one that is
// converted.
func (c *card) inProduction() bool {
	return c.kind == cards.CardTypePhysical && c.delivery != cards.CardDeliveryStatusDelivered &&
		(c.status == cards.CardStatusIssuanceInProgress || c.status == cards.CardStatusActive)
}

// ActivateCard makes a delivered card usable by its holder, who has to know what is printed on it.
func (p *Platform) ActivateCard(call Call, in cards.ActivateCardRequest) (answer cards.CardState, err error) {
	c, err := p.current(in.CardID, in.CardToken)
	switch {
	case err != nil:
		return answer, err
	case c.status != cards.CardStatusPendingVerification:
		return answer, forbid("The card does not wait for its activation")
	case c.kind == cards.CardTypePhysical && !c.pinSet: // a converted one had none so far
		return answer, require("SET_PIN")
	case in.PAN.Reveal() != c.pan || in.ExpiryDate.Reveal() != c.expiry():
		return answer, refusal.Field("pan", "Card number or expiry date is wrong")
	}
	p.turn(c, call.Now, cards.CardStatusActive, "Activated by the holder")
	return c.state(), nil
}

func (c *card) state() cards.CardState {
	return cards.CardState{CardID: c.id, CardStatus: c.status, StatusReason: c.reason}
}

func (c *card) production() cards.CardProduction {
	return cards.CardProduction{
		CardID: c.id, CardToken: c.shownToken(), CardStatus: c.status, StatusReason: c.reason,
		CardManufacturingStatus: c.manufacturing, DeliveryStatus: c.delivery, EstimatedDeliveryTime: c.arrives,
	}
}
