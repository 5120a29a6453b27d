package sandbox

import "github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/wallexplatform"

// moneyHandlers are those of money that comes in, and of money that moves between wallets or to the platform.
func moneyHandlers(p *wallexplatform.Platform) map[string]handler {
	return map[string]handler{
		"listFundings":    typed(p.ListFundings),
		"retrieveFunding": typed(p.RetrieveFunding),

		"listRefunds":    typed(p.ListRefunds),
		"retrieveRefund": typed(p.RetrieveRefund),

		"createCollectionAccount":      typed(p.CreateCollectionAccount),
		"deactivateCollectionAccounts": typed(p.DeactivateCollectionAccounts),
		"listCollectionAccounts":       typed(p.ListCollectionAccounts),
		"listCollectionCurrencies":     typed(p.ListCollectionCurrencies),
		"listCollections":              typed(p.ListCollections),
		"requestCollectionUploadUrl":   typed(p.RequestCollectionUploadURL),
		"retrieveCollection":           typed(p.RetrieveCollection),
		"retrieveCollectionAccount":    typed(p.RetrieveCollectionAccount),

		"cancelCollectionRequest":           typed(p.CancelCollectionRequest),
		"createCollectionRequest":           typed(p.CreateCollectionRequest),
		"listCollectionRequestPurposeCodes": typed(p.ListCollectionRequestPurposeCodes),
		"listCollectionRequests":            typed(p.ListCollectionRequests),
		"markCollectionRequestPaid":         typed(p.MarkCollectionRequestPaid),
		"retrieveCollectionRequest":         typed(p.RetrieveCollectionRequest),

		"createInternalTransfer":   typed(p.CreateInternalTransfer),
		"listInternalTransfers":    typed(p.ListInternalTransfers),
		"retrieveInternalTransfer": typed(p.RetrieveInternalTransfer),

		"listDeductions":    typed(p.ListDeductions),
		"retrieveDeduction": typed(p.RetrieveDeduction),
	}
}
