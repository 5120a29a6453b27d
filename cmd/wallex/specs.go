package main

import (
	"fmt"
	"io/fs"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/wallex-sdk/wallex-go/api"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

// newSpecs returns the command that shows the specifications.
func newSpecs() *cobra.Command {
	list := &cobra.Command{
		Use:   "list",
		Short: "List the specifications and how many operations each has",
		Args:  exactly(0),
		RunE:  listSpecs,
	}
	show := &cobra.Command{
		Use:   "show FILE",
		Short: "Print a specification",
		Args:  exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			text, err := fs.ReadFile(api.Files, args[0])
			if err != nil {
				return usage(cmd, "there is no specification %s: wallex specs lists them", args[0])
			}
			_, err = cmd.OutOrStdout().Write(text)
			return err
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			names, _ := spec.Embedded.Domains()
			return names, cobra.ShellCompDirectiveNoFileComp
		},
	}
	cmd := &cobra.Command{Use: "specs", Short: "Show the specifications", Args: exactly(0), RunE: listSpecs}
	cmd.AddCommand(list, show)
	return cmd
}

func listSpecs(cmd *cobra.Command, _ []string) error {
	names, err := spec.Embedded.Domains()
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "PLATFORM\tFILE\tOPERATIONS")
	for _, name := range names {
		operations, err := spec.Embedded.Operations(name)
		if err != nil {
			return err
		}
		platform, _, _ := strings.Cut(name, "/")
		fmt.Fprintf(table, "%s\t%s\t%d\n", platform, name, len(operations))
	}
	return table.Flush()
}
