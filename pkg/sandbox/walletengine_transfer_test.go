package sandbox_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	wallethistory "github.com/wallex-sdk/wallex-go/gen/walletengine/history"
	"github.com/wallex-sdk/wallex-go/gen/walletengine/transfer"
	"github.com/wallex-sdk/wallex-go/gen/walletenginecommon"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
)

func (h *holder) transfer(to *holder, amount string) error {
	return second(h.Transfer.Confirm(h.Context(), transfer.ConfirmTransferRequest{
		RxClientID: to.now.Profile.ClientID, Amount: decimal.MustParse(amount),
	}))
}

func TestWalletTransfer(t *testing.T) {
	s := start(t)
	from, ctx := readyHolder(t, s), t.Context()
	to := newHolder(t, s, "81234567", "Ada")
	found := must(from.Transfer.Verify(ctx, transfer.VerifyTransferRequest(to.phone)))(t)
	require.Equal(t, to.now.Profile.ClientID, found.ClientID)
	limit := must(from.Transfer.Query(ctx, transfer.QueryTransferRequest{RxClientID: found.ClientID}))(t)
	requireAmount(t, "5", limit.MaxAmount)
	requireAmount(t, "0", limit.Fee)
	from.refused("invalid_arguments", from.transfer(to, "5.01"))
	sent := must(from.Transfer.Confirm(ctx, transfer.ConfirmTransferRequest{
		RxClientID: found.ClientID, Amount: decimal.MustParse("4.5"), CurrencyCode: "SGD", Notes: "lunch",
	}))(t)
	requireAmount(t, "-4.5", sent.Amount)
	require.Empty(t, sent.State)
	from.requireBalances("95.5", "0")
	to.requireBalances("4.5", "0")

	mine, theirs := from.past()[0], to.past()[0]
	require.Equal(t, wallethistory.Transaction{
		ID: sent.ID, CreationDate: "2024-03-01 12:00:00", Type: wallethistory.TransactionTypeWithdrawal, Amount: decimal.MustParse("-4.5"),
		Fee: decimal.FromInt(0), ChannelID: walletenginecommon.ChannelIDDebitBank, Notes: "lunch",
		TransferDetails: wallethistory.TransferDetails{RefAccountID: "USER003"},
	}, mine)
	require.Equal(t, wallethistory.TransactionTypeDeposit, theirs.Type)
	require.Equal(t, wallethistory.TransferDetails{RefAccountID: "EWCV144", RefFirstName: "Foo", RefLastName: "Bar"}, theirs.TransferDetails)

	limit = must(to.Transfer.Query(ctx, transfer.QueryTransferRequest{RxClientID: "931917458"}))(t)
	requireAmount(t, "4.5", limit.MaxAmount)
	require.NoError(t, to.transfer(from, "1"))
	requireAmount(t, "49", must(to.KYC.Query(ctx))(t).DebitRemainderAllowance)
	require.Equal(t, "transfer transaction", from.past()[0].Notes)
}

func TestTransferRefusals(t *testing.T) {
	s := start(t)
	h, ctx := readyHolder(t, s), t.Context()
	verify := func(number string) error {
		return second(h.Transfer.Verify(ctx, transfer.VerifyTransferRequest{CountryDialCode: "65", PhoneNumber: number}))
	}
	h.refused("invalid_recipient_id", verify("81234567"))
	h.refused("invalid_recipient_id", verify(ready))
	h.refused("invalid_recipient_id", second(h.Transfer.Query(ctx, transfer.QueryTransferRequest{RxClientID: "000000009"})))
	h.refused("invalid_recipient_id", h.transfer(h, "1"))
	require.NoError(t, verify("808088888"))
	for name, in := range map[string]transfer.ConfirmTransferRequest{
		"currency": {RxClientID: "031452503", Amount: decimal.FromInt(1), CurrencyCode: "USD"},
		"balance":  {RxClientID: "031452503", Amount: decimal.MustParse("100.01")},
	} {
		t.Run(name, func(t *testing.T) { h.refused("invalid_arguments", second(h.Transfer.Confirm(ctx, in))) })
	}
}
