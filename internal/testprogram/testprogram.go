// Package testprogram builds commands for tests of what their processes do together.
package testprogram

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"go.uber.org/goleak"
)

// Main runs the tests of a command, and ends the process. It builds the command in the current folder first and lets
// program return its file: without the race detector, which would make every start of a process take seconds.
func Main(m *testing.M, program *func() (string, error)) {
	dir, err := os.MkdirTemp("", "program")
	if err != nil {
		fail(err)
	}
	file := filepath.Join(dir, "program.exe") // with the ending that one system needs
	if output, err := exec.Command("go", "build", "-o", file).CombinedOutput(); err != nil {
		fail(fmt.Errorf("%w: %s", err, output))
	}
	*program = func() (string, error) { return file, nil }
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		_ = os.RemoveAll(dir)
		os.Exit(code)
	}))
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
