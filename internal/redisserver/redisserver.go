// Package redisserver runs a redis-server of its own: on a unix socket in a temporary folder, so that no port can be taken
// by another program while the server is down.
package redisserver

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/redis/go-redis/v9"
)

// Program is what must be installed: package redis-server of Debian and Ubuntu.
const Program = "redis-server"

// Server is a redis-server that keeps nothing on disk unless it is told to. It is for one goroutine at a time. Close it.
type Server struct {
	dir     string
	more    []string  // settings
	process *exec.Cmd // nil while it is down
}

// Start starts a server and returns when it answers. More settings, such as "--appendonly", "yes", win over its own. The
// error is exec.ErrNotFound where Program is not installed.
func Start(ctx context.Context, more ...string) (*Server, error) {
	dir, err := os.MkdirTemp("", "redis")
	if err != nil {
		return nil, err
	}
	s := &Server{dir: dir, more: more}
	if err := s.Restart(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Server) socket() string { return filepath.Join(s.dir, "socket") }

// URL is the server's address, for redis.ParseURL. It stays the same when the server is started again.
func (s *Server) URL() string { return "unix://" + s.socket() }

// Restart starts the server where it is down, after a Kill where it is not, and returns when it answers. It holds
// what its settings have kept.
func (s *Server) Restart(ctx context.Context) error {
	if err := s.Kill(); err != nil {
		return err
	}
	if err := os.Remove(s.socket()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	settings := []string{"--port", "0", "--unixsocket", s.socket(), "--dir", s.dir, "--save", "", "--appendonly", "no",
		"--loglevel", "warning", "--logfile", filepath.Join(s.dir, "log")}
	process := exec.Command(Program, append(settings, s.more...)...)
	if err := process.Start(); err != nil {
		return err
	}
	s.process = process
	return s.answers(ctx)
}

// answers waits until the server answers.
func (s *Server) answers(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	client := redis.NewClient(&redis.Options{Network: "unix", Addr: s.socket()})
	defer client.Close()
	for {
		err := client.Ping(ctx).Err()
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			log, _ := os.ReadFile(filepath.Join(s.dir, "log"))
			return fmt.Errorf("%s does not answer: %w\n%s", Program, err, log)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// Kill ends the server with SIGKILL, with all that it has not kept. It does nothing to one that is down.
func (s *Server) Kill() error {
	if s.process == nil {
		return nil
	}
	if err := s.process.Process.Kill(); err != nil {
		return err
	}
	ended := (*exec.ExitError)(nil)
	if err := s.process.Wait(); err != nil && !errors.As(err, &ended) {
		return err
	}
	s.process = nil
	return nil
}

// Close ends the server and removes its folder.
func (s *Server) Close() error { return errors.Join(s.Kill(), os.RemoveAll(s.dir)) }
