package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
)

// failure is an error of a command together with what the user needs to know of it.
type failure struct {
	error
	code    int
	outcome string // in words; "" where the error says it all
	next    string // what to do now; "" where nobody knows
}

func (f *failure) Unwrap() error { return f.error }

// usage is the error of a command line that is wrong.
func usage(cmd *cobra.Command, format string, args ...any) error {
	return &failure{
		error: fmt.Errorf(format, args...),
		code:  exitUsage,
		next:  "see " + cmd.CommandPath() + " --help",
	}
}

// report tells people what went wrong. It prints no values of fields, as the errors hold none.
func report(w io.Writer, err error) {
	text := err.Error()
	refused := apierror.Of(err)
	if refused != nil { // the fields are listed below
		short := *refused
		short.Fields = nil
		text = strings.Replace(text, refused.Error(), short.Error(), 1)
	}
	fmt.Fprintln(w, "error:", text)
	if refused != nil {
		for _, field := range refused.Fields {
			fmt.Fprintln(w, " ", strings.TrimSpace(field.Name+" "+field.Message))
		}
	}
	f, ok := err.(*failure)
	if !ok {
		return
	}
	if f.outcome != "" {
		fmt.Fprintln(w, "outcome:", f.outcome)
	}
	if f.next != "" {
		fmt.Fprintln(w, "next:", f.next)
	}
}
