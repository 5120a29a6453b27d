package main

import (
	"bytes"
	"encoding/json"
	"io"
	"io/fs"
	"iter"
)

// printer writes JSON: indented for people at a terminal, compact for programs.
type printer struct {
	w      io.Writer
	pretty bool
}

func newPrinter(w io.Writer) printer { return printer{w, isTerminal(w)} }

// isTerminal reports whether somebody may be looking at what is written.
func isTerminal(w io.Writer) bool {
	file, ok := w.(interface{ Stat() (fs.FileInfo, error) })
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&fs.ModeCharDevice != 0
}

// value writes one value and the end of the line.
func (p printer) value(value json.RawMessage) error {
	return p.write("", value, "", "\n")
}

// list writes values as an array, each as soon as it comes. An error leaves the array without its end, so that nobody
// takes a part for the whole.
func (p printer) list(values iter.Seq2[json.RawMessage, error]) error {
	before, between, after, indent := "[", ",", "]\n", ""
	if p.pretty {
		before, between, after, indent = "[\n  ", ",\n  ", "\n]\n", "  "
	}
	some := false
	for value, err := range values {
		if err != nil {
			if some {
				_, _ = io.WriteString(p.w, "\n")
			}
			return err
		}
		if err := p.write(before, value, indent, ""); err != nil {
			return err
		}
		before, some = between, true
	}
	if !some {
		after = "[]\n"
	}
	_, err := io.WriteString(p.w, after)
	return err
}

func (p printer) write(before string, value json.RawMessage, indent, after string) error {
	line := bytes.NewBufferString(before)
	var err error
	if p.pretty {
		err = json.Indent(line, value, indent, "  ")
	} else {
		err = json.Compact(line, value)
	}
	if err != nil {
		return err
	}
	line.WriteString(after)
	_, err = p.w.Write(line.Bytes())
	return err
}

// each makes the values of a slice an iterator that list takes.
func each(values []json.RawMessage) iter.Seq2[json.RawMessage, error] {
	return func(yield func(json.RawMessage, error) bool) {
		for _, value := range values {
			if !yield(value, nil) {
				return
			}
		}
	}
}
