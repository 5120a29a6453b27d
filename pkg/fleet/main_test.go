package fleet_test

import (
	"context"
	"flag"
	"log/slog"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9/logging"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
)

func TestMain(m *testing.M) {
	if settings := os.Getenv(workerVariable); settings != "" { // this process is one of a test's, see token_process_test.go
		work(settings)
		return
	}
	flag.Parse()
	logging.Disable()                   // of connections to servers that were killed
	_ = flag.Set("test.parallel", "24") // these tests wait more than they compute
	goleak.VerifyTestMain(m)
}

// taken are the moments at which permits came, and to whom.
type taken struct {
	mu    sync.Mutex
	times []time.Time
	by    []string
}

// take waits for a permit.
func (p *taken) take(ctx context.Context, limiter ratelimit.Limiter, by string) error {
	err := limiter.Wait(ctx)
	if err == nil {
		p.note(time.Now(), by)
	}
	return err
}

func (p *taken) note(at time.Time, by string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.times, p.by = append(p.times, at), append(p.by, by)
}

// most returns the largest number of permits in any stretch of time of a length.
func (p *taken) most(length time.Duration) (most int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	slices.SortFunc(p.times, time.Time.Compare)
	oldest := 0
	for i, at := range p.times {
		for at.Sub(p.times[oldest]) >= length {
			oldest++
		}
		most = max(most, i-oldest+1)
	}
	return most
}

// between returns how many permits came in a span of time.
func (p *taken) between(from, to time.Time) (count int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, at := range p.times {
		if !at.Before(from) && at.Before(to) {
			count++
		}
	}
	return count
}

// shares returns how many permits each got.
func (p *taken) shares() map[string]int {
	p.mu.Lock()
	defer p.mu.Unlock()
	shares := map[string]int{}
	for _, by := range p.by {
		shares[by]++
	}
	return shares
}

// pause returns after a length of time, which tests use that run beside a real server.
func pause(t *testing.T, length time.Duration) {
	t.Helper()
	select {
	case <-t.Context().Done():
	case <-time.After(length):
	}
}

// refusal requires that a limiter refuses a permit within a time, and returns by how much.
func refusal(t *testing.T, limiter ratelimit.Limiter, within time.Duration) time.Duration {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), within)
	defer cancel()
	var exceeded *ratelimit.Exceeded
	require.ErrorAs(t, limiter.Wait(ctx), &exceeded)
	require.NoError(t, ctx.Err(), "the refusal took all the time there was")
	return exceeded.RetryAfter
}

// messages is a log that keeps its messages.
type messages struct {
	slog.Handler
	mu  sync.Mutex
	all []string
}

func newMessages() *messages { return &messages{Handler: slog.DiscardHandler} }

func (m *messages) Enabled(context.Context, slog.Level) bool { return true }

func (m *messages) Handle(_ context.Context, record slog.Record) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.all = append(m.all, record.Level.String()+" "+record.Message)
	return nil
}

func (m *messages) seen() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.all)
}
