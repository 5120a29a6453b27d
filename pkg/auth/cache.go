package auth

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
)

const (
	// early is how long before its end a token is renewed, or a tenth of its life where that is less. Each renewal
	// comes earlier by a random part of the same time, so that replicas that logged in together do not do so again.
	early = 5 * time.Minute
	// again is how long a renewal that failed is left alone while the old token is still good.
	again = 30 * time.Second
	// grudge is how long refused credentials are not tried again: every login costs quota.
	grudge = time.Second
	// patience is how long a login may take.
	patience = 30 * time.Second
)

// ErrClosed says that the client was closed.
var ErrClosed = errors.New("the client is closed")

// ErrLoginTimeout is the cause of a login that took too long. It is no context.DeadlineExceeded: the caller's deadline
// is another one.
var ErrLoginTimeout = errors.New("the login timed out")

// Cache holds one token and renews it. It is safe for concurrent use.
type Cache struct {
	login func(ctx context.Context, refused Token) (Token, error)

	mu      sync.Mutex
	token   Token
	renewAt time.Time
	flight  *flight // the login under way, nil where there is none
	givenUp Token   // the token that was given up, until there is a new one
	refused error   // the platform's refusal of the credentials
	until   time.Time
	closed  bool
}

// flight is one login that any number of callers wait for.
type flight struct {
	done   chan struct{} // closed when token and err are set
	cancel context.CancelFunc
	token  Token
	err    error
}

// NewCache returns a cache that is filled by login, which is told which token was given up since the last one. Close
// it.
func NewCache(login func(ctx context.Context, refused Token) (Token, error)) *Cache {
	return &Cache{login: login}
}

// Get returns a token that has not expired, and logs in where there is none. The login belongs to no caller: it goes
// on when the caller that began it gives up, and every caller waits no longer than its own context allows.
func (c *Cache) Get(ctx context.Context) (Token, error) {
	c.mu.Lock()
	now := time.Now()
	switch {
	case c.closed:
		c.mu.Unlock()
		return Token{}, ErrClosed
	case now.Before(c.token.Expires):
		token := c.token
		if c.flight == nil && !now.Before(c.renewAt) {
			c.begin(ctx)
		}
		c.mu.Unlock()
		return token, nil
	case context.Cause(ctx) != nil: // a login would be for nobody
		c.mu.Unlock()
		return Token{}, context.Cause(ctx)
	case c.flight == nil && now.Before(c.until):
		c.mu.Unlock()
		return Token{}, c.refused
	case c.flight == nil:
		c.begin(ctx)
	}
	flight := c.flight
	c.mu.Unlock()

	select {
	case <-flight.done:
		return flight.token, flight.err
	case <-ctx.Done():
		return Token{}, context.Cause(ctx)
	}
}

// begin starts a login. It keeps the values of the caller's context, for tracing, and neither its end nor its call. A
// payment may wait for it, whoever began it.
func (c *Cache) begin(ctx context.Context) {
	ctx = operation.NewContext(context.WithoutCancel(ctx), nil)
	ctx = ratelimit.WithPriority(ctx, ratelimit.High)
	ctx, cancel := context.WithTimeoutCause(ctx, patience, ErrLoginTimeout)
	flight := &flight{done: make(chan struct{}), cancel: cancel}
	c.flight = flight
	refused := c.givenUp
	go func() {
		defer cancel()
		token, err := c.login(ctx, refused)
		c.mu.Lock()
		defer c.mu.Unlock()
		if given := c.givenUp; err == nil && given.Value == token.Value && given.Value != refused.Value {
			c.mu.Unlock() // the token was refused while this login, which could not know, gave it once more
			token, err = c.login(ctx, given)
			c.mu.Lock()
		}
		if c.closed {
			token, err = Token{}, ErrClosed
		}
		flight.token, flight.err = token, err
		c.land(token, err)
		close(flight.done)
	}()
}

// land stores what a login gave.
func (c *Cache) land(token Token, err error) {
	c.flight = nil
	now := time.Now()
	if err == nil {
		window := max(0, min(early, token.Expires.Sub(now)/10))
		c.givenUp = Token{}
		c.token, c.renewAt = token, token.Expires.Add(-window-rand.N(window+1))
		return
	}
	c.renewAt = now.Add(again)
	if errors.Is(err, apierror.ErrRejected) {
		c.refused, c.until = err, now.Add(grudge)
	}
}

// Invalidate gives a token up, unless it has been replaced already.
func (c *Cache) Invalidate(token Token) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.token.Value.Reveal() == token.Value.Reveal() {
		c.token, c.givenUp = Token{}, token
	}
}

// Current returns the token that is held now, false where there is none. It never logs in.
func (c *Cache) Current() (Token, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.token, time.Now().Before(c.token.Expires)
}

// Close ends a login under way and waits for it. Get fails from now on.
func (c *Cache) Close() {
	c.mu.Lock()
	c.closed = true
	flight := c.flight
	c.mu.Unlock()
	if flight != nil {
		flight.cancel()
		<-flight.done
	}
}
