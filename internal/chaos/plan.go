package main

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/payout"
)

// workers is how many processes pay at a time.
const workers = 4

// opening is what the wallet holds at the beginning. Nothing can be paid in pounds.
var opening = map[string]decimal.Decimal{
	"USD": decimal.FromInt(1_000_000_000),
	"EUR": decimal.FromInt(1_000_000_000),
	"JPY": decimal.FromInt(1_000_000_000_000),
	"GBP": decimal.FromInt(0),
}

// plan is what follows from the seed.
type plan struct {
	settings
	orders []order
	kills  []kill // in the order of their time
}

// order is one payment to make.
type order struct {
	Number    int
	Reference string
	// Intent is what the payment is for. It stands in the payment reference, which nothing compares, and is what
	// duplicates are counted by.
	Intent   string
	Sell     string
	Amount   decimal.Decimal
	Patience time.Duration  // after which a call is given up, and made again
	Ending   payout.Outcome // as it must come out, whatever happens in between
	Workers  []int          // who pays it; some orders are paid by two at once
}

// kill is the end of a process.
type kill struct {
	after    int           // so many reports of workers,
	delay    time.Duration // and then that long
	receiver bool          // not a worker but the receiver of the notifications
	victim   int           // which of the workers, counted from any of them
}

func newPlan(s settings) plan {
	random := rand.New(rand.NewPCG(s.seed, 0))
	p := plan{settings: s}
	for n := range s.payments {
		p.orders = append(p.orders, newOrder(s.seed, n, random))
	}
	for n := range 4 + s.payments/40 {
		p.kills = append(p.kills, kill{
			after:    1 + random.IntN(s.payments*9/10),
			delay:    time.Duration(random.Int64N(int64(200 * time.Millisecond))),
			receiver: n%8 == 3,
			victim:   random.IntN(workers),
		})
	}
	slices.SortFunc(p.kills, func(a, b kill) int { return cmp.Compare(a.after, b.after) })
	return p
}

func newOrder(seed uint64, n int, random *rand.Rand) order {
	units, _ := decimal.New(100+random.Int64N(1_000_00), 2) // from 1.00 to 1,000.99
	o := order{
		Number: n, Reference: fmt.Sprintf("chaos-%d-%d", seed, n), Intent: fmt.Sprintf("intent %d", n),
		Sell: []string{"USD", "EUR", "JPY"}[random.IntN(3)], Amount: units,
		Patience: 2*time.Second + time.Duration(random.Int64N(int64(8*time.Second))),
		Ending:   payout.Completed, Workers: []int{n % workers},
	}
	switch n % 20 {
	case 3:
		o.Ending = payout.Rejected
	case 7:
		o.Ending = payout.Failed
	case 11:
		o.Ending, o.Sell = payout.InsufficientFunds, "GBP"
	case 15:
		o.Ending = payout.Refused
	}
	if random.IntN(10) == 0 {
		o.Workers = append(o.Workers, (n+1)%workers)
	}
	return o
}

// descriptions are those that make the sandbox end a payment so.
var descriptions = map[payout.Outcome]string{payout.Rejected: "sandbox: reject", payout.Failed: "sandbox: fail"}

// forPayout is the order as package payout takes it.
func (o order) forPayout(beneficiaryID string) payout.Order {
	purpose := "GDDS"
	if o.Ending == payout.Refused {
		purpose = "NONE" // there is no such purpose
	}
	return payout.Order{
		Reference: o.Reference, BeneficiaryID: beneficiaryID, SellCurrency: o.Sell, BuyCurrency: "SGD", Amount: o.Amount,
		PaymentReference: o.Intent, Purpose: purpose, PurposeDescription: descriptions[o.Ending],
		FundingSource: simplepayments.FundingSourceCompanyBankAccount,
	}
}
