package issuing

import (
	"strconv"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/cards"
	"github.com/wallex-sdk/wallex-go/gen/cardplatform/rules"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/uuid"
)

// requested is the status of a card that was not processed yet. The source does not show it.
const requested cards.CardStatus = "PENDING"

// card is a payment card.
type card struct {
	id, token     int // there is no token before the card is processed
	callID        string
	holder        *user
	account       *account
	linkID        int // of the link to the account
	tier          cards.CardTier
	kind          cards.CardType
	name          string
	status        cards.CardStatus
	reason        string
	pan, cvv      string
	expires       time.Time
	pinSet        bool // the PIN itself is forgotten
	manufacturing cards.CardManufacturingStatus
	delivery      cards.CardDeliveryStatus
	arrives       string
	conversion    string
	threeDS       cards.CardThreeDS
	report        *report
	replaced      bool
	blocked       map[rules.RuleTransactionType]bool
	limits        map[int]cents // by index, where they were changed
	created       time.Time
	updated       time.Time
}

// addCard adds a card that was asked for.
func (p *Platform) addCard(now time.Time, added card) *card {
	added.id, added.linkID, added.callID = p.newID(), p.newID(), uuid.New()
	added.status, added.created, added.updated = requested, now, now
	added.blocked = map[rules.RuleTransactionType]bool{}
	p.cards.add(added.id, &added)
	return &added
}

// card returns a card by its id, by its token, or by both where they are of the same card.
func (p *Platform) card(id int, token cards.CardToken) (*card, error) {
	if id == 0 && token == "" {
		return nil, refusal.Field("cardId", "Card id or token is required")
	}
	for _, c := range p.cards.order {
		if (id == 0 || c.id == id) && (token == "" || c.token != 0 && string(token) == strconv.Itoa(c.token)) {
			return c, nil
		}
	}
	return nil, unknown("cardId", "Card")
}

// issued returns a card that the processor knows.
func (p *Platform) issued(id int, token cards.CardToken) (*card, error) {
	c, err := p.card(id, token)
	if err == nil && c.token == 0 {
		return nil, forbid("The card was not processed yet")
	}
	return c, err
}

// unreplaced returns a card that no other one has taken the place of.
func (p *Platform) unreplaced(id int, token cards.CardToken) (*card, error) {
	c, err := p.card(id, token)
	if err == nil && c.replaced {
		return nil, forbid("The card was replaced")
	}
	return c, err
}

// current returns an issued card that was not replaced by another one.
func (p *Platform) current(id int, token cards.CardToken) (*card, error) {
	c, err := p.issued(id, token)
	if err == nil && c.replaced {
		return nil, forbid("The card was replaced")
	}
	return c, err
}

// turn gives a card another status, of which the partner is to hear.
func (p *Platform) turn(c *card, now time.Time, to cards.CardStatus, reason string) {
	from := c.status
	c.status, c.reason, c.updated = to, reason, now
	if from != to {
		p.notifyStatus(c, now, from)
	}
}

// lastFour are the last digits of the number, where there is one.
func (c *card) lastFour() string {
	if c.pan == "" {
		return ""
	}
	return c.pan[len(c.pan)-4:]
}

// shownToken is the token as answers have it, absent where there is none.
func (c *card) shownToken() cards.CardToken {
	if c.token == 0 {
		return ""
	}
	return cards.CardToken(strconv.Itoa(c.token))
}
