package sandbox_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/conversions"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/users"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
)

// An approved member has one wallet, whether the account or the user is named.
func TestActingForMembers(t *testing.T) {
	o, ctx := onboard(t), t.Context()
	member := o.signUpLite("Lovelace")
	byAccount, byUser := o.wallex.OnBehalfOfAccount(member.AccountID), o.wallex.OnBehalfOfUser(member.UserID)
	o.refuses("simple_payment_user_not_approved", second(byAccount.V1.Balances.Retrieve(ctx, "SGD", nil)))
	o.refuses("simple_payment_user_not_approved", second(byUser.V1.Balances.Retrieve(ctx, "SGD", nil)))
	o.upload(member.UserID, "MyPassport.pdf")
	o.screen(member.UserID, users.UserStatusApproved)

	quote := must(byUser.V1.Conversions.Quote(ctx, conversions.QuoteConversionRequest{
		SellCurrency: "SGD", BuyCurrency: "KRW", FixedSide: conversions.FixedSideBuy, Amount: decimal.MustParse("1000"),
	}))(o)
	created := must(byAccount.V1.Conversions.Create(ctx, conversions.CreateConversionRequest{QuoteID: quote.QuoteID}))(o)
	must(byUser.V1.Conversions.Fund(ctx, conversions.FundConversionRequest{ConversionID: created.ConversionID}))(o)
	requireAmount(t, "1000", must(byAccount.V1.Balances.Retrieve(ctx, "KRW", nil))(o).Amount)
	requireAmount(t, "1000", must(byUser.V1.Balances.Retrieve(ctx, "KRW", nil))(o).Amount)
	requireAmount(t, "0", must(o.wallex.V1.Balances.Retrieve(ctx, "KRW", nil))(o).Amount)
	for _, balance := range o.sandbox.Books().Balances {
		require.NotEqual(t, "user "+member.UserID, balance.Account.Owner)
	}
}
