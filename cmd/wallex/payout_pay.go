package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/wallex-sdk/wallex-go/internal/payoutfile"
	"github.com/wallex-sdk/wallex-go/internal/payoutjournal"
	"github.com/wallex-sdk/wallex-go/internal/payoutrun"
	"github.com/wallex-sdk/wallex-go/internal/progress"
	"github.com/wallex-sdk/wallex-go/pkg/payout"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

// grace is how long payments under way may take after an interrupt.
const grace = 20 * time.Second

// pay makes the payments, and writes and sums up what became of them.
func (p *payouts) pay(
	cmd *cobra.Command, path string, client *wallex.Client, journal *payoutjournal.Journal, rows []payoutfile.Row,
) error {
	// an older report says of payments that they were not made which now may be
	if err := os.Remove(reportPath(path)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return &failure{
			error: fmt.Errorf("the old results cannot be removed, and nothing was paid: %w", err), code: exitUsage,
			next: "see that the folder of the file can be written to",
		}
	}
	log := cmd.ErrOrStderr()
	results := payoutrun.Run{
		Client: client, Journal: journal, Workers: int(p.workers), Tolerance: p.part, Limits: p.limits,
		GiveUp: p.giveUp, Follow: p.follow, Grace: grace, Progress: progress.New(log, isTerminal(log)),
	}.Do(cmd.Context(), rows)
	open := summarize(cmd.OutOrStdout(), results)
	unwritten := payoutrun.WriteReport(reportPath(path), rows, results)
	if unwritten == nil {
		fmt.Fprintln(cmd.OutOrStdout(), "results:", reportPath(path))
	} else {
		unwritten = fmt.Errorf("the results cannot be written: %w", unwritten)
	}
	switch {
	case open == 0 && unwritten == nil:
		return nil
	case open == 0:
		return &failure{
			error: fmt.Errorf("all payments are completed, but %w", unwritten), code: exitIncomplete,
			next: "mend that, and run the same command again to write the results",
		}
	}
	text := fmt.Sprintf("%d of %d payments are not completed", open, len(rows))
	if cmd.Context().Err() != nil {
		text = "interrupted: " + text
	}
	return &failure{
		error: errors.Join(errors.New(text), unwritten), code: exitIncomplete,
		next: goOn(results),
	}
}

// goOn says what to do about payments that are not completed.
func goOn(results []payoutrun.Result) string {
	over := slices.ContainsFunc(results, func(r payoutrun.Result) bool { return r.Outcome == payoutrun.OverLimit })
	others := slices.ContainsFunc(results, func(r payoutrun.Result) bool {
		return r.Outcome != payoutrun.OverLimit && r.Outcome != payout.Completed
	})
	const raise = "see the results; raise --max-total or leave out the rows that are over_limit"
	switch {
	case !over:
		return "see the results, and run the same command again to go on"
	case !others:
		return raise
	}
	return raise + ", and run the same command again to go on with the others"
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
		fmt.Fprintf(w, "%6d %s\n", counts[outcome], string(outcome)) // as an error it would explain itself
	}
	return open
}
