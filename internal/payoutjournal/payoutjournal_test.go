package payoutjournal_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/internal/payoutjournal"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/payout"
)

var (
	header = payoutjournal.Header{Platform: "https://platform.example", Account: "A-1"}
	rows   = map[string]string{"R-1": "hash"}
	price  = payout.Price{Cost: decimal.FromInt(10), Bought: decimal.FromInt(7)}
	dearer = payout.Price{Cost: decimal.FromInt(11), Bought: decimal.FromInt(7)}
)

// step is something that the payer tells the journal.
type step struct {
	before bool
	entry  payout.Entry
}

func before(step_ payout.Step, id string, price payout.Price) step {
	return step{true, payout.Entry{Reference: "R-1", Step: step_, ID: id, Price: price}}
}

func after(step_ payout.Step, id, status string, outcome payout.Outcome) step {
	return step{false, payout.Entry{Reference: "R-1", Step: step_, ID: id, Status: status, Outcome: outcome, Err: errors.New("a reason")}}
}

// answer is what becomes of a create that fails.
func answer(err error) step {
	return step{false, payout.Entry{Reference: "R-1", Step: payout.StepCreate, Err: err}}
}

var (
	refused = answer(&apierror.Error{Outcome: apierror.Rejected})
	notSent = answer(fmt.Errorf("wrapped: %w", &apierror.Error{Outcome: apierror.NotSent}))
	lost    = answer(&apierror.Error{Outcome: apierror.Ambiguous})
	exists  = answer(&apierror.Error{Outcome: apierror.Rejected, Kind: apierror.ErrExists})
)

// record opens a journal, writes steps, and closes it.
func record(t *testing.T, path string, rows map[string]string, steps ...step) {
	t.Helper()
	journal, err := payoutjournal.Open(path, header, rows)
	require.NoError(t, err)
	for _, each := range steps {
		write := journal.After
		if each.before {
			write = journal.Before
		}
		require.NoError(t, write(t.Context(), each.entry))
	}
	require.NoError(t, journal.Close())
}

func TestState(t *testing.T) {
	for name, test := range map[string]struct {
		steps []step
		want  payoutjournal.State
		made  bool // and open, but for what has failed
	}{
		"another payment": {
			[]step{after(payout.StepFind, "P-9", "completed", ""), after(payout.StepEnd, "P-9", "completed", payout.Mismatch)},
			payoutjournal.State{Row: "hash", ID: "P-9", Status: "completed", Outcome: payout.Mismatch}, false,
		},
		"failed": {
			[]step{before(payout.StepCreate, "", price), after(payout.StepEnd, "P-1", "failed", payout.Failed)},
			payoutjournal.State{
				Row: "hash", ID: "P-1", Status: "failed", Agreed: price, Price: price, Outcome: payout.Failed, Sent: true,
			}, true,
		},
		"nothing":      {nil, payoutjournal.State{}, false},
		"a quote":      {[]step{after(payout.StepQuote, "", "", "")}, payoutjournal.State{}, false},
		"being killed": {[]step{before(payout.StepCreate, "", price)}, payoutjournal.State{Row: "hash", Agreed: price, Price: price, Sent: true}, true},
		"sent again": {
			[]step{before(payout.StepCreate, "", price), after(payout.StepCreate, "", "", ""), before(payout.StepCreate, "", dearer)},
			payoutjournal.State{Row: "hash", Agreed: price, Price: dearer, Sent: true}, true,
		},
		"refused": {
			[]step{before(payout.StepCreate, "", price), refused, after(payout.StepEnd, "", "", payout.Refused)},
			payoutjournal.State{Row: "hash", Agreed: price, Price: price, Outcome: payout.Refused}, false,
		},
		"not sent": {
			[]step{before(payout.StepCreate, "", price), notSent, after(payout.StepEnd, "", "", payout.Stopped)},
			payoutjournal.State{Row: "hash", Agreed: price, Price: price, Outcome: payout.Stopped}, false,
		},
		"killed, and not found out later": {
			[]step{before(payout.StepCreate, "", price), after(payout.StepEnd, "", "", payout.Stopped)},
			payoutjournal.State{Row: "hash", Agreed: price, Price: price, Outcome: payout.Stopped, Sent: true}, true,
		},
		"killed, and refused later": {
			[]step{
				before(payout.StepCreate, "", price), before(payout.StepCreate, "", price), refused,
				after(payout.StepEnd, "", "", payout.Refused),
			},
			payoutjournal.State{Row: "hash", Agreed: price, Price: price, Outcome: payout.Refused, Sent: true}, true,
		},
		"lost, and dearer": {
			[]step{before(payout.StepCreate, "", price), lost, after(payout.StepEnd, "", "", payout.PriceChanged)},
			payoutjournal.State{Row: "hash", Agreed: price, Price: price, Outcome: payout.PriceChanged, Sent: true}, true,
		},
		"there, and not shown": {
			[]step{before(payout.StepCreate, "", price), exists, after(payout.StepEnd, "", "", payout.Stopped)},
			payoutjournal.State{Row: "hash", Agreed: price, Price: price, Outcome: payout.Stopped, Sent: true}, true,
		},
		"refused, and sent again": {
			[]step{before(payout.StepCreate, "", price), refused, before(payout.StepCreate, "", price), refused},
			payoutjournal.State{Row: "hash", Agreed: price, Price: price}, false,
		},
		"unknown": {
			[]step{before(payout.StepCreate, "", price), after(payout.StepEnd, "", "", payout.Unknown)},
			payoutjournal.State{Row: "hash", Agreed: price, Price: price, Outcome: payout.Unknown, Sent: true}, true,
		},
		"completed": {
			[]step{
				before(payout.StepCreate, "", price), after(payout.StepCreate, "P-1", "awaiting_funds", ""),
				before(payout.StepFund, "P-1", price), after(payout.StepFund, "P-1", "processing", ""),
				after(payout.StepEnd, "P-1", "completed", payout.Completed),
			},
			payoutjournal.State{
				Row: "hash", ID: "P-1", Status: "completed", Agreed: price, Price: price, Outcome: payout.Completed, Sent: true,
			}, true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "journal")
			for _, each := range test.steps { // a process for each changes nothing
				record(t, path, rows, each)
			}
			content, err := payoutjournal.Read(path, header)
			require.NoError(t, err)
			require.Equal(t, test.want, content.States["R-1"])
			require.Equal(t, test.made, content.States["R-1"].Made())
			require.Equal(t, test.made && test.want.Outcome != payout.Failed, content.States["R-1"].Open())
		})
	}
}

