// Command fleet measures how well many processes share one quota. It starts Redis, the sandbox with the documented
// limit, and as many worker processes as it is told, each of which sends requests without pause through a client of its
// own. The sandbox counts: what arrives in any sliding second, and how often somebody logs in. The last line of the
// output is a JSON object with the result. The command fails where more has arrived than the limit allows
// or, without Redis, the shares of all processes.
//
// Each role is a process of this same program.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
)

// settings are the same in all processes.
type settings struct {
	Processes  int
	Goroutines int           // of each worker
	Duration   time.Duration // from the first request that arrives
	Jitter     time.Duration // by how much each request is delayed at most
	Margin     time.Duration
	Outage     time.Duration // for how long Redis is down in the middle
	Local      bool          // each worker has a quota and a token of its own

	Worker           int    // number of this worker
	Redis            string // address; one is started where it is empty
	Sandbox          string
	Key              []byte // of the shared token
	APIKey, ID, Pass string // what the sandbox takes
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "fleet:", err)
		os.Exit(1)
	}
}

// run takes the role that the first argument names; without one, it starts the others.
func run(ctx context.Context, args []string) error {
	if len(args) == 2 && args[0] == workerRole {
		var s settings
		if err := json.Unmarshal([]byte(args[1]), &s); err != nil {
			return err
		}
		return work(ctx, s, os.Stdin, os.Stdout)
	}
	if len(args) == 1 && args[0] == sandboxRole {
		return serve(os.Stdin, os.Stdout)
	}
	s, err := parse(args)
	if err != nil {
		return err
	}
	result, err := measure(ctx, s)
	if err != nil {
		return err
	}
	if err := json.NewEncoder(os.Stdout).Encode(result); err != nil {
		return err
	}
	if s.Outage == 0 && result.OverLimit > 0 {
		return fmt.Errorf("%d requests were over the limit", result.OverLimit)
	}
	if result.OverShares > 0 {
		return fmt.Errorf("%d requests were over what the shares allow", result.OverShares)
	}
	return nil
}

// parse reads the flags.
func parse(args []string) (settings, error) {
	var s settings
	var jitter float64
	var limiter string
	flags := flag.NewFlagSet("fleet", flag.ContinueOnError)
	flags.IntVar(&s.Processes, "processes", 8, "number of worker processes")
	flags.IntVar(&s.Goroutines, "goroutines", 1, "number of callers in each of them")
	flags.DurationVar(&s.Duration, "duration", 30*time.Second, "how long to measure")
	flags.Float64Var(&jitter, "jitter", 0, "milliseconds by which each request is delayed at most, uniformly")
	flags.DurationVar(&s.Margin, "margin", 0, "margin of the quota (default: 15ms and the jitter)")
	flags.DurationVar(&s.Outage, "outage", 0, "for how long Redis is killed in the middle: each process keeps to its share then")
	flags.StringVar(&limiter, "limiter", "fleet", "fleet, or local for one quota in each process")
	if err := flags.Parse(args); err != nil {
		return s, err
	}
	if s.Processes < 1 || s.Goroutines < 1 || s.Duration < 3*time.Second || limiter != "fleet" && limiter != "local" ||
		s.Outage > 0 && limiter == "local" || s.Outage > s.Duration/2 {
		return s, fmt.Errorf("cannot measure with %v", args)
	}
	s.Local = limiter == "local"
	s.Jitter = time.Duration(jitter * float64(time.Millisecond))
	if s.Margin == 0 {
		s.Margin = ratelimit.Default.Margin + s.Jitter
	}
	return s, nil
}
