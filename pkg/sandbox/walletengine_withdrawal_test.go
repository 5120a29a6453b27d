package sandbox_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	wallethistory "github.com/wallex-sdk/wallex-go/gen/walletengine/history"
	"github.com/wallex-sdk/wallex-go/gen/walletengine/withdrawal"
	"github.com/wallex-sdk/wallex-go/gen/walletenginecommon"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/ledger"
)

func (h *holder) withdraw(amount string) error {
	return second(h.Withdrawal.ToBank(h.Context(), withdrawal.WithdrawToBankRequest{Amount: decimal.MustParse(amount)}))
}

func TestWithdrawalToBank(t *testing.T) {
	s := start(t)
	h, ctx := readyHolder(t, s), t.Context()
	require.Len(t, must(h.Withdrawal.Channels(ctx, withdrawal.ListWithdrawalChannelsRequest{CountryCode: "SG"}))(t), 1)
	paid := must(h.Withdrawal.ToBank(ctx, withdrawal.WithdrawToBankRequest{
		Amount: decimal.FromInt(30), ChannelID: "debit_bank", AccountNumber: "0019000000", AccountName: "Foo Bar",
	}))(t)
	require.Equal(t, "inprogress", paid.State)
	requireAmount(t, "-30", paid.Amount)
	h.requireBalances("70", "30")
	must(h.Withdrawal.ToBank(ctx, withdrawal.WithdrawToBankRequest{Amount: decimal.FromInt(20), AccountName: "sandbox: reject"}))(t)
	options := must(h.Withdrawal.Query(ctx))(t)
	require.Len(t, options.ChannelsAvailable, 1)
	requireAmount(t, "100", options.KYC.Balance)
	requireAmount(t, "50", options.DebitAllowed)
	requireAmount(t, "50", options.KYC.DebitCumulative)
	requireAmount(t, "29950", options.KYC.DebitRemainderAllowance)

	s.Advance(2 * time.Second)
	h.requireBalances("70", "0")
	past := h.past()
	require.Equal(t, wallethistory.TransactionState("failed"), past[0].State)
	require.Equal(t, wallethistory.Transaction{
		ID: paid.ID, CreationDate: "2024-03-01 12:00:00", Type: wallethistory.TransactionTypeWithdrawal, Amount: decimal.FromInt(-30),
		Fee: decimal.FromInt(0), ChannelID: walletenginecommon.ChannelIDDebitBank, Notes: "withdrew via Bank",
	}, past[1])
	requireAmount(t, "30", must(h.KYC.Query(ctx))(t).DebitCumulative)
	requireAmount(t, "30", s.WalletBooks().Balance(ledger.Account{Kind: "payouts"}, "SGD"))
}

func TestWithdrawalToBankRefusals(t *testing.T) {
	s := start(t)
	h, ctx := readyHolder(t, s), t.Context()
	for name, in := range map[string]withdrawal.WithdrawToBankRequest{
		"currency": {Amount: decimal.FromInt(1), CurrencyCode: "USD"},
		"channel":  {Amount: decimal.FromInt(1), ChannelID: "credit_bank"},
		"balance":  {Amount: decimal.MustParse("100.01")},
	} {
		t.Run(name, func(t *testing.T) { h.refused("invalid_arguments", second(h.Withdrawal.ToBank(ctx, in))) })
	}
	newcomer := newHolder(t, s, "81234567", "Ada")
	newcomer.refused("kyc_level_unqualified", second(newcomer.Withdrawal.Query(ctx)))
	newcomer.refused("kyc_level_unqualified", newcomer.withdraw("1"))
}

// Debits count for twelve months, and no longer.
func TestLimitOfDebits(t *testing.T) {
	s := start(t)
	h, ctx := readyHolder(t, s), t.Context()
	for range 30 {
		require.NoError(t, h.topUp("900"))
		s.Advance(2 * time.Second)
		require.NoError(t, h.withdraw("900"))
		s.Advance(6*24*time.Hour - 2*time.Second)
	}
	require.NoError(t, h.topUp("900"))
	require.NoError(t, h.withdraw("100"))
	s.Advance(2 * time.Second)
	require.NoError(t, h.withdraw("900"))
	s.Advance(2 * time.Second)
	require.NoError(t, h.topUp("1000"))
	s.Advance(2 * time.Second)
	state := must(h.KYC.Query(ctx))(t)
	requireAmount(t, "28000", state.DebitCumulative)
	requireAmount(t, "2000", state.DebitRemainderAllowance)

	for range 2 {
		require.NoError(t, h.withdraw("950"))
		s.Advance(2 * time.Second)
		require.NoError(t, h.topUp("950"))
		s.Advance(2 * time.Second)
	}
	options := must(h.Withdrawal.Query(ctx))(t)
	requireAmount(t, "100", options.DebitAllowed)
	requireAmount(t, "1000", options.KYC.Balance)
	h.refused("invalid_arguments", h.withdraw("100.01"))
	friend := verifiedHolder(t, s, "81234567", "Ada")
	h.refused("invalid_arguments", h.transfer(friend, "100.01"))
	require.NoError(t, h.transfer(friend, "100"))
	requireAmount(t, "0", must(h.KYC.Query(ctx))(t).DebitRemainderAllowance)

	h.signIn()
	s.Advance(noon.Add(2*time.Second).AddDate(1, 0, 0).Sub(s.Now()) - time.Second)
	h.signIn()
	requireAmount(t, "30000", must(h.KYC.Query(ctx))(t).DebitCumulative)
	s.Advance(time.Second)
	requireAmount(t, "29100", must(h.KYC.Query(ctx))(t).DebitCumulative)
}
