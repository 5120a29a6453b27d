package issuing

import (
	"crypto/rand"
	"strings"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/cards"
	"github.com/wallex-sdk/wallex-go/pkg/timestamp"
)

// notifyStatus notes that a card has another status than before. The source shows the types and labels of two statuses;
// those of the others are made like them.
func (p *Platform) notifyStatus(c *card, now time.Time, before cards.CardStatus) {
	p.Notify("cardStatusNotification", cards.CardStatusNotification{
		ID:         strings.ToLower(rand.Text()),
		Type:       "card.status." + strings.ToLower(string(c.status)),
		OccurredAt: timestamp.From(now.Truncate(time.Second)),
		Status:     cards.NotifiedStatusChange{Previous: labelled(before), Current: labelled(c.status), Reason: c.reason},
		Card: cards.NotifiedCard{
			Token: c.shownToken(), LastFourDigits: c.lastFour(), Tier: c.tier.Title, Network: "MC", Type: c.kind,
		},
	})
}

func labelled(status cards.CardStatus) cards.NotifiedStatus {
	label := "DECLINE_ALL_TXNS"
	if status == cards.CardStatusActive {
		label = "FULLY_OPERATIONAL"
	}
	return cards.NotifiedStatus{Code: status, Label: label}
}
