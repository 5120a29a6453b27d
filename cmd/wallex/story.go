package main

import (
	"context"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"time"
)

// story tells what happens, step by step.
type story struct {
	out   io.Writer
	steps int
}

// chapter is a part of a story.
type chapter func(context.Context) error

// tell tells the chapters one after the other, up to one that goes wrong.
func tell(ctx context.Context, chapters ...chapter) error {
	for _, chapter := range chapters {
		if err := chapter(ctx); err != nil {
			return err
		}
	}
	return nil
}

// begin prints what comes now.
func (s *story) begin(what string) {
	s.steps++
	fmt.Fprintf(s.out, "\n%2d. %s\n", s.steps, what)
}

// fact prints something worth seeing.
func (s *story) fact(name string, values ...any) {
	fmt.Fprintf(s.out, "      %-11s %s\n", name, strings.TrimSuffix(fmt.Sprintln(values...), "\n"))
}

// end prints how the story ends.
func (s *story) end(format string, values ...any) error {
	_, err := fmt.Fprintf(s.out, "\n"+format+"\n", values...)
	return err
}

// soon is how long to wait before asking again for what takes the sandbox a moment.
const soon = 200 * time.Millisecond

// poll asks until the answer is that it is over.
func poll(ctx context.Context, interval time.Duration, over func() (bool, error)) error {
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	for {
		if done, err := over(); done || err != nil {
			return err
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

func sorted(names iter.Seq[string]) string { return strings.Join(slices.Sorted(names), ", ") }
