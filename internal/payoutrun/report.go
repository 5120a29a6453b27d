package payoutrun

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/wallex-sdk/wallex-go/internal/payoutfile"
)

var reportHeader = []string{
	"line", "reference", "outcome", "payment_id", "status", "cost", "sell_currency", "bought", "buy_currency",
	"refund_ids", "explanation",
}

// maxHeader is how much of a file is read to see whether it is a report.
const maxHeader = 4 << 10

// CheckReport returns an error where a file at path exists and is not a report: one that must not be replaced.
func CheckReport(path string) error {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer file.Close()
	if names, err := csv.NewReader(io.LimitReader(file, maxHeader)).Read(); err != nil || !slices.Equal(names, reportHeader) {
		return fmt.Errorf("%s is there, and holds no results of payments", path)
	}
	return nil
}

// WriteReport writes what became of each row, a line of CSV for each, and puts the file at path when it is complete.
func WriteReport(path string, rows []payoutfile.Row, results []Result) (err error) {
	file, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(file.Name()))
		}
	}()
	if err := errors.Join(writeReport(file, rows, results), file.Sync(), file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}

func writeReport(w io.Writer, rows []payoutfile.Row, results []Result) error {
	table := csv.NewWriter(w)
	_ = table.Write(reportHeader) // Flush has the error
	for i, result := range results {
		var refunds []string
		for _, refund := range result.Refunds {
			refunds = append(refunds, refund.ID)
		}
		_ = table.Write([]string{
			strconv.Itoa(rows[i].Line), result.Reference, string(result.Outcome), result.ID, result.Status,
			result.Price.Cost.String(), rows[i].Order.SellCurrency,
			result.Price.Bought.String(), rows[i].Order.BuyCurrency,
			strings.Join(refunds, " "), result.explanation(),
		})
	}
	table.Flush()
	return table.Error()
}

// explanation says in one line why a payment is not completed, and where it comes from if not from the file.
func (r Result) explanation() string {
	var parts []string
	if r.Foreign {
		parts = append(parts, "a payment with this reference was there before, and was not created for this file")
	}
	if r.Recorded {
		parts = append(parts, "id, status and amounts are from the journal: this run has not seen the payment")
	}
	switch {
	case r.Err == nil:
	case r.Outcome == OverLimit && r.ID != "":
		parts = append(parts, r.Err.Error()+": raise --max-total; the payment waits for its funds")
	case r.Outcome == OverLimit:
		parts = append(parts, r.Err.Error()+": raise --max-total or leave the row out")
	default:
		parts = append(parts, strings.ReplaceAll(r.Err.Error(), "\n", ": "))
	}
	return strings.Join(parts, "; ")
}
