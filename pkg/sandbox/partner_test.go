package sandbox_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/ledger"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

// partner is a client of a sandbox that may send what is inferred, and what the sandbox notifies it of.
type partner struct {
	*wallex.Client
	*receiver
	caller  *caller // the same without types
	sandbox *sandbox.Sandbox
}

// newPartner starts a sandbox and connects a client to it.
func newPartner(t *testing.T, options ...sandbox.Option) *partner {
	t.Helper()
	r := receive(t, nil)
	c := connect(t, append([]sandbox.Option{sandbox.WithWebhook(r.URL, nil)}, options...)...)
	return &partner{c.sandbox.Wallex(client.WithUnverified()), r, c, c.sandbox}
}

// poor lets wallets begin without a currency.
func poor(currency string) sandbox.Option { return sandbox.WithBalance(currency, decimal.FromInt(0)) }

// settle lets everything that is pending become due.
func (p *partner) settle() { p.sandbox.Advance(2 * time.Second) }

// requireNotified waits for a notification, and for no other before it.
func (p *partner) requireNotified(expected string) {
	p.t.Helper()
	require.Equal(p.t, expected, p.next().body)
}

// awaitNotification waits for a notification, whatever others come before.
func (p *partner) awaitNotification(expected string) {
	p.t.Helper()
	for p.next().body != expected {
	}
}

// requireWallet compares what the wallet of an owner holds.
func (p *partner) requireWallet(owner, currency, expected string) {
	p.t.Helper()
	requireAmount(p.t, expected, p.sandbox.Books().Balance(ledger.Account{Kind: ledger.Wallet, Owner: owner}, currency))
}
