package issuing

import (
	"slices"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/rules"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
)

// settings are what can be blocked for every card, with nothing blocked at first. The ids and the types are those of the
// documented examples.
var settings = []rules.SecuritySetting{
	{ID: 69, TransactionType: rules.RuleTransactionTypeAtmWithdrawal, Title: "Block cash", Description: "No cash at machines"},
	{ID: 70, TransactionType: rules.RuleTransactionTypePurchase, Title: "Block purchases", Description: "No purchases"},
	{ID: 72, TransactionType: rules.RuleTransactionTypeAll, Title: "Block everything", Description: "No transactions at all"},
}

// ListCardSecurity answers with the settings of a card.
func (p *Platform) ListCardSecurity(call Call, _ struct{}) ([]rules.SecuritySetting, error) {
	c, err := p.card(number(call.Query.Get("cardId")), "")
	if err != nil {
		return nil, err
	}
	return c.settings(), nil
}

// UpdateCardSecurity switches a setting.
func (p *Platform) UpdateCardSecurity(_ Call, in rules.UpdateCardSecurityRequest) (answer rules.SecuritySetting, err error) {
	c, err := p.unreplaced(number(in.CardID), "")
	if err != nil {
		return answer, err
	}
	at := slices.IndexFunc(settings, func(s rules.SecuritySetting) bool { return s.ID == number(in.ID) })
	switch {
	case at < 0:
		return answer, unknown("id", "Setting")
	case settings[at].TransactionType != in.TransactionType:
		return answer, refusal.Field("transactionType", "Setting is for another transaction type")
	}
	c.blocked[settings[at].TransactionType] = in.Value == "1"
	return c.settings()[at], nil
}

// ResetCardSecurity switches all settings off, as in the documented example.
func (p *Platform) ResetCardSecurity(_ Call, in rules.ResetCardSecurityRequest) ([]rules.SecuritySetting, error) {
	c, err := p.unreplaced(in.CardID, "")
	if err != nil {
		return nil, err
	}
	clear(c.blocked)
	return c.settings(), nil
}

func (c *card) settings() []rules.SecuritySetting {
	shown := slices.Clone(settings)
	for i := range shown {
		shown[i].Enabled = c.blocked[shown[i].TransactionType]
	}
	return shown
}

// blocks reports whether transactions of a type are blocked.
func (c *card) blocks(kind rules.RuleTransactionType) bool {
	return c.blocked[kind] || c.blocked[rules.RuleTransactionTypeAll]
}
