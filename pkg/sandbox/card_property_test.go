package sandbox_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/wallets"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

// TestCardMoneyIsConserved pays and transfers at random, possible or not, and checks after each step that no money
// appeared or vanished, and that the ledger of the account tells its balance.
func TestCardMoneyIsConserved(t *testing.T) {
	i := connectCards(t, sandbox.WithCardBalance("AED", decimal.MustParse("900")))
	card, contact := i.virtual(), i.contact()
	account := answered(i.Wallets.RetrieveAccount(t.Context(), card.Account.AccountID))(t)
	random := rand.New(rand.NewPCG(1, 0))
	amount := func() int { return 1 + random.IntN(30_000) }
	refused := 0
	for range 60 {
		switch random.IntN(4) {
		case 0:
			i.sandbox.Advance(time.Second)
		case 1:
			major, err := decimal.New(int64(amount()), 2)
			require.NoError(t, err)
			require.NoError(t, i.sandbox.SimulatePurchase(card.ID, major, fmt.Sprint("Store ", random.IntN(3))))
		default:
			body := rent(account, contact)
			body.Amount, body.Description = amount(), []string{"Rent", "sandbox fail"}[random.IntN(2)]
			if _, err := i.Transfers.Initiate(t.Context(), body); err != nil {
				require.Equal(t, "1010 Insufficient balance", why(t, err))
				refused++
			}
		}
		require.NoError(t, i.sandbox.CardBooks().Check())
	}
	require.Positive(t, refused, "the walk must get around")
	total := "0"
	for entry, err := range i.Wallets.ListLedgerAll(t.Context(), account.ID, &wallets.ListLedgerParams{PerPage: 7}) {
		require.NoError(t, err)
		total = sum(t, total, entry.Credit.String(), entry.Debit.Neg().String())
	}
	requireAmount(t, total, i.balance(account.ID))
}
