package main

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

// lateBy is how late some requests take effect, and for how long listings lag: longer than workers wait before they
// send something again.
const lateBy = 700 * time.Millisecond

// The steps of a payout, by the operation that takes them, and what notifications tell of it.
const (
	lookup = "findSimplePayments"
	quote  = "quoteSimplePayment"
	create = "createSimplePayment"
	fund   = "fundSimplePayment"
	follow = "retrieveSimplePayment"
	notify = "simplePaymentStatusNotification"
)

var steps = []string{lookup, quote, create, fund, follow}

// misfortune is a kind of fault, and what it strikes how often.
type misfortune struct {
	kind        sandbox.FaultKind
	operations  []string
	probability float64
	delay       time.Duration
}

// misfortunes are all kinds of faults that there are.
func misfortunes() []misfortune {
	all := []misfortune{
		{sandbox.ApplyLate, []string{create, fund}, 0.03, 0},
		{sandbox.LagListing, []string{lookup}, 0.5, lateBy},
		{sandbox.DuplicateWebhook, []string{notify}, 0.2, 0},
		{sandbox.DelayWebhook, []string{notify}, 0.1, lateBy},
		{sandbox.ReorderWebhook, []string{notify}, 0.1, lateBy},
		{sandbox.DropWebhook, []string{notify}, 0.05, 0},
	}
	for _, kind := range []sandbox.FaultKind{
		sandbox.DropBefore, sandbox.DropAfter, sandbox.ErrorBefore, sandbox.ErrorAfter,
		sandbox.UnavailableBefore, sandbox.UnavailableAfter, sandbox.BadGatewayBefore, sandbox.BadGatewayAfter,
		sandbox.HangBefore, sandbox.HangAfter, sandbox.TooManyRequests, sandbox.TruncateAnswer,
	} {
		all = append(all, misfortune{kind, steps, 0.012, 0})
	}
	return all
}

// faults are those of a run. Each strikes everything it can once for certain, by the number of the request, so that even
// a short run sees all of them.
func faults() (all []sandbox.Fault) {
	for n, m := range misfortunes() {
		if m.kind != sandbox.LagListing { // which needs something to hide
			all = append(all, sandbox.Fault{Kind: m.kind, Operations: m.operations, Requests: []int{2 + n}, Delay: m.delay})
		}
	}
	for _, m := range misfortunes() {
		all = append(all, sandbox.Fault{Kind: m.kind, Operations: m.operations, Probability: m.probability, Delay: m.delay})
	}
	return append(all,
		sandbox.Fault{Kind: sandbox.ApplyLate, Operations: []string{create, fund}, Probability: 0.03, Delay: lateBy},
		sandbox.Fault{Kind: sandbox.DropAfter, Operations: []string{"authenticate"}, Probability: 0.1},
	)
}

// faultsIn returns how many faults happened.
func faultsIn(stats sandbox.Stats) (count int) {
	for _, byOperation := range stats.Faults {
		for _, each := range byOperation {
			count += each
		}
	}
	return count
}

// shortfalls returns what there was too little of: kills, faults, and each kind of fault at each step.
func shortfalls(p plan, e evidence) (all []string) {
	if want := 1 + p.payments/80; e.kills < want {
		all = append(all, fmt.Sprintf("%d kills instead of %d", e.kills, want))
	}
	if got := faultsIn(e.stats); got < p.payments {
		all = append(all, fmt.Sprintf("%d faults instead of %d", got, p.payments))
	}
	want := max(1, p.payments/250)
	for _, m := range misfortunes() {
		for _, operation := range m.operations {
			if got := e.stats.Faults[m.kind][operation]; got < want && !(p.forgetful && operation == lookup) {
				all = append(all, fmt.Sprintf("%s struck %s %d times instead of %d", m.kind, operation, got, want))
			}
		}
	}
	return all
}

// printFaults prints a table of the faults that happened.
func printFaults(w io.Writer, stats sandbox.Stats) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(table, "\t")
	columns := append(slices.Clone(steps), notify)
	for _, operation := range columns {
		fmt.Fprintf(table, "%s\t", operation)
	}
	fmt.Fprintln(table)
	for _, m := range misfortunes() {
		fmt.Fprintf(table, "%s\t", m.kind)
		for _, operation := range columns {
			fmt.Fprintf(table, "%d\t", stats.Faults[m.kind][operation])
		}
		fmt.Fprintln(table)
	}
	_ = table.Flush() // nobody can be told
}
