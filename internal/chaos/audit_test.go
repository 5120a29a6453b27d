package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/payout"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/ledger"
)

// clean is a plan of two orders, one of which cannot be paid and one that is paid by two workers, and the evidence of a
// run in which all went well.
func clean() (plan, evidence) {
	p := plan{orders: []order{
		{Number: 0, Intent: "rent", Ending: payout.Completed, Workers: []int{0, 1}},
		{Number: 1, Intent: "boat", Ending: payout.Refused, Workers: []int{1}},
		{Number: 2, Intent: "food", Ending: payout.InsufficientFunds, Workers: []int{2}},
	}}
	book := ledger.New()
	bank, wallet := ledger.Account{Kind: "opening"}, ledger.Account{Kind: ledger.Wallet, Owner: "partner"}
	exchange, landlord := ledger.Account{Kind: "exchange"}, ledger.Account{Kind: "payouts", Owner: "landlord"}
	post := func(from, to ledger.Account, currency string, amount decimal.Decimal) {
		entry := ledger.Entry{Postings: []ledger.Posting{{From: from, To: to, Currency: currency, Amount: amount}}}
		if err := book.Post(entry); err != nil {
			panic(err)
		}
	}
	for currency, amount := range opening {
		post(bank, wallet, currency, amount)
	}
	post(wallet, exchange, "USD", decimal.MustParse("10.05"))
	post(exchange, landlord, "SGD", decimal.FromInt(13))
	return p, evidence{
		reports: map[int][]payout.Outcome{
			0: {payout.Completed, payout.Completed}, 1: {payout.Refused}, 2: {payout.InsufficientFunds},
		},
		books: sandbox.Audit{Books: book.Books(), Payments: []sandbox.Payment{
			payment("rent", simplepayments.SimplePaymentStatusCompleted), payment("food", simplepayments.SimplePaymentStatusAwaitingFunds),
		}},
		stats: sandbox.Stats{
			Delivered: 3,
			Faults:    map[sandbox.FaultKind]map[string]int{sandbox.DropAfter: {create: 2, fund: 1}, sandbox.DropWebhook: {notify: 1}},
		},
		notes: []string{"processing", "completed"},
		kills: 5,
	}
}

func payment(intent string, status simplepayments.SimplePaymentStatus) sandbox.Payment {
	return sandbox.Payment{SimplePayment: simplepayments.SimplePayment{
		SimplePaymentID: "p-" + intent, PaymentReference: intent, Status: status,
		SellCurrency: "USD", TotalAmount: decimal.MustParse("10.05"), BuyCurrency: "SGD", BuyAmount: decimal.FromInt(13),
	}}
}

