package payout_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/conversions"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/payout"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

// inBubble runs a test in a world in which waiting takes no time.
func inBubble(t *testing.T, test func(t *testing.T, w *world), options ...sandbox.Option) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { test(t, newWorld(t, options...)) })
}

func TestPay(t *testing.T) {
	inBubble(t, func(t *testing.T, w *world) {
		notes := new(journal)
		payer := w.payer(payout.WithJournal(notes))
		result, err := payer.Pay(t.Context(), w.order("R-1"))
		requireOutcome(t, payout.Completed, result, err)
		require.Equal(t, "R-1", result.Reference)
		require.Equal(t, result.ID, result.Payment.SimplePaymentID)
		require.Equal(t, "completed", result.Status)
		require.Equal(t, "100", result.Price.Bought.String())
		require.Equal(t, result.Payment.TotalAmount, result.Price.Cost)
		require.Equal(t, []string{
			"quote", "before create", "create awaiting_funds", "before fund", "fund processing", "follow completed", "end completed",
		}, notes.all())
		require.Equal(t, result.Price, notes.prices[1], "it is known before the create")

		again, err := payer.Pay(t.Context(), w.order("R-1"))
		requireOutcome(t, payout.Completed, again, err)
		require.Equal(t, result.ID, again.ID)
		require.Equal(t, []string{"find completed", "end completed"}, notes.all()[7:])
		w.requireOnce()
	})
}

// What one process has begun, another one finishes, wherever the first was killed.
func TestContinue(t *testing.T) {
	for _, killed := range []string{"before create", "create awaiting_funds", "before fund", "fund processing", "follow completed"} {
		t.Run(killed, func(t *testing.T) {
			inBubble(t, func(t *testing.T, w *world) {
				result, err := w.payer(payout.WithJournal(&journal{broken: killed})).Pay(t.Context(), w.order("R-1"))
				want := payout.Stopped
				if strings.HasPrefix(killed, "fund") || strings.HasPrefix(killed, "follow") {
					want = payout.Pending
				}
				require.ErrorIs(t, requireOutcome(t, want, result, err), errDisk)
				result, err = payout.New(w.connect()).Pay(t.Context(), w.order("R-1"))
				requireOutcome(t, payout.Completed, result, err)
				w.requireOnce()
			})
		})
	}
	t.Run("a journal that cannot keep the end", func(t *testing.T) {
		inBubble(t, func(t *testing.T, w *world) {
			result, err := w.payer(payout.WithJournal(&journal{broken: "end completed"})).Pay(t.Context(), w.order("R-1"))
			require.Equal(t, payout.Completed, result.Outcome)
			require.ErrorIs(t, err, payout.Completed)
			require.ErrorIs(t, err, errDisk)
		})
	})
}

// Everybody who gives the same order gets the same payment.
func TestManyAtOnce(t *testing.T) {
	inBubble(t, func(t *testing.T, w *world) {
		w.network.script("create", late(time.Second), nil, after(lost), late(40*time.Second))
		w.network.script("fund", late(time.Second), after(lost))
		var all sync.WaitGroup
		ids := make([]string, 12)
		for i := range ids {
			payer := w.payer()
			if i%2 == 0 {
				payer = payout.New(w.connect())
			}
			all.Go(func() {
				result, err := payer.Pay(t.Context(), w.order("R-1"))
				if err != nil {
					t.Error(err)
				}
				ids[i] = result.ID
			})
		}
		all.Wait()
		w.network.under.Wait()
		require.Len(t, slices.Compact(ids), 1)
		w.requireOnce()
	})
}

func TestOnBehalfOf(t *testing.T) {
	inBubble(t, func(t *testing.T, w *world) {
		own, err := w.payer().Pay(t.Context(), w.order("R-1"))
		requireOutcome(t, payout.Completed, own, err)
		result, err := payout.New(w.client.OnBehalfOfAccount("a1")).Pay(t.Context(), w.order("R-1"))
		failure := requireOutcome(t, payout.Refused, result, err)
		require.Equal(t, payout.StepQuote, failure.Step, "the payment of the partner is not taken for one of the member")
		require.Equal(t, "beneficiary_non_existent", apierror.Of(err).Code)
	})
}

