package payoutfile

import (
	"fmt"
	"slices"
	"strings"
)

// Problem is something that is wrong with a line of a file. It repeats no value of the line.
type Problem struct {
	Line   int
	Column string // "" where it is about the whole line
	Text   string
}

// String names the line and the column.
func (p Problem) String() string {
	return fmt.Sprintf("line %d: %s", p.Line, strings.TrimSpace(p.Column+" "+p.Text))
}

// Problems are all that is wrong with a file, as an error.
type Problems []Problem

// Error lists all of them, one in each line, in the order of the file.
func (p Problems) Error() string {
	lines := []string{fmt.Sprintf("nothing was paid, since %d things are wrong with the file:", len(p))}
	if len(p) == 1 {
		lines[0] = "nothing was paid, since something is wrong with the file:"
	}
	sorted := slices.Clone(p)
	slices.SortStableFunc(sorted, func(a, b Problem) int { return a.Line - b.Line })
	for _, problem := range sorted {
		lines = append(lines, "  "+problem.String())
	}
	return strings.Join(lines, "\n")
}

func (p *Problems) add(line int, column, text string) { *p = append(*p, Problem{line, column, text}) }
