package issuing

import (
	"errors"
	"fmt"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/cards"
	"github.com/wallex-sdk/wallex-go/gen/cardplatform/rules"
	"github.com/wallex-sdk/wallex-go/gen/cardplatform/transactions"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/ledger"
)

// Purchase pays a merchant with a card, in the currency of its account. A purchase that is declined is a transaction
// that failed, and its narration says why: in the sandbox's own words, the source has none.
func (p *Platform) Purchase(now time.Time, cardID int, major decimal.Decimal, merchant string) error {
	c, ok := p.cards.byID[cardID]
	if !ok {
		return fmt.Errorf("there is no card %d", cardID)
	}
	amount, ok := centsOf(major)
	if !ok || amount == 0 {
		return fmt.Errorf("nobody can pay %s %s", major, c.account.currency.Code)
	}
	if p.merchants[merchant] == 0 {
		p.merchants[merchant] = p.newID()
	}
	made := p.newTransaction(now, transaction{
		kind: "Purchase", status: transactions.TransactionStatusSuccess, narration: "POS AT " + merchant,
		amount: amount, sender: c.account, card: c, merchant: merchant,
	})
	declined := p.decline(made)
	if declined == "" {
		to := ledger.Account{Kind: shops, Owner: merchant}
		err := p.post(made.id, made.narration, now, made.posting(c.account.inBook(), to, amount))
		if errors.Is(err, ledger.ErrInsufficientFunds) {
			declined = "insufficient balance"
		} else if err != nil {
			return err
		}
	}
	if declined != "" {
		made.status = transactions.TransactionStatusFailed
		made.narration += " (declined: " + declined + ")"
	}
	p.transactions.add(made.id, made)
	return nil
}

// decline returns why the card does not pay, the empty text where it does.
func (p *Platform) decline(made *transaction) string {
	c := made.card
	switch {
	case c.status != cards.CardStatusActive:
		return "the card is not active"
	case !made.at.Before(c.expires):
		return "the card has expired"
	case c.blocks(rules.RuleTransactionTypePurchase):
		return "purchases are blocked"
	}
	for i, l := range limits {
		if l.TransactionType == rules.RuleTransactionTypePurchase && p.spent(made, l) > c.limit(i) {
			return "the limit " + l.Slug + " is exceeded"
		}
	}
	return ""
}

// spent is what a limit compares with its value: how much the card has paid, or how often, in the time of the limit and
// together with a purchase.
func (p *Platform) spent(made *transaction, l limit) (sum cents) {
	for _, t := range append(p.transactions.newestFirst(func(t *transaction) bool {
		return t.card == made.card && t.status == transactions.TransactionStatusSuccess && l.covers(made.at, t.at)
	}), made) {
		if l.LimitType == rules.LimitKindCount {
			sum++
		} else {
			sum += t.amount
		}
	}
	return sum
}
