package sandbox_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/balances"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/internaltransfers"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/users"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
)

func TestInternalTransferStory(t *testing.T) {
	p := newPartner(t)
	sender, receiver := p.OnBehalfOfAccount("a1"), p.OnBehalfOfAccount("a2")
	sent, err := sender.V2.InternalTransfers.Create(t.Context(), internaltransfers.CreateInternalTransferRequest{
		ReceiverAccountID: "a2", Amount: decimal.MustParse("25.50"), Currency: "SGD",
		PurposesOfTransfer: "Commission", Reference: "T-1", Remarks: "March",
	})
	require.NoError(t, err)
	require.Equal(t, internaltransfers.InternalTransfer{
		ID: sent.ID, SenderAccountID: "a1", ReceiverAccountID: "a2", Amount: sent.Amount, Currency: "SGD",
		PurposesOfTransfer: "Commission", Reference: "T-1", Remarks: "March", Status: "completed", CreatedAt: sent.CreatedAt,
	}, *sent)
	require.Equal(t, "2024-03-01T12:00:00Z", sent.CreatedAt.String())
	requireAmount(t, "25.5", sent.Amount)
	p.requireWallet("account a1", "SGD", "99974.5")
	p.requireWallet("account a2", "SGD", "100025.5")

	history, err := receiver.V1.Balances.History(t.Context(), balances.FindBalanceHistoryRequest{})
	require.NoError(t, err)
	require.Equal(t, "internal_transfer", history.Items[0].TransactionType)
	require.EqualValues(t, sent.ID, history.Items[0].TransactionID)

	for _, side := range []*internaltransfers.Client{sender.V2.InternalTransfers, receiver.V2.InternalTransfers} {
		page, err := side.List(t.Context(), nil)
		require.NoError(t, err)
		require.Equal(t, []internaltransfers.InternalTransfer{*sent}, page.Items)
		one, err := side.Retrieve(t.Context(), sent.ID, nil)
		require.NoError(t, err)
		require.Equal(t, sent, one)
	}
	page, err := p.V2.InternalTransfers.List(t.Context(), nil)
	require.NoError(t, err)
	require.Empty(t, page.Items, "it is none of the partner's own")
	_, err = p.V2.InternalTransfers.Retrieve(t.Context(), sent.ID, nil)
	requireCode(t, "internal_transfer_non_existent", err)

	// the answer names the partner's own account, which can be sent to
	first, err := p.V2.InternalTransfers.Create(t.Context(), internaltransfers.CreateInternalTransferRequest{
		ReceiverAccountID: "a1", Amount: decimal.FromInt(1), Currency: "SGD",
	})
	require.NoError(t, err)
	back, err := sender.V2.InternalTransfers.Create(t.Context(), internaltransfers.CreateInternalTransferRequest{
		ReceiverAccountID: first.SenderAccountID, Amount: decimal.FromInt(2), Currency: "SGD",
	})
	require.NoError(t, err)
	p.requireWallet("partner", "SGD", "100001")
	page, err = p.V2.InternalTransfers.List(t.Context(), nil)
	require.NoError(t, err)
	require.Equal(t, []internaltransfers.InternalTransfer{*back, *first}, page.Items, "newest first")
}

func TestTransfersThatCannotBe(t *testing.T) {
	p := newPartner(t)
	for _, test := range []struct{ name, receiver, amount, currency, code string }{
		{"more than there is", "a2", "100000.01", "SGD", "insufficient_funds"},
		{"to oneself", "a1", "1", "SGD", "validation_failed"},
		{"a part of a yen", "a2", "0.5", "JPY", "validation_failed"},
		{"an unknown currency", "a2", "1", "XXX", "balance_non_existent"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := p.V2.InternalTransfers.Create(t.Context(), internaltransfers.CreateInternalTransferRequest{
				OnBehalfOfAccount: "a1", ReceiverAccountID: test.receiver, Amount: decimal.MustParse(test.amount), Currency: test.currency,
			})
			requireCode(t, test.code, err)
		})
	}
	page, err := p.V2.InternalTransfers.List(t.Context(), &internaltransfers.ListInternalTransfersParams{OnBehalfOfAccount: "a1"})
	require.NoError(t, err)
	require.Empty(t, page.Items)
}

// Money reaches users who signed up once they are approved.
func TestMoneyForUsers(t *testing.T) {
	o, ctx := onboard(t), t.Context()
	member := o.signUpLite("Lovelace")
	body := internaltransfers.CreateInternalTransferRequest{
		ReceiverAccountID: member.AccountID, Amount: decimal.FromInt(1), Currency: "SGD",
	}
	o.refuses("simple_payment_user_not_approved", second(o.wallex.V2.InternalTransfers.Create(ctx, body)))
	require.ErrorContains(t, o.sandbox.SimulateFunding(member.AccountID, "SGD", decimal.FromInt(2)), "simple_payment_user_not_approved")
	o.upload(member.UserID, "MyPassport.pdf")
	o.screen(member.UserID, users.UserStatusApproved)

	must(o.wallex.V2.InternalTransfers.Create(ctx, body))(o)
	require.NoError(t, o.sandbox.SimulateFunding(member.AccountID, "SGD", decimal.FromInt(2)))
	o.sandbox.Advance(2 * time.Second)
	user := o.wallex.OnBehalfOfUser(member.UserID)
	requireAmount(t, "100003", must(user.V1.Balances.Retrieve(ctx, "SGD", nil))(o).Amount)
	body.ReceiverAccountID = "a1"
	sent := must(user.V2.InternalTransfers.Create(ctx, body))(o)
	require.Equal(t, member.AccountID, sent.SenderAccountID)
}
