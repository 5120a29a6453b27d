package payoutrun_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/payout"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

// Every way in which the platform, the journal and the file can disagree is a difference.
func TestReconcile(t *testing.T) {
	w := newWorld(t, 2)
	results := w.pay()
	first, second := results[0], results[1]
	require.Empty(t, w.reconcile())
	cost := first.Price.Cost.String()
	const payments, history = "payments/", "/balances/"
	for name, test := range map[string]struct {
		path     string
		old, new string
		want     []string // %s is the id of the first payment, %c what one costs
	}{
		"status":      {payments, `"status":"completed"`, `"status":"in_transit"`, []string{"line 2, R-1: payment %s is in_transit, and completed in the journal"}},
		"failed":      {payments, `"status":"completed"`, `"status":"failed"`, []string{"line 2, R-1: payment %s is failed, and completed in the journal", "line 2, R-1: payment %s is failed and took %c USD out of the wallet, instead of 0"}},
		"amount":      {payments, `"buyAmount":10,`, `"buyAmount":11,`, []string{"line 2, R-1: the amount is 10 in the file and 11 in payment %s"}},
		"currency":    {payments, `"buyCurrency":"SGD"`, `"buyCurrency":"EUR"`, []string{"line 2, R-1: the bought currency is SGD in the file and EUR in payment %s"}},
		"fixed side":  {payments, `"fixedSide":"buy"`, `"fixedSide":""`, nil},
		"beneficiary": {payments, w.rows[0].Order.BeneficiaryID, "B-9", []string{"line 2, R-1: the beneficiary is " + w.rows[0].Order.BeneficiaryID + " in the file and B-9 in payment %s"}},
		"cost":        {payments, `"totalAmount":` + cost, `"totalAmount":99`, []string{"line 2, R-1: payment %s costs 99, and %c in the journal", "line 2, R-1: payment %s is completed and took %c USD out of the wallet, instead of 99"}},
		"id":          {payments, first.ID, "P-9", []string{"line 2, R-1: the payment is P-9, and %s in the journal", "line 2, R-1: payment P-9 is completed and took 0 USD out of the wallet, instead of %c"}},
		"gone":        {payments, `"referenceId":"R-1"`, `"referenceId":"R-9"`, []string{"line 2, R-1: there is no payment, and the journal has %s"}},
		"double":      {payments, `"referenceId":"R-2"`, `"referenceId":"R-1"`, []string{"line 2, R-1: several payments have the reference: "}},
		"not taken":   {history, first.ID, "T-9", []string{"line 2, R-1: payment %s is completed and took 0 USD out of the wallet, instead of %c"}},
		"taken twice": {history, second.ID, first.ID, []string{"line 2, R-1: payment %s is completed and took "}},
		"other ids":   {history, `"transactionId":"`, `"transactionId":"T-`, []string{"the balance history: no change has the id of any of the payments"}},
	} {
		t.Run(name, func(t *testing.T) {
			w.lies.path, w.lies.told = test.path, strings.NewReplacer(test.old, test.new)
			defer func() { w.lies.told = nil }()
			found := w.reconcile()
			for _, want := range test.want {
				want = strings.NewReplacer("%s", first.ID, "%c", cost).Replace(want)
				require.True(t, containsPrefix(found, want), "%s\n%s", want, strings.Join(found, "\n"))
			}
			require.Equal(t, len(test.want) == 0, len(found) == 0, found)
		})
	}
}

func containsPrefix(all []string, prefix string) bool {
	for _, each := range all {
		if strings.HasPrefix(each, prefix) {
			return true
		}
	}
	return false
}

func TestReconcileWhatIsNotPaid(t *testing.T) {
	w := newWorld(t, 3, sandbox.WithBalance("USD", decimal.FromInt(10)))
	results := w.pay()
	var want []string
	for i, result := range results {
		switch result.Outcome {
		case payout.InsufficientFunds:
			want = append(want, fmt.Sprintf("line %d, R-%d: payment %s is awaiting_funds", i+2, i+1, result.ID))
		case "not_started":
			want = append(want, fmt.Sprintf("line %d, R-%d: there is no payment", i+2, i+1))
		}
	}
	require.NotEmpty(t, want)
	require.Equal(t, want, w.reconcile())
}

// Without a journal, and for payments from before it, each reference is looked for.
func TestReconcileWithoutAJournal(t *testing.T) {
	w := newWorld(t, 2)
	results := w.pay()
	require.NoError(t, os.Remove(w.path))
	want := []string{
		"line 2, R-1: payment " + results[0].ID + " is not in the journal",
		"line 3, R-2: payment " + results[1].ID + " is not in the journal",
	}
	require.Equal(t, want, w.reconcile())
}

func TestReconcileSeesMoneyComeBack(t *testing.T) {
	w := newWorld(t, 1)
	w.rows[0].Order.PurposeDescription = "sandbox: fail"
	result := w.pay()[0]
	require.Equal(t, payout.Failed, result.Outcome)
	require.Equal(t, []string{"line 2, R-1: payment " + result.ID + " is failed"}, w.reconcile(), "the money is back")
}
