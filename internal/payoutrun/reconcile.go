package payoutrun

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/internal/payoutfile"
	"github.com/wallex-sdk/wallex-go/internal/payoutjournal"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

// Difference is something in which a file, its journal, the payments and the balance history do not agree.
type Difference struct {
	Line      int // 0 where the file has no line for it
	Reference string
	Text      string
}

// String names the line and the reference.
func (d Difference) String() string {
	if d.Line == 0 {
		return fmt.Sprintf("%s: %s", d.Reference, d.Text)
	}
	return fmt.Sprintf("line %d, %s: %s", d.Line, d.Reference, d.Text)
}

// Reconcile compares the rows of a file with its journal, the payments of the platform and the balance history, and
// returns every difference in the order of the file. It changes nothing.
//
// That the transactionId of the balance history is the id of the payment is how the sandbox does it; the documentation
// does not say so. Where no change of a balance has the id of any payment of the file, that is one difference, and not
// one for each payment.
//
// Source: https://docs.wallex.asia/, Sections "Find Simple Payments" and "Get Balances History"
func Reconcile(
	ctx context.Context, client *wallex.Client, rows []payoutfile.Row, journal payoutjournal.Content,
) ([]Difference, error) {
	c := &comparison{journal: journal, lines: map[string]int{}}
	for _, row := range rows {
		c.lines[row.Order.Reference] = row.Line
	}
	var err error
	if c.platform, err = fetch(ctx, client, rows, journal.Header.Begun); err != nil {
		return nil, err
	}
	var single []simplepayments.SimplePayment
	for _, row := range rows {
		reference := row.Order.Reference
		switch payments := c.payments[reference]; len(payments) {
		case 0:
			c.missing(reference)
		case 1:
			c.compare(row, payments[0])
			single = append(single, payments[0])
		default:
			all := slices.Sorted(maps.Keys(ids(payments)))
			c.differs(reference, "several payments have the reference: %s", strings.Join(all, ", "))
		}
	}
	for _, reference := range slices.Sorted(maps.Keys(journal.States)) {
		if c.lines[reference] == 0 && journal.States[reference].Open() {
			c.differs(reference, "the journal has it, and the file does not")
		}
	}
	c.balances(single)
	slices.SortStableFunc(c.found, func(a, b Difference) int { return cmp.Compare(a.Line, b.Line) })
	return c.found, nil
}

type comparison struct {
	platform
	journal payoutjournal.Content
	lines   map[string]int // by reference
	found   []Difference
}

func (c *comparison) differs(reference, format string, args ...any) {
	c.found = append(c.found, Difference{c.lines[reference], reference, fmt.Sprintf(format, args...)})
}

// missing is about a row without a payment.
func (c *comparison) missing(reference string) {
	if state := c.journal.States[reference]; state.ID != "" {
		c.differs(reference, "there is no payment, and the journal has %s", state.ID)
		return
	}
	c.differs(reference, "there is no payment")
}

// compare is about a row with its payment.
func (c *comparison) compare(row payoutfile.Row, made simplepayments.SimplePayment) {
	reference, state := row.Order.Reference, c.journal.States[row.Order.Reference]
	amount := made.BuyAmount
	if made.FixedSide == "sell" {
		amount = made.SellAmount
	}
	for _, each := range []struct{ name, file, payment string }{
		{"the beneficiary", row.Order.BeneficiaryID, made.Beneficiary.BeneficiaryID},
		{"the sold currency", row.Order.SellCurrency, made.SellCurrency},
		{"the bought currency", row.Order.BuyCurrency, made.BuyCurrency},
		{"the fixed side", cmp.Or(string(row.Order.FixedSide), "buy"), made.FixedSide},
	} {
		if each.payment != "" && each.payment != each.file {
			c.differs(reference, "%s is %s in the file and %s in payment %s",
				each.name, each.file, each.payment, made.SimplePaymentID)
		}
	}
	if !amount.IsZero() && amount.Cmp(row.Order.Amount) != 0 {
		c.differs(reference, "the amount is %s in the file and %s in payment %s", row.Order.Amount, amount, made.SimplePaymentID)
	}
	switch {
	case !state.Made():
		c.differs(reference, "payment %s is not in the journal", made.SimplePaymentID)
	case state.Row != row.Hash:
		c.differs(reference, "the line was edited after payment %s was begun", made.SimplePaymentID)
	}
	if state.ID != "" && state.ID != made.SimplePaymentID {
		c.differs(reference, "the payment is %s, and %s in the journal", made.SimplePaymentID, state.ID)
	}
	cost := state.Price.Cost
	if state.ID != "" && !cost.IsZero() && !made.TotalAmount.IsZero() && cost.Cmp(made.TotalAmount) != 0 {
		c.differs(reference, "payment %s costs %s, and %s in the journal", made.SimplePaymentID, made.TotalAmount, cost)
	}
	switch status := string(made.Status); {
	case state.Made() && state.Status != "" && state.Status != status:
		c.differs(reference, "payment %s is %s, and %s in the journal", made.SimplePaymentID, status, state.Status)
	case made.Status != simplepayments.SimplePaymentStatusCompleted:
		c.differs(reference, "payment %s is %s", made.SimplePaymentID, status)
	}
}

// balances compares what payments cost with what they did to the balance.
func (c *comparison) balances(payments []simplepayments.SimplePayment) {
	known := slices.ContainsFunc(payments, func(p simplepayments.SimplePayment) bool {
		return len(c.changes[p.SimplePaymentID]) > 0
	})
	for _, payment := range payments {
		var taken, cost decimal.Decimal
		var err error
		for _, change := range c.changes[payment.SimplePaymentID] {
			before := change.AmountBefore
			if change.Currency != payment.SellCurrency {
				continue
			}
			if before, err = before.Sub(change.AmountAfter); err == nil {
				taken, err = taken.Add(before)
			}
			if err != nil {
				c.differs(payment.ReferenceID, "the balance history cannot be added up: %v", err)
				return
			}
		}
		if paidFor(payment.Status) {
			cost = payment.TotalAmount
		}
		switch {
		case taken.Cmp(cost) == 0:
		case known:
			c.differs(payment.ReferenceID, "payment %s is %s and took %s %s out of the wallet, instead of %s",
				payment.SimplePaymentID, payment.Status, amountOf(taken), payment.SellCurrency, amountOf(cost))
		default:
			c.differs("the balance history", "no change has the id of any of the payments")
			return
		}
	}
}

// amountOf writes an amount that counts as 0 where it is absent.
func amountOf(d decimal.Decimal) string { return cmp.Or(d.String(), "0") }

// paidFor reports whether the money of a payment has left the wallet for good. What was rejected or has failed gives it
// back.
func paidFor(status simplepayments.SimplePaymentStatus) bool {
	switch status {
	case simplepayments.SimplePaymentStatusAwaitingFunds,
		simplepayments.SimplePaymentStatusRejected, simplepayments.SimplePaymentStatusFailed:
		return false
	}
	return true
}

// ids is the set of the ids of payments.
func ids(payments []simplepayments.SimplePayment) map[string]bool {
	set := map[string]bool{}
	for _, payment := range payments {
		set[payment.SimplePaymentID] = true
	}
	return set
}
