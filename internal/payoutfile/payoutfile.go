// Package payoutfile reads files of payments: CSV, a header with the names of the columns, and a payment in each line.
//
// [Read] checks what a file alone can tell, and [Check] the rest with the platform. Both report everything that is wrong
// at once, line by line, and send nothing that changes anything.
package payoutfile

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/conversions"
	"github.com/wallex-sdk/wallex-go/pkg/payout"
)

// The limits of a file, in bytes.
const (
	maxLine = 64 << 10
	maxFile = 16 << 20
)

// Row is one payment of a file.
type Row struct {
	Line  int // where it begins, from 1; the header is a line, too
	Hash  string
	Order payout.Order
}

// Fixed returns the currency that the amount is in.
func (r Row) Fixed() string {
	if r.Order.FixedSide == conversions.FixedSideSell {
		return r.Order.SellCurrency
	}
	return r.Order.BuyCurrency
}

// Read reads a file and checks everything but what only the platform knows. An error of the reader is returned as it is,
// and what is wrong with the file as [Problems]: together with the rows that nothing is wrong with, where they are not
// too many.
func Read(r io.Reader) ([]Row, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxFile {
		return nil, Problems{{1, "", fmt.Sprintf("the file has more than %d bytes: split it", maxFile)}}
	}
	reader := &reader{seen: map[string]place{}, broken: map[int]bool{}}
	rows := reader.read(data)
	if len(reader.problems) > 0 {
		return rows, reader.problems
	}
	return rows, nil
}

type reader struct {
	columns  []column         // in the order of the file
	seen     map[string]place // the references, in lower case
	broken   map[int]bool     // lines that are no text, or too long
	problems Problems
}

// place is where a reference is for the first time.
type place struct {
	line      int
	reference string
}

func (r *reader) read(data []byte) (rows []Row) {
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		r.problems.add(1, "", "the file is UTF-16: save it as CSV in UTF-8")
		return nil
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if len(bytes.TrimSpace(data)) == 0 {
		r.problems.add(1, "", "the file is empty")
		return nil
	}
	r.scan(data)
	if r.broken[1] || r.problems.full() {
		return nil
	}
	table := csv.NewReader(bytes.NewReader(data))
	table.FieldsPerRecord = -1 // row says it better
	for !r.problems.full() {
		cells, err := table.Read()
		switch failed := (*csv.ParseError)(nil); {
		case errors.Is(err, io.EOF):
			if len(rows) == 0 && len(r.problems) == 0 {
				r.problems.add(1, "", "there is no payment below the header")
			}
			return rows
		case errors.As(err, &failed): // where the next line begins is a guess from here on
			r.problems.add(failed.Line, "", "quotation marks must stand around a whole cell, and be doubled in it")
			return rows
		}
		line, _ := table.FieldPos(0)
		switch {
		case r.columns == nil:
			if !r.header(line, cells) {
				return nil
			}
		case !r.broken[line]:
			if row, ok := r.row(line, cells); ok {
				rows = append(rows, row)
			}
		}
	}
	return nil
}

// scan looks for lines that are no text, or too long.
func (r *reader) scan(data []byte) {
	number := 0
	for line := range bytes.Lines(data) {
		if number++; r.problems.full() {
			return
		}
		wrong := ""
		switch {
		case len(line) > maxLine:
			wrong = fmt.Sprintf("is longer than %d bytes", maxLine)
		case !utf8.Valid(line):
			wrong = "is not UTF-8"
		default:
			continue
		}
		r.broken[number] = true
		r.problems.add(number, "", wrong)
	}
}

// header takes notice of the columns and reports whether the rows can be read.
func (r *reader) header(line int, names []string) bool {
	if len(names) == 1 && strings.ContainsAny(names[0], ";\t|") {
		r.problems.add(line, "", "the columns must have commas between them")
		return false
	}
	before := len(r.problems)
	for _, name := range names {
		i := slices.IndexFunc(columns, func(c column) bool { return c.name == name })
		switch {
		case i < 0:
			r.problems.add(line, "", fmt.Sprintf("there is no column %.40q", name))
		case slices.ContainsFunc(r.columns, func(c column) bool { return c.name == name }):
			r.problems.add(line, name, "is there twice")
		default:
			r.columns = append(r.columns, columns[i])
		}
	}
	for _, c := range columns {
		if c.required && !slices.Contains(names, c.name) {
			r.problems.add(line, c.name, "is missing: a column of this name is needed")
		}
	}
	return len(r.problems) == before
}

// row reads a payment and reports whether nothing is wrong with it.
func (r *reader) row(line int, cells []string) (Row, bool) {
	if len(cells) != len(r.columns) {
		r.problems.add(line, "", fmt.Sprintf("has %d columns and the header %d", len(cells), len(r.columns)))
		return Row{}, false
	}
	before := len(r.problems)
	row := Row{Line: line}
	values := map[string]string{}
	for i, cell := range cells {
		c := r.columns[i]
		wrong := ""
		switch {
		case cell == "" && c.required:
			wrong = "is empty"
		case cell == "":
			continue
		case strings.TrimSpace(cell) != cell:
			wrong = "begins or ends with a space"
		case strings.ContainsFunc(cell, unicode.IsControl):
			wrong = "must not have line breaks or control characters"
		default:
			wrong = c.read(&row.Order, cell)
			values[c.name] = cell
		}
		if wrong != "" {
			r.problems.add(line, c.name, wrong)
		}
	}
	r.distinguish(line, row.Order.Reference)
	if row.Order.PaymentReference == "" {
		row.Order.PaymentReference = row.Order.Reference
	}
	row.Hash = hash(values)
	return row, len(r.problems) == before
}

// distinguish notices a reference that is there twice. The platform might not care for upper and lower case.
func (r *reader) distinguish(line int, reference string) {
	folded := strings.ToLower(strings.ToUpper(reference))
	switch first, taken := r.seen[folded]; {
	case reference == "":
	case !taken:
		r.seen[folded] = place{line, reference}
	case first.reference == reference:
		r.problems.add(line, "reference", fmt.Sprintf("is the same as in line %d", first.line))
	default:
		r.problems.add(line, "reference", fmt.Sprintf("differs from that in line %d in upper and lower case only", first.line))
	}
}

// hash recognises the cells of a row, whatever the order of the columns.
func hash(values map[string]string) string {
	text, _ := json.Marshal(values) // sorted, and a map of texts always can be written
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
