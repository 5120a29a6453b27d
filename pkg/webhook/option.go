package webhook

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"slices"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

// Option changes how a [Handler] works.
type Option func(*settings)

type settings struct {
	secrets   secrets
	senders   senders
	signature signature
	store     Store
	timeout   time.Duration
	observe   func(context.Context, Delivery)
}

func defaults() settings {
	return settings{
		secrets: secrets{},
		store:   NewMemory(time.Hour, 100_000),
		timeout: 25 * time.Second,
		observe: logFailures,
	}
}

// check returns what is wrong with the options. A secret that is empty, because the environment lacks it, would let
// everybody in.
func (s *settings) check() error {
	for name, values := range s.secrets {
		if name == "" || len(values) == 0 || slices.ContainsFunc(values, secret.String.IsZero) {
			return errors.New("a secret is empty, or has no header")
		}
	}
	switch {
	case s.signature != nil && (len(s.signature) == 0 || slices.ContainsFunc(s.signature, secret.String.IsZero)):
		return errors.New("a key of the signature is empty")
	case s.senders.proxies != nil && s.senders.allowed == nil:
		return errors.New("there are proxies to trust, but no senders to tell by them")
	case s.timeout <= 0:
		return errors.New("there is no time for notifications")
	case s.store == nil:
		return errors.New("there is no store")
	}
	return nil
}

// WithSecret lets only requests in that have one of the values in a header, which the partner sets for its webhook on
// the platform. Several values allow for a change of the secret. Given for several headers, all of them are needed.
func WithSecret(header string, values ...secret.String) Option {
	return func(s *settings) {
		name := http.CanonicalHeaderKey(header)
		s.secrets[name] = append(s.secrets[name], values...)
	}
}

// WithSenders lets only requests in that come from one of the addresses, such as [WallexProduction]. Behind a proxy all
// requests come from it, unless [WithProxies] names it.
func WithSenders(addresses ...netip.Prefix) Option {
	return func(s *settings) { s.senders.allowed = append([]netip.Prefix{}, addresses...) }
}

// WithProxies trusts proxies at these addresses, and no other, to say in X-Forwarded-For where a request comes from: the
// sender is the last address in it that is none of theirs.
func WithProxies(addresses ...netip.Prefix) Option {
	return func(s *settings) { s.senders.proxies = append([]netip.Prefix{}, addresses...) }
}

// WithVaultsPaySignature lets only requests in whose header VaultsPay-Signature is the HMAC-SHA256 of the body in
// hexadecimal digits, with one of the keys. It is for the card platform alone, and unverified: an older generation of its
// documentation describes the header, the present one does not, so notifications may well come without it.
func WithVaultsPaySignature(keys ...secret.String) Option {
	return func(s *settings) { s.signature = append(signature{}, keys...) }
}

// WithStore remembers in a store which notifications were handled. Without it that is a [Memory] of 100,000 of them, each
// for an hour. Handlers that serve the same URL, in other processes, too, need one store.
func WithStore(store Store) Option { return func(s *settings) { s.store = store } }

// WithTimeout sets how long the handling of a notification may take, waiting for another delivery of the same one
// included. It is 25 seconds unless set: Wallex, as others describe its pages, waits 30 for the answer. The function has
// to heed its context, which ends then; until it returns there is no answer.
func WithTimeout(d time.Duration) Option { return func(s *settings) { s.timeout = d } }

// WithObserver calls a function with what became of every request. Without it, those with an error
// that is the receiver's own, panics among them, are logged with slog's default logger. It must be safe for concurrent
// use.
func WithObserver(observe func(context.Context, Delivery)) Option {
	return func(s *settings) { s.observe = observe }
}

func logFailures(ctx context.Context, d Delivery) {
	if d.Err == nil || d.Status >= 400 && d.Status < 500 {
		return
	}
	attributes := []slog.Attr{
		slog.String("kind", d.Event.Kind), slog.String("about", d.Event.About), slog.Int("status", d.Status), slog.Any("error", d.Err),
	}
	if panicked := (*PanicError)(nil); errors.As(d.Err, &panicked) {
		attributes = append(attributes, slog.String("stack", string(panicked.Stack)))
	}
	slog.LogAttrs(ctx, slog.LevelError, "a notification was not handled", attributes...)
}
