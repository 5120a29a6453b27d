package main

import (
	"fmt"
	"maps"
	"slices"

	"github.com/spf13/cobra"

	"github.com/wallex-sdk/wallex-go/internal/payoutfile"
	"github.com/wallex-sdk/wallex-go/internal/payoutjournal"
)

// plan shows what is about to be done, and refuses what is more than the limits.
func (p *payouts) plan(cmd *cobra.Command, path string, rows []payoutfile.Row, journal payoutjournal.Content) error {
	totals, err := payoutfile.Totals(rows)
	if err != nil {
		return usage(cmd, "%w", err)
	}
	if err := p.effective(cmd, totals); err != nil {
		return err
	}
	payees, begun := map[string]bool{}, 0
	for _, row := range rows {
		payees[row.Order.BeneficiaryID] = true
		if journal.States[row.Order.Reference].Made() {
			begun++
		}
	}
	out := cmd.OutOrStdout()
	fmt.Fprintf(out, "%s: %s to %s, at %s\n",
		path, count(len(rows), "payment", "payments"), count(len(payees), "beneficiary", "beneficiaries"), p.header().Platform)
	if begun > 0 {
		fmt.Fprintf(out, "begun before, and continued now: %s\n", count(begun, "payment", "payments"))
	}
	for _, total := range totals {
		for _, line := range describe(total) {
			fmt.Fprintf(out, "  %s  %s\n", total.Currency, line)
		}
		limit, limited := p.limits[total.Currency]
		if !limited {
			continue
		}
		fmt.Fprintf(out, "  %s  at most %s is spent, fees included\n", total.Currency, limit)
		if total.Sold.Cmp(limit) > 0 || total.Bought.Cmp(limit) > 0 {
			return &failure{
				error: fmt.Errorf("the payments in %s come to more than %s; nothing was paid", total.Currency, limit),
				code:  exitUsage, next: "check the amounts, or raise --max-total",
			}
		}
	}
	return nil
}

// effective refuses limits that stop nothing: nothing of the file is paid from their currency.
func (p *payouts) effective(cmd *cobra.Command, totals []payoutfile.Total) error {
	for _, currency := range slices.Sorted(maps.Keys(p.limits)) {
		pays := func(t payoutfile.Total) bool { return t.Currency == currency && t.SoldRows+t.CostOpen > 0 }
		if !slices.ContainsFunc(totals, pays) {
			return usage(cmd, "--max-total %s: no payment of the file is paid from it; nothing was paid", currency)
		}
	}
	return nil
}

// describe says what some payments mean for a currency, and what of it is known.
func describe(t payoutfile.Total) (lines []string) {
	if t.BoughtRows > 0 {
		lines = append(lines, fmt.Sprintf("%s arrives in %s (fixed)", t.Bought, count(t.BoughtRows, "payment", "payments")))
	}
	if t.GainOpen > 0 {
		lines = append(lines, fmt.Sprintf("arrives in %s, as much as quotes say", count(t.GainOpen, "payment", "payments")))
	}
	if t.SoldRows > 0 {
		lines = append(lines,
			fmt.Sprintf("%s is spent on %s (fixed), fees as quotes say", t.Sold, count(t.SoldRows, "payment", "payments")))
	}
	if t.CostOpen > 0 {
		lines = append(lines, fmt.Sprintf("is spent on %s, as much as quotes say", count(t.CostOpen, "payment", "payments")))
	}
	return lines
}

// count writes a number of things.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprint(n, " ", many)
}
