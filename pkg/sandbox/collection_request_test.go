package sandbox_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/collectionrequests"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/collections"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
)

// ask asks a client for fifteen million rupiah, which a member is to get as Singapore dollars.
func (p *partner) ask(documents ...string) *collectionrequests.CollectionRequest {
	p.t.Helper()
	asked, err := p.V2.CollectionRequests.Create(p.t.Context(), collectionrequests.CreateCollectionRequestRequest{
		OnBehalfOfAccount: "a1", AccountCurrency: "IDR", BeneficiaryCurrency: "SGD", Amount: decimal.FromInt(15_000_000),
		Reference: "INV-17", PurposeCode: "GDDS", DueDate: "2024-03-31", Documents: documents,
		Payer: collectionrequests.NewCollectionRequestPayer{Name: "Buyer", Email: "buyer@example.com"},
	})
	require.NoError(p.t, err)
	return asked
}

// requestStatus is the notification of a request's status.
func requestStatus(id, status string) string {
	return `{"accountId":"a1","resource":"collection_request","resourceId":"` + id + `","status":"` + status + `"}`
}

func TestCollectionRequestStory(t *testing.T) {
	p := newPartner(t, poor("SGD"), poor("IDR"))
	member := p.OnBehalfOfAccount("a1")
	slot, err := member.V2.Collections.UploadURL(t.Context(), collections.RequestCollectionUploadURLRequest{FileName: "invoice.pdf"})
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, upload(t, slot.UploadURL.Reveal(), "%PDF", nil).status)
	asked := p.ask(slot.FileID)
	require.Equal(t, collectionrequests.CollectionRequest{
		ID: asked.ID, Status: "pending", AccountCurrency: "IDR", BeneficiaryCurrency: "SGD", Amount: asked.Amount,
		Reference: "INV-17", PurposeCode: "GDDS", DueDate: "2024-03-31", Documents: []string{slot.FileID},
		Payer:               collectionrequests.CollectionRequestPayer{Name: "Buyer", Email: "buyer@example.com"},
		CollectionAccountID: asked.CollectionAccountID, CreatedAt: asked.CreatedAt,
	}, *asked)

	p.settle()
	account, err := member.V2.Collections.RetrieveAccount(t.Context(), asked.CollectionAccountID, nil)
	require.NoError(t, err)
	require.Equal(t, "Buyer", account.Name)
	number := account.BankDetails[0].AccountNumber
	require.NoError(t, p.sandbox.SimulateCollection(number, decimal.FromInt(5_000_000)))
	p.settle()
	// 1.29 Singapore dollars are 16500 rupiah, less the spread; a hundredth is the fee
	p.requireWallet("account a1", "SGD", "386.22")
	p.requireWallet("account a1", "IDR", "0")
	part, err := member.V2.CollectionRequests.Retrieve(t.Context(), asked.ID, nil)
	require.NoError(t, err)
	require.Equal(t, "pending", part.Status, "a third was paid")

	require.NoError(t, p.sandbox.SimulateCollection(number, decimal.FromInt(10_000_000)))
	p.settle()
	p.awaitNotification(requestStatus(asked.ID, "full_paid"))
	page, err := member.V2.CollectionRequests.List(t.Context(), nil)
	require.NoError(t, err)
	require.Len(t, page.Items, 1)
	require.Equal(t, "full_paid", page.Items[0].Status)
	require.ErrorContains(t, p.sandbox.SimulateCollection(number, decimal.FromInt(10_000_000)), "collection_account_non_existent")
	paid, err := member.V2.Collections.List(t.Context(), nil)
	require.NoError(t, err)
	require.Len(t, paid.Items, 2)
	require.Equal(t, "IDR", paid.Items[0].Currency)
	requireAmount(t, "9900000", paid.Items[0].Amount)
	_, err = p.V2.CollectionRequests.Retrieve(t.Context(), asked.ID, nil)
	requireCode(t, "collection_request_non_existent", err)
}

