package main

import (
	"context"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/wallex-sdk/wallex-go/pkg/cardplatform"
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
		webhook, cardWebhook      *destination
		faults                    faults
	)
	cmd := &cobra.Command{
		Use:   "sandbox",
		Short: "Serve the platforms in memory, to develop and test against",
		Long: "Serve the platforms in memory until it is interrupted. They start empty but for opening balances, and\n" +
			"forget everything at the end. What it prints can be pasted into the shell that wallex call is run in.\n\n" +
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
			cardHeader, err := cardWebhook.header(cmd)
			if err != nil {
				return err
			}
			s := sandbox.New(
				sandbox.WithRateLimit(int(perSecond), perDay),
				sandbox.WithSettlement(settlement),
				sandbox.WithQuoteLifetime(quoteLifetime),
				sandbox.WithWebhook(webhook.url, header),
				sandbox.WithCardWebhook(cardWebhook.url, cardHeader),
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
	webhook = newDestination(cmd, "webhook", "Wallex")
	cardWebhook = newDestination(cmd, "card-webhook", "the card platform")
	faults.flags(cmd)
	return cmd
}

// serve serves a sandbox until the context ends, and prints how to reach it.
func serve(ctx context.Context, w io.Writer, addr string, s *sandbox.Sandbox) error {
	if err := s.Listen(addr); err != nil {
		return err
	}
	defer s.Close()
	exports, err := environment(s)
	if err != nil {
		return err
	}
	text := fmt.Appendf(nil, "listening on %s\n\n", s.URL())
	for _, variable := range exports {
		text = fmt.Appendf(text, "export %s=%s\n", variable.name, quote(variable.value))
	}
	if _, err := w.Write(text); err != nil { // at once, for readers that stop at what they need
		return err
	}
	<-ctx.Done()
	return nil
}

// variable is a variable of the environment.
type variable struct{ name, value string }

// environment returns what has wallex call reach a sandbox that listens. The secrets of a sandbox are none.
func environment(s *sandbox.Sandbox) ([]variable, error) {
	credentials, cardCredentials, encryption := s.Credentials(), s.CardCredentials(), s.CardEncryption()
	key, err := x509.MarshalPKIXPublicKey(encryption.PublicKey)
	if err != nil {
		return nil, err
	}
	return []variable{
		{envBaseURL, s.URL()},
		{wallex.EnvAPIKey, credentials.APIKey.Reveal()},
		{wallex.EnvAccessKeyID, credentials.AccessKeyID.Reveal()},
		{wallex.EnvSecretAccessKey, credentials.SecretAccessKey.Reveal()},
		{envWalletBaseURL, s.WalletURL()},
		{envWalletAppID, s.WalletAppID()},
		{envWalletCardsBaseURL, s.URL()},
		{envWalletCardsToken, "any"}, // will do
		{envCardsBaseURL, s.URL()},
		{cardplatform.EnvClientID, cardCredentials.ClientID.Reveal()},
		{cardplatform.EnvClientSecret, cardCredentials.ClientSecret.Reveal()},
		{envCardsKey, base64.StdEncoding.EncodeToString(key)},
		{envCardsDevice, encryption.DeviceID},
	}, nil
}