// What nothing was made of is forgotten with the row it came from.
func TestAnotherRow(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal")
	record(t, path, rows, before(payout.StepCreate, "", price), refused, after(payout.StepEnd, "", "", payout.Refused))
	record(t, path, map[string]string{"R-1": "another"}, before(payout.StepCreate, "", dearer))
	content, err := payoutjournal.Read(path, header)
	require.NoError(t, err)
	require.Equal(t, payoutjournal.State{Row: "another", Agreed: dearer, Price: dearer, Sent: true}, content.States["R-1"])
}

// Wherever the last line was torn, the lines before it count, and the next one is readable.
func TestTornLine(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal")
	record(t, path, rows, before(payout.StepCreate, "", price))
	first, err := os.ReadFile(path)
	require.NoError(t, err)
	record(t, path, rows, after(payout.StepCreate, "P-1", "awaiting_funds", ""))
	whole, err := os.ReadFile(path)
	require.NoError(t, err)
	for length := len(first); length < len(whole); length++ {
		require.NoError(t, os.WriteFile(path, whole[:length], 0o600))
		record(t, path, rows, after(payout.StepCreate, "P-2", "awaiting_funds", ""))
		content, err := payoutjournal.Read(path, header)
		require.NoError(t, err)
		require.Equal(t, payoutjournal.State{Row: "hash", ID: "P-2", Status: "awaiting_funds", Agreed: price, Price: price, Sent: true},
			content.States["R-1"])
	}
	require.NoError(t, os.WriteFile(path, first[:10], 0o600))
	record(t, path, rows, before(payout.StepCreate, "", dearer))
	content, err := payoutjournal.Read(path, header)
	require.NoError(t, err)
	require.Equal(t, dearer, content.States["R-1"].Agreed, "a torn header begins a new journal")
}

func TestDamage(t *testing.T) {
	for name, text := range map[string]string{
		"no JSON":                   "garbage\n",
		"other version":             `{"journal":2,"platform":"https://platform.example","onBehalfOfAccount":"A-1"}` + "\n",
		"line":                      `{"journal":1,"platform":"https://platform.example","onBehalfOfAccount":"A-1"}` + "\n{\n",
		"no reference":              `{"journal":1,"platform":"https://platform.example","onBehalfOfAccount":"A-1"}` + "\n{}\n",
		"begun at another account":  `{"journal":1,"platform":"https://platform.example","onBehalfOfAccount":"A-2"}` + "\n",
		"begun at another platform": `{"journal":1,"platform":"https://other.example","onBehalfOfAccount":"A-1"}` + "\n",
		"begun at another user":     `{"journal":1,"platform":"https://platform.example","onBehalfOfUser":"U-1"}` + "\n",
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "journal")
			require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
			_, err := payoutjournal.Open(path, header, rows)
			require.Error(t, err)
			require.Equal(t, strings.HasPrefix(name, "begun at"), errors.Is(err, payoutjournal.ErrElsewhere))
			kept, err := os.ReadFile(path)
			require.NoError(t, err)
			require.Equal(t, text, string(kept))
		})
	}
}

func TestLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal")
	first, err := payoutjournal.Open(path, header, rows)
	require.NoError(t, err)
	_, err = payoutjournal.Open(path, header, rows)
	require.ErrorIs(t, err, payoutjournal.ErrLocked)
	require.NoError(t, first.Close())
	record(t, path, rows)
}

// Once it could not be written, nothing may be sent any more.
func TestBroken(t *testing.T) {
	journal, err := payoutjournal.Open(filepath.Join(t.TempDir(), "journal"), header, rows)
	require.NoError(t, err)
	require.NoError(t, journal.Close())
	require.ErrorIs(t, journal.Before(t.Context(), payout.Entry{Reference: "R-1"}), payoutjournal.ErrBroken)
	require.ErrorIs(t, journal.After(t.Context(), payout.Entry{Reference: "R-1"}), os.ErrClosed)
}
