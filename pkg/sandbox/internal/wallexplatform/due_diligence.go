package wallexplatform

import (
	"slices"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/duediligence"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
)

// The keys are the sandbox's own: the source has none.
var (
	entityTypes = []duediligence.CustomerEntityType{
		{Key: "partnership", Description: "Partnership"},
		{Key: "private_limited_company", Description: "Private limited company"},
		{Key: "public_limited_company", Description: "Public limited company"},
		{Key: "sole_proprietorship", Description: "Sole proprietorship"},
	}
	productsUsage = []duediligence.ProductUsage{
		{Key: "collections", Description: "Collect payments from customers"},
		{Key: "conversions", Description: "Exchange currencies"},
		{Key: "payments", Description: "Pay suppliers"},
	}
)

// ListEntityTypes answers with the kinds of entities that a customer can be.
func (p *Platform) ListEntityTypes(Call, struct{}) ([]duediligence.CustomerEntityType, error) {
	return entityTypes, nil
}

// ListProductsUsage answers with what a customer can use the products for.
func (p *Platform) ListProductsUsage(Call, struct{}) ([]duediligence.ProductUsage, error) {
	return productsUsage, nil
}

// RetrieveCustomerDueDiligence answers with the due diligence of a user.
func (p *Platform) RetrieveCustomerDueDiligence(
	call Call, _ struct{},
) (answer duediligence.CustomerDueDiligence, err error) {
	u, err := p.user(call)
	if err != nil {
		return answer, err
	}
	return show[duediligence.CustomerDueDiligence](u.diligence, u.diligenceNeeds())
}

// UpdateCustomerDueDiligence changes what is given of the due diligence of a user.
func (p *Platform) UpdateCustomerDueDiligence(
	call Call, in duediligence.UpdateCustomerDueDiligenceRequest,
) (answer duediligence.CustomerDueDiligence, err error) {
	u, err := p.user(call)
	if err != nil {
		return answer, err
	}
	var faults refusal.Faults
	known := func(e duediligence.CustomerEntityType) bool { return e.Key == in.EntityType }
	if in.EntityType != "" && !slices.ContainsFunc(entityTypes, known) {
		faults.Add(refusal.ValidationFailed, "entityType", "must be the key of an entity type")
	}
	for _, key := range in.ProductsUsage {
		if !slices.ContainsFunc(productsUsage, func(u duediligence.ProductUsage) bool { return u.Key == key }) {
			faults.Add(refusal.ValidationFailed, "productsUsage", "must be keys of what products are used for")
		}
	}
	if err := faults.Err(); err != nil {
		return answer, err
	}
	if err := u.diligence.update(in); err != nil {
		return answer, err
	}
	return show[duediligence.CustomerDueDiligence](u.diligence, u.diligenceNeeds())
}

// diligenceNeeds returns what the screening needs of the due diligence. The source says that it needs some, and not
// what; here companies need both values, and lite accounts and individuals none.
func (u *user) diligenceNeeds() []string {
	if u.lite || u.company == nil {
		return nil
	}
	return []string{"entityType", "productsUsage"}
}
