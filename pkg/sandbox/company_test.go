package sandbox_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/duediligence"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/users"
)

func TestCompany(t *testing.T) {
	o, ctx := onboard(t), t.Context()
	api := o.wallex.V2.Users
	request := users.SignUpRequest{
		FirstName: "Ada", LastName: "Lovelace", Email: "ada@example.com", CountryCode: "SG", AccountType: users.AccountTypeCompany,
	}
	o.refuses("validation_failed", second(api.SignUp(ctx, request)))
	request.CompanyName = "Example Trading Pte Ltd"
	signedUp := must(api.SignUp(ctx, request))(o)
	id := signedUp.UserID
	require.Equal(t, request.CompanyName, must(api.Retrieve(ctx, id))(o).CompanyName)
	must(api.UpdateDetail(ctx, id, completeDetail()))(o)
	o.upload(id, "Proof.pdf")

	company := must(api.RetrieveCompany(ctx, id))(o)
	require.Equal(t, signedUp.AccountID, company.AccountID)
	require.Equal(t, request.CompanyName, company.CompanyName)
	require.Len(t, company.Status.MissingFields, 7)
	o.refuses("company_incomplete", second(api.Screen(ctx, id)))

	update := users.UpdateCompanyRequest{
		CountryOfIncorporation: "SG", CountryOfOperations: "XX", BusinessType: "Piracy", CompanyAddress: "1 Example Road",
		PostalCode: "018956", City: "Singapore", RegistrationNumber: "201912345A",
	}
	o.refuses("validation_failed", second(api.UpdateCompany(ctx, id, update)))
	update.BusinessType = must(o.wallex.V2.Utilities.BusinessTypes(ctx))(o)[0]
	o.refuses("validation_failed", second(api.UpdateCompany(ctx, id, update)))
	update.CountryOfOperations = "ID"
	require.Equal(t, []string{"incorporationDate"}, must(api.UpdateCompany(ctx, id, update))(o).Status.MissingFields)
	company = must(api.UpdateCompany(ctx, id, users.UpdateCompanyRequest{IncorporationDate: "20-02-2019"}))(o)
	require.Equal(t, users.UserDetailStatus{Value: "completed"}, company.Status)
	require.Equal(t, "ID", company.CountryOfOperations)

	o.refuses("customer_due_diligence_incomplete", second(api.Screen(ctx, id)))
	diligence := o.wallex.V2.DueDiligence
	entity, usage := must(diligence.EntityTypes(ctx))(o)[0], must(diligence.ProductsUsage(ctx))(o)[0]
	for _, wrong := range []duediligence.UpdateCustomerDueDiligenceRequest{
		{EntityType: "gang"}, {ProductsUsage: []string{usage.Key, "laundering"}},
	} {
		o.refuses("validation_failed", second(diligence.Update(ctx, id, wrong)))
	}
	known := must(diligence.Update(ctx, id, duediligence.UpdateCustomerDueDiligenceRequest{EntityType: entity.Key}))(o)
	require.Equal(t, []string{"productsUsage"}, known.Status.MissingFields)
	must(diligence.Update(ctx, id, duediligence.UpdateCustomerDueDiligenceRequest{ProductsUsage: []string{usage.Key}}))(o)
	known = must(diligence.Retrieve(ctx, id))(o)
	require.Equal(t, duediligence.CustomerDueDiligence{
		EntityType: entity.Key, ProductsUsage: []string{usage.Key}, Status: users.UserDetailStatus{Value: "completed"},
	}, *known)
	o.screen(id, users.UserStatusApproved)
}
