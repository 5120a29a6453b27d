package payoutrun

import (
	"context"
	"fmt"
	"sync"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/internal/payoutfile"
	"github.com/wallex-sdk/wallex-go/internal/payoutjournal"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/payout"
)

// LimitError says that a payment would have exceeded the limit of what may be spent.
type LimitError struct {
	Currency string
	Limit    decimal.Decimal
}

// Error names the limit.
func (e *LimitError) Error() string {
	return fmt.Sprintf("together with the other payments, it costs more than %s %s", e.Limit, e.Currency)
}

// guard stands before the journal: it lets nothing be sent that would cost more than the limits allow, fees included.
type guard struct {
	*payoutjournal.Journal
	limits     map[string]decimal.Decimal
	currencies map[string]string // what each reference pays with

	mu      sync.Mutex
	costs   map[string]decimal.Decimal // by reference
	kept    map[string]bool            // the references of what is made, or may be: their costs are not released
	created map[string]bool            // the references that a create was sent with
}

// newGuard counts what the payments of earlier calls cost.
func newGuard(journal *payoutjournal.Journal, rows []payoutfile.Row, limits map[string]decimal.Decimal) *guard {
	g := &guard{
		Journal: journal, limits: limits, currencies: map[string]string{},
		costs: map[string]decimal.Decimal{}, kept: map[string]bool{}, created: map[string]bool{},
	}
	for _, row := range rows {
		reference := row.Order.Reference
		g.currencies[reference] = row.Order.SellCurrency
		state := journal.States[reference]
		g.created[reference] = state.Made()
		if state.Open() {
			g.costs[reference], g.kept[reference] = state.Price.Cost, true
		}
	}
	return g
}

// Before refuses what is too much, and asks the journal otherwise.
func (g *guard) Before(ctx context.Context, entry payout.Entry) error {
	if err := g.reserve(entry); err != nil {
		return err
	}
	return g.Journal.Before(ctx, entry)
}

// After counts what is found, settles the cost at the end of a payment, and tells the journal.
func (g *guard) After(ctx context.Context, entry payout.Entry) error {
	switch entry.Step {
	case payout.StepFind:
		g.find(entry)
	case payout.StepEnd:
		g.settle(entry)
	}
	return g.Journal.After(ctx, entry)
}

// count sets what the payments that exist under a reference cost.
func (g *guard) count(reference string, cost decimal.Decimal) {
	if cost.IsZero() {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.costs[reference], g.kept[reference] = cost, true
}

// find sets the cost of a payment that nobody has counted yet.
func (g *guard) find(entry payout.Entry) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.kept[entry.Reference] && !lapsed(simplepayments.SimplePaymentStatus(entry.Status)) {
		g.costs[entry.Reference] = entry.Price.Cost
	}
}

// settle releases the cost of what came to nothing. That a payment was not found this time says nothing about one that
// was made before.
func (g *guard) settle(entry payout.Entry) {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch reference := entry.Reference; {
	case entry.Outcome == payout.Rejected || entry.Outcome == payout.Failed:
		delete(g.costs, reference)
		delete(g.kept, reference)
	case entry.Outcome == payout.Unknown, entry.Outcome == payout.Duplicate,
		entry.ID != "" && entry.Outcome != payout.Mismatch:
		g.kept[reference] = true
	case !g.kept[reference]:
		delete(g.costs, reference)
	}
}

// own reports whether a payment was created for the file, in this run or an earlier one.
func (g *guard) own(reference string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.created[reference]
}

// reserve sets the cost of a payment, if all payments in its currency are within the limit.
func (g *guard) reserve(entry payout.Entry) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	currency := g.currencies[entry.Reference]
	if limit, limited := g.limits[currency]; limited {
		sum, err := g.sum(entry.Reference, entry.Price.Cost)
		if err != nil {
			return err
		}
		if sum.Cmp(limit) > 0 {
			return &LimitError{currency, limit}
		}
	}
	g.costs[entry.Reference] = entry.Price.Cost
	g.created[entry.Reference] = g.created[entry.Reference] || entry.Step == payout.StepCreate
	return nil
}

// sum adds a cost to those of all other payments in the currency. The caller holds g.mu.
func (g *guard) sum(reference string, cost decimal.Decimal) (sum decimal.Decimal, err error) {
	sum = cost
	for other, known := range g.costs {
		if other == reference || g.currencies[other] != g.currencies[reference] {
			continue
		}
		if sum, err = sum.Add(known); err != nil {
			return sum, err
		}
	}
	return sum, nil
}
