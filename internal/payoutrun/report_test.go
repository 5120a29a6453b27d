package payoutrun_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/internal/payoutrun"
	"github.com/wallex-sdk/wallex-go/pkg/payout"
)

// Of a row that this run learned nothing of, the report shows what the journal has.
func TestReportShowsWhatTheJournalHas(t *testing.T) {
	w := newWorld(t, 2)
	all := w.rows
	w.rows = all[:1]
	paid := w.pay()[0]
	w.rows, w.giveUp, w.lies.down = all, time.Second, []string{paid.ID, "R-2"}
	results := w.pay()
	require.Equal(t, payout.Unknown, results[0].Outcome)
	path := filepath.Join(t.TempDir(), "result.csv")
	require.NoError(t, payoutrun.WriteReport(path, w.rows, results))
	file, err := os.Open(path)
	require.NoError(t, err)
	defer file.Close()
	table, err := csv.NewReader(file).ReadAll()
	require.NoError(t, err)
	require.Equal(t, []string{"unknown", paid.ID, "completed", paid.Price.Cost.String(), "USD", "10", "SGD"}, table[1][2:9])
	require.Contains(t, table[1][10], "id, status and amounts are from the journal: this run has not seen the payment; ")
	require.Equal(t, []string{"stopped", "", ""}, table[2][2:5])
	require.NotContains(t, table[2][10], "journal")
}
