package lint

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Who has one process needs no Redis: its client is linked by pkg/fleet alone.
func TestOnlyTheFleetLinksTheRedisClient(t *testing.T) {
	const client = "github.com/redis/go-redis/v9"
	require.Contains(t, dependencies(t, "pkg/fleet"), client)
	for _, name := range []string{"pkg/wallex", "pkg/walletengine", "pkg/walletenginecards", "pkg/cardplatform", "pkg/webhook",
		"pkg/payout", "pkg/sandbox", "cmd/wallex"} {
		for _, dependency := range dependencies(t, name) {
			require.NotContains(t, dependency, "redis", name)
		}
	}
}

// dependencies returns what is linked with a package of the module.
func dependencies(t *testing.T, name string) []string {
	t.Helper()
	list, err := exec.Command("go", "list", "-deps", module+name).Output()
	require.NoError(t, err)
	return strings.Fields(string(list))
}