func TestUnhappyEnds(t *testing.T) {
	for _, test := range []struct {
		description string
		want        payout.Outcome
	}{{"sandbox: reject", payout.Rejected}, {"sandbox: fail", payout.Failed}} {
		t.Run(test.description, func(t *testing.T) {
			inBubble(t, func(t *testing.T, w *world) {
				w.network.script("refunds", lost, proxy)
				order := w.order("R-1")
				order.PurposeDescription = test.description
				for range 2 {
					result, err := w.payer().Pay(t.Context(), order)
					failure := requireOutcome(t, test.want, result, err)
					require.NotEmpty(t, result.Reason)
					require.Equal(t, result.Reason, failure.Reason)
					require.ErrorContains(t, err, result.Reason)
					require.Len(t, result.Refunds, 1)
					require.Equal(t, result.ID, result.Refunds[0].ResourceID)
					require.Equal(t, result.Price.Cost, result.Refunds[0].Amount)
				}
				w.requireSpent()
			})
		})
	}
	t.Run("not funded in time", func(t *testing.T) {
		inBubble(t, func(t *testing.T, w *world) {
			_, err := w.payer(payout.WithJournal(&journal{broken: "before fund"})).Pay(t.Context(), w.order("R-1"))
			require.ErrorIs(t, err, payout.Stopped)
			time.Sleep(13 * time.Hour)
			result, err := w.payer().Pay(t.Context(), w.order("R-1"))
			requireOutcome(t, payout.Failed, result, err)
			require.Empty(t, result.Refunds)
		})
	})
	t.Run("without a look at the refunds", func(t *testing.T) {
		inBubble(t, func(t *testing.T, w *world) {
			w.network.script("refunds", answering(403, "application/json", `{"message":"Forbidden"}`))
			order := w.order("R-1")
			order.PurposeDescription = "sandbox: reject"
			result, err := w.payer().Pay(t.Context(), order)
			requireOutcome(t, payout.Rejected, result, err)
			require.ErrorIs(t, err, apierror.ErrForbidden)
		})
	})
}

func TestInsufficientFunds(t *testing.T) {
	inBubble(t, func(t *testing.T, w *world) {
		result, err := w.payer().Pay(t.Context(), w.order("R-1"))
		failure := requireOutcome(t, payout.InsufficientFunds, result, err)
		require.Equal(t, "awaiting_funds", failure.Status)
		require.Equal(t, "insufficient_funds", apierror.Of(err).Code)

		require.NoError(t, w.sandbox.SimulateFunding("", "USD", opening))
		time.Sleep(time.Second)
		result, err = w.payer().Pay(t.Context(), w.order("R-1"))
		requireOutcome(t, payout.Completed, result, err)
	}, sandbox.WithBalance("USD", decimal.FromInt(1)))
}

// A refusal does not say what became of an earlier request whose answer was lost.
func TestInsufficientFundsAfterALostAnswer(t *testing.T) {
	inBubble(t, func(t *testing.T, w *world) {
		w.network.script("fund", after(lost))
		result, err := w.payer().Pay(t.Context(), w.order("R-1"))
		failure := requireOutcome(t, payout.Unknown, result, err)
		require.Equal(t, payout.StepFund, failure.Step)
		result, err = w.payer().Pay(t.Context(), w.order("R-1"))
		requireOutcome(t, payout.InsufficientFunds, result, err)
	}, sandbox.WithBalance("USD", decimal.FromInt(1)))
}

