package payout_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/payout"
)

func TestProgress(t *testing.T) {
	for _, test := range []struct {
		name     string
		statuses []string
		want     string
		final    bool
	}{
		{"nothing", nil, "", false},
		{"nothing worth noting", []string{""}, "", false},
		{"the whole way", []string{"awaiting_funds", "under_review", "processing", "in_transit", "completed"}, "completed", true},
		{"out of order", []string{"processing", "awaiting_funds"}, "processing", false},
		{"the end first", []string{"rejected", "processing", "awaiting_funds"}, "rejected", true},
		{"two ends", []string{"completed", "failed", "rejected"}, "completed", true},
		{"the other way round", []string{"failed", "completed"}, "failed", true},
		{"unknown at last", []string{"processing", "on_hold"}, "on_hold", false},
		{"unknown at first", []string{"draft", "awaiting_funds"}, "awaiting_funds", false},
		{"unknown in between", []string{"awaiting_funds", "on_hold", "awaiting_funds"}, "on_hold", false},
		{"unknown and on", []string{"processing", "on_hold", "in_transit", "completed"}, "completed", true},
		{"of the card platform", []string{"PENDING", "SUCCESS", "PENDING"}, "SUCCESS", true},
		{"reversed", []string{"PENDING", "REVERSED"}, "REVERSED", true},
		{"unknown after the end", []string{"completed", "returned"}, "completed", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			var progress payout.Progress
			for _, status := range test.statuses {
				before := progress.Status()
				require.Equal(t, progress.Advance(status), before != progress.Status())
			}
			require.Equal(t, test.want, progress.Status())
			require.Equal(t, test.final, progress.Final())
		})
	}
}

// Whatever is doubled and reordered, the end is the end.
func TestProgressInAnyOrder(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 1000 {
		statuses := []string{"awaiting_funds", "awaiting_funds", "processing", "processing", "in_transit", "odd", "completed", "completed"}
		random.Shuffle(len(statuses), func(i, j int) { statuses[i], statuses[j] = statuses[j], statuses[i] })
		var progress payout.Progress
		for _, status := range statuses {
			progress.Advance(status)
		}
		require.Equal(t, "completed", progress.Status())
	}
}
