package fleet_test

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/internal/redistest"
	"github.com/wallex-sdk/wallex-go/pkg/auth"
	"github.com/wallex-sdk/wallex-go/pkg/fleet"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

// life is how long tokens live in tests in which several expire.
const life = 800 * time.Millisecond

// onePerExpiry requires that nobody logged in while there was a token that did not expire soon.
func onePerExpiry(t *testing.T, p *platform) {
	t.Helper()
	logins := p.logIns()
	for i := 1; i < len(logins); i++ {
		require.Greater(t, logins[i].Sub(logins[i-1]), life/2, "a token is renewed after 80%% of its life at the earliest")
	}
}

func TestOneLoginPerExpiry(t *testing.T) {
	t.Parallel()
	server, p := redistest.Start(t), newPlatform(t, life)
	replicas := make([]*replica, 16)
	for i := range replicas {
		replicas[i], _ = join(t, server, p)
	}
	for start := time.Now(); len(p.logIns()) < 4; pass(server, 5*time.Millisecond) {
		require.Less(t, time.Since(start), 20*life, "nobody logs in")
		all(t, replicas, 4)
	}
	onePerExpiry(t, p)
}

func TestARefusedTokenIsReplacedForAll(t *testing.T) {
	t.Parallel()
	server, p := redistest.Start(t), newPlatform(t, time.Hour)
	replicas := make([]*replica, 8)
	for i := range replicas {
		replicas[i], _ = join(t, server, p)
	}
	for round := 1; round <= 3; round++ {
		all(t, replicas, 8)
		require.Len(t, p.logIns(), round)
		p.revoke()
	}
}

// Who is late to learn that a token is no longer good does not take the new one from the others.
func TestALateRefusalKeepsTheNewToken(t *testing.T) {
	t.Parallel()
	server, p := redistest.Start(t), newPlatform(t, time.Hour)
	first, _ := join(t, server, p)
	late, _ := join(t, server, p)
	all(t, []*replica{first, late}, 1)
	p.revoke()
	require.NoError(t, first.call(t.Context()))
	require.NoError(t, late.call(t.Context()))
	another, _ := join(t, server, p)
	require.NoError(t, another.call(t.Context()))
	require.Len(t, p.logIns(), 2)
	require.Equal(t, first.held().Value, another.held().Value)
}

func TestARevokedTokenIsGivenToNobody(t *testing.T) {
	t.Parallel()
	server, p := redistest.Start(t), newPlatform(t, time.Hour)
	first, _ := join(t, server, p)
	require.NoError(t, first.call(t.Context()))
	old := first.held()
	require.NoError(t, first.Revoke(t.Context(), auth.SchemeToken, old))
	require.Empty(t, server.Client().Keys(t.Context(), "*").Val())

	another, _ := join(t, server, p)
	require.NoError(t, another.call(t.Context()))
	require.NoError(t, first.Revoke(t.Context(), auth.SchemeToken, old), "it has been replaced")
	require.NoError(t, first.call(t.Context()))
	require.Len(t, p.logIns(), 2)
}

func TestRedisGoesAndComesBack(t *testing.T) {
	t.Parallel()
	server, p := redistest.Start(t), newPlatform(t, time.Hour)
	replicas, failures := make([]*replica, 4), make([]*reports, 4)
	for i := range replicas {
		replicas[i], failures[i] = join(t, server, p, fleet.WithPatience(500*time.Millisecond))
	}
	all(t, replicas, 2)
	server.Kill()
	all(t, replicas, 2)
	require.Len(t, p.logIns(), 1, "the token is good without Redis")
	for round := range 2 {
		p.revoke()
		all(t, replicas, 2)
		require.Len(t, p.logIns(), 1+4*(round+1), "each has a token of its own")
	}
	for _, f := range failures {
		require.Len(t, f.get(), 1, "a failure is reported once")
	}

	server.Restart()
	p.revoke()
	all(t, replicas, 2)
	require.Len(t, p.logIns(), 10)
	server.Drop()
	p.revoke()
	all(t, replicas, 2)
	require.Len(t, p.logIns(), 11)
}

func token(value string) auth.Token {
	return auth.Token{Value: secret.New(value), APIKey: secret.New(apiKey), Expires: time.Now().Add(time.Hour)}
}

// claim claims a login, which there must be.
func claim(t *testing.T, tokens *fleet.Tokens, old auth.Token) auth.End {
	t.Helper()
	_, end, err := tokens.Begin(t.Context(), "key", old)
	require.NoError(t, err)
	require.NotNil(t, end)
	return end
}

// shared requires that a token is the shared one.
func shared(t *testing.T, tokens *fleet.Tokens, want auth.Token) {
	t.Helper()
	got, end, err := tokens.Begin(t.Context(), "key", auth.Token{})
	require.NoError(t, err)
	require.Nil(t, end)
	require.Equal(t, want.Value, got.Value)
	require.Equal(t, want.APIKey, got.APIKey)
	require.WithinDuration(t, want.Expires, got.Expires, time.Second)
}

