package validate_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
	"github.com/wallex-sdk/wallex-go/pkg/validate"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	conversions    = "wallex/v1/conversions.yaml"
	simplePayments = "wallex/v1/simple-payments.yaml"
	beneficiaries  = "wallex/v1/beneficiaries.yaml"
	balances       = "wallex/v1/balances.yaml"
	authentication = "wallex/authentication.yaml"
	users          = "wallex/v2/users.yaml"
	cards          = "cardplatform/cards.yaml"
	platformUsers  = "cardplatform/users.yaml"
)

// embedded returns an operation of the real specifications.
func embedded(t testing.TB, name, operationID string) *spec.Operation {
	t.Helper()
	op, err := spec.Embedded.Find(name, operationID)
	require.NoError(t, err)
	return op
}

// synthetic returns the one operation of a specification made for a test. The lines begin at paths.
func synthetic(t *testing.T, lines ...string) *spec.Operation {
	t.Helper()
	text := strings.Join(append([]string{"openapi: 3.0.3", "info: {title: test, version: '1'}"}, lines...), "\n")
	files := spec.New(fstest.MapFS{"test/things.yaml": {Data: []byte(text)}})
	operations, err := files.Operations("test/things.yaml")
	require.NoError(t, err)
	require.Len(t, operations, 1)
	return operations[0]
}

// request validates a request with a body, "" for none, and returns what is wrong with it.
func request(t testing.TB, op *spec.Operation, target, body string) []apierror.Field {
	t.Helper()
	req, err := http.NewRequest(op.Method, "https://api.example.com/base"+target, strings.NewReader(body))
	require.NoError(t, err)
	fields, err := validate.Request(op, req)
	require.NoError(t, err)
	return fields
}

// text writes a list of fields in one line: "amount is required; fixedSide must be one of buy, sell".
func text(fields []apierror.Field) string {
	var parts []string
	for _, field := range fields {
		parts = append(parts, field.Name+" "+field.Message)
	}
	return strings.Join(parts, "; ")
}
