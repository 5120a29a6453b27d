package sandbox_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/walletengine/authorization"
	wallethistory "github.com/wallex-sdk/wallex-go/gen/walletengine/history"
	"github.com/wallex-sdk/wallex-go/gen/walletengine/withdrawal"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
)

// TestWalletMoneyIsConserved does random things with three wallets, sensible and not, and checks after each of them that
// the books balance, that each history adds up to its balance, and that all limits are kept.
func TestWalletMoneyIsConserved(t *testing.T) {
	for seed := range uint64(2) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			s, random := start(t), rand.New(rand.NewPCG(seed, 1))
			holders := []*holder{stranger(t, s, ready), stranger(t, s, "808088888"), newHolder(t, s, "81234567", "Ada")}
			for _, h := range holders {
				h.caller.token = ""
				must(h.Authorization.GenerateOTP(t.Context(), h.phone))(t)
				h.enter(authorization.SignInRequest{Passcode: h.passcode(h.phone.PhoneNumber), MaxInactiveTime: 1 << 40})
			}
			refused, done := 0, 0
			for range 150 {
				h, other := holders[random.IntN(3)], holders[random.IntN(3)]
				amount, _ := decimal.New(1+random.Int64N([]int64{500, 20_000, 110_000}[random.IntN(3)]), 2)
				var err error
				switch random.IntN(8) {
				case 0:
					s.Advance([]time.Duration{time.Second, time.Minute, 60 * 24 * time.Hour}[random.IntN(3)])
				case 1, 2:
					err = h.topUp(amount.String())
				case 3:
					name := []string{"", "sandbox: reject"}[random.IntN(2)]
					err = second(h.Withdrawal.ToBank(t.Context(), withdrawal.WithdrawToBankRequest{Amount: amount, AccountName: name}))
				default:
					err = h.transfer(other, amount.String())
				}
				if err == nil {
					done++
				} else {
					require.ErrorIs(t, err, apierror.ErrRejected)
					refused++
				}
				require.NoError(t, s.WalletBooks().Check())
				for _, h := range holders {
					h.audit()
				}
			}
			require.Greater(t, refused, 30, "the walk must get around")
			require.Greater(t, done, 30, "the walk must get around")
		})
	}
}

// audit checks what the platform says of a wallet against the history and the documented formulas.
func (h *holder) audit() {
	h.Helper()
	state := must(h.KYC.Query(h.Context()))(h)
	sum, debits := decimal.FromInt(0), decimal.FromInt(0)
	since := h.sandbox.Now().AddDate(-1, 0, 0).Format(time.DateTime)
	for past, err := range h.History.QueryAll(h.Context(), wallethistory.QueryHistoryRequest{Limit: 99}) {
		require.NoError(h, err)
		if past.State == "failed" || past.State == wallethistory.TransactionStateInprogress && past.Amount.Sign() > 0 {
			continue
		}
		sum, _ = sum.Add(past.Amount)
		if past.Amount.Sign() < 0 && past.CreationDate > since {
			debits, _ = debits.Sub(past.Amount)
		}
	}
	t, limit := h.caller.t, state.KYCLimit[fmt.Sprint("L", state.KYCLevel)]["SGD"]
	requireAmount(t, sum.String(), state.AvailableBalance)
	requireAmount(t, debits.String(), state.DebitCumulative)
	left, _ := limit.MaxWalletBalance.Sub(state.TotalBalance)
	requireAmount(t, left.String(), state.BalanceRemainderAllowance)
	require.GreaterOrEqual(t, left.Sign(), 0)
	left, _ = limit.MaxAnnualWithdrawal.Sub(debits)
	requireAmount(t, left.String(), state.DebitRemainderAllowance)
	require.GreaterOrEqual(t, left.Sign(), 0)
}
