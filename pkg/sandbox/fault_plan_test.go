package sandbox_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

// statuses calls two operations in turns, and returns what each answered.
func statuses(t *testing.T, times int, options ...sandbox.Option) (pairs, countries []int) {
	c := connect(t, options...)
	for range times {
		pairs = append(pairs, c.do(http.MethodGet, "/currencies/v1/pairs", nil).status)
		countries = append(countries, c.do(http.MethodGet, "/currencies/v1/supported", nil).status)
	}
	return pairs, countries
}

func TestFaultsAreChosen(t *testing.T) {
	const a, b = sandbox.ErrorBefore, sandbox.UnavailableBefore
	only := []string{"listCurrencyPairs"}
	for _, test := range []struct {
		name         string
		faults       []sandbox.Fault
		pairs, lists []int
	}{
		{"none", nil, []int{200, 200, 200, 200}, []int{200, 200, 200, 200}},
		{"every request", []sandbox.Fault{{Kind: a}}, []int{500, 500, 500, 500}, []int{500, 500, 500, 500}},
		{"of an operation", []sandbox.Fault{{Kind: a, Operations: only}}, []int{500, 500, 500, 500}, []int{200, 200, 200, 200}},
		{"a number of times, all operations together", []sandbox.Fault{{Kind: a, Operations: []string{"listCurrencyPairs", "listSupportedCurrencies"}, Times: 3}},
			[]int{500, 500, 200, 200}, []int{500, 200, 200, 200}},
		{"by a script, each operation by itself", []sandbox.Fault{{Kind: a, Requests: []int{2, 4}}}, []int{200, 500, 200, 500}, []int{200, 500, 200, 500}},
		{"the first that chooses the request", []sandbox.Fault{{Kind: a, Operations: only, Requests: []int{1, 2}}, {Kind: b, Operations: only, Requests: []int{2, 3}}},
			[]int{500, 500, 503, 200}, []int{200, 200, 200, 200}},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := connect(t)
			c.setFaults(test.faults...)
			for i := range test.pairs {
				require.Equal(t, test.pairs[i], c.do(http.MethodGet, "/currencies/v1/pairs", nil).status, i)
				require.Equal(t, test.lists[i], c.do(http.MethodGet, "/currencies/v1/supported", nil).status, i)
			}
		})
	}
}

func TestASeedChoosesTheSame(t *testing.T) {
	const times = 60
	faults := sandbox.WithFaults(sandbox.Fault{
		Kind: sandbox.ErrorBefore, Operations: []string{"listCurrencyPairs", "listSupportedCurrencies"}, Probability: 0.3,
	})
	pairs, lists := statuses(t, times, faults, sandbox.WithSeed(1))
	require.NotEqual(t, pairs, lists)
	samePairs, sameLists := statuses(t, times, faults, sandbox.WithSeed(1))
	require.Equal(t, pairs, samePairs)
	require.Equal(t, lists, sameLists)
	otherPairs, _ := statuses(t, times, faults, sandbox.WithSeed(2))
	require.NotEqual(t, pairs, otherPairs)
	struck := 0
	for _, status := range append(pairs, lists...) {
		if status == http.StatusInternalServerError {
			struck++
		}
	}
	require.InDelta(t, 0.3*2*times, struck, 15)
}
