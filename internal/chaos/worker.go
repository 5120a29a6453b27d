package main

import (
	"context"
	"encoding/json"
	"os"
	"sync"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/payout"
	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
	"github.com/wallex-sdk/wallex-go/pkg/retry"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

// atOnce is how many orders a worker has under way.
const atOnce = 12

// workerTask is what a worker is to pay, and where.
type workerTask struct {
	Address       address
	BeneficiaryID string
	Forgetful     bool
	Orders        []order
}

// report is what a worker prints of an order that has come to its end.
type report struct {
	Number  int
	Outcome payout.Outcome
}

// work is the role of a worker: it pays all its orders, whatever happens.
func work(ctx context.Context, task workerTask) error {
	w, err := connect(task.Address, task.Forgetful)
	if err != nil {
		return err
	}
	defer w.Close()
	payer := payout.New(w,
		payout.WithPauses(20*time.Millisecond, 300*time.Millisecond),
		payout.WithSettle(lateBy/2), // so that things are sent again that are only late
	)
	orders := make(chan order)
	var mu sync.Mutex
	out := json.NewEncoder(os.Stdout)
	var crew sync.WaitGroup
	for range atOnce {
		crew.Go(func() {
			for o := range orders {
				outcome := persist(ctx, payer, o, task.BeneficiaryID)
				mu.Lock()
				_ = out.Encode(report{o.Number, outcome}) // nobody else can be told
				mu.Unlock()
			}
		})
	}
	for _, o := range task.Orders {
		orders <- o
	}
	close(orders)
	crew.Wait()
	return nil
}

// persist gives an order again and again until it has come to its end.
func persist(ctx context.Context, payer *payout.Payer, o order, beneficiaryID string) payout.Outcome {
	for {
		patient, cancel := context.WithTimeout(ctx, o.Patience)
		result, _ := payer.Pay(patient, o.forPayout(beneficiaryID))
		cancel()
		switch result.Outcome {
		case payout.Unknown, payout.Stopped, payout.Pending:
			if ctx.Err() == nil {
				continue
			}
		}
		return result.Outcome
	}
}

// connect returns a client of the sandbox that loses patience soon.
func connect(to address, forget bool) (*wallex.Client, error) {
	options := []client.Option{
		client.WithBaseURL(to.URL),
		client.WithRateLimit(ratelimit.Limits{}),
		client.WithAttemptTimeout(500 * time.Millisecond),
		client.WithRetry(retry.Policy{BaseDelay: 20 * time.Millisecond, MaxDelay: 200 * time.Millisecond}),
	}
	if forget {
		options = append(options, client.WithTransport(forgetful{}))
	}
	return wallex.New(to.credentials(), options...)
}
