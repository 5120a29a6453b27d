package payoutfile

import (
	"encoding/csv"
	"io"
)

// WriteExample writes a file with all columns and one payment, to a beneficiary, to begin with.
func WriteExample(w io.Writer, beneficiaryID string) error {
	var header, cells []string
	for _, c := range columns {
		header = append(header, c.name)
		if c.name == "beneficiary_id" {
			cells = append(cells, beneficiaryID)
		} else {
			cells = append(cells, c.example)
		}
	}
	return csv.NewWriter(w).WriteAll([][]string{header, cells})
}
