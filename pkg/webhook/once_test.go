package webhook_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/webhook"
)

var errDatabase = errors.New("no database")

func TestEachNotificationIsHandledOnce(t *testing.T) {
	r := receive(t, nil)
	for i := range 3 {
		require.Equal(t, 200, r.post(paid))
		require.Equal(t, i > 0, r.last().Duplicate)
		require.NoError(t, r.last().Err)
	}
	require.Equal(t, 1, r.handled())
	require.Equal(t, 200, r.post(`{"resource":"simple_payment","resourceId":"p-1","status":"failed"}`))
	require.Equal(t, 2, r.handled())
	require.Equal(t, 200, r.post(`{"resource":"coupon"}`), "an unknown notification is no error")
	require.Equal(t, webhook.Unknown{}, r.last().Event.Notification)
}

func TestAFailedNotificationIsHandledAgain(t *testing.T) {
	for name, fail := range map[string]func() error{
		"error": func() error { return errDatabase },
		"panic": func() error { panic(errDatabase) },
	} {
		t.Run(name, func(t *testing.T) {
			tries := 0
			r := receive(t, func(context.Context, webhook.Event) error {
				if tries++; tries < 3 {
					return fail()
				}
				return nil
			})
			for range 2 {
				require.Equal(t, 500, r.post(paid))
				require.ErrorIs(t, r.last().Err, errDatabase)
				if panicked := (*webhook.PanicError)(nil); name == "panic" {
					require.ErrorAs(t, r.last().Err, &panicked)
					require.Contains(t, string(panicked.Stack), "once_test.go")
				}
			}
			require.Equal(t, 200, r.post(paid))
			require.Equal(t, 200, r.post(paid))
			require.Equal(t, 3, r.handled())
		})
	}
}

// A panic is the end of one request, not of the server.
func TestAPanicDoesNotKillTheServer(t *testing.T) {
	var panicking atomic.Bool
	panicking.Store(true)
	r := receive(t, func(context.Context, webhook.Event) error {
		if panicking.Load() {
			panic("nil map")
		}
		return nil
	})
	server := httptest.NewServer(r)
	defer server.Close()
	post := func() int {
		resp, err := server.Client().Post(server.URL, "application/json", request(paid).Body)
		require.NoError(t, err)
		resp.Body.Close()
		return resp.StatusCode
	}
	require.Equal(t, 500, post())
	panicking.Store(false)
	require.Equal(t, 200, post())
}

// Who comes while a notification is being handled gets no 200 before it has succeeded.
func TestConcurrentDuplicates(t *testing.T) {
	for name, test := range map[string]struct {
		outcome  error
		statuses map[int]int
	}{
		"success": {nil, map[int]int{200: 10}},
		"failure": {errDatabase, map[int]int{500: 1, 503: 9}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := receive(t, func(context.Context, webhook.Event) error {
					time.Sleep(10 * time.Second)
					return test.outcome
				})
				start := time.Now()
				statuses := map[int]int{}
				var all sync.WaitGroup
				var mu sync.Mutex
				for range 10 {
					all.Go(func() {
						status := r.post(paid)
						require.Equal(t, 10*time.Second, time.Since(start))
						mu.Lock()
						defer mu.Unlock()
						statuses[status]++
					})
				}
				all.Wait()
				require.Equal(t, test.statuses, statuses)
				require.Equal(t, 1, r.handled())
			})
		})
	}
}

func TestTimeLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := receive(t, func(ctx context.Context, _ webhook.Event) error {
			<-ctx.Done()
			return context.Cause(ctx)
		}, webhook.WithTimeout(10*time.Second))
		start := time.Now()
		require.Equal(t, 500, r.post(paid))
		require.Equal(t, 10*time.Second, time.Since(start))
		require.ErrorIs(t, r.last().Err, webhook.ErrTimeout)
		require.Equal(t, 10*time.Second, r.last().Duration)
	})
}

// A function that does not heed its context holds up nobody else for longer than the limit.
func TestWaitingForAnotherDeliveryHasTheSameLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := receive(t, func(context.Context, webhook.Event) error {
			time.Sleep(time.Minute)
			return nil
		}, webhook.WithTimeout(10*time.Second))
		go r.post(paid)
		synctest.Wait()
		start := time.Now()
		require.Equal(t, 503, r.post(paid))
		require.Equal(t, 10*time.Second, time.Since(start))
		require.ErrorIs(t, r.last().Err, webhook.ErrTimeout)

		leaving, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		require.Equal(t, 503, r.send(request(paid).WithContext(leaving)).Code)
		require.Equal(t, 11*time.Second, time.Since(start), "nobody waits for it any longer")
		time.Sleep(time.Minute)
		require.Equal(t, 200, r.post(paid), "it succeeded, though late")
		require.Equal(t, 1, r.handled())
	})
}

// A sender that hangs up does not end the handling: it will send again, and then it has been done.
func TestASenderThatHangsUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := receive(t, func(ctx context.Context, _ webhook.Event) error {
			select {
			case <-ctx.Done():
				return context.Cause(ctx)
			case <-time.After(5 * time.Second):
				return nil
			}
		})
		leaving, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		r.send(request(paid).WithContext(leaving))
		require.NoError(t, r.last().Err)
		require.Equal(t, 200, r.post(paid))
		require.Equal(t, 1, r.handled())
	})
}

// A function that ends its goroutine, as a failed test does, keeps no claim.
func TestAFunctionThatEndsItsGoroutine(t *testing.T) {
	end := true
	r := receive(t, func(context.Context, webhook.Event) error {
		if end {
			runtime.Goexit()
		}
		return nil
	})
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		r.post(paid)
	}()
	<-ended
	end = false
	require.Equal(t, 200, r.post(paid))
	require.Equal(t, 2, r.handled())
}

// Ten thousand deliveries at once, 30% of which repeat another. None is handled before all have come.
func TestManyConcurrentDeliveries(t *testing.T) {
	const deliveries, distinct = 10_000, 7_000
	times, come := make([]atomic.Int32, distinct), make(chan struct{})
	r := receive(t, func(_ context.Context, e webhook.Event) error {
		var i int
		_, err := fmt.Sscanf(e.About, "p-%d", &i)
		times[i].Add(1)
		<-come
		return err
	}, webhook.WithTimeout(time.Hour)) // however busy the machine is
	order := rand.New(rand.NewPCG(1, 2)).Perm(deliveries)
	var refused atomic.Int32
	var all sync.WaitGroup
	for _, i := range order {
		all.Go(func() {
			if r.post(fmt.Sprintf(`{"resource":"simple_payment","resourceId":"p-%d","status":"completed"}`, i%distinct)) != http.StatusOK {
				refused.Add(1)
			}
		})
	}
	close(come)
	all.Wait()
	require.Zero(t, refused.Load())
	for i := range times {
		require.EqualValues(t, 1, times[i].Load(), i)
	}
	duplicates := 0
	for _, d := range r.deliveries {
		if d.Duplicate {
			duplicates++
		}
	}
	require.Equal(t, deliveries-distinct, duplicates)
}
