package client

import (
	"context"
	"crypto/tls"
	"log/slog"
	"net/http"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/auth"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
	"github.com/wallex-sdk/wallex-go/pkg/retry"
	"github.com/wallex-sdk/wallex-go/pkg/validate"
)

// Option changes a client. The options in this package are those of all platforms.
type Option func(*settings)

// Hooks are told what happens. Each may be nil; they are called by the goroutine that makes the call, so they must be
// quick, and by many at once, so they must be safe for that.
type Hooks struct {
	// Retry hears of every attempt that is about to be repeated.
	Retry func(context.Context, retry.Event)
	// Ambiguous hears of every call that changes something and may or may not have done so.
	Ambiguous func(context.Context, *apierror.Error)
	// Drift hears of requests and answers that break the specification and were let through.
	Drift func(context.Context, validate.Drift)
	// LimiterWait hears of every permit that was not there at once.
	LimiterWait func(context.Context, ratelimit.Waited)
	// Audit hears once of every call that moves money or commits to it, whatever became of it.
	Audit func(context.Context, operation.Report)
}

type settings struct {
	platform       string
	baseURL        string
	transport      http.RoundTripper
	release        func()
	timeout        time.Duration
	attemptTimeout time.Duration
	retry          retry.Policy
	limits         ratelimit.Limits
	shared         ratelimit.Limiter
	tokens         auth.Store
	requests       validate.Mode
	answers        validate.Mode
	header         http.Header
	middleware     []func(http.RoundTripper) http.RoundTripper
	logger         *slog.Logger
	hooks          Hooks
	unverified     bool
}

// Version is sent in the User-Agent header.
const Version = "0.1.0"

func defaults(platform Platform) settings {
	own := &http.Transport{
		Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true,
		IdleConnTimeout: 90 * time.Second, TLSHandshakeTimeout: 10 * time.Second,
	}
	if usual, ok := http.DefaultTransport.(*http.Transport); ok { // some programs put their own there, for tracing
		own = usual.Clone()
	}
	if own.TLSClientConfig == nil {
		own.TLSClientConfig = &tls.Config{}
	}
	own.TLSClientConfig.MinVersion = max(own.TLSClientConfig.MinVersion, tls.VersionTLS12)
	own.MaxIdleConnsPerHost = 32 // the platform is one host; the default of 2 would open connections again and again
	return settings{
		platform:       platform.Name,
		baseURL:        platform.BaseURL,
		transport:      own,
		release:        own.CloseIdleConnections,
		timeout:        90 * time.Second,
		attemptTimeout: 30 * time.Second,
		limits:         platform.Limits,
		answers:        validate.Observe,
		header:         http.Header{"Accept": {"application/json"}, "User-Agent": {"wallex-go/" + Version}},
		logger:         slog.New(slog.DiscardHandler),
	}
}

// WithBaseURL calls the platform at another address. Plain http is refused except on this machine: the requests
// carry secrets. Secrets are sent to the scheme and host of this address only. The empty address changes nothing.
func WithBaseURL(address string) Option {
	return func(s *settings) {
		if address != "" {
			s.baseURL = address
		}
	}
}

// WithTransport sends requests through a transport of the caller's instead of the client's own, for proxies,
// certificates or tracing. It sees every attempt.
func WithTransport(transport http.RoundTripper) Option {
	return func(s *settings) { s.transport, s.release = transport, func() {} }
}

// WithHTTPClient takes over the Transport of an http.Client, and its Timeout, where it has one, as the total time of
// a call (see [WithTimeout]). Its Jar and CheckRedirect are not used: the platforms set no cookies, and redirects are
// refused, since following one can send a payment and its secrets to another host.
func WithHTTPClient(client *http.Client) Option {
	return func(s *settings) {
		if client.Transport != nil {
			WithTransport(client.Transport)(s)
		}
		if client.Timeout > 0 {
			s.timeout = client.Timeout
		}
	}
}

// WithTimeout ends calls whose context has no deadline after this time, waiting and retries included. It is 90
// seconds unless set; 0 is no limit.
func WithTimeout(total time.Duration) Option { return func(s *settings) { s.timeout = total } }

// WithAttemptTimeout ends each attempt after this time. It is 30 seconds unless set; 0 is no limit. An attempt that
// takes longer is repeated where that is safe.
func WithAttemptTimeout(each time.Duration) Option {
	return func(s *settings) { s.attemptTimeout = each }
}

// WithRetry changes how often and how fast requests are repeated, not which: that is up to the specification.
func WithRetry(policy retry.Policy) Option { return func(s *settings) { s.retry = policy } }

// WithRateLimit changes the quota, for partners who have agreed on another. The limit is of this client alone.
func WithRateLimit(limits ratelimit.Limits) Option { return func(s *settings) { s.limits = limits } }

// WithLimiter shares a limiter with other clients of the same API key. WithRateLimit has no effect then.
func WithLimiter(limiter ratelimit.Limiter) Option { return func(s *settings) { s.shared = limiter } }

// WithTokenStore shares the tokens of logins with other processes that have the same credentials and base URL: one of
// them logs in for all. While the store fails, each process logs in by itself, which is logged as a warning once.
// Sessions of users and tokens from a source of the caller's own are not shared.
func WithTokenStore(store auth.Store) Option { return func(s *settings) { s.tokens = store } }

// WithRequestValidation says what becomes of requests that break the specification. They are refused unless set.
func WithRequestValidation(mode validate.Mode) Option {
	return func(s *settings) { s.requests = mode }
}

// WithAnswerValidation says what becomes of answers that break the specification. They are reported unless set. An
// answer that is refused makes its call ambiguous, although it has succeeded: do not enforce it in production.
func WithAnswerValidation(mode validate.Mode) Option { return func(s *settings) { s.answers = mode } }

// WithHeader sends a header with every request.
func WithHeader(name, value string) Option {
	return func(s *settings) { s.header.Set(name, value) }
}

// WithUserAgent puts the name of the caller's program before the SDK's in the User-Agent header.
func WithUserAgent(program string) Option {
	return WithHeader("User-Agent", program+" wallex-go/"+Version)
}

// WithMiddleware puts a transport around the whole chain. It sees every call once, without its credentials, whatever
// the number of attempts; for the attempts see [WithTransport]. Of several, the last is outermost.
func WithMiddleware(middleware func(http.RoundTripper) http.RoundTripper) Option {
	return func(s *settings) { s.middleware = append(s.middleware, middleware) }
}

// WithLogger logs calls at level debug, those that move money and retries at info, drift at warning, and ambiguous
// outcomes at error. No values of fields and no secrets are logged. Nothing is logged unless set.
func WithLogger(logger *slog.Logger) Option { return func(s *settings) { s.logger = logger } }

// WithHooks sets the hooks.
func WithHooks(hooks Hooks) Option { return func(s *settings) { s.hooks = hooks } }

// WithUnverified allows operations that are inferred, not documented, and change something.
func WithUnverified() Option { return func(s *settings) { s.unverified = true } }

func (s *settings) limiter() ratelimit.Limiter {
	if s.shared != nil {
		return s.shared
	}
	return ratelimit.NewLocal(s.limits)
}