func TestAudit(t *testing.T) {
	all := Result{Requested: 3, Completed: 1, Rejected: 2, MoneyCreated: "0", Faults: 4, Kills: 5, Delivered: 3, Handled: 2}
	for _, test := range []struct {
		name    string
		spoil   func(*evidence)
		changes func(*Result)
		problem string // "" for none
	}{
		{"clean", func(*evidence) {}, func(*Result) {}, ""},
		{
			"a second payment that waits for its funds",
			func(e *evidence) {
				e.books.Payments = append(e.books.Payments, payment("food", simplepayments.SimplePaymentStatusAwaitingFunds))
			},
			func(r *Result) { r.Duplicates = 1 },
			"food: p-food is a second payment",
		},
		{
			"a lost payment",
			func(e *evidence) { e.books.Payments = e.books.Payments[:1] },
			func(r *Result) { r.Lost, r.Rejected = 1, 1 },
			"food: there is no payment",
		},
		{
			"a payment in another state",
			func(e *evidence) {
				e.books.Payments[1].Status = simplepayments.SimplePaymentStatusFailed
				e.notes = []string{"a", "b", "c", "d", "e"}
			},
			func(r *Result) { r.Unknown, r.Rejected, r.Handled = 1, 1, 5 },
			"food: its payers say insufficient_funds, the payment is failed",
		},
		{
			"a payment of an order that was refused",
			func(e *evidence) {
				e.books.Payments = append(e.books.Payments, payment("boat", simplepayments.SimplePaymentStatusAwaitingFunds))
			},
			func(r *Result) { r.Unknown, r.Rejected = 1, 1 },
			"boat: its payers say refused, the payment is awaiting_funds",
		},
		{
			"a payment that nobody ordered",
			func(e *evidence) {
				e.books.Payments = append(e.books.Payments, payment("gift", simplepayments.SimplePaymentStatusAwaitingFunds))
			},
			func(r *Result) { r.Unknown = 1 },
			"gift: nobody ordered that",
		},
		{
			"a payer that says nothing",
			func(e *evidence) { e.reports[0] = e.reports[0][:1] },
			func(r *Result) { r.Unknown, r.Completed = 1, 0 },
			`rent: its payers do not all say completed: ["completed"]`,
		},
		{
			"payers that contradict each other",
			func(e *evidence) { e.reports[0][1] = payout.Failed },
			func(r *Result) { r.Unknown, r.Completed = 1, 0 },
			`rent: its payers do not all say completed: ["completed" "failed"]`,
		},
		{
			"money from nowhere",
			func(e *evidence) { balance(e, "payouts", "SGD").Amount = decimal.MustParse("13.01") },
			func(r *Result) { r.MoneyCreated = "0.02" }, // there is too much, and the beneficiary has got too much
			"the ledger has 0.02 too much or too little (<nil>)",
		},
		{
			"a payment that took too little",
			func(e *evidence) {
				balance(e, ledger.Wallet, "USD").Amount = decimal.FromInt(1_000_000_000)
				balance(e, "exchange", "USD").Amount = decimal.FromInt(0)
			},
			func(r *Result) { r.MoneyCreated = "10.05" },
			"the ledger has 10.05 too much or too little (<nil>)",
		},
		{
			"books that contradict themselves",
			func(e *evidence) { e.books.Wrong = "too thick" },
			func(*Result) {},
			"the books: too thick",
		},
		{
			"a sandbox that breaks the specification",
			func(e *evidence) { e.stats.Violations = []string{"no id"} },
			func(*Result) {},
			"the sandbox: no id",
		},
		{
			"a notification that was handled twice",
			func(e *evidence) { e.notes[1] = "processing" },
			func(*Result) {},
			"1 notifications were handled again",
		},
		{
			"a notification that was not handled",
			func(e *evidence) { e.notes = e.notes[:1] },
			func(r *Result) { r.Handled = 1 },
			"1 notifications were not handled, and 0 could not be delivered",
		},
		{
			"a notification that could not be delivered",
			func(e *evidence) { e.notes, e.stats.Undelivered = e.notes[:1], 1 },
			func(r *Result) { r.Handled = 1 },
			"",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			p, e := clean()
			want := all
			test.spoil(&e)
			test.changes(&want)
			got, problems := audit(p, e)
			require.Equal(t, want, got)
			if test.problem == "" {
				require.Empty(t, problems)
			} else {
				require.Equal(t, []string{test.problem}, problems)
			}
		})
	}
}

// balance returns the balance of an account of a kind, to change it.
func balance(e *evidence, kind, currency string) *ledger.Balance {
	for n, each := range e.books.Balances {
		if each.Account.Kind == kind && each.Currency == currency {
			return &e.books.Balances[n]
		}
	}
	panic("there is no " + kind)
}

func TestShortfalls(t *testing.T) {
	p := newPlan(settings{payments: 1000})
	e := evidence{kills: 13, stats: sandbox.Stats{Faults: map[sandbox.FaultKind]map[string]int{}}}
	for _, m := range misfortunes() {
		e.stats.Faults[m.kind] = map[string]int{}
		for _, operation := range m.operations {
			e.stats.Faults[m.kind][operation] = 4
		}
	}
	require.Equal(t, []string{"268 faults instead of 1000"}, shortfalls(p, e))
	e.stats.Faults[sandbox.DropAfter][create] = 1000
	require.Empty(t, shortfalls(p, e))
	e.kills = 12
	e.stats.Faults[sandbox.HangAfter][fund] = 3
	e.stats.Faults[sandbox.DropWebhook] = nil
	require.Equal(t, []string{
		"12 kills instead of 13",
		"drop-webhook struck simplePaymentStatusNotification 0 times instead of 4",
		"hang-after struck fundSimplePayment 3 times instead of 4",
	}, shortfalls(p, e))
}
