package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync/atomic"
)

// program returns the file of this program.
var program = os.Executable

// roleVariable is the environment variable that makes a process of this program play a role.
const roleVariable = "WALLEX_CHAOS_ROLE"

// roles are what processes of this program do.
var roles = map[string]func() error{
	"sandbox":  playing(serve),
	"worker":   playing(work),
	"receiver": playing(receive),
}

// play plays a role until it is over.
func play(role string) error {
	act, ok := roles[role]
	if !ok {
		return fmt.Errorf("there is no role %q", role)
	}
	return act()
}

// playing reads a task from the standard input and lets a role do it, until that input ends: so a process ends with the
// one that started it.
func playing[T any](act func(context.Context, T) error) func() error {
	return func() error {
		var task T
		if err := json.NewDecoder(os.Stdin).Decode(&task); err != nil {
			return err
		}
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		go func() {
			_, _ = io.Copy(io.Discard, os.Stdin)
			cancel()
		}()
		return act(ctx, task)
	}
}

// process is a process of this program that plays a role.
type process struct {
	*exec.Cmd
	role   string
	stdin  io.Closer
	lines  *bufio.Scanner // what it prints
	killed atomic.Bool
}

// start starts a process. It inherits the files, from file descriptor 3 on. The context kills it.
func start(ctx context.Context, role string, task any, files ...*os.File) (*process, error) {
	file, err := program()
	if err != nil {
		return nil, err
	}
	p := &process{Cmd: exec.CommandContext(ctx, file), role: role}
	p.Cancel = p.kill
	p.Env = append(os.Environ(), roleVariable+"="+role)
	p.Stderr = os.Stderr
	p.ExtraFiles = files
	stdin, err := p.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, err := p.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.stdin, p.lines = stdin, bufio.NewScanner(stdout)
	if err := p.Start(); err != nil {
		return nil, err
	}
	if err := json.NewEncoder(stdin).Encode(task); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", role, err), p.dismiss())
	}
	return p, nil
}

// kill ends the process at once, by SIGKILL. It is an error where it has ended by itself.
func (p *process) kill() error {
	p.killed.Store(true)
	return p.Process.Kill()
}

// end waits for the process. That it was killed is no error.
func (p *process) end() error {
	if err := p.Wait(); err != nil && !p.killed.Load() {
		return fmt.Errorf("%s: %w", p.role, err)
	}
	return nil
}

// dismiss asks the process to end, and waits for it.
func (p *process) dismiss() error {
	_ = p.stdin.Close()
	return p.end()
}
