package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

// newSandbox returns the command that serves the platform in memory.
func newSandbox() *cobra.Command {
	var (
		addr                      string
		perSecond                 uint
		settlement, quoteLifetime time.Duration
		webhook                   destination
		faults                    faults
	)
	cmd := &cobra.Command{
		Use:   "sandbox",
		Short: "Serve the platform in memory, to develop and test against",
		Long: "Serve the platform in memory until it is interrupted. It starts empty but for opening balances, and\n" +
			"forgets everything at its end. What it prints can be pasted into the shell that wallex call is run in.\n\n" +
			"To see how a program takes it when things go wrong, give it faults, such as\n\n" +
			`  [{"kind": "drop-after", "operations": ["createSimplePayment"], "probability": 0.1},` + "\n" +
			`   {"kind": "lag-listing", "delay": "2s"}]` + "\n\n" +
			"The same list can be posted to /sandbox/faults while it runs. GET /sandbox/stats tells what happened, and\n" +
			"GET /sandbox/books where all money is and which payments there are.",
		Args: exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			perDay := ratelimit.Default.PerDay
			if perSecond == 0 {
				perDay = 0
			}
			header, err := webhook.header(cmd)
			if err != nil {
				return err
			}
			s := sandbox.New(
				sandbox.WithRateLimit(int(perSecond), perDay),
				sandbox.WithSettlement(settlement),
				sandbox.WithQuoteLifetime(quoteLifetime),
				sandbox.WithWebhook(webhook.url, header),
				sandbox.WithSeed(faults.seed),
			)
			if err := faults.set(cmd, s); err != nil {
				return err
			}
			return serve(cmd.Context(), cmd.OutOrStdout(), addr, s)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&addr, "addr", "127.0.0.1:8080", "address to listen on; port 0 is any free one")
	flags.UintVar(&perSecond, "rate-limit", uint(ratelimit.Default.PerSecond), "requests in a second before it answers 429; 0 is no limit")
	flags.DurationVar(&settlement, "settlement", 2*time.Second, "how long a funded payment takes")
	flags.DurationVar(&quoteLifetime, "quote-lifetime", time.Minute, "how long a quote stands")
	webhook.flags(cmd)
	faults.flags(cmd)
	return cmd
}

// serve serves a sandbox until the context ends, and prints how to reach it.
func serve(ctx context.Context, w io.Writer, addr string, s *sandbox.Sandbox) error {
	if err := s.Listen(addr); err != nil {
		return err
	}
	defer s.Close()
	credentials := s.Credentials()
	_, err := fmt.Fprintf(w, "listening on %s\n\nexport %s=%s\nexport %s=%s\nexport %s=%s\nexport %s=%s\n",
		s.URL(),
		envBaseURL, quote(s.URL()),
		wallex.EnvAPIKey, quote(credentials.APIKey.Reveal()), // those of a sandbox are no secret
		wallex.EnvAccessKeyID, quote(credentials.AccessKeyID.Reveal()),
		wallex.EnvSecretAccessKey, quote(credentials.SecretAccessKey.Reveal()),
	)
	if err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}
