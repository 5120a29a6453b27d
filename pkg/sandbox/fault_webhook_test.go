package sandbox_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

const conversionNotice = "conversionStatusNotification"

// connectReceiver returns a client whose conversions are notified of.
func connectReceiver(t *testing.T, fault sandbox.Fault) (*caller, *receiver) {
	t.Helper()
	r := receive(t, nil)
	return connect(t, sandbox.WithWebhook(r.URL, nil), sandbox.WithRedelivery(50*time.Millisecond), sandbox.WithFaults(fault)), r
}

func TestNotificationsAreDuplicated(t *testing.T) {
	c, r := connectReceiver(t, sandbox.Fault{Kind: sandbox.DuplicateWebhook})
	c.convert("SGD", "USD", "buy", "1")
	require.Equal(t, r.next().body, r.next().body)
	requireDeliveries(t, c.sandbox, 2, 0, 2)
	require.Equal(t, map[sandbox.FaultKind]map[string]int{sandbox.DuplicateWebhook: {conversionNotice: 1}}, c.sandbox.Stats().Faults)
}

func TestNotificationsAreDelayed(t *testing.T) {
	const delay = 100 * time.Millisecond
	c, r := connectReceiver(t, sandbox.Fault{Kind: sandbox.DelayWebhook, Operations: []string{conversionNotice}, Delay: delay})
	before := time.Now()
	c.convert("SGD", "USD", "buy", "1")
	require.GreaterOrEqual(t, r.next().at.Sub(before), delay)
	requireDeliveries(t, c.sandbox, 1, 0, 1)
}

func TestNotificationsLoseTheirFirstTry(t *testing.T) {
	c, r := connectReceiver(t, sandbox.Fault{Kind: sandbox.DropWebhook})
	before := time.Now()
	c.convert("SGD", "USD", "buy", "1")
	require.GreaterOrEqual(t, r.next().at.Sub(before), 50*time.Millisecond)
	requireDeliveries(t, c.sandbox, 1, 0, 2)
	require.Empty(t, r.got)
}

func TestNotificationsAreReordered(t *testing.T) {
	c, r := connectReceiver(t, sandbox.Fault{Kind: sandbox.ReorderWebhook, Requests: []int{1, 2}, Delay: time.Minute})
	var ids []string
	for range 3 {
		ids = append(ids, c.convert("SGD", "USD", "buy", "1").ConversionID)
	}
	require.Contains(t, r.next().body, ids[2])
	both := r.next().body + r.next().body
	require.Contains(t, both, ids[0])
	require.Contains(t, both, ids[1])
}

func TestReorderedNotificationsDoNotWaitForEver(t *testing.T) {
	c, r := connectReceiver(t, sandbox.Fault{Kind: sandbox.ReorderWebhook, Delay: 10 * time.Millisecond})
	c.convert("SGD", "USD", "buy", "1")
	require.Contains(t, r.next().body, `"resource":"conversion"`)
}

func TestCloseEndsDelaysOfNotifications(t *testing.T) {
	for _, kind := range []sandbox.FaultKind{sandbox.DelayWebhook, sandbox.ReorderWebhook} {
		c, r := connectReceiver(t, sandbox.Fault{Kind: kind, Delay: time.Hour})
		c.convert("SGD", "USD", "buy", "1")
		c.sandbox.Close()
		require.Empty(t, r.got)
		require.Zero(t, c.sandbox.Stats().Deliveries)
	}
}
