package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/wallex-sdk/wallex-go/internal/payoutfile"
	"github.com/wallex-sdk/wallex-go/internal/payoutjournal"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

// batch is what the commands for files of payments have in common.
type batch struct {
	connection connection
	perSecond  uint
	account    string
	user       string
}

func (b *batch) flags(cmd *cobra.Command) {
	b.connection.flags(cmd)
	flags := cmd.Flags()
	flags.UintVar(&b.perSecond, "rate-limit", uint(ratelimit.Default.PerSecond),
		"requests in a second, where the platform has agreed to another number; 0 is no limit")
	flags.StringVar(&b.account, "on-behalf-of-account", "", "id of the member account that pays")
	flags.StringVar(&b.user, "on-behalf-of-user", "", "id of the approved user who pays")
}

// open returns a client that acts for whom the flags say. The caller calls end.
func (b *batch) open(cmd *cobra.Command) (acting *wallex.Client, end func(), err error) {
	if b.account != "" && b.user != "" {
		return nil, nil, usage(cmd, "--on-behalf-of-account and --on-behalf-of-user do not go together")
	}
	limits := ratelimit.Default
	limits.PerSecond = int(b.perSecond)
	if b.perSecond == 0 {
		limits = ratelimit.Limits{}
	}
	opened, err := b.connection.open(cmd, platforms()["wallex"], client.WithRateLimit(limits))
	if err != nil {
		return nil, nil, err
	}
	acting, ok := opened.(*wallex.Client)
	if !ok {
		opened.Close()
		return nil, nil, errors.New("the client of Wallex is of another type")
	}
	switch {
	case b.account != "":
		acting = acting.OnBehalfOfAccount(b.account)
	case b.user != "":
		acting = acting.OnBehalfOfUser(b.user)
	}
	return acting, opened.Close, nil
}

// header says what a journal is about.
func (b *batch) header() payoutjournal.Header {
	return payoutjournal.Header{Platform: b.connection.address(platforms()["wallex"]), Account: b.account, User: b.user}
}

// journalPath is beside the file, wherever a link to it is.
func journalPath(path string) string { return realPath(path) + ".journal" }

// reportPath is that of the results.
func reportPath(path string) string {
	return strings.TrimSuffix(realPath(path), ".csv") + ".result.csv"
}

func realPath(path string) string {
	if resolved, err := filepath.EvalSymlinks(path); err == nil {
		return resolved
	}
	return path
}

// readFile reads a file of payments, and may return both rows and problems.
func readFile(path string) ([]payoutfile.Row, payoutfile.Problems, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer file.Close()
	rows, err := payoutfile.Read(file)
	var problems payoutfile.Problems
	if errors.As(err, &problems) {
		err = nil
	}
	return rows, problems, err
}

// wrongFile is the error of a file with problems.
func wrongFile(problems payoutfile.Problems) error {
	return &failure{error: problems, code: exitUsage, next: "mend the lines, and run the same command again"}
}

// wrongJournal is the error of a journal that cannot be used.
func wrongJournal(err error) error {
	return &failure{error: err, code: exitUsage, next: nextOfJournal(err)}
}

func nextOfJournal(err error) string {
	switch failed := (*fs.PathError)(nil); {
	case errors.Is(err, payoutjournal.ErrLocked):
		return "wait until it ends"
	case errors.As(err, &failed):
		return "see that the journal beside the file, and their folder, can be read and written"
	case errors.Is(err, payoutjournal.ErrElsewhere):
		return "give the same environment, address and flags as before, or pay a copy of the file under another name"
	}
	return "keep the journal, and find out by hand what it says; without it, the platform still knows each reference"
}
