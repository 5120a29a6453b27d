package fleet

import (
	"context"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
)

// The kinds of answers that Ask returns.
const (
	Granted = granted
	Queued  = queued
	Refused = refused
)

// Asker asks for permits without waiting for them.
type Asker struct{ server server }

func NewAsker(client redis.UniversalClient, name string, limits ratelimit.Limits) *Asker {
	server := newServer(client, name, limits)
	server.patience = time.Minute
	return &Asker{server}
}

func (a *Asker) Ask(ctx context.Context, id string, priority ratelimit.Priority) (kind int64, wait time.Duration, err error) {
	answer, err := a.server.ask(ctx, ticket{id: id, priority: priority}, -time.Second)
	return answer.kind, answer.wait, err
}

// Back tells the server what a process did while it was without it.
func (a *Asker) Back(ctx context.Context, away time.Duration, used int, ages ...time.Duration) error {
	return a.server.back(ctx, meanwhile{away: away, used: used, ages: ages})
}