func TestRefused(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*payout.Order)
		step   payout.Step
		kind   error
		code   string
	}{
		{"beneficiary", func(o *payout.Order) { o.BeneficiaryID = "other" }, payout.StepQuote, apierror.ErrNotFound, "beneficiary_non_existent"},
		{"amount", func(o *payout.Order) { o.Amount = decimal.Decimal{} }, payout.StepQuote, apierror.ErrNotSent, ""},
		{"purpose", func(o *payout.Order) { o.Purpose = "NONE" }, payout.StepCreate, apierror.ErrNotFound, "purpose_code_non_existent"},
		{"funding source", func(o *payout.Order) { o.FundingSource = "" }, payout.StepCreate, apierror.ErrNotSent, ""},
		{"no reference", func(o *payout.Order) { o.Reference = "" }, payout.StepFind, payout.ErrReference, ""},
		{"reference", func(o *payout.Order) { o.Reference = "R-1\n" }, payout.StepFind, payout.ErrReference, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, w *world) {
				order := w.order("R-1")
				test.change(&order)
				result, err := w.payer().Pay(t.Context(), order)
				require.Equal(t, test.step, requireOutcome(t, payout.Refused, result, err).Step)
				require.ErrorIs(t, err, test.kind)
				if test.code != "" {
					require.Equal(t, test.code, apierror.Of(err).Code)
				}
				require.Empty(t, w.payments())
			})
		})
	}
	t.Run("after a lost answer", func(t *testing.T) {
		inBubble(t, func(t *testing.T, w *world) {
			w.network.script("create", lost)
			order := w.order("R-1")
			order.Purpose = "NONE"
			result, err := w.payer().Pay(t.Context(), order)
			requireOutcome(t, payout.Refused, result, err)
		})
	})
	t.Run("funding", func(t *testing.T) {
		inBubble(t, func(t *testing.T, w *world) {
			w.network.script("fund", answering(400, "application/json", `{"error_code":"bank_account_non_existent","message":"m"}`))
			result, err := w.payer().Pay(t.Context(), w.order("R-1"))
			require.Equal(t, payout.StepFund, requireOutcome(t, payout.Refused, result, err).Step)
		})
	})
}

// The credentials have nothing to do with the order: it is not refused.
func TestRefusedCredentials(t *testing.T) {
	for operation, want := range map[string]payout.Outcome{
		"find": payout.Stopped, "quote": payout.Stopped, "create": payout.Stopped, "fund": payout.Stopped, "retrieve": payout.Pending,
	} {
		t.Run(operation, func(t *testing.T) {
			inBubble(t, func(t *testing.T, w *world) {
				w.network.script(operation, answering(403, "application/json", `{"message":"Forbidden"}`))
				result, err := w.payer().Pay(t.Context(), w.order("R-1"))
				requireOutcome(t, want, result, err)
				require.ErrorIs(t, err, apierror.ErrForbidden)
				result, err = w.payer().Pay(t.Context(), w.order("R-1"))
				requireOutcome(t, payout.Completed, result, err)
			})
		})
	}
}

func TestMismatch(t *testing.T) {
	for field, change := range map[string]func(*payout.Order){
		"Beneficiary":  func(o *payout.Order) { o.BeneficiaryID = "other" },
		"SellCurrency": func(o *payout.Order) { o.SellCurrency = "EUR" },
		"BuyCurrency":  func(o *payout.Order) { o.BuyCurrency = "USD" },
		"FixedSide":    func(o *payout.Order) { o.FixedSide = conversions.FixedSideSell },
		"Amount":       func(o *payout.Order) { o.Amount = decimal.MustParse("100.01") },
	} {
		t.Run(field, func(t *testing.T) {
			inBubble(t, func(t *testing.T, w *world) {
				_, err := w.payer(payout.WithJournal(&journal{broken: "before fund"})).Pay(t.Context(), w.order("R-1"))
				require.ErrorIs(t, err, payout.Stopped)
				order := w.order("R-1")
				change(&order)
				result, err := w.payer().Pay(t.Context(), order)
				requireOutcome(t, payout.Mismatch, result, err)
				var mismatch *payout.MismatchError
				require.ErrorAs(t, err, &mismatch)
				require.Equal(t, field, mismatch.Field)
				require.NotEqual(t, mismatch.Given, mismatch.Made)
				w.requireSpent()

				same := w.order("R-1")
				same.Amount = decimal.MustParse("100.00")
				result, err = w.payer().Pay(t.Context(), same)
				requireOutcome(t, payout.Completed, result, err)
			})
		})
	}
}

