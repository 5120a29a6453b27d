package fleet_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/internal/redistest"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/fleet"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

// store is the option that lets a client share its tokens, with a Redis client of its own.
func store(t *testing.T, server *redistest.Server, options ...fleet.StoreOption) client.Option {
	return client.WithTokenStore(newTokens(t, server.Client(), options...))
}

func balance(t *testing.T, w *wallex.Client) {
	t.Helper()
	_, err := w.V1.Balances.Retrieve(t.Context(), "SGD", nil)
	require.NoError(t, err)
}

func TestClientsOfWallexShareTheirLogins(t *testing.T) {
	t.Parallel()
	server, s := redistest.Start(t), sandbox.Start(t, sandbox.WithRateLimit(0, 0))
	for range 3 {
		w := s.Wallex(store(t, server))
		balance(t, w)
		balance(t, w.OnBehalfOfAccount("A1"))
		_, err := w.V2.Balances.List(t.Context(), nil)
		require.NoError(t, err)
	}
	done := s.Stats().Succeeded
	require.Equal(t, 1, done["authenticate"])
	require.Equal(t, 1, done["authenticateV2"], "the newer operations have a token of their own")
}

// A logout ends the token of all. A process that has it still is refused once, and then the fleet has a new one.
func TestALogoutIsSeenByAll(t *testing.T) {
	t.Parallel()
	server, s := redistest.Start(t), sandbox.Start(t, sandbox.WithRateLimit(0, 0))
	first, second := s.Wallex(store(t, server)), s.Wallex(store(t, server))
	balance(t, first)
	balance(t, second)
	require.NoError(t, first.Logout(t.Context()))
	require.Empty(t, server.Client().Keys(t.Context(), "*").Val(), "nobody gets it any longer")

	before := s.Stats()
	balance(t, second)
	after := s.Stats()
	require.Equal(t, before.Requests+3, after.Requests, "one that is refused, the login, and the same once more")
	balance(t, first)
	balance(t, s.Wallex(store(t, server)))
	require.Equal(t, 2, s.Stats().Succeeded["authenticate"])
}

func TestALogoutWithoutRedis(t *testing.T) {
	t.Parallel()
	server, s := redistest.Start(t), sandbox.Start(t, sandbox.WithRateLimit(0, 0))
	w := s.Wallex(store(t, server, brief))
	balance(t, w)
	server.Kill()
	require.Error(t, w.Logout(t.Context()), "the others may still get the token, and be refused")
	require.Equal(t, 1, s.Stats().Succeeded["logout"])
	balance(t, w)
	require.Equal(t, 2, s.Stats().Succeeded["authenticate"])
}

func TestOtherAccountsHaveOtherTokens(t *testing.T) {
	t.Parallel()
	server, s := redistest.Start(t), sandbox.Start(t, sandbox.WithRateLimit(0, 0))
	another := sandbox.Start(t, sandbox.WithRateLimit(0, 0))
	balance(t, s.Wallex(store(t, server)))
	balance(t, another.Wallex(store(t, server)))
	require.Equal(t, 1, another.Stats().Succeeded["authenticate"], "it has another address")
	require.Len(t, server.Client().Keys(t.Context(), "*").Val(), 2)
}

func TestClientsOfTheCardPlatformShareTheirLogins(t *testing.T) {
	t.Parallel()
	server, s := redistest.Start(t), sandbox.Start(t)
	for range 3 {
		_, err := s.CardPlatform(store(t, server)).Cards.ListTiers(t.Context())
		require.NoError(t, err)
	}
	require.Equal(t, 1, s.Stats().Succeeded["cardplatform.login"])
}

func TestAStoreThatFailsIsLoggedOnce(t *testing.T) {
	t.Parallel()
	server, s := redistest.Start(t), sandbox.Start(t, sandbox.WithRateLimit(0, 0))
	var log bytes.Buffer
	w := s.Wallex(store(t, server, brief), client.WithLogger(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelWarn}))))
	server.Kill()
	balance(t, w)
	_, err := w.V2.Balances.List(t.Context(), nil)
	require.NoError(t, err)
	for scheme, warning := range map[string]string{"token": "scheme=token", "bearer": "scheme=bearer"} {
		require.Equal(t, 1, strings.Count(log.String(), warning), scheme)
	}
	require.Contains(t, log.String(), "the store of shared tokens failed")
	require.Equal(t, 2, strings.Count(log.String(), "level=WARN"))
}
