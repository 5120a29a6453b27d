package sandbox

import (
	"context"
	"time"
)

var webhookFaults = []FaultKind{DuplicateWebhook, DelayWebhook, ReorderWebhook, DropWebhook}

// dispatch sends a notification in the background, or does with it what a fault does. deliver takes the number of tries
// that get lost. The caller holds d.mu.
func (d *deliveries) dispatch(ctx context.Context, name string, deliver func(lost int)) {
	fault, struck := d.faults.choose(name)
	if struck {
		d.stats.struck(fault.Kind, name)
	}
	if fault.Kind == ReorderWebhook {
		next := make(chan struct{})
		d.overtaken = append(d.overtaken, next)
		d.pending.Go(func() {
			wait(ctx, fault.delay(), next)
			deliver(0)
		})
		return
	}
	overtaken := d.overtaken
	d.overtaken = nil
	d.pending.Go(func() {
		switch fault.Kind {
		case DuplicateWebhook:
			d.pending.Go(func() { deliver(0) })
			deliver(0)
		case DelayWebhook:
			wait(ctx, fault.delay(), nil)
			deliver(0)
		case DropWebhook:
			deliver(1)
		default:
			deliver(0)
		}
		for _, next := range overtaken {
			close(next)
		}
	})
}

// wait ends after a time, or sooner when something happens or the context ends.
func wait(ctx context.Context, d time.Duration, sooner <-chan struct{}) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-sooner:
	case <-ctx.Done():
	}
}
