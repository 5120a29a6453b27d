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

// maxProblems is how many problems are listed. Whoever has made that many has made one mistake many times.
const maxProblems = 1000

// Problems are what is wrong with a file, as an error: everything, up to a thousand things.
type Problems []Problem

// Error lists them, one in each line, in the order of the file, and says where there are more.
func (p Problems) Error() string {
	sorted := slices.Clone(p)
	slices.SortStableFunc(sorted, func(a, b Problem) int { return a.Line - b.Line })
	amount, last := fmt.Sprint(len(p), " things are"), ""
	switch {
	case len(p) == 1:
		amount = "something is"
	case p.full():
		amount, last = fmt.Sprintf("more than %d things are", maxProblems), "\n  and more"
		sorted = sorted[:maxProblems]
	}
	lines := []string{"nothing was paid, since " + amount + " wrong with the file:"}
	for _, problem := range sorted {
		lines = append(lines, "  "+problem.String())
	}
	return strings.Join(lines, "\n") + last
}

// add takes notice of a problem, unless there are too many already.
func (p *Problems) add(line int, column, text string) {
	if !p.full() {
		*p = append(*p, Problem{line, column, text})
	}
}

// full reports whether there are more problems than are listed, so that it is no use to look for further ones.
func (p Problems) full() bool { return len(p) > maxProblems }
