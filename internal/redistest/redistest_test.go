package redistest_test

import (
	"os"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/internal/redisserver"
	"github.com/wallex-sdk/wallex-go/internal/redistest"
)

// both runs a test with what is installed and with the stand-in.
func both(t *testing.T, test func(*testing.T, *redistest.Server)) {
	t.Run("installed", func(t *testing.T) { test(t, redistest.Start(t)) })
	t.Run("stand-in", func(t *testing.T) {
		t.Setenv("PATH", t.TempDir())
		t.Setenv(redistest.Variable, "")
		test(t, redistest.Start(t))
	})
}

func TestKillLosesEverythingAndRestartKeepsTheAddress(t *testing.T) {
	both(t, func(t *testing.T, server *redistest.Server) {
		client, url := server.Client(), server.URL()
		require.NoError(t, client.Set(t.Context(), "key", "value", 0).Err())

		server.Kill()
		require.Error(t, client.Ping(t.Context()).Err())
		server.Restart()

		require.Equal(t, url, server.URL())
		require.NoError(t, client.Ping(t.Context()).Err())
		require.ErrorIs(t, client.Get(t.Context(), "key").Err(), redis.Nil)
	})
}

func TestKillLeavesWhatIsKept(t *testing.T) {
	keeping := func(t *testing.T, server *redistest.Server) {
		client := server.Client()
		require.NoError(t, client.Set(t.Context(), "key", "value", 0).Err())
		require.NoError(t, client.Eval(t.Context(), "return 1", nil).Err())
		server.Kill()
		server.Restart()
		require.Equal(t, "value", client.Get(t.Context(), "key").Val())
		require.True(t, redis.HasErrorPrefix(redis.NewScript("return 1").EvalSha(t.Context(), client, nil).Err(), "NOSCRIPT"))
	}
	t.Run("installed", func(t *testing.T) { keeping(t, redistest.Start(t, redistest.Keep...)) })
	t.Run("stand-in", func(t *testing.T) {
		t.Setenv("PATH", t.TempDir())
		t.Setenv(redistest.Variable, "")
		keeping(t, redistest.Start(t, redistest.Keep...))
	})
}

func TestDropKeepsEverything(t *testing.T) {
	both(t, func(t *testing.T, server *redistest.Server) {
		client := server.Client()
		require.NoError(t, client.Set(t.Context(), "key", "value", 0).Err())
		held := client.Conn()
		require.NoError(t, held.Ping(t.Context()).Err())

		server.Drop()

		require.Error(t, held.Ping(t.Context()).Err())
		_ = held.Close()
		require.Equal(t, "value", client.Get(t.Context(), "key").Val())
	})
}

func TestPassLetsKeysExpire(t *testing.T) {
	both(t, func(t *testing.T, server *redistest.Server) {
		client := server.Client()
		require.NoError(t, client.Set(t.Context(), "key", "value", 20*time.Millisecond).Err())
		server.Pass(20 * time.Millisecond)
		require.ErrorIs(t, client.Get(t.Context(), "key").Err(), redis.Nil)
	})
}

func TestAServerLeavesNothingBehind(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	t.Run("its life", func(t *testing.T) { redistest.Start(t).Client() })
	left, err := os.ReadDir(temporary)
	require.NoError(t, err)
	require.Empty(t, left)
}

func TestStartSaysThatTheProgramIsMissing(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := redisserver.Start(t.Context())
	require.ErrorContains(t, err, redisserver.Program)
}
