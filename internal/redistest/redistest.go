// Package redistest gives tests a Redis of their own: a real redis-server or, where none is installed, an in-process
// stand-in. A test does the same with either; what is different about the stand-in is here.
//
// The stand-in takes time off the life of keys only when a test tells it to, with [Server.Pass]. Its scripts and its
// TIME command use the real clock.
package redistest

import (
	"errors"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/internal/redisserver"
)

// Variable is the environment variable that refuses the stand-in where its value is "server".
const Variable = "WALLEX_TEST_REDIS"

// Server is a Redis for one test. It is for one goroutine at a time.
type Server struct {
	t       testing.TB
	real    *redisserver.Server  // nil where standIn serves
	standIn *miniredis.Miniredis // nil where real serves
	keeps   bool
}

// Keep are settings for [Start] with which a server keeps everything when it is killed.
var Keep = []string{"--appendonly", "yes"}

// Start returns a Redis that is empty and ends with the test. It loses everything when it is killed unless it is given
// settings for what to keep; the stand-in keeps everything then.
func Start(t testing.TB, settings ...string) *Server {
	t.Helper()
	server, err := redisserver.Start(t.Context(), settings...)
	if errors.Is(err, exec.ErrNotFound) && os.Getenv(Variable) != "server" {
		t.Logf("%s is not installed: an in-process stand-in takes its place", redisserver.Program)
		return &Server{t: t, standIn: miniredis.RunT(t), keeps: len(settings) > 0}
	}
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, server.Close()) })
	return &Server{t: t, real: server}
}

// URL is the server's address, for redis.ParseURL. It is the same after a restart.
func (s *Server) URL() string {
	if s.standIn != nil {
		return "redis://" + s.standIn.Addr()
	}
	return s.real.URL()
}

// Client returns a new client of the server, which is closed at the end of the test.
func (s *Server) Client() *redis.Client {
	s.t.Helper()
	options, err := redis.ParseURL(s.URL())
	require.NoError(s.t, err)
	client := redis.NewClient(options)
	s.t.Cleanup(func() { require.NoError(s.t, client.Close()) })
	return client
}

// Kill ends the server in the middle of whatever it does. What it held and did not keep is lost.
func (s *Server) Kill() {
	s.t.Helper()
	if s.standIn != nil {
		s.standIn.Close()
		if !s.keeps {
			s.standIn.FlushAll()
		}
		return
	}
	require.NoError(s.t, s.real.Kill())
}

// Restart starts the server after a Kill, without any scripts, and returns when it answers.
func (s *Server) Restart() {
	s.t.Helper()
	if s.standIn != nil {
		require.NoError(s.t, s.standIn.Restart())
		require.NoError(s.t, s.Client().ScriptFlush(s.t.Context()).Err())
		return
	}
	require.NoError(s.t, s.real.Restart(s.t.Context()))
}

// Drop closes the connections of all clients. The server keeps what it holds and accepts new ones.
func (s *Server) Drop() {
	s.t.Helper()
	if s.standIn != nil {
		s.standIn.Close()
		require.NoError(s.t, s.standIn.Restart())
		return
	}
	require.NoError(s.t, s.Client().Do(s.t.Context(), "CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes").Err())
}

// Pass returns when keys that live no longer than that have expired.
func (s *Server) Pass(length time.Duration) {
	if s.standIn != nil {
		s.standIn.FastForward(length)
		return
	}
	time.Sleep(length + time.Millisecond)
}
