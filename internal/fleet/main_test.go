package main

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/internal/redistest"
	"github.com/wallex-sdk/wallex-go/internal/testprogram"
)

func TestMain(m *testing.M) { testprogram.Main(m, &program) }

func TestMeasureWithAQuotaOfItsOwn(t *testing.T) {
	t.Parallel()
	s, err := parse([]string{"-processes", "1", "-limiter", "local", "-goroutines", "16", "-duration", "4s"})
	require.NoError(t, err)
	got, err := measure(t.Context(), s)
	require.NoError(t, err)
	require.Zero(t, got.OverLimit)
	require.Equal(t, 1, got.Logins)
	require.GreaterOrEqual(t, got.Permits, 15)
}

func TestMeasureSharesOneQuotaAndLoginThroughAnOutage(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	s, err := parse([]string{"-processes", "3", "-duration", "12s"})
	require.NoError(t, err)
	s.Redis = server.URL()
	var got result
	done := make(chan struct{})
	go func() {
		defer close(done)
		got, err = measure(t.Context(), s)
	}()
	time.Sleep(5 * time.Second)
	server.Kill()
	time.Sleep(2 * time.Second)
	server.Restart()
	<-done
	require.NoError(t, err)
	require.Equal(t, 1, got.Logins)
	require.GreaterOrEqual(t, got.Permits, 30)
	require.LessOrEqual(t, got.OverLimit, 3, "one request of each process is its share")
}

func TestEvaluate(t *testing.T) {
	begun := time.Now()
	var arrivals []arrival
	for i := range 16 { // five in a second, and one more at 2.5 seconds
		arrivals = append(arrivals, arrival{begun.Add(time.Duration(i) * 200 * time.Millisecond), fmt.Sprint(i % 2)})
	}
	arrivals = append(arrivals, arrival{begun.Add(2500 * time.Millisecond), "0"})
	got := evaluate(settings{Processes: 2, Duration: 3 * time.Second}, arrivals, []time.Duration{3 * time.Millisecond, time.Millisecond}, outage{})
	require.Equal(t, 16, got.Permits)
	require.Equal(t, 110.0, got.UsedPercent)
	require.Equal(t, 4, got.OverLimit)
	require.Equal(t, 0.83, got.Fairness)
	require.Equal(t, 1.0, got.P50Wait)
	require.Zero(t, evaluate(settings{Processes: 2, Duration: 3 * time.Second}, nil, nil, outage{}).Permits)
}

// More processes than there are permits in a second may each send one in a second without Redis, and no more.
func TestEvaluateAllowsTheShares(t *testing.T) {
	begun := time.Now()
	down := outage{begun.Add(10 * time.Second), begun.Add(20 * time.Second)}
	for _, test := range []struct {
		processes, arrivals, overLimit, overShares int
		after                                      time.Duration
	}{
		{8, 8, 3, 3, 5 * time.Second},
		{8, 8, 3, 0, 15 * time.Second},
		{8, 9, 4, 1, 15 * time.Second},
		{8, 8, 3, 0, 21 * time.Second},
		{8, 8, 3, 3, 24 * time.Second},
		{3, 6, 1, 1, 15 * time.Second},
	} {
		var arrivals []arrival
		for range test.arrivals {
			arrivals = append(arrivals, arrival{begun.Add(test.after), "0"})
		}
		got := evaluate(settings{Processes: test.processes, Duration: time.Minute}, arrivals, nil, down)
		require.Equal(t, test.overLimit, got.OverLimit, "%+v", test)
		require.Equal(t, test.overShares, got.OverShares, "%+v", test)
	}
}

func TestParseRefusesWhatCannotBeMeasured(t *testing.T) {
	for _, args := range [][]string{
		{"-processes", "0"}, {"-goroutines", "0"}, {"-duration", "1s"}, {"-limiter", "none"}, {"-limiter", "local", "-outage", "1s"},
		{"-duration", "6s", "-outage", "4s"},
	} {
		_, err := parse(args)
		require.Error(t, err, "%v", args)
	}
	s, err := parse([]string{"-jitter", "30"})
	require.NoError(t, err)
	require.Equal(t, 45*time.Millisecond, s.Margin)
}
