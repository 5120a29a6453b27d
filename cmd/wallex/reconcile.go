package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/wallex-sdk/wallex-go/internal/payoutjournal"
	"github.com/wallex-sdk/wallex-go/internal/payoutrun"
)

// newReconcile returns the command that compares a file of payments with the platform.
func newReconcile() *cobra.Command {
	b := new(batch)
	cmd := &cobra.Command{
		Use:   "reconcile FILE.csv",
		Short: "Compare a file of payments, its journal, the payments and the balance history",
		Long: "Compare a file that was given to wallex payout, the journal beside it, the payments that the platform has and\n" +
			"the balance history, and list every difference: payments that are missing, double, not completed, or not what\n" +
			"the line says; money that was taken without a payment, or not taken. It changes nothing.\n\n" +
			"Changes of balances are assigned to payments by their transactionId, which the documentation does not explain.",
		Example: "  wallex reconcile payments.csv",
		Args:    exactly(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return b.reconcile(cmd, args[0]) },
	}
	b.flags(cmd)
	return cmd
}

func (b *batch) reconcile(cmd *cobra.Command, path string) error {
	rows, problems, err := readFile(path)
	switch {
	case err != nil:
		return usage(cmd, "%w", err)
	case len(problems) > 0:
		return wrongFile(problems)
	}
	journal, err := payoutjournal.Read(journalPath(path), b.header())
	if err != nil {
		return wrongJournal(err)
	}
	client, end, err := b.open(cmd)
	if err != nil {
		return err
	}
	defer end()
	differences, err := payoutrun.Reconcile(cmd.Context(), client, rows, journal)
	if err != nil {
		return err
	}
	out := cmd.OutOrStdout()
	for _, each := range differences {
		fmt.Fprintln(out, each)
	}
	summary := count(len(differences), "difference", "differences")
	fmt.Fprintf(out, "%s, %s\n", count(len(rows), "payment", "payments"), summary)
	if len(differences) > 0 {
		return &failure{
			error: errors.New(summary), code: exitIncomplete,
			next: "run wallex payout to go on with what is not completed, and look into the rest by hand",
		}
	}
	return nil
}
