package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
)

// The roles that this program is started in again.
const (
	workerRole  = "worker"
	sandboxRole = "sandbox"
)

// role is a process of this program. It says one line of JSON when it is ready, goes on when it reads a line, and ends
// when its input does.
type role struct {
	process *exec.Cmd
	in      io.WriteCloser
	out     *json.Decoder
}

// program returns the file of this program.
var program = os.Executable

// start starts a role and reads what it says when it is ready.
func start(ctx context.Context, ready any, args ...string) (*role, error) {
	file, err := program()
	if err != nil {
		return nil, err
	}
	r := &role{process: exec.CommandContext(ctx, file, args...)}
	r.process.Stderr = os.Stderr
	if r.in, err = r.process.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := r.process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	r.out = json.NewDecoder(out)
	if err := r.process.Start(); err != nil {
		return nil, err
	}
	if err := r.out.Decode(ready); err != nil {
		return nil, errors.Join(err, r.process.Process.Kill(), r.process.Wait())
	}
	return r, nil
}

// goOn lets a role begin.
func (r *role) goOn() error {
	_, err := io.WriteString(r.in, "\n")
	return err
}

// end ends a role and reads what it says last into last, unless that is nil.
func (r *role) end(last any) error {
	err := r.in.Close()
	if last != nil {
		err = errors.Join(err, r.out.Decode(last))
	}
	return errors.Join(err, r.process.Wait())
}

// untilEnd returns a context that ends with the input of a role, after it was told to go on.
func untilEnd(ctx context.Context, in io.Reader) (context.Context, error) {
	lines := bufio.NewReader(in)
	if _, err := lines.ReadString('\n'); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		_, _ = io.Copy(io.Discard, lines)
		cancel()
	}()
	return ctx, nil
}