// abandon claims a login for a process that dies with it.
func abandon(t *testing.T, tokens *fleet.Tokens) auth.End {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	_, end, err := tokens.Begin(ctx, "key", auth.Token{})
	require.NoError(t, err)
	require.NotNil(t, end)
	return end
}

func TestALapsedClaimEndsNothing(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	tokens := newTokens(t, server.Client(), fleet.WithClaim(20*time.Millisecond))
	dead := abandon(t, tokens)
	server.Pass(20 * time.Millisecond)
	slow := abandon(t, tokens)
	require.NoError(t, dead(t.Context(), token("late")))
	server.Pass(20 * time.Millisecond)
	quick := claim(t, newTokens(t, server.Client()), auth.Token{})
	require.NoError(t, slow(t.Context(), auth.Token{}))
	require.NoError(t, quick(t.Context(), token("first")))
	require.NoError(t, dead(t.Context(), token("later")))
	shared(t, tokens, token("first"))
}

// A login may wait longer for its permit than its claim lasts.
func TestAClaimLastsAsLongAsItsLogin(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	const lapse = 1500 * time.Millisecond
	tokens := newTokens(t, server.Client(), fleet.WithClaim(lapse))
	end := claim(t, tokens, auth.Token{})
	for range 5 {
		pass(server, lapse/2)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, other, err := newTokens(t, server.Client()).Begin(ctx, "key", auth.Token{})
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.Nil(t, other)
	require.NoError(t, end(t.Context(), token("good")))
	shared(t, tokens, token("good"))
}

func TestAClaimThatGivesNoTokenLetsAnotherTry(t *testing.T) {
	t.Parallel()
	tokens := newTokens(t, redistest.Start(t).Client())
	require.NoError(t, claim(t, tokens, auth.Token{})(t.Context(), auth.Token{}))
	expired := token("expired")
	expired.Expires = time.Now()
	require.NoError(t, claim(t, tokens, auth.Token{})(t.Context(), expired))
	require.NoError(t, claim(t, tokens, auth.Token{})(t.Context(), token("good")))
	shared(t, tokens, token("good"))
	require.NoError(t, claim(t, tokens, token("good"))(t.Context(), token("better")))
	shared(t, tokens, token("better"))
}

func TestATokenLeavesRedisWhenItExpires(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	tokens := newTokens(t, server.Client())
	short := token("short")
	short.Expires = time.Now().Add(600 * time.Millisecond)
	require.NoError(t, claim(t, tokens, auth.Token{})(t.Context(), short))
	shared(t, tokens, short)
	server.Pass(600 * time.Millisecond)
	require.Empty(t, server.Client().Keys(t.Context(), "*").Val())
}

func TestWaitingForALoginEndsWithTheContext(t *testing.T) {
	t.Parallel()
	tokens := newTokens(t, redistest.Start(t).Client())
	end := claim(t, tokens, auth.Token{})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, _, err := tokens.Begin(ctx, "key", auth.Token{})
	require.ErrorIs(t, err, context.DeadlineExceeded)

	var waiters sync.WaitGroup
	for range 8 {
		waiters.Go(func() { shared(t, tokens, token("new")) })
	}
	require.NoError(t, end(t.Context(), token("new")))
	waiters.Wait()
}

// twice sends every command again, as go-redis does when an answer is lost.
type twice struct{ redis.Hook }

func (twice) DialHook(next redis.DialHook) redis.DialHook { return next }
func (twice) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}
func (twice) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, command redis.Cmder) error {
		_ = next(ctx, command)
		return next(ctx, command)
	}
}

func TestLostAnswersOfRedisAreNoHarm(t *testing.T) {
	t.Parallel()
	client := redistest.Start(t).Client()
	client.AddHook(twice{})
	tokens := newTokens(t, client)
	require.NoError(t, claim(t, tokens, auth.Token{})(t.Context(), token("first")))
	shared(t, tokens, token("first"))
	require.NoError(t, tokens.Invalidate(t.Context(), "key", token("first")))
	require.NoError(t, claim(t, tokens, auth.Token{})(t.Context(), auth.Token{}))
	require.NoError(t, claim(t, tokens, auth.Token{})(t.Context(), token("second")))
	shared(t, tokens, token("second"))
}

func TestALoginThatFailsLeavesItToTheOthers(t *testing.T) {
	t.Parallel()
	server, p := redistest.Start(t), newPlatform(t, time.Hour)
	first, _ := join(t, server, p)
	second, _ := join(t, server, p)
	p.onLogin = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }
	require.Error(t, first.call(t.Context()))
	start := time.Now()
	require.NoError(t, second.call(t.Context()))
	require.NoError(t, first.call(t.Context()))
	require.Less(t, time.Since(start), fleet.DefaultLoginClaim)
	require.Len(t, p.logIns(), 2)
}
