package ratelimit

import (
	"context"

	"github.com/wallex-sdk/wallex-go/pkg/operation"
)

// Priority says who goes first where permits are short, with limiters that make a difference.
type Priority int8

// The priorities.
const (
	// Low is for what can be asked again at any time, such as a status, a listing or a report.
	Low Priority = iota
	// High is for what moves money or otherwise changes something, and for the logins that it may wait for.
	High
)

type priorityKey struct{}

// WithPriority returns a context whose requests have a priority, whatever their operation.
func WithPriority(ctx context.Context, priority Priority) context.Context {
	return context.WithValue(ctx, priorityKey{}, priority)
}

// PriorityOf returns the priority of a request: that of [WithPriority] or else High where its call moves money or
// cannot be repeated without effect. A request that belongs to no call has Low.
func PriorityOf(ctx context.Context) Priority {
	if priority, ok := ctx.Value(priorityKey{}).(Priority); ok {
		return priority
	}
	if call := operation.FromContext(ctx); call != nil && (call.MovesMoney || !call.RepeatsSafely()) {
		return High
	}
	return Low
}
