package issuing

import (
	"slices"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/cards"
)

// ToggleCardFreeze freezes an active card and unfreezes a frozen one.
func (p *Platform) ToggleCardFreeze(call Call, in cards.ToggleCardFreezeRequest) (answer cards.CardStatusChange, err error) {
	c, err := p.current(in.CardID, in.CardToken)
	if err != nil {
		return answer, err
	}
	if !call.Now.Before(c.expires) {
		return answer, forbid("The card has expired")
	}
	switch c.status {
	case cards.CardStatusActive:
		p.turn(c, call.Now, cards.CardStatusFreeze, in.StatusReason)
	case cards.CardStatusFreeze:
		p.turn(c, call.Now, cards.CardStatusActive, in.StatusReason)
	default:
		return answer, forbid("Only active and frozen cards can be frozen and unfrozen")
	}
	return c.change(), nil
}

// controllable are the statuses that a card can be blocked and unblocked in, as documented.
var controllable = []cards.CardStatus{cards.CardStatusActive, cards.CardStatusBlock, cards.CardStatusFreeze}

// UpdateCardStatus blocks and unblocks a card. One that was reported stays blocked until the report has ended.
func (p *Platform) UpdateCardStatus(call Call, in cards.UpdateCardStatusRequest) (answer cards.CardStatusChange, err error) {
	c, err := p.current(in.CardID, in.CardToken)
	switch {
	case err != nil:
		return answer, err
	case !slices.Contains(controllable, c.status):
		return answer, forbid("The status of the card must be ACTIVE, BLOCK or FREEZE")
	case c.report.isOpen():
		return answer, forbid("The card is reported")
	}
	p.turn(c, call.Now, cards.CardStatus(in.CardStatus), in.StatusReason)
	return c.change(), nil
}

func (c *card) change() cards.CardStatusChange {
	return cards.CardStatusChange{ID: c.id, Token: c.shownToken(), Status: c.status, StatusReason: c.reason}
}

// EnrollCardInThreeDS enrolls a card in 3-D Secure. One that is enrolled stays so.
func (p *Platform) EnrollCardInThreeDS(
	_ Call, in cards.EnrollCardInThreeDSRequest,
) (answer cards.CardThreeDSEnrollment, err error) {
	c, err := p.current(in.CardID, in.CardToken)
	if err != nil {
		return answer, err
	}
	if c.threeDS.ID == 0 {
		c.threeDS = cards.CardThreeDS{ID: p.newID(), ConfigID: 2}
	}
	c.threeDS.Status = true
	return c.enrollment(), nil
}

// RemoveCardFromThreeDS ends the enrollment of a card, if there is one.
func (p *Platform) RemoveCardFromThreeDS(
	_ Call, in cards.RemoveCardFromThreeDSRequest,
) (answer cards.CardThreeDSEnrollment, err error) {
	c, err := p.current(in.CardID, in.CardToken)
	if err != nil {
		return answer, err
	}
	c.threeDS.Status = false
	return c.enrollment(), nil
}

func (c *card) enrollment() cards.CardThreeDSEnrollment {
	return cards.CardThreeDSEnrollment{
		CardID: c.id, CardToken: c.shownToken(), CardStatus: c.status, StatusReason: c.reason, Card3DSecure: c.threeDS,
	}
}

// UpdateCardAccount has another account of the holder pay for a card, in the same currency.
func (p *Platform) UpdateCardAccount(call Call, in cards.UpdateCardAccountRequest) (answer cards.CardAccountLink, err error) {
	c, err := p.unreplaced(in.CardID, "")
	if err != nil {
		return answer, err
	}
	to, err := p.payer(in.AccountID, c.holder, c.tier)
	if err != nil {
		return answer, err
	}
	c.account, c.updated = to, call.Now
	return cards.CardAccountLink{AccountID: to.id, Remarks: "Account updated"}, nil
}
