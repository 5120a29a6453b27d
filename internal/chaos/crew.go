package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/payout"
)

// crew are the processes that are killed and started again.
type crew struct {
	plan
	task     workerTask
	progress io.Writer

	mu       sync.Mutex
	pending  [workers]map[int]bool // the numbers of the orders that each worker has to report
	reports  map[int][]payout.Outcome
	reported int
	working  [workers]*process // nil where none is
	receiver *process
	killed   int
	killing  sync.WaitGroup
}

func newCrew(p plan, task workerTask, progress io.Writer) *crew {
	c := &crew{plan: p, task: task, progress: progress, reports: map[int][]payout.Outcome{}}
	for n := range c.pending {
		c.pending[n] = map[int]bool{}
	}
	for _, o := range p.orders {
		for _, n := range o.Workers {
			c.pending[n][o.Number] = true
		}
	}
	return c
}

// pay lets all workers pay their orders to the end.
func (c *crew) pay(ctx context.Context) error {
	var all sync.WaitGroup
	var failures [workers]error
	for n := range workers {
		all.Go(func() { failures[n] = c.keepPaying(ctx, n) })
	}
	all.Wait()
	c.killing.Wait()
	return errors.Join(failures[:]...)
}

// keepPaying starts a worker again and again until it has reported all its orders.
func (c *crew) keepPaying(ctx context.Context, n int) error {
	for ctx.Err() == nil {
		task := c.task
		task.Orders = c.left(n)
		if len(task.Orders) == 0 {
			return nil
		}
		p, err := start(ctx, "worker", task)
		if err != nil {
			return err
		}
		c.set(&c.working[n], p)
		for p.lines.Scan() {
			var r report
			if json.Unmarshal(p.lines.Bytes(), &r) == nil { // or else it was killed amid a line
				c.note(n, r)
			}
		}
		c.set(&c.working[n], nil)
		if err := p.dismiss(); err != nil {
			return err
		}
	}
	return context.Cause(ctx)
}

// left returns the orders that a worker has to report, in their order.
func (c *crew) left(n int) []order {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(c.orders), func(o order) bool { return !c.pending[n][o.Number] })
}

func (c *crew) set(place **process, p *process) {
	c.mu.Lock()
	defer c.mu.Unlock()
	*place = p
}

// note takes a report, and kills whose time it is.
func (c *crew) note(n int, r report) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.pending[n][r.Number] {
		return
	}
	delete(c.pending[n], r.Number)
	c.reports[r.Number] = append(c.reports[r.Number], r.Outcome)
	c.reported++
	if c.reported%(c.payments/10) == 0 {
		fmt.Fprintf(c.progress, "%d reports, %d kills\n", c.reported, c.killed)
	}
	for len(c.kills) > 0 && c.kills[0].after <= c.reported {
		next := c.kills[0]
		c.kills = c.kills[1:]
		c.killing.Go(func() {
			time.Sleep(next.delay)
			c.kill(next)
		})
	}
}

// kill kills a process, if one is there.
func (c *crew) kill(k kill) {
	c.mu.Lock()
	defer c.mu.Unlock()
	victims := []*process{c.receiver}
	if !k.receiver {
		victims = slices.Concat(c.working[k.victim:], c.working[:k.victim])
	}
	at := slices.IndexFunc(victims, func(p *process) bool { return p != nil && !p.killed.Load() })
	if at >= 0 && victims[at].kill() == nil {
		c.killed++
	}
}

// keepReceiving starts the receiver of the notifications, and starts it again whenever it was killed, until the function
// that it returns is called.
func (c *crew) keepReceiving(ctx context.Context, listener *os.File, notes string) (stop func() error) {
	ctx, cancel := context.WithCancel(ctx)
	var failure error
	var running sync.WaitGroup
	running.Go(func() {
		for ctx.Err() == nil && failure == nil {
			p, err := start(ctx, "receiver", receiverTask{notes}, listener)
			if err == nil {
				c.set(&c.receiver, p)
				err = p.end()
				c.set(&c.receiver, nil)
			}
			if ctx.Err() == nil { // which kills it
				failure = err
			}
		}
	})
	return func() error {
		cancel()
		running.Wait()
		return failure
	}
}