func TestCollectionRequestsEndOnce(t *testing.T) {
	p := newPartner(t, poor("SGD"))
	requests := p.OnBehalfOfAccount("a1").V2.CollectionRequests
	canceled, err := requests.Cancel(t.Context(), p.ask().ID, nil)
	require.NoError(t, err)
	require.Equal(t, "cancel", canceled.Status)
	p.awaitNotification(requestStatus(canceled.ID, "cancel"))
	paid, err := requests.MarkPaid(t.Context(), p.ask().ID, nil)
	require.NoError(t, err)
	require.Equal(t, "full_paid", paid.Status)
	p.awaitNotification(requestStatus(paid.ID, "full_paid"))
	p.requireWallet("account a1", "SGD", "0")
	for _, id := range []string{canceled.ID, paid.ID} {
		_, err := requests.Cancel(t.Context(), id, nil)
		requireCode(t, "status_invalid", err)
		_, err = requests.MarkPaid(t.Context(), id, nil)
		requireCode(t, "status_invalid", err)
	}
	_, err = p.V2.CollectionRequests.Cancel(t.Context(), canceled.ID, nil)
	requireCode(t, "collection_request_non_existent", err)
}

// A client may pay while the request is withdrawn: the wallet gets the money, and the request stays withdrawn.
func TestMoneyOfACanceledRequest(t *testing.T) {
	p := newPartner(t, poor("SGD"))
	member := p.OnBehalfOfAccount("a1")
	asked := p.ask()
	p.settle()
	account, err := member.V2.Collections.RetrieveAccount(t.Context(), asked.CollectionAccountID, nil)
	require.NoError(t, err)
	require.NoError(t, p.sandbox.SimulateCollection(account.BankDetails[0].AccountNumber, decimal.FromInt(15_000_000)))
	_, err = member.V2.CollectionRequests.Cancel(t.Context(), asked.ID, nil)
	require.NoError(t, err)
	p.settle()
	canceled, err := member.V2.CollectionRequests.Retrieve(t.Context(), asked.ID, nil)
	require.NoError(t, err)
	require.Equal(t, "cancel", canceled.Status)
	p.requireWallet("account a1", "SGD", "1158.68")
}

func TestCollectionRequestsThatCannotBe(t *testing.T) {
	p := newPartner(t)
	codes, err := p.V2.CollectionRequests.ListPurposeCodes(t.Context(), nil)
	require.NoError(t, err)
	require.Contains(t, codes, collectionrequests.CollectionPurposeCode{Code: "GDDS", Description: "Purchase Sale Of Goods"})
	for _, test := range []struct {
		name   string
		change func(*collectionrequests.CreateCollectionRequestRequest)
		code   string
	}{
		{"in order", func(*collectionrequests.CreateCollectionRequestRequest) {}, ""},
		{"no account in the currency", func(in *collectionrequests.CreateCollectionRequestRequest) { in.AccountCurrency = "CAD" }, "validation_failed"},
		{"unknown currency", func(in *collectionrequests.CreateCollectionRequestRequest) { in.BeneficiaryCurrency = "XXX" }, "validation_failed"},
		{"half a rupiah", func(in *collectionrequests.CreateCollectionRequestRequest) { in.Amount = decimal.MustParse("0.5") }, "validation_failed"},
		{"no date", func(in *collectionrequests.CreateCollectionRequestRequest) { in.DueDate = "31-03-2024" }, "validation_failed"},
		{"unknown purpose", func(in *collectionrequests.CreateCollectionRequestRequest) { in.PurposeCode = "XXXX" }, "purpose_code_non_existent"},
		{"unknown file", func(in *collectionrequests.CreateCollectionRequestRequest) { in.Documents = []string{"x"} }, "file_non_existent"},
	} {
		t.Run(test.name, func(t *testing.T) {
			body := collectionrequests.CreateCollectionRequestRequest{
				AccountCurrency: "IDR", BeneficiaryCurrency: "SGD", Amount: decimal.FromInt(1_000_000),
			}
			test.change(&body)
			_, err := p.V2.CollectionRequests.Create(t.Context(), body)
			if test.code == "" {
				require.NoError(t, err)
				return
			}
			requireCode(t, test.code, err)
		})
	}
}
