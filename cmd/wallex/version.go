package main

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"github.com/wallex-sdk/wallex-go/pkg/client"
)

// newVersion returns the command that prints the version of the SDK.
func newVersion() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintf(cmd.OutOrStdout(), "wallex %s %s %s/%s\n", client.Version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		},
	}
}
