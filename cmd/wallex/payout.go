package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/wallex-sdk/wallex-go/internal/payoutfile"
	"github.com/wallex-sdk/wallex-go/internal/payoutjournal"
	"github.com/wallex-sdk/wallex-go/internal/payoutrun"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
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
			"Beside the file it keeps FILE.csv.journal, which must stay with the file until all is paid and is locked by\n" +
			"FILE.csv.journal.lock, and at its end writes FILE.result.csv with a line for each payment. A payment whose quote\n" +
			"is worse than the first one it was to be created with, by more than --tolerance, is not made.\n\n" +
			"Rows that nothing was made of may be edited or left out, and rows whose payment has failed be replaced by one with\n" +
			"another reference; the others must stay as they are. The order of the rows does not matter.\n\n" +
			"A total of --max-total holds for what the file fixes in the currency, and for what is spent of it, fees\n" +
			"included. What a quote decides is compared before each payment is created. Payments that exist already under the\n" +
			"references of the file count, too: with --max-total, all rows that are not in the journal are looked up first,\n" +
			"and nothing is sent where that fails.",
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
	flags.StringArrayVar(&p.maxTotals, "max-total", nil, "never pay more than this from a currency, as `USD=10000`; can be repeated")
	flags.StringVar(&p.tolerance, "tolerance", "0.01",
		"part by which a later quote may be worse than the first; 0.01 is one percent")
	flags.UintVar(&p.workers, "workers", 8, "payments under way at once; the rate limit holds for all together")
	flags.DurationVar(&p.follow, "follow", 15*time.Minute, "how long to wait for what is paid for to arrive; 0s is not at all")
	flags.DurationVar(&p.giveUp, "give-up", 5*time.Minute, "how long to try each payment before the next one")
	return cmd
}

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
	if err := payoutrun.CheckReport(reportPath(path)); err != nil {
		return &failure{error: err, code: exitUsage, next: "move that file, or give the file of payments another name"}
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

var currencyForm = regexp.MustCompile(`^[A-Z]{3}$`)

// parse checks the flags.
func (p *payouts) parse(cmd *cobra.Command) (err error) {
	if p.part, err = decimal.Parse(p.tolerance); err != nil || p.part.Sign() < 0 {
		return usage(cmd, "--tolerance must be a number such as 0.01")
	}
	switch {
	case p.part.Cmp(decimal.FromInt(1)) >= 0:
		return usage(cmd, "--tolerance must be a part below 1: 0.01 is one percent")
	case p.workers == 0:
		return usage(cmd, "--workers must be at least 1")
	case p.giveUp <= 0:
		return usage(cmd, "--give-up must be more than 0s")
	case p.follow < 0:
		return usage(cmd, "--follow must not be negative; 0s is not to follow at all")
	}
	p.limits = map[string]decimal.Decimal{}
	for _, each := range p.maxTotals {
		currency, text, _ := strings.Cut(each, "=")
		amount, err := decimal.Parse(text)
		if _, twice := p.limits[currency]; err != nil || amount.Sign() <= 0 || !currencyForm.MatchString(currency) || twice {
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
	ctx context.Context, client *wallex.Client, rows []payoutfile.Row, journal payoutjournal.Content,
	problems payoutfile.Problems,
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
