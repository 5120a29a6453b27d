package sandbox_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/users"
)

func TestLiteAccounts(t *testing.T) {
	o, ctx := onboard(t), t.Context()
	company := must(o.wallex.V2.Users.SignUpLiteCompany(ctx, users.SignUpLiteCompanyRequest{
		FirstName: "Ada", LastName: "Lovelace", Email: "ada@example.com", CountryCode: "SG", CompanyName: "Example Trading Pte Ltd",
	}))(o)
	require.Equal(t, "company", company.AccountType)
	require.Equal(t, "completed", must(o.wallex.V2.Users.RetrieveCompany(ctx, company.UserID))(o).Status.Value)
	for _, signedUp := range []*users.SignedUpUser{company, o.signUpLite("Lovelace")} {
		o.refuses("user_documents_required", second(o.wallex.V2.Users.Screen(ctx, signedUp.UserID)))
		o.upload(signedUp.UserID, "MyPassport.pdf")
		o.screen(signedUp.UserID, users.UserStatusApproved)
	}
}

func TestScreeningOutcomes(t *testing.T) {
	o, ctx := onboard(t), t.Context()
	rejected := o.signUpLite("sandbox: reject").UserID
	o.upload(rejected, "MyPassport.pdf")
	require.Equal(t, "The user was rejected, as asked for", o.screen(rejected, users.UserStatusRejected).Remarks)
	o.refuses("user_screening_not_possible", second(o.wallex.V2.Users.Screen(ctx, rejected)))

	again := o.signUpLite("Lovelace").UserID
	document := o.upload(again, "sandbox: resubmit")
	require.NotEmpty(t, o.screen(again, users.UserStatusDocumentNeedsResubmission).Remarks)
	must(o.wallex.V2.Users.UpdateDocument(ctx, again, document.ID, users.UpdateDocumentRequest{DocumentName: "MyPassport.pdf"}))(o)
	require.Empty(t, o.screen(again, users.UserStatusApproved).Remarks)
}
