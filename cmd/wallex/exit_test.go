package main

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
)

func TestExitCode(t *testing.T) {
	for name, test := range map[string]struct {
		err  error
		code int
	}{
		"none":                  {nil, exitDone},
		"no error of the SDK":   {io.ErrClosedPipe, exitUnexpected},
		"not sent":              {&apierror.Error{Outcome: apierror.NotSent}, exitNotSent},
		"rejected, wrapped":     {fmt.Errorf("demo: %w", &apierror.Error{Outcome: apierror.Rejected}), exitRejected},
		"ambiguous":             {&apierror.Error{Outcome: apierror.Ambiguous}, exitAmbiguous},
		"a failure has its own": {&failure{error: &apierror.Error{Outcome: apierror.NotSent}, code: exitUsage}, exitUsage},
		"joined":                {errors.Join(io.EOF, &failure{error: io.EOF, code: exitUsage}), exitUsage},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, test.code, exitCode(test.err)) })
	}
}

func TestExitCodesAreDocumented(t *testing.T) {
	got := wallexRun(t, "help", "exit-codes")
	require.Equal(t, exitDone, got.code)
	for code := range exitIncomplete + 1 {
		require.Regexp(t, fmt.Sprintf(`(?m)^%d  \w`, code), got.stdout)
	}
	require.Contains(t, wallexRun(t).stdout, "exit-codes")
}
