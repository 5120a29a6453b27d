package main

import (
	"encoding/json"
	"os"

	"github.com/spf13/cobra"

	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

// faults are what goes wrong in the sandbox, as the flags give it.
type faults struct {
	file string
	seed uint64
}

func (f *faults) flags(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.file, "faults", "", "`FILE` with a JSON list of faults to inject, see package sandbox")
	flags.Uint64Var(&f.seed, "seed", 0, "decides which requests faults with a probability strike")
}

// set lets a sandbox have the faults.
func (f *faults) set(cmd *cobra.Command, s *sandbox.Sandbox) error {
	if f.file == "" {
		return nil
	}
	text, err := os.ReadFile(f.file)
	var list []sandbox.Fault
	if err == nil {
		err = json.Unmarshal(text, &list)
	}
	if err == nil {
		err = s.SetFaults(list...)
	}
	if err != nil {
		return usage(cmd, "--faults %s: %w", f.file, err)
	}
	return nil
}
