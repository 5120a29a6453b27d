// This test runs with an edited specification and the code that is generated from it, in place of those of the module.
package endpoint_test

import (
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/conversions"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

const file = "wallex/v1/conversions.yaml"

func connect(t *testing.T) (*wallex.Client, *sandbox.Sandbox) {
	platform := sandbox.Start(t, sandbox.WithRateLimit(0, 0))
	c, err := wallex.New(platform.Credentials(), client.WithBaseURL(platform.URL()))
	require.NoError(t, err)
	t.Cleanup(c.Close)
	return c, platform
}

func TestTypedMethods(t *testing.T) {
	c, _ := connect(t)
	page, err := c.V1.Conversions.RateAlerts(t.Context(), "SGD", &conversions.ListRateAlertsParams{Page: 1})
	require.NoError(t, err)
	require.Equal(t, 2, page.Total)
	var ids []string
	for alert, err := range c.V1.Conversions.RateAlertsAll(t.Context(), "SGD", nil) {
		require.NoError(t, err)
		ids = append(ids, alert.AlertID)
	}
	require.Equal(t, []string{"a", "b"}, ids)
	require.Equal(t, "1.6", page.Items[1].Rate.String())

	alert, err := c.V1.Conversions.CreateRateAlert(t.Context(), conversions.CreateRateAlertRequest{
		Currency: "SGD", Rate: decimal.MustParse("1.5"),
	})
	require.NoError(t, err)
	require.Equal(t, "a", alert.AlertID)
}

func TestValidation(t *testing.T) {
	c, platform := connect(t)
	_, err := c.V1.Conversions.RateAlerts(t.Context(), "sgd", nil)
	require.Equal(t, []apierror.Field{{Name: "currency", Message: "must match ^[A-Z]{3}$"}}, apierror.Of(err).Fields)
	_, err = c.V1.Conversions.CreateRateAlert(t.Context(), conversions.CreateRateAlertRequest{Currency: "sgd"})
	require.ErrorIs(t, err, apierror.ErrNotSent)
	require.ErrorIs(t, err, apierror.ErrValidation)
	require.Zero(t, platform.Stats().Requests)
}

func TestSpecification(t *testing.T) {
	op, err := spec.Embedded.Find(file, "listRateAlerts")
	require.NoError(t, err)
	require.Equal(t, operation.Safe, op.Retry.Class)
	require.Equal(t, "query", op.Pagination.In)
	op, err = spec.Embedded.Find(file, "createRateAlert")
	require.NoError(t, err)
	require.Equal(t, operation.Never, op.Retry.Class)
	root, err := spec.Embedded.Document("wallex/openapi.yaml")
	require.NoError(t, err)
	require.NotNil(t, root.Paths.Value("/conversions/v1/rate-alerts").Post)
}

func TestCommandLine(t *testing.T) {
	_, platform := connect(t)
	credentials := platform.Credentials()
	for name, value := range map[string]string{
		wallex.EnvAPIKey: credentials.APIKey.Reveal(), wallex.EnvAccessKeyID: credentials.AccessKeyID.Reveal(),
		wallex.EnvSecretAccessKey: credentials.SecretAccessKey.Reveal(),
	} {
		t.Setenv(name, value)
	}
	for _, arguments := range [][]string{
		{"listRateAlerts", "--currency", "SGD"},
		{"createRateAlert", "--body", `{"currency":"SGD","rate":1.5}`},
	} {
		command := exec.Command("go", append([]string{"run", "../../../../cmd/wallex", "call", "wallex", "--base-url", platform.URL()}, arguments...)...)
		output, err := command.CombinedOutput()
		require.NoError(t, err, string(output))
		require.Contains(t, string(output), `"alertId":"a"`)
	}
}
