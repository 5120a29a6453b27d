package payout_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/payout"
	"github.com/wallex-sdk/wallex-go/pkg/retry"
)

// TestEveryFaultAtEveryStep lets one thing go wrong at one step, all that package sandbox knows of. The request has the
// outcome that it should have, the payment is made all the same, once, and the number of requests is what it should be.
// What is late is in TestLateAndLagging.
func TestEveryFaultAtEveryStep(t *testing.T) {
	const many = -1 // looks, until the time to settle is over
	type counts struct {
		sent, reached int // of the step itself
		looks         int // searches after a create, or retrievals after funding
	}
	for _, kind := range []struct {
		name               string
		fault              fault
		outcome            apierror.Outcome // of the request that it strikes
		safe, create, fund counts
	}{
		{"nothing", nil, 0, counts{1, 1, 0}, counts{1, 1, 1}, counts{1, 1, 1}},
		{"no connection", noConnection, apierror.NotSent, counts{2, 1, 0}, counts{2, 1, 1}, counts{2, 1, 1}},
		{"lost before", lost, apierror.Ambiguous, counts{2, 1, 0}, counts{2, 1, many}, counts{2, 1, many}},
		{"lost after", after(lost), apierror.Ambiguous, counts{2, 2, 0}, counts{1, 1, 2}, counts{1, 1, 2}},
		{"500 before", broken, apierror.Ambiguous, counts{2, 1, 0}, counts{2, 1, many}, counts{2, 1, many}},
		{"500 after", after(broken), apierror.Ambiguous, counts{2, 2, 0}, counts{1, 1, 2}, counts{1, 1, 2}},
		{"503 before", down, apierror.Ambiguous, counts{2, 1, 0}, counts{2, 1, many}, counts{2, 1, many}},
		{"503 after", after(down), apierror.Ambiguous, counts{2, 2, 0}, counts{1, 1, 2}, counts{1, 1, 2}},
		{"502 before", proxy, apierror.Ambiguous, counts{2, 1, 0}, counts{2, 1, many}, counts{2, 1, many}},
		{"502 after", after(proxy), apierror.Ambiguous, counts{2, 2, 0}, counts{1, 1, 2}, counts{1, 1, 2}},
		{"429", tooMany, apierror.Rejected, counts{2, 1, 0}, counts{2, 1, 1}, counts{2, 1, 1}},
		{"timeout before", hang, apierror.Ambiguous, counts{2, 1, 0}, counts{2, 1, many}, counts{2, 1, many}},
		{"timeout after", after(hang), apierror.Ambiguous, counts{2, 2, 0}, counts{1, 1, 2}, counts{1, 1, 1}},
		{"truncated", truncated, apierror.Ambiguous, counts{2, 2, 0}, counts{1, 1, 2}, counts{1, 1, 2}},
	} {
		for _, step := range []struct {
			operation, look string
			want            counts
		}{
			{"find", "", kind.safe}, {"quote", "", kind.safe}, {"create", "find", kind.create},
			{"fund", "retrieve", kind.fund}, {"retrieve", "", kind.safe},
		} {
			t.Run(kind.name+" at "+step.operation, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					w := newWorld(t)
					w.network.script(step.operation, kind.fault)
					var outcomes []apierror.Outcome
					c := w.connect(client.WithHooks(client.Hooks{
						Retry: func(_ context.Context, event retry.Event) {
							outcomes = append(outcomes, apierror.Of(event.Err).Outcome)
						},
						Ambiguous: func(_ context.Context, failure *apierror.Error) { outcomes = append(outcomes, failure.Outcome) },
					}))
					result, err := payout.New(c).Pay(t.Context(), w.order("R-1"))
					requireOutcome(t, payout.Completed, result, err)
					w.requireOnce()
					if kind.outcome == 0 {
						require.Empty(t, outcomes)
					} else {
						require.Equal(t, []apierror.Outcome{kind.outcome}, outcomes)
					}

					sent, reached := w.network.counts(step.operation)
					require.Equal(t, step.want.sent, sent, "sent")
					require.Equal(t, step.want.reached, reached, "reached the server")
					for _, other := range []string{"create", "fund"} {
						if _, reached := w.network.counts(other); other != step.operation {
							require.Equal(t, 1, reached, other)
						}
					}
					switch looks, _ := w.network.counts(step.look); {
					case step.want.looks == many:
						require.Greater(t, looks, 3)
					case step.look != "":
						require.Equal(t, step.want.looks, looks)
					}
				})
			})
		}
	}
}

