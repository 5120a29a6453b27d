package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

// run carries out one command line and returns its exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	return execute(ctx, newRoot(args), args, stdin, stdout, stderr)
}

func execute(ctx context.Context, root *cobra.Command, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err != nil {
		report(stderr, err)
	}
	return exitCode(err)
}

// newRoot returns the command wallex. The arguments tell which specifications its commands need: parsing them all
// would delay commands that need none.
func newRoot(args []string) *cobra.Command {
	root := &cobra.Command{
		Use:           "wallex",
		Short:         "Call payment platforms, or a sandbox of them, from the command line",
		SilenceErrors: true, // run reports them
		SilenceUsage:  true,
	}
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return usage(cmd, "%w", err) })
	root.AddCommand(
		newDemo(),
		newSandbox(),
		newCall(spec.Embedded, platforms(), args),
		newPayout(),
		newReconcile(),
		newWebhooks(),
		newSpecs(),
		newVersion(),
		newExitCodes(),
	)
	return group(root)
}

// group makes a command that only holds others complain about a name that none of them has.
func group(cmd *cobra.Command) *cobra.Command {
	cmd.SuggestionsMinimumDistance = 2
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return cmd.Help()
		}
		hint := ""
		if similar := cmd.SuggestionsFor(args[0]); len(similar) > 0 {
			hint = fmt.Sprintf(" (did you mean %s?)", strings.Join(similar, ", "))
		}
		return usage(cmd, "%s has no command %q%s", cmd.CommandPath(), args[0], hint)
	}
	cmd.Args = cobra.ArbitraryArgs
	return cmd
}

// exactly is cobra.ExactArgs with an error that leads to the exit code of a usage error.
func exactly(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != n {
			return usage(cmd, "%s takes %d arguments, not %d", cmd.CommandPath(), n, len(args))
		}
		return nil
	}
}
