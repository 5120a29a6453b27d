package issuing

import (
	"slices"
	"strconv"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/rules"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
)

// limit is a limit that every card has, with its value for a new card and the highest one: the sandbox's own choice. The
// values are amounts, or numbers of transactions.
type limit struct {
	rules.TransactionLimit
	value, allowed cents
}

var limits = []limit{
	newLimit(8, rules.RuleTransactionTypeAtmWithdrawal, rules.LimitFrequencyDaily, rules.LimitKindLimit, "DAILY_CASH_LIMIT", 300_000, 2_000_000),
	newLimit(9, rules.RuleTransactionTypePurchase, rules.LimitFrequencyOneTime, rules.LimitKindLimit, "PURCHASE_LIMIT", 500_000, 5_000_000),
	newLimit(10, rules.RuleTransactionTypePurchase, rules.LimitFrequencyDaily, rules.LimitKindLimit, "DAILY_PURCHASE_LIMIT", 1_000_000, 10_000_000),
	newLimit(11, rules.RuleTransactionTypePurchase, rules.LimitFrequencyDaily, rules.LimitKindCount, "DAILY_PURCHASE_COUNT", 20, 100),
	newLimit(12, rules.RuleTransactionTypePurchase, rules.LimitFrequencyMonthly, rules.LimitKindLimit, "MONTHLY_PURCHASE_LIMIT", 5_000_000, 50_000_000),
}

// onePurchase is the index of the limit of a single purchase.
const onePurchase = 1

func newLimit(
	id int, kind rules.RuleTransactionType, frequency rules.LimitFrequency, of rules.LimitKind, slug string, value, allowed cents,
) limit {
	return limit{rules.TransactionLimit{
		ID: id, TransactionType: kind, Frequency: frequency, LimitType: of, Slug: slug,
		Operator: rules.LimitOperatorLessThanOrEqual, ThirdPartyConfig: processor,
	}, value, allowed}
}

// CardLimit is a limit with its values as strings, which is what the platform sends.
type CardLimit struct {
	rules.TransactionLimit
	Limit        string `json:"limit"`
	AllowedLimit string `json:"allowedLimit"`
}

// ListTransactionLimits answers with the limits of a card, or with those of a new one.
func (p *Platform) ListTransactionLimits(call Call, _ struct{}) ([]CardLimit, error) {
	shown := &card{tier: tiers[0]}
	if call.Query.Has("cardId") {
		var err error
		if shown, err = p.card(number(call.Query.Get("cardId")), ""); err != nil {
			return nil, err
		}
	}
	all := []CardLimit{}
	wants := func(name, value string) bool { return !call.Query.Has(name) || call.Query.Get(name) == value }
	for i, l := range limits {
		if wants("transactionType", string(l.TransactionType)) && wants("thirdPartyConfig", l.ThirdPartyConfig) {
			all = append(all, shown.showLimit(i))
		}
	}
	return all, nil
}

// UpdateTransactionLimit changes a limit of a card, up to what is allowed. There are no limits but those of cards.
func (p *Platform) UpdateTransactionLimit(_ Call, in rules.UpdateTransactionLimitRequest) (answer CardLimit, err error) {
	c, err := p.unreplaced(number(in.CardID), "")
	if err != nil {
		return answer, err
	}
	at := slices.IndexFunc(limits, func(l limit) bool { return l.ID == number(in.ID) })
	switch {
	case at < 0:
		return answer, unknown("id", "Limit")
	case limits[at].TransactionType != in.TransactionType:
		return answer, refusal.Field("transactionType", "Limit is for another transaction type")
	}
	value, ok := limits[at].read(in.Value)
	if !ok || value > limits[at].allowed {
		return answer, refusal.Field("value", "Value is not allowed for this limit")
	}
	if c.limits == nil {
		c.limits = map[int]cents{}
	}
	c.limits[at] = value
	return c.showLimit(at), nil
}

// read reads a value of the limit: an amount in major units, or a number.
func (l limit) read(text string) (cents, bool) {
	if l.LimitType == rules.LimitKindCount {
		n, err := strconv.Atoi(text)
		return cents(n), err == nil && n >= 0
	}
	major, err := decimal.Parse(text)
	if err != nil {
		return 0, false
	}
	return centsOf(major)
}

func (l limit) write(value cents) string {
	if l.LimitType == rules.LimitKindCount {
		return strconv.Itoa(int(value))
	}
	return value.major().String()
}

// covers reports whether what happened earlier counts at a time: days and months are those of UTC.
func (l limit) covers(now, earlier time.Time) bool {
	form := map[rules.LimitFrequency]string{rules.LimitFrequencyDaily: time.DateOnly, rules.LimitFrequencyMonthly: "2006-01"}[l.Frequency]
	return form != "" && now.UTC().Format(form) == earlier.UTC().Format(form)
}

// limit is the value of a limit for the card.
func (c *card) limit(i int) cents {
	if value, ok := c.limits[i]; ok {
		return value
	}
	return limits[i].value
}

func (c *card) showLimit(i int) CardLimit {
	l := limits[i]
	l.CurrencyCode = c.tier.BillingCurrencyCode
	return CardLimit{l.TransactionLimit, l.write(c.limit(i)), l.write(l.allowed)}
}