// TestLateAndLagging lets requests be applied after their answer was lost, and answers be behind the truth, for less and
// for more than the time that this may take.
func TestLateAndLagging(t *testing.T) {
	const short, medium, long = 10 * time.Second, 50 * time.Second, 90 * time.Second // the time to settle is 30 seconds
	for _, test := range []struct {
		name           string
		prepare        func(n *network)
		creates, funds int // that arrived; no more than one of each is done
	}{
		{"create when it is looked up", func(n *network) { n.script("create", untilLookedUp("find")) }, 1, 1},
		{"create soon", func(n *network) { n.script("create", late(short)) }, 1, 1},
		{"create late", func(n *network) { n.script("create", late(long)) }, 2, 1},
		{"create twice late", func(n *network) { n.script("create", late(long), late(long)) }, 3, 1},
		{"create late, and the listing lags", func(n *network) {
			n.script("create", late(long))
			n.until("find", medium, lagging)
		}, 2, 1},
		{"listing behind", func(n *network) {
			n.script("create", after(lost))
			n.until("find", short, lagging)
		}, 1, 1},
		{"listing far behind", func(n *network) {
			n.script("create", after(lost))
			n.until("find", medium, lagging)
		}, 2, 1},
		{"listing down", func(n *network) {
			n.script("create", after(lost))
			n.script("find", nil)
			n.until("find", long, proxy)
		}, 1, 1},
		{"fund when it is looked up", func(n *network) { n.script("fund", untilLookedUp("retrieve")) }, 1, 1},
		{"fund soon", func(n *network) { n.script("fund", late(short)) }, 1, 1},
		{"fund late", func(n *network) { n.script("fund", late(long)) }, 1, 2},
		{"fund twice late", func(n *network) { n.script("fund", late(long), late(long)) }, 1, 3},
		{"status behind", func(n *network) {
			n.script("fund", after(lost))
			n.until("retrieve", short, stale)
		}, 1, 1},
		{"status far behind", func(n *network) {
			n.script("fund", after(lost))
			n.until("retrieve", medium, stale)
		}, 1, 2},
		{"status behind after all went well", func(n *network) { n.until("retrieve", long, stale) }, 1, 1},
		{"status behind, and the answer is about another payment", func(n *network) {
			n.script("fund", after(answering(200, "application/json", `{"data":{"simplePaymentId":"other","status":"processing"}}`)))
			n.until("retrieve", long, stale)
		}, 1, 1},
		{"everything", func(n *network) {
			n.script("create", late(long), after(lost))
			n.script("fund", late(long), after(proxy))
			n.until("find", medium, lagging)
			n.until("retrieve", 2*medium, stale)
		}, 2, 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				test.prepare(w.network)
				result, err := w.payer().Pay(t.Context(), w.order("R-1"))
				requireOutcome(t, payout.Completed, result, err)
				w.network.under.Wait()
				w.requireOnce()
				_, creates := w.network.counts("create")
				_, funds := w.network.counts("fund")
				require.Equal(t, test.creates, creates)
				require.Equal(t, test.funds, funds)
			})
		})
	}
}

// TestAnswersWithoutContent: an answer that lacks the id of what was made proves nothing.
func TestAnswersWithoutContent(t *testing.T) {
	for _, operation := range []string{"create", "fund", "retrieve"} {
		t.Run(operation, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				w.network.script(operation, after(noAnswer), noAnswer)
				result, err := w.payer().Pay(t.Context(), w.order("R-1"))
				requireOutcome(t, payout.Completed, result, err)
				w.requireOnce()
			})
		})
	}
}
