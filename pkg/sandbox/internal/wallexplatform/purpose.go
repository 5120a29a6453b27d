package wallexplatform

import (
	"slices"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/beneficiaries"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
)

// purpose is a purpose of transfer. The first six and their descriptions are documented; the codes of the others are
// public, what is said about them is not.
type purpose struct {
	code, description string
	business          bool // payments for it in INR need an invoice
	needsText         bool // it needs a description
}

var purposes = []purpose{
	{code: "GDDS", description: "Purchase Sale Of Goods", business: true},
	{code: "SCVE", description: "Purchase Sale Of Services", business: true},
	{code: "SUPP", description: "Supplier Payment", business: true},
	{code: "WX01", description: "Family Support/Living Expenses"},
	{code: "WX04", description: "Friends"},
	{code: "PAYR", description: "Payroll"},
	{code: "IVPT", description: "Invoice Payment", business: true},
	{code: "ADVA", description: "Advance Payment", business: true},
	{code: "INTC", description: "Intra Company Payment"},
	{code: "WX12", description: "Others", needsText: true},
}

// The shorter lists of the documented special cases. Only that of CNY is documented itself.
var (
	toIndividualsInChina = []string{"GDDS", "SCVE", "SUPP", "WX01", "WX04", "PAYR"}
	betweenCompanies     = []string{"GDDS", "SCVE", "SUPP", "IVPT", "ADVA", "INTC"}
	toEmployees          = []string{"SCVE", "PAYR"}
	betweenPeople        = []string{"WX01", "WX04"}
	toPeople             = []string{"SCVE", "PAYR", "WX01", "WX04"}
	toKorea              = []string{"GDDS", "SCVE", "PAYR", "WX01"}
)

// route is what the list of purposes depends on.
type route struct {
	currency, bankCountry string
	beneficiary, sender   beneficiaries.EntityType // sender is empty where it is not known
	channel               simplepayments.PaymentChannel
}

// purposes returns what a payment on a route can be for.
func (r route) purposes() []purpose {
	allowed := r.special()
	if allowed == nil {
		return purposes
	}
	return slices.DeleteFunc(slices.Clone(purposes), func(p purpose) bool { return !slices.Contains(allowed, p.code) })
}

// special returns the codes of a route with a shorter list, nil for all others.
func (r route) special() []string {
	local := r.channel == simplepayments.PaymentChannelLocal
	company := r.beneficiary == beneficiaries.EntityTypeCompany
	switch r.currency + "-" + r.bankCountry {
	case "CNY-CN":
		if local && !company {
			return toIndividualsInChina
		}
	case "MYR-MY":
		switch {
		case !local:
			return nil
		case company:
			return betweenCompanies
		case r.sender == beneficiaries.EntityTypeCompany:
			return toEmployees
		case r.sender == beneficiaries.EntityTypeIndividual:
			return betweenPeople
		}
		return toPeople
	case "KRW-KR":
		if r.channel != simplepayments.PaymentChannelInternal {
			return toKorea
		}
	case "INR-IN":
		switch {
		case !local:
			return nil
		case company:
			return betweenCompanies
		}
		return toPeople
	}
	return nil
}

// find returns one of the purposes of a route.
func (r route) find(code string) (purpose, bool) {
	possible := r.purposes()
	i := slices.IndexFunc(possible, func(p purpose) bool { return p.code == code })
	if i < 0 {
		return purpose{}, false
	}
	return possible[i], true
}

// ListPurposesOfTransfer answers with what a payment on a route can be for.
func (p *Platform) ListPurposesOfTransfer(
	_ Call, in simplepayments.ListPurposesOfTransferRequest,
) ([]simplepayments.PurposeOfTransfer, error) {
	var all []simplepayments.PurposeOfTransfer
	r := route{in.BuyCurrency, in.BeneficiaryBankCountry, in.BeneficiaryEntityType, in.OriginSenderEntityType, in.PaymentChannel}
	for _, purpose := range r.purposes() {
		all = append(all, simplepayments.PurposeOfTransfer{Code: purpose.code, Description: purpose.description})
	}
	return all, nil
}
