package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/wallex-sdk/wallex-go/internal/payoutfile"
	"github.com/wallex-sdk/wallex-go/internal/payoutjournal"
	"github.com/wallex-sdk/wallex-go/internal/payoutrun"
	"github.com/wallex-sdk/wallex-go/internal/progress"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/payout"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

// payouts is the command that makes the payments of a file.
type payouts struct {
	batch
	example, dryRun, yes bool
	maxTotals            []string
	tolerance            string
	workers              uint
	follow, giveUp       time.Duration

	limits map[string]decimal.Decimal
	part   decimal.Decimal // the tolerance
}

// newPayout returns the command that makes the payments of a file.
func newPayout() *cobra.Command {
	p := new(payouts)
	cmd := &cobra.Command{
		Use:   "payout FILE.csv",
		Short: "Make the payments of a file, each exactly once",
		Long: "Make the payments of a file, each exactly once. Whatever ends it, Ctrl-C, kill -9 or a power cut: run the same\n" +
			"command again, and it goes on where it was. It checks the whole file first and reports every wrong line, shows\n" +
			"the totals and asks before it sends anything.\n\n" +
			"The file is CSV in UTF-8, with the names of the columns in its first line:\n\n" + payoutfile.Help() + "\n" +
			"Beside the file it keeps FILE.csv.journal, which must stay with the file until all is paid, and at its end\n" +
			"writes FILE.result.csv with a line for each payment. A payment whose quote is worse than the first one it was to\n" +
			"be created with, by more than --tolerance, is not made.\n\n" +
			"A total of --max-total holds for what the file fixes in the currency, and for what is spent of it, fees\n" +
			"included. What a quote decides is compared before each payment is created.",
		Example: "  wallex payout --example > payments.csv\n" +
			"  wallex payout payments.csv --dry-run\n" +
			"  wallex payout payments.csv --max-total USD=10000",
		Args: func(cmd *cobra.Command, args []string) error {
			if p.example {
				return exactly(0)(cmd, args)
			}
			return exactly(1)(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if p.example {
				return payoutfile.WriteExample(cmd.OutOrStdout(), "ID-OF-THE-BENEFICIARY")
			}
			return p.run(cmd, args[0])
		},
	}
	p.flags(cmd)
	flags := cmd.Flags()
	flags.BoolVar(&p.example, "example", false, "print a file to begin with, and do nothing else")
	flags.BoolVar(&p.dryRun, "dry-run", false, "check the file and show the totals, and do nothing else")
	flags.BoolVarP(&p.yes, "yes", "y", false, "do not ask")
	flags.StringArrayVar(&p.maxTotals, "max-total", nil, "never go beyond this total, as `USD=10000`; can be repeated")
	flags.StringVar(&p.tolerance, "tolerance", "0.01", "part by which a later quote may be worse than the first; 0.01 is one percent")
	flags.UintVar(&p.workers, "workers", 8, "payments under way at once; the rate limit holds for all together")
	flags.DurationVar(&p.follow, "follow", 15*time.Minute, "how long to wait for what is paid for to arrive; 0s is not at all")
	flags.DurationVar(&p.giveUp, "give-up", 5*time.Minute, "how long to try each payment before the next one")
	return cmd
}

// grace is how long payments under way may take after an interrupt.
const grace = 20 * time.Second

func (p *payouts) run(cmd *cobra.Command, path string) error {
	if err := p.parse(cmd); err != nil {
		return err
	}
	rows, problems, err := readFile(path)
	if err != nil {
		return usage(cmd, "%w", err)
	}
	if len(rows) == 0 {
		return wrongFile(problems)
	}
	client, end, err := p.open(cmd)
	if err != nil {
		return err
	}
	defer end()
	prepare := func(journal payoutjournal.Content) error {
		if err := p.check(cmd.Context(), client, rows, journal, problems); err != nil {
			return err
		}
		return p.plan(cmd, path, rows, journal)
	}
	if p.dryRun {
		journal, err := payoutjournal.Read(journalPath(path), p.header())
		if err != nil {
			return wrongJournal(err)
		}
		if err := prepare(journal); err != nil {
			return err
		}
		_, err = fmt.Fprintln(cmd.OutOrStdout(), "nothing is wrong with the file; nothing was sent")
		return err
	}
	journal, err := p.openJournal(path, rows)
	if err != nil {
		return wrongJournal(err)
	}
	defer journal.Close()
	if err := prepare(journal.Content); err != nil {
		return err
	}
	if err := p.confirm(cmd); err != nil {
		return err
	}
	return p.pay(cmd, path, client, journal, rows)
}

// parse checks the flags.
func (p *payouts) parse(cmd *cobra.Command) (err error) {
	if p.part, err = decimal.Parse(p.tolerance); err != nil || p.part.Sign() < 0 {
		return usage(cmd, "--tolerance must be a number such as 0.01")
	}
	if p.workers == 0 {
		return usage(cmd, "--workers must be at least 1")
	}
	p.limits = map[string]decimal.Decimal{}
	for _, each := range p.maxTotals {
		currency, text, _ := strings.Cut(each, "=")
		amount, err := decimal.Parse(text)
		if _, twice := p.limits[currency]; err != nil || len(currency) != 3 || twice {
			return usage(cmd, "--max-total must look like USD=10000, once for each currency")
		}
		p.limits[currency] = amount
	}
	return nil
}

// openJournal locks the journal.
func (p *payouts) openJournal(path string, rows []payoutfile.Row) (*payoutjournal.Journal, error) {
	hashes := map[string]string{}
	for _, row := range rows {
		hashes[row.Order.Reference] = row.Hash
	}
	return payoutjournal.Open(journalPath(path), p.header(), hashes)
}

// check adds to the problems of a file what the journal and the platform know. Payments that were begun are not
// checked with the platform again: their beneficiaries may be gone.
func (p *payouts) check(
	ctx context.Context, client *wallex.Client, rows []payoutfile.Row, journal payoutjournal.Content, problems payoutfile.Problems,
) error {
	if len(problems) == 0 { // rows that are wrong would look as if they were gone
		problems = payoutrun.Edited(rows, journal)
	}
	open := slices.DeleteFunc(slices.Clone(rows), func(row payoutfile.Row) bool {
		return journal.States[row.Order.Reference].Made()
	})
	found, err := payoutfile.Check(ctx, client, open)
	problems = append(problems, found...)
	switch {
	case len(problems) > 0:
		return wrongFile(problems)
	case err != nil:
		return fmt.Errorf("the file cannot be checked, and nothing was paid: %w", err)
	}
	return nil
}

// plan shows what is about to be done, and refuses what is more than the limits.
func (p *payouts) plan(cmd *cobra.Command, path string, rows []payoutfile.Row, journal payoutjournal.Content) error {
	totals, err := payoutfile.Totals(rows)
	if err != nil {
		return usage(cmd, "%w", err)
	}
	payees, begun := map[string]bool{}, 0
	for _, row := range rows {
		payees[row.Order.BeneficiaryID] = true
		if journal.States[row.Order.Reference].Made() {
			begun++
		}
	}
	out := cmd.OutOrStdout()
	fmt.Fprintf(out, "%s: %d payments to %d beneficiaries, at %s\n", path, len(rows), len(payees), p.header().Platform)
	if begun > 0 {
		fmt.Fprintf(out, "%d of them were begun before, and are continued\n", begun)
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

// describe says what some payments mean for a currency, and what of it is known.
func describe(t payoutfile.Total) (lines []string) {
	if t.BoughtRows > 0 {
		lines = append(lines, fmt.Sprintf("%s arrives in %d payments (fixed)", t.Bought, t.BoughtRows))
	}
	if t.GainOpen > 0 {
		lines = append(lines, fmt.Sprintf("arrives in %d payments, as much as their quotes say", t.GainOpen))
	}
	if t.SoldRows > 0 {
		lines = append(lines, fmt.Sprintf("%s is paid for %d payments (fixed), fees as their quotes say", t.Sold, t.SoldRows))
	}
	if t.CostOpen > 0 {
		lines = append(lines, fmt.Sprintf("is paid for %d payments, as much as their quotes say", t.CostOpen))
	}
	return lines
}

// confirm asks, unless --yes was given.
func (p *payouts) confirm(cmd *cobra.Command) error {
	if p.yes {
		return nil
	}
	fmt.Fprint(cmd.OutOrStdout(), "Type yes to pay: ")
	answer := make(chan string, 1)
	go func() { // it ends with the input, or with the program
		line, _ := bufio.NewReader(cmd.InOrStdin()).ReadString('\n')
		answer <- strings.TrimSpace(line)
	}()
	select {
	case line := <-answer:
		if line == "yes" {
			return nil
		}
	case <-cmd.Context().Done():
	}
	return &failure{error: errors.New("not confirmed: nothing was paid"), code: exitIncomplete, next: "type yes, or give --yes"}
}

// pay makes the payments, and writes and sums up what became of them.
func (p *payouts) pay(
	cmd *cobra.Command, path string, client *wallex.Client, journal *payoutjournal.Journal, rows []payoutfile.Row,
) error {
	log := cmd.ErrOrStderr()
	results := payoutrun.Run{
		Client: client, Journal: journal, Workers: int(p.workers), Tolerance: p.part, Limits: p.limits,
		GiveUp: p.giveUp, Follow: p.follow, Grace: grace, Progress: progress.New(log, isTerminal(log)),
	}.Do(cmd.Context(), rows)
	if err := payoutrun.WriteReport(reportPath(path), rows, results); err != nil {
		return err
	}
	open := summarize(cmd.OutOrStdout(), results)
	fmt.Fprintln(cmd.OutOrStdout(), "results:", reportPath(path))
	if open == 0 {
		return nil
	}
	text := fmt.Sprintf("%d of %d payments are not completed", open, len(rows))
	if cmd.Context().Err() != nil {
		text = "interrupted: " + text
	}
	return &failure{
		error: errors.New(text), code: exitIncomplete,
		next: "see the results, and run the same command again to go on",
	}
}

// summarize prints how many payments came to which outcome, and returns how many are not completed.
func summarize(w io.Writer, results []payoutrun.Result) (open int) {
	counts := map[payout.Outcome]int{}
	for _, result := range results {
		counts[result.Outcome]++
		if result.Outcome != payout.Completed {
			open++
		}
	}
	var outcomes []payout.Outcome
	for outcome := range counts {
		outcomes = append(outcomes, outcome)
	}
	slices.SortFunc(outcomes, func(a, b payout.Outcome) int {
		return cmp.Or(counts[b]-counts[a], strings.Compare(string(a), string(b)))
	})
	for _, outcome := range outcomes {
		fmt.Fprintf(w, "%6d %s\n", counts[outcome], outcome)
	}
	return open
}