func TestTheContextEnds(t *testing.T) {
	for _, test := range []struct {
		operation string
		fault     fault
		want      payout.Outcome
	}{
		{"find", lost, payout.Stopped},
		{"quote", hang, payout.Stopped},
		{"create", lost, payout.Unknown},
		{"create", tooMany, payout.Stopped},
		{"fund", after(hang), payout.Unknown},
		{"fund", tooMany, payout.Stopped},
		{"retrieve", proxy, payout.Pending},
	} {
		t.Run(test.operation, func(t *testing.T) {
			inBubble(t, func(t *testing.T, w *world) {
				w.network.until(test.operation, 24*time.Hour, test.fault)
				if test.want == payout.Unknown {
					w.network.until(map[string]string{"create": "find", "fund": "retrieve"}[test.operation], 24*time.Hour, proxy)
					w.network.script("find", (*network).forward)
				}
				ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
				defer cancel()
				result, err := w.payer().Pay(ctx, w.order("R-1"))
				requireOutcome(t, test.want, result, err)
				require.ErrorIs(t, err, context.DeadlineExceeded)
				if strings.Contains(test.operation, "create") && test.want == payout.Unknown {
					sent, _ := w.network.counts("create")
					require.Equal(t, 1, sent, "not before it has looked")
				}
			})
		})
	}
	t.Run("by the caller", func(t *testing.T) {
		inBubble(t, func(t *testing.T, w *world) {
			tired := errors.New("tired")
			ctx, cancel := context.WithCancelCause(t.Context())
			time.AfterFunc(time.Minute, func() { cancel(tired) })
			result, err := w.payer().Pay(ctx, w.order("R-1"))
			requireOutcome(t, payout.Pending, result, err)
			require.ErrorIs(t, err, tired)
		}, sandbox.WithSettlement(time.Hour))
	})
}

func TestWithFollow(t *testing.T) {
	for _, limit := range []time.Duration{0, time.Minute} {
		inBubble(t, func(t *testing.T, w *world) {
			began := time.Now()
			result, err := w.payer(payout.WithFollow(limit), payout.WithPauses(time.Second, 2*time.Second)).Pay(t.Context(), w.order("R-1"))
			failure := requireOutcome(t, payout.Pending, result, err)
			require.Equal(t, "processing", failure.Status)
			require.NoError(t, failure.Err)
			require.InDelta(t, limit.Seconds(), time.Since(began).Seconds(), 2.1)
			retrievals, _ := w.network.counts("retrieve")
			require.Equal(t, limit == 0, retrievals == 0)
		}, sandbox.WithSettlement(time.Hour))
	}
}

// A status that nobody knows is followed, and taken for no proof of anything.
func TestUnknownStatus(t *testing.T) {
	strange := answering(200, "application/json", `{"data":[{"simplePaymentId":"a","referenceId":"R-1","status":"on_hold"}]}`)
	inBubble(t, func(t *testing.T, w *world) {
		w.network.script("find", strange)
		w.network.until("retrieve", 24*time.Hour, answering(200, "application/json", `{"data":{"simplePaymentId":"a","status":"on_hold"}}`))
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		result, err := w.payer(payout.WithFollow(0)).Pay(ctx, w.order("R-1"))
		requireOutcome(t, payout.Unknown, result, err)
	})
	inBubble(t, func(t *testing.T, w *world) {
		_, err := w.payer(payout.WithJournal(&journal{broken: "before fund"})).Pay(t.Context(), w.order("R-1"))
		require.ErrorIs(t, err, payout.Stopped)
		id := w.payments()[0].SimplePaymentID
		w.network.script("find", answering(200, "application/json", `{"data":[{"simplePaymentId":"`+id+`","referenceId":"R-1","status":"draft"}]}`))
		result, err := w.payer().Pay(t.Context(), w.order("R-1"))
		requireOutcome(t, payout.Completed, result, err)
		w.requireOnce()
	})
}
