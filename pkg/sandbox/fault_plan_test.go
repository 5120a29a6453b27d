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

func TestImpossibleFaults(t *testing.T) {
	c := connect(t)
	for want, fault := range map[string]sandbox.Fault{
		`there is no kind ""`:                               {},
		`there is no kind "x"`:                              {Kind: "x"},
		`drop-before cannot strike "x"`:                     {Kind: sandbox.DropBefore, Operations: []string{"x"}},
		`truncate-answer cannot strike "logout"`:            {Kind: sandbox.TruncateAnswer, Operations: []string{"logout"}},
		`apply-late cannot strike "createBeneficiary"`:      {Kind: sandbox.ApplyLate, Operations: []string{"createBeneficiary"}},
		`apply-late cannot strike "findSimplePayments"`:     {Kind: sandbox.ApplyLate, Operations: []string{"findSimplePayments"}, Delay: 1},
		`lag-listing cannot strike "createSimplePayment"`:   {Kind: sandbox.LagListing, Operations: []string{"createSimplePayment"}},
		`delay-webhook cannot strike "createSimplePayment"`: {Kind: sandbox.DelayWebhook, Operations: []string{"createSimplePayment"}},
		`the probability is 1.1`:                            {Kind: sandbox.DropBefore, Probability: 1.1},
		`the probability is -0.1`:                           {Kind: sandbox.DropBefore, Probability: -0.1},
		`times and delay cannot be negative`:                {Kind: sandbox.DropBefore, Times: -1},
		`requests are counted from 1`:                       {Kind: sandbox.DropBefore, Requests: []int{1, 0}},
	} {
		err := c.sandbox.SetFaults(sandbox.Fault{Kind: sandbox.DropBefore}, fault)
		require.EqualError(t, err, "fault 2: "+want)
		require.Panics(t, func() { sandbox.New(sandbox.WithFaults(fault)) })
	}
	require.NoError(t, c.sandbox.SetFaults(sandbox.Fault{Kind: sandbox.ApplyLate, Operations: []string{"createBeneficiary"}, Delay: 1}))
	require.Equal(t, 200, c.do("GET", "/currencies/v1/pairs", nil).status, "those that were refused do not happen")
}
