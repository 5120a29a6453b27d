package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

// newDemo returns the command that makes a first payment in a sandbox of its own, and those below it, which tell the
// stories of the other platforms.
func newDemo() *cobra.Command {
	var verbose bool
	demo := newStory(payFirst, &verbose, "demo", "Make a first payment in a sandbox and show every step",
		"Make a first payment with the SDK, in a sandbox in this process: log in, create a beneficiary, quote, create\n"+
			"and fund a payment, and wait until it has arrived. It needs no credentials and leaves this machine alone.")
	demo.AddCommand(
		newStory(issueCards, &verbose, "cards", "Issue cards in a sandbox and show every step",
			"Issue a virtual and a physical card with the SDK, in a sandbox of the card platform in this process: verify a\n"+
				"holder, open an account, pay with the cards, freeze, limit and replace them, and transfer money. Every call is\n"+
				"encrypted. It needs no credentials and leaves this machine alone."),
		newStory(useWallet, &verbose, "wallet", "Use a wallet in a sandbox and show every step",
			"Use a wallet of Wallet Engine with the SDK, in a sandbox in this process: activate it, sign in, verify the user,\n"+
				"top up, transfer and withdraw, and save and restore the session. It needs no credentials and leaves this\n"+
				"machine alone."),
	)
	demo.PersistentFlags().BoolVarP(&verbose, "verbose", "v", false, "log what happens to standard error")
	return demo
}

func newStory(tell func(context.Context, *demonstration) error, verbose *bool, use, short, long string) *cobra.Command {
	return &cobra.Command{
		Use:   use,
		Short: short,
		Long:  long,
		Args:  exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, cancel := context.WithTimeout(cmd.Context(), 30*time.Second)
			defer cancel()
			d := newDemonstration(cmd.OutOrStdout())
			if *verbose {
				d.client = append(d.client, debugLog(cmd.ErrOrStderr()))
			}
			return tell(ctx, d)
		},
	}
}

// demonstration is what a story is told with.
type demonstration struct {
	*story
	sandbox []sandbox.Option
	client  []client.Option
}

// newDemonstration prints every request besides the story.
func newDemonstration(out io.Writer) *demonstration {
	transport := client.WithTransport(&trace{http.DefaultTransport, out})
	return &demonstration{story: &story{out: out}, client: []client.Option{transport}}
}

// start starts the sandbox of a story, with the options that the story needs. The caller closes it.
func (d *demonstration) start(options ...sandbox.Option) (*sandbox.Sandbox, error) {
	platform := sandbox.New(append(options, d.sandbox...)...)
	if err := platform.Listen("127.0.0.1:0"); err != nil {
		return nil, err
	}
	fmt.Fprintf(d.out, "The platform runs in memory, at %s. Nothing leaves this machine.\n", platform.URL())
	return platform, nil
}

// debugLog logs everything that a client logs.
func debugLog(w io.Writer) client.Option {
	return client.WithLogger(slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: slog.LevelDebug})))
}
