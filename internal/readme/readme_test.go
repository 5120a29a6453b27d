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

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/beneficiaries"
	"github.com/wallex-sdk/wallex-go/internal/payoutfile"
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

// environment starts a sandbox with a beneficiary, and returns what programs need to know of it.
func environment(t *testing.T) (variables []string, beneficiaryID string) {
	t.Helper()
	platform := sandbox.Start(t)
	beneficiary, err := platform.Wallex().V1.Beneficiaries.Create(t.Context(), beneficiaries.CreateBeneficiaryRequest{
		EntityType: beneficiaries.EntityTypeCompany, CompanyName: "Acme", Country: "SG", Address: "Road 1", City: "Singapore",
		BankAccount: beneficiaries.CreateBeneficiaryBankAccount{
			Country: "SG", Currency: "SGD", BankAccountHolderName: "Acme", BankName: "DBS", BICSwift: "DBSSSGSG", AccountNumber: "12345678",
		},
	})
	require.NoError(t, err)
	credentials := platform.Credentials()
	return []string{
		"WALLEX_BASE_URL=" + platform.URL(),
		wallex.EnvAPIKey + "=" + credentials.APIKey.Reveal(),
		wallex.EnvAccessKeyID + "=" + credentials.AccessKeyID.Reveal(),
		wallex.EnvSecretAccessKey + "=" + credentials.SecretAccessKey.Reveal(),
	}, beneficiary.BeneficiaryID
}

// TestPrograms runs every Go program of the README against the sandbox, from the folder of the module, and then again.
func TestPrograms(t *testing.T) {
	variables, _ := environment(t)
	programs := blocks(t, "go")
	for i, expected := range [][]string{
		{"invoice-7 completed <nil>\n", "invoice-7 .* Beneficiary is another one than before\n"},
		{"100000 SGD <nil>\n", "100000 SGD <nil>\n"},
	} {
		program := filepath.Join(t.TempDir(), "program.exe")
		require.NoError(t, os.WriteFile(program+".go", []byte(programs[i]), 0o600))
		build := exec.Command("go", "build", "-o", program, program+".go")
		build.Dir = root
		output, err := build.CombinedOutput()
		require.NoError(t, err, "%s", output)
		for _, each := range expected {
			run := exec.Command(program)
			run.Env = append(os.Environ(), variables...)
			output, err := run.CombinedOutput()
			require.NoError(t, err, "%s", output)
			require.Regexp(t, "^"+each+"$", string(output))
		}
	}
	require.Len(t, programs, 2)
}

// TestCommands runs every command of the README, but for those that CI runs by themselves and the one that does not
// end; tests of the command line cover that. Those about payments.csv get one with a payment in it, and yes for an answer.
func TestCommands(t *testing.T) {
	variables, beneficiaryID := environment(t)
	file := paymentsFile(t, beneficiaryID)
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
				words := strings.Fields(strings.ReplaceAll(command, "payments.csv", file))
				run := exec.Command(words[0], words[1:]...)
				run.Dir, run.Env, run.Stdin = root, append(os.Environ(), variables...), strings.NewReader("yes\n")
				output, err := run.CombinedOutput()
				require.NoError(t, err, "%s: %s", command, output)
				require.NotEmpty(t, output)
			}
		}
	}
}

// paymentsFile writes the example of a file of payments.
func paymentsFile(t *testing.T, beneficiaryID string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "payments.csv")
	var text strings.Builder
	require.NoError(t, payoutfile.WriteExample(&text, beneficiaryID))
	require.NoError(t, os.WriteFile(path, []byte(text.String()), 0o600))
	return path
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
