package fleet_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/internal/redistest"
	"github.com/wallex-sdk/wallex-go/pkg/fleet"
)

// workerVariable is the environment variable that makes a process of the test binary a worker.
const workerVariable = "WALLEX_FLEET_TEST_WORKER"

// job is what a worker gets to know.
type job struct {
	Redis, Platform string
	Claim           time.Duration
}

// work is a process that calls the platform from four goroutines until its input ends.
func work(settings string) {
	var j job
	err := json.Unmarshal([]byte(settings), &j)
	fail(err)
	address, err := redis.ParseURL(j.Redis)
	fail(err)
	client := redis.NewClient(address)
	defer client.Close()
	tokens, err := fleet.NewTokens(client, fleetKey, fleet.WithClaim(j.Claim), slow)
	fail(err)
	r := newReplica(j.Platform, tokens, func(_ context.Context, err error) { fail(err) })
	defer r.close()

	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_, _ = io.Copy(io.Discard, os.Stdin)
	}()
	var callers sync.WaitGroup
	for range 4 {
		callers.Go(func() {
			for {
				select {
				case <-ended:
					return
				default:
					fail(r.call(context.Background()))
					time.Sleep(5 * time.Millisecond)
				}
			}
		})
	}
	callers.Wait()
}

// fail ends a worker that cannot go on.
func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// worker is a process that was started.
type worker struct {
	*exec.Cmd
	in io.Closer
}

func startWorker(t *testing.T, j job) *worker {
	t.Helper()
	program, err := os.Executable()
	require.NoError(t, err)
	settings, err := json.Marshal(j)
	require.NoError(t, err)
	w := &worker{Cmd: exec.Command(program)}
	w.Env = append(os.Environ(), workerVariable+"="+string(settings))
	w.Stderr = os.Stderr
	w.in, err = w.StdinPipe()
	require.NoError(t, err)
	require.NoError(t, w.Start())
	return w
}

func TestProcessesLogInOncePerExpiry(t *testing.T) {
	t.Parallel()
	server, p := redistest.Start(t), newPlatform(t, life)
	var workers []*worker
	for range 4 {
		workers = append(workers, startWorker(t, job{server.URL(), p.URL, fleet.DefaultLoginClaim}))
	}
	for start := time.Now(); len(p.logIns()) < 3; pass(server, 10*time.Millisecond) {
		require.Less(t, time.Since(start), 20*life, "nobody logs in")
	}
	for _, w := range workers {
		require.NoError(t, w.in.Close())
		require.NoError(t, w.Wait(), "a call failed")
	}
	onePerExpiry(t, p)
}

// A process that is killed during its login holds the others up until its claim lapses.
func TestAProcessThatDiesDuringItsLogin(t *testing.T) {
	t.Parallel()
	const claim = 300 * time.Millisecond
	server, p := redistest.Start(t), newPlatform(t, time.Hour)
	came := p.hang()
	w := startWorker(t, job{server.URL(), p.URL, claim})
	<-came
	require.NoError(t, w.Process.Kill())
	require.Error(t, w.Wait())

	replicas := make([]*replica, 4)
	for i := range replicas {
		replicas[i], _ = join(t, server, p)
	}
	lapsed := make(chan struct{})
	go func() {
		defer close(lapsed)
		server.Pass(claim)
	}()
	start := time.Now()
	all(t, replicas, 4)
	<-lapsed
	require.Less(t, time.Since(start), claim+2*time.Second)
	require.Len(t, p.logIns(), 2, "the one that was killed, and one for all others")
}
