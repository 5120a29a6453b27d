package main

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/payout"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/ledger"
)

// Result is what came out of a run.
type Result struct {
	Requested int `json:"requested"`
	Completed int `json:"completed"` // orders that were paid, as their payers and the ledger say
	Rejected  int `json:"rejected"`  // orders that were not, for good, for one of the reasons that were planned
	// Duplicates are payments beyond the first with the same intent.
	Duplicates int `json:"duplicates"`
	// Lost are orders that their payer has paid or left waiting, and that there is no payment of.
	Lost int `json:"lost"`
	// Unknown are orders of which the payers and the ledger do not say the same, or not what was planned, and payments
	// that nobody ordered.
	Unknown int `json:"unknown"`
	// MoneyCreated is all money that the ledger has too much or too little of. All currencies are added up as they are:
	// it means something only where it is 0.
	MoneyCreated string `json:"money_created"`
	Faults       int    `json:"faults"`
	Kills        int    `json:"kills"`
	// Delivered are the deliveries of notifications that were answered with success, Handled the notifications that were
	// handled.
	Delivered int `json:"webhooks_delivered"`
	Handled   int `json:"webhooks_handled"`
}

// statuses are those of a payment that was made, by what its payer says. Of orders that were refused there is none.
var statuses = map[payout.Outcome]simplepayments.SimplePaymentStatus{
	payout.Completed:         simplepayments.SimplePaymentStatusCompleted,
	payout.Rejected:          simplepayments.SimplePaymentStatusRejected,
	payout.Failed:            simplepayments.SimplePaymentStatusFailed,
	payout.InsufficientFunds: simplepayments.SimplePaymentStatusAwaitingFunds,
}

// audit compares what was ordered, what the payers say and what the sandbox holds, and returns what is wrong in words.
func audit(p plan, e evidence) (r Result, problems []string) {
	wrong := func(count *int, format string, args ...any) {
		*count++
		problems = append(problems, fmt.Sprintf(format, args...))
	}
	r = Result{
		Requested: len(p.orders), Faults: faultsIn(e.stats), Kills: e.kills, Delivered: e.stats.Delivered, Handled: len(e.notes),
	}
	made := map[string][]sandbox.Payment{}
	for _, each := range e.books.Payments {
		made[each.PaymentReference] = append(made[each.PaymentReference], each)
	}
	for _, o := range p.orders {
		payments := made[o.Intent]
		delete(made, o.Intent)
		for _, each := range payments[min(1, len(payments)):] {
			wrong(&r.Duplicates, "%s: %s is a second payment", o.Intent, each.SimplePaymentID)
		}
		status, expected := statuses[o.Ending]
		switch {
		case !o.agrees(e.reports[o.Number]):
			wrong(&r.Unknown, "%s: its payers do not all say %s: %q", o.Intent, string(o.Ending), e.reports[o.Number])
		case expected && len(payments) == 0:
			wrong(&r.Lost, "%s: there is no payment", o.Intent)
		case slices.ContainsFunc(payments, func(each sandbox.Payment) bool { return !expected || each.Status != status }):
			wrong(&r.Unknown, "%s: its payers say %s, the payment is %s", o.Intent, string(o.Ending), payments[0].Status)
		case o.Ending == payout.Completed:
			r.Completed++
		default:
			r.Rejected++
		}
	}
	for intent := range made {
		wrong(&r.Unknown, "%s: nobody ordered that", intent)
	}
	money, err := imbalance(e.books)
	if err != nil || money.Sign() != 0 {
		problems = append(problems, fmt.Sprintf("the ledger has %s too much or too little (%v)", money, err))
	}
	r.MoneyCreated = money.String()
	return r, append(problems, e.mistakes()...)
}

// agrees reports whether all who had to pay the order say what was planned.
func (o order) agrees(reports []payout.Outcome) bool {
	return len(reports) == len(o.Workers) && !slices.ContainsFunc(reports, func(each payout.Outcome) bool { return each != o.Ending })
}

// imbalance returns how much money there is too much or too little: of all in a currency together, in the wallet, where
// what was paid is missing, and with the beneficiary.
func imbalance(books sandbox.Audit) (total decimal.Decimal, err error) {
	sums := map[string]decimal.Decimal{} // by what must be zero
	add := func(what string, amount decimal.Decimal) {
		sum, failure := sums[what].Add(amount)
		sums[what], err = sum, cmp.Or(err, failure)
	}
	for _, balance := range books.Balances {
		add(balance.Currency, balance.Amount)
		if balance.Account.Kind == "payouts" { // what has left the platform, one for each beneficiary
			add("paid out "+balance.Currency, balance.Amount)
		}
	}
	wallet := ledger.Account{Kind: ledger.Wallet, Owner: "partner"}
	for currency, amount := range opening {
		add("wallet "+currency, books.Balance(wallet, currency))
		add("wallet "+currency, amount.Neg())
	}
	for _, each := range books.Payments {
		if each.Status == simplepayments.SimplePaymentStatusCompleted {
			add("wallet "+each.SellCurrency, each.TotalAmount)
			add("paid out "+each.BuyCurrency, each.BuyAmount.Neg())
		}
	}
	total = decimal.FromInt(0)
	for _, sum := range sums {
		switch sum.Sign() {
		case 0:
			continue // which may be 0.00
		case -1:
			sum = sum.Neg()
		}
		added, failure := total.Add(sum)
		total, err = added, cmp.Or(err, failure)
	}
	return total, err
}

// mistakes returns what else must not be: a sandbox that contradicts itself, and notifications that were not handled
// once each.
func (e evidence) mistakes() (problems []string) {
	if e.books.Wrong != "" {
		problems = append(problems, "the books: "+e.books.Wrong)
	}
	for _, violation := range e.stats.Violations {
		problems = append(problems, "the sandbox: "+violation)
	}
	distinct := slices.Sorted(slices.Values(e.notes))
	if again := len(e.notes) - len(slices.Compact(distinct)); again > 0 {
		problems = append(problems, fmt.Sprintf("%d notifications were handled again", again))
	}
	if missing := announced(e.books.Payments) - len(e.notes); missing > e.stats.Undelivered || missing < 0 {
		problems = append(problems, fmt.Sprintf("%d notifications were not handled, and %d could not be delivered", missing, e.stats.Undelivered))
	}
	if underWay(e.books.Payments) {
		problems = append(problems, "some payments do not end")
	}
	return problems
}

// announced returns how many notifications there are of payments: that they are funded, how they end, and that their
// money comes back.
func announced(payments []sandbox.Payment) (count int) {
	for _, each := range payments {
		switch each.Status {
		case simplepayments.SimplePaymentStatusProcessing:
			count++
		case simplepayments.SimplePaymentStatusCompleted:
			count += 2
		case simplepayments.SimplePaymentStatusRejected, simplepayments.SimplePaymentStatusFailed:
			count += 3
		}
	}
	return count
}

// underWay reports whether a payment was funded and has not ended.
func underWay(payments []sandbox.Payment) bool {
	return slices.ContainsFunc(payments, func(each sandbox.Payment) bool {
		return each.Status == simplepayments.SimplePaymentStatusProcessing
	})
}
