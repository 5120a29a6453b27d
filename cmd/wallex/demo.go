package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

// newDemo returns the command that makes a first payment in a sandbox of its own.
func newDemo() *cobra.Command {
	return &cobra.Command{
		Use:   "demo",
		Short: "Make a first payment in a sandbox and show every step",
		Long: "Make a first payment with the SDK, in a sandbox in this process: log in, create a beneficiary, quote, create\n" +
			"and fund a payment, and wait until it has arrived. It needs no credentials and leaves this machine alone.",
		Args: exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error { return runDemo(cmd.Context(), cmd.OutOrStdout()) },
	}
}

func runDemo(ctx context.Context, out io.Writer) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	platform := sandbox.New(sandbox.WithSettlement(1500 * time.Millisecond))
	if err := platform.Listen("127.0.0.1:0"); err != nil {
		return err
	}
	defer platform.Close()
	api, err := wallex.New(platform.Credentials(),
		client.WithBaseURL(platform.URL()), client.WithTransport(&trace{http.DefaultTransport, out}))
	if err != nil {
		return err
	}
	defer api.Close()
	fmt.Fprintf(out, "The platform runs in memory, at %s. Nothing leaves this machine.\n", platform.URL())
	payment, err := (&firstPayment{client: api, out: out}).make(ctx)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "\npayment %s completed\n", payment.SimplePaymentID)
	return err
}
