package payoutrun

import (
	"fmt"

	"github.com/wallex-sdk/wallex-go/internal/payoutfile"
	"github.com/wallex-sdk/wallex-go/internal/payoutjournal"
)

// Edited returns what rows of a file contradict its journal: rows that were begun with other cells, and payments whose
// row is gone, though not where they were rejected or have failed. Either would leave a payment that nobody looks after.
func Edited(rows []payoutfile.Row, journal payoutjournal.Content) payoutfile.Problems {
	var problems payoutfile.Problems
	there := map[string]bool{}
	for _, row := range rows {
		there[row.Order.Reference] = true
		if state := journal.States[row.Order.Reference]; state.Made() && state.Row != row.Hash {
			problems = append(problems, payoutfile.Problem{Line: row.Line, Text: "was edited after its payment was begun: " +
				"restore it, or give the new payment another reference"})
		}
	}
	for reference, state := range journal.States {
		if state.Open() && !there[reference] {
			problems = append(problems, payoutfile.Problem{Line: 1, Text: fmt.Sprintf(
				"the payment %.60q was begun, and has no line any more: put that back", reference)})
		}
	}
	return problems
}
