package payout_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/payout"
)

// listing is a page of payments, each an id and a reference.
func listing(page, pages int, payments ...string) fault {
	var rows []string
	for _, each := range payments {
		id, reference, _ := strings.Cut(each, " ")
		rows = append(rows, fmt.Sprintf(`{"simplePaymentId":%q,"referenceId":%q,"status":"completed"}`, id, reference))
	}
	return answering(200, "application/json", fmt.Sprintf(
		`{"data":[%s],"pagination":{"itemCount":%d,"page":%d,"perPage":100,"search":[],"totalEntries":9,"totalPages":%d}}`,
		strings.Join(rows, ","), len(rows), page, pages))
}

func TestSearch(t *testing.T) {
	for _, test := range []struct {
		name  string
		pages []fault
		found string
		many  []string
	}{
		{"on the last page", []fault{listing(1, 2, "a r-1", "b R-11", "c R-1 "), listing(2, 2, "d R-1")}, "d", nil},
		{"without an id at first", []fault{listing(1, 1, " R-1"), listing(1, 1, "a R-1")}, "a", nil},
		{"twice the same", []fault{listing(1, 2, "a R-1"), listing(2, 2, "a R-1")}, "a", nil},
		{"two", []fault{listing(1, 2, "b R-1"), listing(2, 2, "a R-1")}, "", []string{"a", "b"}},
		{"something similar only", []fault{listing(1, 1, "a r-1", "b R-1 ", "c R-10", "d ")}, "", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, w *world) {
				w.network.script("find", test.pages...)
				result, err := w.payer().Pay(t.Context(), w.order("R-1"))
				switch {
				case test.many != nil:
					requireOutcome(t, payout.Duplicate, result, err)
					var duplicate *payout.DuplicateError
					require.ErrorAs(t, err, &duplicate)
					require.Equal(t, test.many, duplicate.IDs)
					require.Empty(t, w.payments())
				case test.found != "":
					requireOutcome(t, payout.Completed, result, err)
					require.Equal(t, test.found, result.ID)
					require.Empty(t, w.payments())
				default:
					requireOutcome(t, payout.Completed, result, err)
					w.requireOnce()
				}
			})
		})
	}
}

// The platform says that the reference is in use, and does not show by what: another account may have it.
func TestReferenceInUseElsewhere(t *testing.T) {
	inBubble(t, func(t *testing.T, w *world) {
		w.network.script("create", answering(400, "application/json", `{"error_code":"simple_payment_reference_id_already_exist","message":"m"}`))
		began := time.Now()
		result, err := w.payer().Pay(t.Context(), w.order("R-1"))
		requireOutcome(t, payout.Unknown, result, err)
		require.ErrorIs(t, err, payout.ErrNotShown)
		require.ErrorIs(t, err, apierror.ErrExists)
		require.InDelta(t, 34, time.Since(began).Seconds(), 6, "it looks for as long as it may take to show")
		sent, _ := w.network.counts("create")
		require.Equal(t, 1, sent)
	})
}

// The platform says that the payment cannot be funded, and shows that it awaits its funds.
func TestContradictoryStatus(t *testing.T) {
	inBubble(t, func(t *testing.T, w *world) {
		w.network.script("fund", answering(400, "application/json", `{"error_code":"status_invalid","message":"m"}`))
		result, err := w.payer().Pay(t.Context(), w.order("R-1"))
		requireOutcome(t, payout.Unknown, result, err)
		sent, _ := w.network.counts("fund")
		require.Equal(t, 1, sent)
		result, err = w.payer().Pay(t.Context(), w.order("R-1"))
		requireOutcome(t, payout.Completed, result, err)
	})
}

// A server that does not know a new payment yet is asked again.
func TestRetrieveLags(t *testing.T) {
	missing := answering(400, "application/json", `{"error_code":"simple_payments_not_found","message":"m"}`)
	inBubble(t, func(t *testing.T, w *world) {
		w.network.until("retrieve", 10*time.Second, missing)
		result, err := w.payer().Pay(t.Context(), w.order("R-1"))
		requireOutcome(t, payout.Completed, result, err)
	})
	inBubble(t, func(t *testing.T, w *world) {
		w.network.until("retrieve", time.Hour, missing)
		result, err := w.payer().Pay(t.Context(), w.order("R-1"))
		requireOutcome(t, payout.Pending, result, err)
		require.ErrorIs(t, err, apierror.ErrNotFound)
	})
}
