// Command chaos pays thousands of orders through several processes that are killed again and again, while everything
// goes wrong that the sandbox can let go wrong, and then audits the sandbox's ledger: every order was paid once, or is
// known not to be. Its last line is the [Result] in JSON, and it fails where money was lost, made up or paid twice.
//
//	go run ./internal/chaos -payments 5000 -seed 1
//
// The orders, the faults and the kills follow from the seed. How the processes overtake each other does not, so that
// two runs with the same seed are alike and not the same.
//
// The sandbox, the workers and the receiver of the notifications are processes of this same program. Workers keep no
// journal: what a new process knows of the work of a killed one is what the platform tells it. It needs a system on which
// a process inherits a listener, such as Linux or macOS.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
)

func main() {
	if role := os.Getenv(roleVariable); role != "" {
		exit(play(role))
		return
	}
	var s settings
	flag.IntVar(&s.payments, "payments", 1000, "how many orders to pay")
	flag.Uint64Var(&s.seed, "seed", 1, "chooses the orders, the faults and the kills")
	flag.BoolVar(&s.forgetful, "without-lookup", false, "pay without lookup and unique references, to see that duplicates are found")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	exit(execute(ctx, s, os.Stdout, os.Stderr))
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "chaos:", err)
		os.Exit(1)
	}
}

// manyProblems is how many of them are printed.
const manyProblems = 30

// settings are what the command line says.
type settings struct {
	payments  int
	seed      uint64
	forgetful bool // see the type forgetful
}

// fewest is how many payments there must be for every fault to have its turn.
const fewest = 40

var (
	errTooFew = fmt.Errorf("there must be %d payments or more", fewest)
	errFailed = errors.New("the run has failed")
)

// execute runs everything and prints what came out of it.
func execute(ctx context.Context, s settings, out, progress io.Writer) error {
	if s.payments < fewest {
		return errTooFew
	}
	p := newPlan(s)
	evidence, err := run(ctx, p, progress)
	if err != nil {
		return err
	}
	result, problems := audit(p, evidence)
	problems = append(problems, shortfalls(p, evidence)...)
	printFaults(out, evidence.stats)
	for n, problem := range problems {
		if n == manyProblems {
			fmt.Fprintf(out, "wrong: and %d more\n", len(problems)-n)
			break
		}
		fmt.Fprintln(out, "wrong:", problem)
	}
	if err := json.NewEncoder(out).Encode(result); err != nil {
		return err
	}
	if len(problems) > 0 {
		return errFailed
	}
	return nil
}
