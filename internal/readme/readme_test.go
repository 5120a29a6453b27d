// Package readme runs what the README says.
package readme

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

const root = "../.."

var fence = regexp.MustCompile("(?ms)^```(\\w+)\n(.*?)^```$")

// blocks returns the code blocks of the README in a language.
func blocks(t *testing.T, language string) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "README.md"))
	require.NoError(t, err)
	var found []string
	for _, match := range fence.FindAllStringSubmatch(string(text), -1) {
		require.Contains(t, []string{"sh", "go"}, match[1], "a block that nothing runs")
		if match[1] == language {
			found = append(found, match[2])
		}
	}
	require.NotEmpty(t, found)
	return found
}

// TestPrograms runs every Go program of the README against the sandbox, from the folder of the module.
func TestPrograms(t *testing.T) {
	platform := sandbox.Start(t)
	credentials := platform.Credentials()
	for _, program := range blocks(t, "go") {
		file := filepath.Join(t.TempDir(), "main.go")
		require.NoError(t, os.WriteFile(file, []byte(program), 0o600))
		run := exec.Command("go", "run", file)
		run.Dir = root
		run.Env = append(os.Environ(),
			"WALLEX_BASE_URL="+platform.URL(),
			wallex.EnvAPIKey+"="+credentials.APIKey.Reveal(),
			wallex.EnvAccessKeyID+"="+credentials.AccessKeyID.Reveal(),
			wallex.EnvSecretAccessKey+"="+credentials.SecretAccessKey.Reveal(),
		)
		output, err := run.CombinedOutput()
		require.NoError(t, err, "%s", output)
		require.Regexp(t, `^(payment \S+ is processing|100000 SGD <nil>)\n$`, string(output))
	}
}

// TestCommands runs every command of the README, but for those that CI runs by themselves and the one that does not
// end; tests of the command line cover that.
func TestCommands(t *testing.T) {
	ci, err := os.ReadFile(filepath.Join(root, ".ci", "run"))
	require.NoError(t, err)
	for _, block := range blocks(t, "sh") {
		for command := range strings.Lines(block) {
			command = strings.TrimSpace(command)
			switch {
			case strings.HasPrefix(command, "make "):
				require.Contains(t, string(ci), "\n"+command, "CI does not run it")
			case command == "go run ./cmd/wallex sandbox":
			default:
				words := strings.Fields(command)
				run := exec.Command(words[0], words[1:]...)
				run.Dir = root
				output, err := run.CombinedOutput()
				require.NoError(t, err, "%s: %s", command, output)
				require.NotEmpty(t, output)
			}
		}
	}
}

// TestCounts compares the numbers of operations in the README with the specifications.
func TestCounts(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "README.md"))
	require.NoError(t, err)
	platforms, err := spec.Embedded.Platforms()
	require.NoError(t, err)
	for _, platform := range platforms {
		operations, err := spec.Embedded.Platform(platform)
		require.NoError(t, err)
		require.Regexp(t, fmt.Sprintf(`\[%s\]\(pkg/%[1]s\) \| %d \|`, platform, len(operations)), string(text))
	}
}
