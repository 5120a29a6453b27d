package sandbox_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	wallethistory "github.com/wallex-sdk/wallex-go/gen/walletengine/history"
	"github.com/wallex-sdk/wallex-go/gen/walletengine/topup"
	"github.com/wallex-sdk/wallex-go/gen/walletenginecommon"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
)

func (h *holder) topUp(amount string) error {
	return second(h.Topup.ByBank(h.Context(), topup.TopupByBankRequest{Amount: decimal.MustParse(amount)}))
}

func TestWalletTopup(t *testing.T) {
	s := start(t)
	h, ctx := readyHolder(t, s), t.Context()
	options := must(h.Topup.Query(ctx))(t)
	requireAmount(t, "100", options.KYC.Balance)
	requireAmount(t, "900", options.KYC.BalanceRemainderAllowance)
	require.Equal(t, options.ChannelsAvailable, must(h.Topup.Channels(ctx, topup.ListTopupChannelsRequest{}))(t))
	require.Len(t, must(h.Topup.Channels(ctx, topup.ListTopupChannelsRequest{CountryCode: "SG"}))(t), 3)
	require.Empty(t, must(h.Topup.Channels(ctx, topup.ListTopupChannelsRequest{CountryCode: "VN"}))(t))

	byBank := must(h.Topup.ByBank(ctx, topup.TopupByBankRequest{
		Amount: decimal.MustParse("90.55"), CurrencyCode: "SGD", ChannelID: "credit_bank",
	}))(t)
	require.Equal(t, "inprogress", byBank.State)
	checkout := must(h.Topup.RapydCheckout(ctx, topup.CreateRapydCheckoutRequest{
		Amount: decimal.MustParse("9.45"), ChannelID: string(options.ChannelsAvailable[2].ChannelID),
	}))(t)
	require.Contains(t, checkout.CheckoutURL, checkout.ID)
	h.requireBalances("100", "0")
	underWay := h.past()
	require.Equal(t, wallethistory.TransactionStateInprogress, underWay[1].State)
	h.refused("invalid_arguments", h.topUp("800.01"))
	require.NoError(t, h.topUp("800"), "those under way count")
	s.Advance(2 * time.Second)
	h.requireBalances("1000", "0")
	h.refused("invalid_arguments", h.topUp("0.01"))

	past := h.past()
	require.Equal(t, []string{past[1].ID, past[2].ID}, []string{checkout.ID, byBank.ID})
	require.Equal(t, walletenginecommon.ChannelID("rapyd_grabpay"), past[1].ChannelID)
	require.Empty(t, past[2].State)
	requireAmount(t, "90.55", past[2].Amount)
}

func TestTopupRefusals(t *testing.T) {
	s := start(t)
	h, ctx := readyHolder(t, s), t.Context()
	for name, in := range map[string]topup.TopupByBankRequest{
		"currency": {Amount: decimal.FromInt(1), CurrencyCode: "USD"},
		"channel":  {Amount: decimal.FromInt(1), ChannelID: "cash"},
		"places":   {Amount: decimal.MustParse("0.001")},
		"nothing":  {Amount: decimal.FromInt(0)},
		"limit":    {Amount: decimal.MustParse("900.01")},
	} {
		t.Run(name, func(t *testing.T) {
			h.refused("invalid_arguments", second(h.Topup.ByBank(ctx, in)))
			h.refused("invalid_arguments", second(h.Topup.RapydCheckout(ctx, topup.CreateRapydCheckoutRequest(in))))
		})
	}
	c := &caller{t: t, sandbox: s, token: h.caller.token}
	require.Contains(t, string(c.do("POST", "/api/topup/bank", `{"app_id":"86509b0699ae","amount":12345678901234567890}`).body), "invalid_arguments")

	newcomer := newHolder(t, s, "81234567", "Ada")
	newcomer.refused("kyc_level_unqualified", second(newcomer.Topup.Query(ctx)))
	newcomer.refused("kyc_level_unqualified", newcomer.topUp("1"))
	newcomer.refused("kyc_level_unqualified", second(newcomer.Topup.RapydCheckout(ctx, topup.CreateRapydCheckoutRequest{Amount: decimal.FromInt(1)})))
}
