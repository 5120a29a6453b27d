// Package client puts the clients of all platforms together: the chain of transports and the options that the
// platforms share.
//
// The chain, outermost first: the caller's middleware, validate, retry, auth, ratelimit, attempt, the caller's
// transport. A login and the replay after a refused token enter at ratelimit, so that they count.
package client

import (
	"context"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/attempt"
	"github.com/wallex-sdk/wallex-go/pkg/auth"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
	"github.com/wallex-sdk/wallex-go/pkg/retry"
	"github.com/wallex-sdk/wallex-go/pkg/validate"
)

// Platform is what differs between the platforms.
type Platform struct {
	Name        string
	BaseURL     string
	Limits      ratelimit.Limits
	DecodeError operation.ErrorDecoder
	// Strategy returns how to log in. The caller that it is given lacks a transport: auth passes it one.
	Strategy func(operation.Caller) auth.Strategy
	// Seal goes around the attempt, where the platform wants requests in another form than the specification has them,
	// such as encrypted; nil where it does not.
	Seal func(http.RoundTripper) http.RoundTripper
	// Others are those of operations with another security scheme than auth.SchemeToken.
	Others map[string]func(operation.Caller) auth.Strategy
}

// Client is a platform's client without its services. It is safe for concurrent use.
type Client struct {
	caller   *operation.Caller
	logins   *auth.Transport
	settings settings
	counted  http.RoundTripper // the chain below auth: it counts, seals and sends
	release  func()
}

// New puts a client together. Its errors name the option that is wrong.
func New(platform Platform, options ...Option) (*Client, error) {
	s := defaults(platform)
	for _, option := range options {
		option(&s)
	}
	home, err := parseBaseURL(s.baseURL)
	if err != nil {
		return nil, err
	}
	caller := operation.Caller{
		BaseURL:         home.String(),
		DecodeError:     platform.DecodeError,
		Header:          s.header,
		Timeout:         s.timeout,
		AllowUnverified: s.unverified,
	}
	c := &Client{caller: &caller, settings: s, counted: s.counted(platform.Seal), release: s.release}
	c.assemble(platform.Strategy(caller))
	for scheme, strategy := range platform.Others {
		c.logins.Add(scheme, s.sharing(scheme, strategy(caller), home))
	}
	return c, nil
}

// counted builds the part of the chain that logins go through as well.
func (s *settings) counted(seal func(http.RoundTripper) http.RoundTripper) http.RoundTripper {
	var chain http.RoundTripper = &attempt.Transport{Base: s.transport, Timeout: s.attemptTimeout}
	if seal != nil {
		chain = seal(chain)
	}
	return &ratelimit.Transport{Base: chain, Limiter: s.limiter(), OnWait: s.hooks.LimiterWait}
}

// assemble builds the rest of the chain from the inside out.
func (c *Client) assemble(strategy auth.Strategy) {
	s := &c.settings
	home, _ := url.Parse(c.caller.BaseURL) // New has parsed it before
	c.logins = auth.New(c.counted, home, s.sharing(auth.SchemeToken, strategy, home))
	var chain http.RoundTripper = retry.New(c.logins, s.retry, s.retried)
	chain = &validate.Transport{Base: chain, Requests: s.requests, Answers: s.answers, OnDrift: s.drifted}
	for _, middleware := range s.middleware {
		chain = middleware(chain)
	}
	c.caller.Transport, c.caller.Observe = chain, s.observe
}

// sharing lets the strategy of a security scheme take its tokens from the store, where there is one.
func (s *settings) sharing(scheme string, strategy auth.Strategy, home *url.URL) auth.Strategy {
	name := strings.Join([]string{s.platform, home.String(), scheme}, " ")
	return auth.Share(strategy, s.tokens, name, func(ctx context.Context, err error) {
		s.logger.WarnContext(ctx, "the store of shared tokens failed", slog.String("platform", s.platform),
			slog.String("scheme", scheme), slog.Any("error", err))
	})
}

// As returns a client that shares connections, quota and options with c and has a token of its own, such as that of a
// user who has signed in. Close it and c.
func (c *Client) As(strategy func(operation.Caller) auth.Strategy) *Client {
	caller := *c.caller
	as := &Client{caller: &caller, settings: c.settings, counted: c.counted, release: func() {}}
	as.assemble(strategy(caller))
	return as
}

// Caller returns what generated clients are built from: gen/wallex/v1/balances.New(client.Caller()).
func (c *Client) Caller() *operation.Caller { return c.caller }

// With returns a client that shares everything with c and fills in other fields than it, which are the same for all
// calls, such as the account that they are made for. Close c, not the copy.
func (c *Client) With(shared map[string]string) *Client {
	with, caller := *c, *c.caller
	caller.Shared = maps.Clone(shared)
	with.caller = &caller
	return &with
}

// Transport returns the innermost transport, for requests that do not go to the platform: it adds no credentials.
func (c *Client) Transport() http.RoundTripper { return c.settings.transport }

// Tokens returns the cache of the token of a security scheme.
func (c *Client) Tokens(scheme string) *auth.Cache { return c.logins.Tokens(scheme) }

// Revoke gives the token of a security scheme up, for all processes that share it.
func (c *Client) Revoke(ctx context.Context, scheme string, token auth.Token) error {
	return c.logins.Revoke(ctx, scheme, token)
}

// Close ends what goes on in the background and closes idle connections, unless the transport is the caller's own.
// Calls that need a login fail from now on. It does not log out.
func (c *Client) Close() {
	c.logins.Close()
	c.release()
}

func (s *settings) retried(ctx context.Context, event retry.Event) {
	s.logger.InfoContext(ctx, "retry", slog.String("platform", s.platform), slog.String("operation", event.Operation),
		slog.Int("attempt", event.Attempt), slog.Duration("delay", event.Delay), slog.Any("error", event.Err))
	if s.hooks.Retry != nil {
		s.hooks.Retry(ctx, event)
	}
}

func (s *settings) drifted(ctx context.Context, drift validate.Drift) {
	s.logger.WarnContext(ctx, "drift from the specification", slog.String("platform", s.platform),
		slog.String("operation", drift.Operation), slog.Int("status", drift.Status), slog.Any("fields", drift.Fields))
	if s.hooks.Drift != nil {
		s.hooks.Drift(ctx, drift)
	}
}

// observe logs every call when it has ended, and tells the hooks that it is for.
func (s *settings) observe(ctx context.Context, r operation.Report) {
	failure := apierror.Of(r.Err)
	lost := failure != nil && failure.Outcome == apierror.Ambiguous && !r.Operation.RepeatsSafely()
	level := slog.LevelDebug
	switch {
	case lost:
		level = slog.LevelError
	case r.Operation.MovesMoney:
		level = slog.LevelInfo
	}
	if s.logger.Enabled(ctx, level) {
		s.logger.LogAttrs(ctx, level, "call", attributes(r, failure)...)
	}
	if lost && s.hooks.Ambiguous != nil {
		s.hooks.Ambiguous(ctx, failure)
	}
	if r.Operation.MovesMoney && s.hooks.Audit != nil {
		s.hooks.Audit(ctx, r)
	}
}

func attributes(r operation.Report, failure *apierror.Error) []slog.Attr {
	all := []slog.Attr{
		slog.String("platform", r.Operation.Platform), slog.String("operation", r.Operation.ID),
		slog.Int("status", r.Status), slog.Int("attempts", r.Attempts), slog.Duration("duration", r.Duration),
	}
	if r.Key != "" {
		all = append(all, slog.String("key", r.Key))
	}
	if failure != nil {
		all = append(all, slog.Any("error", failure))
	}
	return all
}
