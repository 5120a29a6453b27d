package issuing

import (
	"slices"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/cards"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
)

// The results of a review, which the source does not name.
const (
	approved = "APPROVED"
	rejected = "REJECTED"
)

// report says that a card was lost, stolen or damaged. It is open until the card was replaced, or the report declined.
type report struct {
	reason, remarks string
	review          string
	ended           bool
}

func (r *report) isOpen() bool { return r != nil && !r.ended }

// ReportCardIssue blocks a card and has its report reviewed.
func (p *Platform) ReportCardIssue(call Call, in cards.ReportCardIssueRequest) (answer cards.CardIssue, err error) {
	c, err := p.current(in.CardID, in.CardToken)
	switch {
	case err != nil:
		return answer, err
	case c.report.isOpen():
		return answer, forbid("The card is reported already")
	case !slices.Contains(controllable, c.status):
		return answer, forbid("The status of the card must be ACTIVE, BLOCK or FREEZE")
	}
	c.report = &report{reason: in.StatusReason, remarks: in.Remarks}
	p.turn(c, call.Now, cards.CardStatusBlock, in.StatusReason)
	return c.issue(), nil
}

// ReviewCardIssue approves or rejects a report, once.
func (p *Platform) ReviewCardIssue(_ Call, in cards.ReviewCardIssueRequest) (answer cards.CardIssue, err error) {
	c, err := p.reported(in.CardID, in.CardToken)
	switch {
	case err != nil:
		return answer, err
	case in.Status != approved && in.Status != rejected:
		return answer, refusal.Field("status", "Status must be APPROVED or REJECTED")
	case c.report.review != "":
		return answer, forbid("The report was reviewed already")
	}
	c.report.review = in.Status
	change(&c.report.remarks, in.Remarks)
	change(&c.reason, in.StatusReason)
	return c.issue(), nil
}

// DeclineCard ends a report without a new card. The card is frozen then; so it is when it is declined again.
func (p *Platform) DeclineCard(call Call, in cards.DeclineCardRequest) (answer cards.CardIssue, err error) {
	c, err := p.current(in.CardID, in.CardToken)
	if err == nil && c.report != nil && c.report.ended && c.status == cards.CardStatusFreeze {
		return c.issue(), nil
	}
	if c, err = p.reported(in.CardID, in.CardToken); err != nil {
		return answer, err
	}
	c.report.ended = true
	change(&c.report.remarks, in.Remarks)
	p.turn(c, call.Now, cards.CardStatusFreeze, c.report.reason)
	return c.issue(), nil
}

// ReplaceCard issues a new card in place of a reported one.
func (p *Platform) ReplaceCard(call Call, in cards.ReplaceCardRequest) (cards.ReissuedCard, error) {
	return p.reissue(call, in.CardID, in.CardToken, "Card replaced")
}

// RenewCard issues a new card for a reported one. What makes it different from a replacement is not documented: here
// nothing does.
func (p *Platform) RenewCard(call Call, in cards.RenewCardRequest) (cards.ReissuedCard, error) {
	return p.reissue(call, in.CardID, in.CardToken, "Card renewed")
}

// reissue issues a card like a reported one, whose report must have been approved. The old one stays blocked for good.
func (p *Platform) reissue(call Call, id int, token cards.CardToken, message string) (answer cards.ReissuedCard, err error) {
	old, err := p.reported(id, token)
	if err != nil {
		return answer, err
	}
	if old.report.review != approved {
		return answer, forbid("The report was not approved")
	}
	old.report.ended, old.replaced = true, true
	fresh := p.addCard(call.Now, card{
		holder: old.holder, account: old.account, tier: old.tier, kind: old.kind, name: old.name, pinSet: old.pinSet,
	})
	p.issue(fresh, call.Now, message)
	return cards.ReissuedCard{CardID: fresh.id, CardToken: fresh.shownToken(), Status: fresh.status, Message: message}, nil
}

// ListCardIssues answers with a page of the open reports, those of the newest cards first.
func (p *Platform) ListCardIssues(call Call, _ struct{}) (Page[cards.CardIssue], error) {
	return paginate(call, p.cards.newestFirst(func(c *card) bool { return c.report.isOpen() }), (*card).issue), nil
}

// reported returns a card whose report is open.
func (p *Platform) reported(id int, token cards.CardToken) (*card, error) {
	c, err := p.card(id, token)
	if err == nil && !c.report.isOpen() {
		return nil, forbid("The card is not reported")
	}
	return c, err
}

func (c *card) issue() cards.CardIssue {
	return cards.CardIssue{
		CardID: c.id, CardToken: c.shownToken(), CardStatus: c.status, StatusReason: c.reason, Remarks: c.report.remarks,
	}
}
