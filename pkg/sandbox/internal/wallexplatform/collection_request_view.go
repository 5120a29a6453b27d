package wallexplatform

import "github.com/wallex-sdk/wallex-go/gen/wallex/v2/collectionrequests"

// ListCollectionRequests answers with all requests, newest first.
func (p *Platform) ListCollectionRequests(call Call, _ struct{}) (Page[collectionrequests.CollectionRequest], error) {
	all := p.collectionRequests.newestFirst(call, func(*collectionRequest) bool { return true })
	return paginate(all, call.page(), (*collectionRequest).view), nil
}

// RetrieveCollectionRequest answers with one request.
func (p *Platform) RetrieveCollectionRequest(call Call, _ struct{}) (answer collectionrequests.CollectionRequest, err error) {
	r, err := p.collectionRequest(call)
	if err != nil {
		return answer, err
	}
	return r.view(), nil
}

// ListCollectionRequestPurposeCodes answers with all purposes of payments.
func (p *Platform) ListCollectionRequestPurposeCodes(Call, struct{}) (all []collectionrequests.CollectionPurposeCode, err error) {
	for _, known := range purposes {
		all = append(all, collectionrequests.CollectionPurposeCode{Code: known.code, Description: known.description})
	}
	return all, nil
}

func (r *collectionRequest) view() collectionrequests.CollectionRequest {
	return collectionrequests.CollectionRequest{
		ID:                  r.id,
		Status:              r.status,
		AccountCurrency:     r.asked.AccountCurrency,
		BeneficiaryCurrency: r.asked.BeneficiaryCurrency,
		Amount:              r.asked.Amount,
		Reference:           r.asked.Reference,
		PurposeCode:         r.asked.PurposeCode,
		Payer:               collectionrequests.CollectionRequestPayer(r.asked.Payer),
		DueDate:             r.asked.DueDate,
		Documents:           r.asked.Documents,
		CollectionAccountID: r.account.id,
		CreatedAt:           instant(r.created),
	}
}
