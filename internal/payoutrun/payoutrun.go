// Package payoutrun makes the payments of a file, and compares what was made with the platform.
package payoutrun

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/wallex-sdk/wallex-go/internal/payoutfile"
	"github.com/wallex-sdk/wallex-go/internal/payoutjournal"
	"github.com/wallex-sdk/wallex-go/internal/progress"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/payout"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

// Run is how to make the payments of a file.
type Run struct {
	Client    *wallex.Client
	Journal   *payoutjournal.Journal
	Workers   int
	Tolerance decimal.Decimal            // see [payout.WithTolerance]
	Limits    map[string]decimal.Decimal // what all payments of the file may cost in a currency, fees included
	GiveUp    time.Duration              // how long to try each payment
	Follow    time.Duration              // how long to follow what is paid for, all together
	Grace     time.Duration              // how long payments under way may take once the context has ended
	Options   []payout.Option            // further ones
	Progress  *progress.Progress
}

// Result is what became of a row.
type Result struct {
	payout.Result
	Err      error // nil where the payment is completed
	Foreign  bool  // the payment was there before, and was not created for the file
	Recorded bool  // id, status and price are those of the journal: the run has learned nothing of the payment
}

// The outcomes of rows that nothing was sent for.
const (
	// NotStarted: it was left out, since the run was ended before, or the wallet was empty.
	NotStarted payout.Outcome = "not_started"
	// OverLimit: it was not paid, since that would have exceeded a limit. The cause is a [*LimitError].
	OverLimit payout.Outcome = "over_limit"
)

// Do makes the payments of all rows, or continues them, and follows them to their end. It returns a result for each row,
// in their order. Where there are limits, all rows are looked up first, and nothing is sent where that fails. When the
// context ends, no payment is begun any more, those under way are taken to where they can be continued, and it returns.
// An order may be given again at any time; see [payout.Payer.Pay].
func (r Run) Do(ctx context.Context, rows []payoutfile.Row) []Result {
	w := &work{Run: r, rows: rows, results: make([]Result, len(rows)), empty: map[string]bool{}}
	w.guard = newGuard(r.Journal, rows, r.Limits)
	w.payer = payout.New(r.Client, slices.Concat(r.Options, []payout.Option{
		payout.WithJournal(w.guard), payout.WithTolerance(r.Tolerance), payout.WithFollow(0),
	})...)
	for i, row := range rows {
		w.results[i] = Result{Result: payout.Result{Reference: row.Order.Reference, Outcome: NotStarted}, Err: errNotStarted}
	}
	defer w.recall()
	if err := w.countAll(ctx); err != nil {
		for i := range w.results {
			w.results[i].Err = err
		}
		return w.results
	}
	w.payAll(ctx)
	w.followAll(ctx)
	return w.results
}

var errNotStarted = errors.New("nothing was sent in this run")

// work is a run under way.
type work struct {
	Run
	rows    []payoutfile.Row
	results []Result // of each row, written by one worker only
	guard   *guard
	payer   *payout.Payer

	mu      sync.Mutex
	empty   map[string]bool // currencies of which the wallet does not hold enough
	stopped bool            // no payment will succeed
}

// payAll takes each row as far as it is paid for.
func (w *work) payAll(ctx context.Context) {
	running, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(w.Grace, cancel) })()
	w.Progress.Begin("paying", len(w.rows))
	defer w.Progress.End()
	var group errgroup.Group
	group.SetLimit(w.Workers)
	for i := range w.rows {
		group.Go(func() error {
			if ctx.Err() == nil && w.worthwhile(w.rows[i]) {
				w.pay(running, i)
				w.learn(i)
			}
			w.Progress.Done(w.rows[i].Order.Reference + " " + string(w.results[i].Outcome))
			return nil
		})
	}
	_ = group.Wait() // the errors are in the results
}

// pay takes a row as far as it is paid for, or records its end.
func (w *work) pay(ctx context.Context, i int) {
	ctx, cancel := context.WithTimeout(ctx, w.GiveUp)
	defer cancel()
	order := w.rows[i].Order
	state := w.Journal.States[order.Reference]
	order.Agreed, order.Sent = state.Agreed, state.Sent
	if state.Made() {
		order.ID = state.ID
	}
	result, err := w.payer.Pay(ctx, order)
	if exceeded := (*LimitError)(nil); result.Outcome == payout.Stopped && errors.As(err, &exceeded) {
		result.Outcome, err = OverLimit, exceeded // to call again, as the error of Pay says, is no help
	}
	w.results[i] = Result{Result: result, Err: err, Foreign: result.ID != "" && !w.guard.own(order.Reference)}
}

// recall takes from the journal what the run has not learned.
func (w *work) recall() {
	for i := range w.results {
		result, state := &w.results[i], w.Journal.States[w.rows[i].Order.Reference]
		if result.ID == "" && state.ID != "" && state.Made() {
			result.ID, result.Status, result.Price, result.Recorded = state.ID, state.Status, state.Price, true
		}
	}
}

// learn draws conclusions for the rows to come.
func (w *work) learn(i int) {
	err := w.results[i].Err
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case errors.Is(err, payout.InsufficientFunds):
		w.empty[w.rows[i].Order.SellCurrency] = true
	case errors.Is(err, payoutjournal.ErrBroken),
		errors.Is(err, apierror.ErrUnauthorized), errors.Is(err, apierror.ErrForbidden):
		w.stopped = true
	}
}

// worthwhile reports whether a row may succeed. What was begun before costs nothing to look at.
func (w *work) worthwhile(row payoutfile.Row) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return !w.stopped && (!w.empty[row.Order.SellCurrency] || w.Journal.States[row.Order.Reference].Made())
}
