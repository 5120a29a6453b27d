package validate_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/validate"
)

// BenchmarkAnswer compares the validation of an answer with what decoding it costs anyway: one payment, and a page of
// a hundred.
func BenchmarkAnswer(b *testing.B) {
	one, err := os.ReadFile("../../api/testdata/wallex/v1/simple-payments/retrieveSimplePayment.response.json")
	require.NoError(b, err)
	payment := strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(compact(b, one)), `{"data":`), "}")
	page := fmt.Sprintf(`{"data":[%s]}`, strings.TrimSuffix(strings.Repeat(payment+",", 100), ","))
	for _, bench := range []struct {
		name, operation string
		body            []byte
	}{
		{"one", "retrieveSimplePayment", one},
		{"page", "findSimplePayments", []byte(page)},
	} {
		op := embedded(b, simplePayments, bench.operation)
		require.Empty(b, validate.Answer(op, 200, bench.body))
		b.Run(bench.name+"/validate", func(b *testing.B) {
			b.SetBytes(int64(len(bench.body)))
			for b.Loop() {
				validate.Answer(op, 200, bench.body)
			}
		})
		b.Run(bench.name+"/unmarshal", func(b *testing.B) {
			b.SetBytes(int64(len(bench.body)))
			for b.Loop() {
				var value any
				if err := json.Unmarshal(bench.body, &value); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func compact(b *testing.B, text []byte) string {
	var value any
	require.NoError(b, json.Unmarshal(text, &value))
	short, err := json.Marshal(value)
	require.NoError(b, err)
	return string(short)
}
