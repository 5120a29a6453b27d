package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
)

// The exit codes. The topic of newExitCodes documents them; keep them as they are, scripts rely on them.
const (
	exitDone = iota
	exitUnexpected
	exitUsage
	exitRejected
	exitAmbiguous
	exitNotSent
	exitIncomplete
)

var exitMeanings = [...]string{
	exitDone: "Done.",
	exitUnexpected: "Something unexpected, such as output that cannot be written. Also an answer that was lost or " +
		"unreadable where that does no harm: the operation may be called again at any time.",
	exitUsage: "The command or the request is wrong, or the environment lacks the credentials. Nothing was sent.",
	exitRejected: "The platform answered that it refuses, and did nothing. That includes its answer that there were " +
		"too many requests.",
	exitAmbiguous: "It may have happened: the request was sent and no usable answer came back. Look before you call " +
		"again; the error message says where.",
	exitNotSent: "The request was not sent for another reason: no connection, the login failed, no permit of the rate " +
		"limit in time.",
	exitIncomplete: "The payments of a file are not all completed, or they differ from what the platform has, or their " +
		"results cannot be written. What was printed says which, and how to go on.",
}

// newExitCodes returns the help topic about the exit codes.
func newExitCodes() *cobra.Command {
	var text strings.Builder
	text.WriteString("What became of a command is in its exit code:\n\n")
	for code, meaning := range exitMeanings {
		fmt.Fprintf(&text, "%d  %s\n", code, strings.TrimSpace(wrap(meaning, 3)))
	}
	return &cobra.Command{
		Use:   "exit-codes",
		Short: "What the exit codes mean",
		Long:  strings.TrimSpace(text.String()),
	}
}

// exitCode returns the exit code of an error of any command.
func exitCode(err error) int {
	if err == nil {
		return exitDone
	}
	if failed := (*failure)(nil); errors.As(err, &failed) {
		return failed.code
	}
	if refused := apierror.Of(err); refused != nil {
		switch refused.Outcome {
		case apierror.NotSent:
			return exitNotSent
		case apierror.Rejected:
			return exitRejected
		case apierror.Ambiguous:
			return exitAmbiguous
		}
	}
	return exitUnexpected
}
