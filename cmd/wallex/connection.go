package main

import (
	"cmp"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/wallex-sdk/wallex-go/pkg/client"
)

// connection is how commands reach a platform: what their flags say.
type connection struct {
	environment string
	baseURL     string
	timeout     time.Duration
	unverified  bool
	verbose     bool
}

// flags adds the flags of a connection to a command and those below it.
func (c *connection) flags(cmd *cobra.Command) {
	flags := cmd.PersistentFlags()
	flags.StringVar(&c.environment, "env", "", "environment of the platform: production (the default) or demo")
	flags.StringVar(&c.baseURL, "base-url", "", "address of the platform, such as that of a sandbox, instead of --env")
	flags.DurationVar(&c.timeout, "timeout", 90*time.Second, "end a call after this time, waiting and retries included")
	flags.BoolVar(&c.unverified, "unverified", false, "allow operations that are inferred, not documented, and change something")
	flags.BoolVarP(&c.verbose, "verbose", "v", false, "log what happens to standard error")
	complete(cmd, "env", production, demo)
}

// address returns where the platform is: as --base-url or --env say, or the environment variable, or in production.
func (c *connection) address(p platform) string {
	for _, address := range []string{c.baseURL, p.addresses[c.environment], os.Getenv(p.baseURL)} {
		if address != "" {
			return address
		}
	}
	return cmp.Or(p.addresses[production], p.addresses[demo])
}

// open returns a client of a platform, with further options. The caller closes it.
func (c *connection) open(cmd *cobra.Command, p platform, further ...client.Option) (session, error) {
	if _, known := p.addresses[c.environment]; c.environment != "" && (!known || c.baseURL != "") {
		return nil, usage(cmd, "--env must be production or demo, and does not go together with --base-url")
	}
	missing := slices.DeleteFunc(slices.Clone(p.variables), func(name string) bool { return os.Getenv(name) != "" })
	if len(missing) > 0 {
		return nil, &failure{
			error: usage(cmd, "the environment lacks credentials: set %s", strings.Join(missing, ", ")),
			code:  exitUsage,
			next: "to try without credentials, start wallex sandbox in another terminal and paste what it prints into " +
				"this one",
		}
	}
	options := []client.Option{
		client.WithBaseURL(c.address(p)),
		client.WithTimeout(c.timeout),
		client.WithUserAgent("wallex-cli"),
	}
	if c.unverified {
		options = append(options, client.WithUnverified())
	}
	if c.verbose {
		options = append(options, debugLog(cmd.ErrOrStderr()))
	}
	opened, err := p.connect(append(options, further...)...)
	if err != nil {
		return nil, usage(cmd, "%w", err)
	}
	return opened, nil
}
