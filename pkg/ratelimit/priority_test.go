package ratelimit_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
)

func TestPriorityOf(t *testing.T) {
	of := func(op operation.Operation) context.Context {
		return operation.NewContext(t.Context(), &operation.Call{Operation: &op})
	}
	poll := of(operation.Operation{Retry: operation.Retry{Class: operation.Safe}})
	payment := of(operation.Operation{MovesMoney: true, Retry: operation.Retry{Class: operation.Keyed}})
	for _, test := range []struct {
		name string
		ctx  context.Context
		want ratelimit.Priority
	}{
		{"a poll", poll, ratelimit.Low},
		{"a payment", payment, ratelimit.High},
		{"a quote that commits", of(operation.Operation{MovesMoney: true, Retry: operation.Retry{Class: operation.Safe}}), ratelimit.High},
		{"a change", of(operation.Operation{Retry: operation.Retry{Class: operation.Never}}), ratelimit.High},
		{"no call", t.Context(), ratelimit.Low},
		{"a poll that cannot wait", ratelimit.WithPriority(poll, ratelimit.High), ratelimit.High},
		{"a payment that can", ratelimit.WithPriority(payment, ratelimit.Low), ratelimit.Low},
	} {
		require.Equal(t, test.want, ratelimit.PriorityOf(test.ctx), test.name)
	}
}
