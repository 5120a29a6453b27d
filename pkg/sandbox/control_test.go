package sandbox_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/ledger"
)

// stranger is a caller without any credentials.
func (c *caller) stranger() *caller { return &caller{t: c.t, sandbox: c.sandbox} }

func decode[T any](t *testing.T, a answer) (value T) {
	t.Helper()
	require.NoError(t, json.Unmarshal(a.body, &value), "%s", a.body)
	return value
}

func TestASandboxIsControlledOverHTTP(t *testing.T) {
	c := connect(t)
	control := c.stranger()
	faults := []sandbox.Fault{
		{Kind: sandbox.ErrorBefore, Operations: []string{"listCurrencyPairs"}, Requests: []int{2}, Times: 3, Probability: 1},
		{Kind: sandbox.ApplyLate, Delay: 1500 * time.Millisecond},
	}
	require.Equal(t, 204, control.do("POST", "/sandbox/faults", faults).status)
	for _, status := range []int{200, 500, 200} {
		require.Equal(t, status, c.do("GET", "/currencies/v1/pairs", nil).status)
	}
	stats := decode[sandbox.Stats](t, control.do("GET", "/sandbox/stats", nil))
	require.Equal(t, c.sandbox.Stats(), stats)
	require.Equal(t, 1, stats.Faults[sandbox.ErrorBefore]["listCurrencyPairs"])
	require.Equal(t, 4, stats.Requests, "the control does not count")
	require.Equal(t, 204, control.do("POST", "/sandbox/faults", "[]").status)

	for body, want := range map[string]string{
		`[{"kind":"drop-before","times":-1}]`:    "fault 1: times and delay cannot be negative",
		`[{"kind":"drop-before","time":1}]`:      `the body is no list of faults: json: unknown field "time"`,
		`[{"kind":"apply-late","delay":"soon"}]`: `the body is no list of faults: time: invalid duration "soon"`,
		`{`:                                      "the body is no list of faults: unexpected EOF",
	} {
		refused := control.do("POST", "/sandbox/faults", body)
		require.Equal(t, 400, refused.status)
		require.Equal(t, want, decode[map[string]string](t, refused)["error"])
	}
	require.Equal(t, 404, control.do("GET", "/sandbox/faults", nil).status)
}

func TestFaultsAsJSON(t *testing.T) {
	const text = `{"kind":"drop-after","operations":["createPayment"],"probability":0.1,"requests":[1,2],"times":3,"delay":"1.5s"}`
	fault := sandbox.Fault{
		Kind: sandbox.DropAfter, Operations: []string{"createPayment"}, Probability: 0.1, Requests: []int{1, 2}, Times: 3,
		Delay: 1500 * time.Millisecond,
	}
	written, err := json.Marshal(fault)
	require.NoError(t, err)
	require.Equal(t, text, string(written))
	var read sandbox.Fault
	require.NoError(t, json.Unmarshal([]byte(text), &read))
	require.Equal(t, fault, read)
	written, err = json.Marshal(sandbox.Fault{Kind: sandbox.DropAfter})
	require.NoError(t, err)
	require.Equal(t, `{"kind":"drop-after"}`, string(written))
}

func TestASandboxIsAuditedOverHTTP(t *testing.T) {
	c := connect(t)
	beneficiary := c.beneficiary(object{"nickname": "intent-1"}, nil)
	body := c.paymentBody(object{"beneficiaryId": beneficiary.BeneficiaryID},
		object{"paymentReference": "Invoice 7", "referenceId": "P-1", "purposeOfTransferDescription": "intent 1"})
	paid := post[simplepayments.SimplePayment](c, "/simple-payments/v1/create", body)
	c.fundPayment(paid.SimplePaymentID)
	c.sandbox.Advance(2 * time.Second)

	audit := decode[sandbox.Audit](t, c.stranger().do("GET", "/sandbox/books", nil))
	require.Empty(t, audit.Wrong)
	require.NoError(t, audit.Check())
	require.Equal(t, c.sandbox.Books().Entries, audit.Entries)
	require.Equal(t, c.sandbox.WalletBooks(), audit.WalletBooks)
	require.Empty(t, audit.CardBooks)
	requireAmount(t, "1000", audit.Balance(ledger.Account{Kind: "payouts", Owner: beneficiary.BeneficiaryID}, "SGD"))
	require.Equal(t, []sandbox.Payment{{
		Scope: "partner", SimplePayment: c.payment(paid.SimplePaymentID), PurposeOfTransferDescription: "intent 1",
	}}, audit.Payments)
	require.Equal(t, simplepayments.SimplePaymentStatusCompleted, audit.Payments[0].Status)
	require.Equal(t, "intent-1", audit.Payments[0].Beneficiary.Nickname)
	require.Equal(t, audit.Payments, c.sandbox.Payments())
}
