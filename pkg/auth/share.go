package auth

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"sync"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

// Store shares tokens between processes that have the same credentials, so that one of them logs in for all. It must be
// safe for concurrent use. Package fleet has one for Redis.
//
// A store forgets a token when it expires, and lets the claim to a login end by itself: otherwise a process that dies
// during its login would keep the others from theirs for ever.
type Store interface {
	// Begin returns the token that is shared under a key, unless it is old, which the caller wants to replace; old may be
	// zero. Where there is none, it claims the login for the caller and returns an End, which the caller calls with what
	// the login gave; an error that comes with an End is only reported. While somebody else has the claim, Begin waits
	// for the outcome, not longer than ctx lets it.
	Begin(ctx context.Context, key string, old Token) (Token, End, error)
	// Invalidate drops the token that is shared under a key, unless it is another one.
	Invalidate(ctx context.Context, key string, token Token) error
}

// End ends the claim to a login and shares the token that it gave: the zero Token where it failed. It does nothing where
// the claim has ended by itself.
type End func(ctx context.Context, token Token) error

// Shareable is a [Strategy] whose tokens are good in every process that has the same credentials.
type Shareable interface {
	Strategy
	// Secrets returns the credentials that a login would send. Tokens are shared where they are the same.
	Secrets(ctx context.Context) ([]secret.String, error)
}

// endPatience is how long a store may take to note what became of a login.
const endPatience = 5 * time.Second

// Share returns a strategy that takes its tokens from a store and logs in where that has none. It is the strategy itself
// where that is not [Shareable], or where there is no store. Tokens are shared under the name and the credentials: the
// name says what a token is good for, such as the platform, its address and the security scheme. A store learns neither,
// only a digest.
//
// While the store fails, the strategy logs in by itself, so that each process has a token of its own. The first failure
// after a success is reported.
func Share(strategy Strategy, store Store, name string, report func(context.Context, error)) Strategy {
	shareable, ok := strategy.(Shareable)
	if !ok || store == nil {
		return strategy
	}
	return &shared{Shareable: shareable, store: store, name: name, report: report}
}

type shared struct {
	Shareable
	store  Store
	name   string
	report func(context.Context, error)

	mu   sync.Mutex
	held Token // what the last login gave
	away bool  // the store failed last
}

// Login takes the shared token unless it is the one that is to be replaced, or else logs in for all.
func (s *shared) Login(ctx context.Context, next http.RoundTripper, refused Token) (Token, error) {
	token, err := s.obtain(ctx, next, refused)
	if err == nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.held = token
	}
	return token, err
}

func (s *shared) obtain(ctx context.Context, next http.RoundTripper, refused Token) (Token, error) {
	key, err := s.key(ctx)
	if err != nil {
		return Token{}, err
	}
	token, end, err := s.begin(ctx, key, refused)
	if err != nil && end == nil && ctx.Err() != nil {
		return Token{}, context.Cause(ctx)
	}
	s.note(ctx, err)
	switch {
	case end != nil:
		return s.logIn(ctx, next, refused, end)
	case err != nil:
		return s.Shareable.Login(ctx, next, refused)
	}
	return token, nil
}

// logIn logs in for all.
func (s *shared) logIn(ctx context.Context, next http.RoundTripper, refused Token, end End) (Token, error) {
	token, err := s.Shareable.Login(ctx, next, refused)
	if err != nil {
		token = Token{}
	}
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), endPatience)
	defer cancel()
	s.note(ctx, end(ending, token))
	return token, err
}

// begin asks the store for another token than the one that was refused or is held.
func (s *shared) begin(ctx context.Context, key string, refused Token) (Token, End, error) {
	if !refused.Value.IsZero() {
		if err := s.store.Invalidate(ctx, key, refused); err != nil {
			return Token{}, nil, err
		}
		return s.store.Begin(ctx, key, refused)
	}
	s.mu.Lock()
	held := s.held
	s.mu.Unlock()
	return s.store.Begin(ctx, key, held)
}

// revoke drops the token for all.
func (s *shared) revoke(ctx context.Context, token Token) error {
	key, err := s.key(ctx)
	if err != nil {
		return err
	}
	return s.store.Invalidate(ctx, key, token)
}

// key is what tokens are shared under: a digest of what they are good for.
func (s *shared) key(ctx context.Context) (string, error) {
	credentials, err := s.Secrets(ctx)
	if err != nil {
		return "", err
	}
	parts := []string{s.name}
	for _, credential := range credentials {
		parts = append(parts, credential.Reveal())
	}
	text, err := json.Marshal(parts) // which keeps the parts apart
	digest := sha256.Sum256(text)
	return hex.EncodeToString(digest[:]), err
}

// note reports the first of several failures of the store.
func (s *shared) note(ctx context.Context, err error) {
	s.mu.Lock()
	first := err != nil && !s.away
	s.away = err != nil
	s.mu.Unlock()
	if first {
		s.report(ctx, err)
	}
}
