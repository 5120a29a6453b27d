package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/internal/testprogram"
)

func TestMain(m *testing.M) { testprogram.Main(m, &program) }

// execution runs everything and returns the result from the last line.
func execution(t *testing.T, s settings) (result map[string]any, output string, err error) {
	t.Helper()
	var out bytes.Buffer
	err = execute(t.Context(), s, &out, io.Discard)
	lines := bytes.Split(bytes.TrimSpace(out.Bytes()), []byte("\n"))
	require.NoError(t, json.Unmarshal(lines[len(lines)-1], &result), "%v: %s", err, out.String())
	return result, out.String(), err
}

func TestEverythingIsPaidOnce(t *testing.T) {
	t.Parallel()
	result, output, err := execution(t, settings{payments: 80, seed: 1})
	require.NoError(t, err, output)
	for name, want := range map[string]any{
		"requested": 80.0, "completed": 64.0, "rejected": 16.0, "duplicates": 0.0, "lost": 0.0, "unknown": 0.0, "money_created": "0",
		"webhooks_handled": 2*64.0 + 3*8,
	} {
		require.Equal(t, want, result[name], name)
	}
	require.GreaterOrEqual(t, result["faults"], 50.0)
	require.GreaterOrEqual(t, result["kills"], 2.0)
	require.GreaterOrEqual(t, result["webhooks_delivered"], result["webhooks_handled"])
	require.Len(t, result, 11)
}

// TestDuplicatesAreFound switches off what keeps payments from being made twice.
func TestDuplicatesAreFound(t *testing.T) {
	t.Parallel()
	result, output, err := execution(t, settings{payments: 80, seed: 1, forgetful: true})
	require.ErrorIs(t, err, errFailed)
	require.Positive(t, result["duplicates"])
	require.Contains(t, output, "is a second payment")
}

func TestSettingsThatCannotBe(t *testing.T) {
	require.ErrorIs(t, execute(t.Context(), settings{payments: fewest - 1}, io.Discard, io.Discard), errTooFew)
}

// TestInterruption: nothing is left of a run that is interrupted; package goleak looks for the rest.
func TestInterruption(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var out bytes.Buffer
	err := execute(ctx, settings{payments: 200, seed: 1}, &out, stopping(cancel))
	require.ErrorIs(t, err, context.Canceled)
	require.Empty(t, out.String())
}

// stopping is a writer that stops something.
type stopping func()

func (s stopping) Write(text []byte) (int, error) {
	s()
	return len(text), nil
}

func TestPlansFollowFromTheSeed(t *testing.T) {
	one := newPlan(settings{payments: 100, seed: 1})
	require.Equal(t, one, newPlan(settings{payments: 100, seed: 1}))
	require.NotEqual(t, one.kills, newPlan(settings{payments: 100, seed: 2}).kills)
	intents := map[string]bool{}
	for _, o := range one.orders {
		intents[o.Intent] = true
	}
	require.Len(t, intents, 100)
}

func TestUnknownRole(t *testing.T) {
	require.EqualError(t, play("baker"), fmt.Sprintf("there is no role %q", "baker"))
}
