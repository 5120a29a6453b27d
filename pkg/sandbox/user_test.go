package sandbox_test

import (
	"fmt"
	"testing"

	"github.com/oapi-codegen/nullable"
	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/users"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
)

func TestIndividual(t *testing.T) {
	o, ctx := onboard(t), t.Context()
	api := o.wallex.V2.Users
	signedUp := o.signUp("Lovelace")
	require.Equal(t, users.SignedUpUser{
		UserID: signedUp.UserID, AccountID: signedUp.AccountID, Email: "ada@example.com", FirstName: "Ada", LastName: "Lovelace",
		CountryCode: "SG", AccountType: "individual", Language: "en", RegistrationDate: "2024-03-01T12:00:00Z",
	}, *signedUp)
	id := signedUp.UserID
	user := must(api.Retrieve(ctx, id))(o)
	require.Equal(t, users.UserStatusPending, user.Status)
	require.Equal(t, signedUp.AccountID, user.AccountID)

	detail := must(api.RetrieveDetail(ctx, id))(o)
	require.Equal(t, "Ada", detail.FirstName)
	require.Equal(t, "incomplete", detail.Status.Value)
	require.Len(t, detail.Status.MissingFields, 16)

	all := completeDetail()
	all.FormerName = nullable.NewNullableWithValue("Byron")
	detail = must(api.UpdateDetail(ctx, id, all))(o)
	require.Equal(t, users.UserDetailStatus{Value: "completed"}, detail.Status)
	require.Equal(t, "Byron", detail.FormerName)
	detail = must(api.UpdateDetail(ctx, id, users.UpdateUserDetailRequest{
		LastName:   nullable.NewNullableWithValue("King"),
		FormerName: nullable.NewNullNullable[string](),
		ExpiryDate: nullable.NewNullNullable[string](),
	}))(o)
	require.Empty(t, detail.FormerName)
	require.Equal(t, "81234567", detail.MobileNumber, "what is left out stays")
	require.Equal(t, users.UserDetailStatus{Value: "incomplete", MissingFields: []string{"expiryDate"}}, detail.Status)
	require.Equal(t, detail, must(api.RetrieveDetail(ctx, id))(o))

	refused := o.refuses("user_detail_incomplete", second(api.Screen(ctx, id)))
	require.Equal(t, []apierror.Field{
		{Name: "detail.expiryDate", Code: "user_detail_incomplete", Message: "is needed for the screening"},
		{Name: "documents", Code: "user_documents_required", Message: "must have one whose file was uploaded"},
	}, refused.Fields)
	must(api.UpdateDetail(ctx, id, users.UpdateUserDetailRequest{ExpiryDate: nullable.NewNullableWithValue("2030-01-01")}))(o)
	o.refuses("user_documents_required", second(api.Screen(ctx, id)))
	o.upload(id, "MyPassport.pdf")
	require.Empty(t, o.screen(id, users.UserStatusApproved).Remarks)
	require.Equal(t, "King", must(api.Retrieve(ctx, id))(o).LastName)
	o.refuses("user_screening_not_possible", second(api.Screen(ctx, id)))

	require.Equal(t, "completed", must(o.wallex.V2.DueDiligence.Retrieve(ctx, id))(o).Status.Value, "individuals need none")
	o.refuses("company_non_existent", second(api.RetrieveCompany(ctx, id)))
	o.refuses("company_non_existent", second(api.UpdateCompany(ctx, id, users.UpdateCompanyRequest{City: "Singapore"})))
}

func TestListUsers(t *testing.T) {
	o, ctx := onboard(t), t.Context()
	for i := range 101 {
		o.signUpLite(fmt.Sprint(i))
	}
	first := must(o.wallex.V2.Users.List(ctx, nil))(o)
	require.Len(t, first.Items, 100)
	require.Equal(t, "100", first.Items[0].LastName, "who signed up last comes first")
	var names []string
	for user, err := range o.wallex.V2.Users.ListAll(ctx, nil) {
		require.NoError(t, err)
		names = append(names, user.LastName)
	}
	require.Len(t, names, 101)
	require.Equal(t, "0", names[100])
}

func TestUserRefusals(t *testing.T) {
	o, ctx := onboard(t), t.Context()
	o.refuses("user_non_existent", second(o.wallex.V2.Users.Retrieve(ctx, "nobody")))
	o.refuses("validation_failed", second(o.wallex.V2.Users.SignUpLiteIndividual(ctx, users.SignUpLiteIndividualRequest{
		FirstName: "Ada", LastName: "Lovelace", Email: "ada@example.com", CountryCode: "XX",
	})))
	id := o.signUp("Lovelace").UserID
	refused := o.refuses("validation_failed", second(o.wallex.V2.Users.UpdateDetail(ctx, id, users.UpdateUserDetailRequest{
		Title: nullable.NewNullableWithValue(users.TitleDr), Nationality: nullable.NewNullableWithValue("XX"),
	})))
	require.Equal(t, []apierror.Field{{Name: "nationality", Code: "validation_failed", Message: "must be the code of a country"}}, refused.Fields)
	require.Empty(t, must(o.wallex.V2.Users.RetrieveDetail(ctx, id))(o).Title, "all or nothing is changed")
}

func TestCountriesOfVersion2(t *testing.T) {
	o := onboard(t)
	require.Equal(t, must(o.wallex.Authentication.Countries(t.Context()))(o), must(o.wallex.V2.Utilities.Countries(t.Context()))(o))
}
