package api_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/oapi-codegen/nullable"
	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/fundings"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/refunds"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/users"
	"github.com/wallex-sdk/wallex-go/pkg/completeness"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/validate"
)

// answering returns a caller whose platform gives every request one answer. The caller refuses answers that break the
// specification. What was sent is kept in sent, which may be nil.
func answering(t *testing.T, answer string, sent *string) *operation.Caller {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if sent != nil {
			*sent = string(body)
		}
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(server.Close)
	return &operation.Caller{BaseURL: server.URL, Transport: &validate.Transport{Base: server.Client().Transport}}
}

// The documentation contradicts itself, and servers contradict it. Every side of a contradiction is read as the same
// value.
func TestContradictions(t *testing.T) {
	const id = "282c5ec7-50c0-4fe9-b586-92cbad1e3458"
	detail := func(ctx context.Context, c *operation.Caller) (any, error) {
		return users.New(c).RetrieveDetail(ctx, id)
	}
	update := func(ctx context.Context, c *operation.Caller) (any, error) {
		return users.New(c).UpdateDetail(ctx, id, users.UpdateUserDetailRequest{})
	}
	signUp := func(ctx context.Context, c *operation.Caller) (any, error) {
		return users.New(c).SignUp(ctx, users.SignUpRequest{
			FirstName: "From", LastName: "Api", Email: "a@example.com", CountryCode: "SG", AccountType: users.AccountTypeIndividual,
		})
	}
	user := func(ctx context.Context, c *operation.Caller) (any, error) { return users.New(c).Retrieve(ctx, id) }
	screen := func(ctx context.Context, c *operation.Caller) (any, error) { return users.New(c).Screen(ctx, id) }
	newDocument := func(ctx context.Context, c *operation.Caller) (any, error) {
		return users.New(c).CreateDocument(ctx, id, users.CreateDocumentRequest{DocumentType: users.DocumentTypePassport, DocumentName: "a.pdf"})
	}
	changeDocument := func(ctx context.Context, c *operation.Caller) (any, error) {
		return users.New(c).UpdateDocument(ctx, id, "d", users.UpdateDocumentRequest{DocumentType: users.DocumentTypeUtilityBill})
	}
	document := func(ctx context.Context, c *operation.Caller) (any, error) {
		return users.New(c).RetrieveDocument(ctx, id, "d")
	}
	deleteDocument := func(ctx context.Context, c *operation.Caller) (any, error) {
		return users.New(c).DeleteDocument(ctx, id, "d")
	}
	documents := func(ctx context.Context, c *operation.Caller) (any, error) {
		return users.New(c).ListDocuments(ctx, id)
	}
	funding := func(ctx context.Context, c *operation.Caller) (any, error) { return fundings.New(c).Retrieve(ctx, "f") }
	fundingPage := func(ctx context.Context, c *operation.Caller) (any, error) {
		page, err := fundings.New(c).List(ctx, nil)
		if err != nil {
			return nil, err
		}
		return page.Items, nil
	}
	refund := func(ctx context.Context, c *operation.Caller) (any, error) { return refunds.New(c).Retrieve(ctx, "r") }
	refundList := func(ctx context.Context, c *operation.Caller) (any, error) { return refunds.New(c).List(ctx) }

	incomplete := completeness.Status{Value: "incomplete"}
	missing := completeness.Status{Value: "incomplete", MissingFields: []string{"mobileNumber"}}
	for _, test := range []struct {
		name    string
		call    func(context.Context, *operation.Caller) (any, error)
		answers []string
		want    any
	}{
		{"gender with a space at its end", detail, []string{
			`{"status":"incomplete","gender ":"male"}`,
			`{"status":"incomplete","gender":"male"}`,
		}, &users.UserDetail{Status: incomplete, Gender: "male"}},
		{"status of the details as an object or a string", detail, []string{
			`{"status":"incomplete"}`,
			`{"status":{"value":"incomplete"}}`,
		}, &users.UserDetail{Status: incomplete}},
		{"missing fields in two spellings", update, []string{
			`{"status":{"value":"incomplete","missing_fields":["mobileNumber"]}}`,
			`{"status":{"value":"incomplete","missingFields":["mobileNumber"]}}`,
		}, &users.UserDetail{Status: missing}},
		{"details that are absent or null", detail, []string{
			`{"status":"incomplete","firstName":"From"}`,
			`{"status":"incomplete","firstName":"From","nationality":null,"residentialAddress":null,"mobileNumber":null,"formerName":null}`,
		}, &users.UserDetail{Status: incomplete, FirstName: "From"}},
		{"upload URL in two spellings, new document", newDocument, []string{
			`{"id":"d","uploadURL":"https://files.example/a"}`,
			`{"id":"d","uploadUrl":"https://files.example/a"}`,
		}, &users.Document{ID: "d", UploadURL: secret.New("https://files.example/a")}},
		{"upload URL in two spellings, changed document", changeDocument, []string{
			`{"id":"d","uploadURL":"https://files.example/a"}`,
			`{"id":"d","uploadUrl":"https://files.example/a"}`,
		}, &users.Document{ID: "d", UploadURL: secret.New("https://files.example/a")}},
		{"download URL in two spellings", document, []string{
			`{"id":"d","downloadURL":"https://files.example/a"}`,
			`{"id":"d","downloadUrl":"https://files.example/a"}`,
		}, &users.Document{ID: "d", DownloadURL: "https://files.example/a"}},
		{"id of a document", document, []string{`{"id":"d"}`, `{"documentId":"d"}`}, &users.Document{ID: "d"}},
		{"id of a deleted document", deleteDocument, []string{`{"documentId":"d"}`, `{"id":"d"}`}, &users.DeletedDocument{DocumentID: "d"}},
		{"documents under value or data", documents, []string{
			`{"value":[{"id":"d","downloadURL":"u"}]}`,
			`{"data":[{"id":"d","downloadURL":"u"}]}`,
			`{"data":[{"documentId":"d","downloadUrl":"u"}]}`,
		}, []users.Document{{ID: "d", DownloadURL: "u"}}},
		{"fundings under value or data, with and without a page", fundingPage, []string{
			`{"value":[{"id":"f","status":"failed","accountId":"a","amount":30000}]}`,
			`{"value":[{"id":"f","status":"failed","accountID":"a","amount":"30000"}]}`,
			`{"data":[{"id":"f","status":"failed","accountId":"a","amount":30000}],"pagination":{"page":1,"totalPages":1}}`,
		}, []fundings.Funding{{ID: "f", Status: "failed", AccountID: "a", Amount: decimal.MustParse("30000")}}},
		{"account of a funding in two spellings", funding, []string{
			`{"id":"f","status":"pending","accountId":"a"}`,
			`{"id":"f","status":"pending","accountID":"a"}`,
		}, &fundings.Funding{ID: "f", Status: "pending", AccountID: "a"}},
		{"amount of a refund as a number or a string", refund, []string{
			`{"id":"r","amount":100000}`,
			`{"id":"r","amount":"100000"}`,
		}, &refunds.Refund{ID: "r", Amount: decimal.MustParse("100000")}},
		{"refunds under value or data", refundList, []string{`{"value":[{"id":"r"}]}`, `{"data":[{"id":"r"}]}`}, []refunds.Refund{{ID: "r"}}},

		// Where the sides are different values, each is read as it is.
		{"date of birth as year, month, day", detail, []string{`{"status":"x","dateOfBirth":"1970-01-21"}`},
			&users.UserDetail{Status: completeness.Status{Value: "x"}, DateOfBirth: "1970-01-21"}},
		{"date of birth as year, day, month", detail, []string{`{"status":"x","dateOfBirth":"1970-21-01"}`},
			&users.UserDetail{Status: completeness.Status{Value: "x"}, DateOfBirth: "1970-21-01"}},
		{"dates as day, month, year", detail, []string{`{"status":"x","dateOfBirth":"21-01-1970","issueDate":"20-02-1990"}`},
			&users.UserDetail{Status: completeness.Status{Value: "x"}, DateOfBirth: "21-01-1970", IssueDate: "20-02-1990"}},
		{"a new user without ids", signUp, []string{`{"email":"a@example.com"}`}, &users.SignedUpUser{Email: "a@example.com"}},
		{"a new user with ids", signUp, []string{`{"email":"a@example.com","userId":"u","accountId":"a"}`},
			&users.SignedUpUser{Email: "a@example.com", UserID: "u", AccountID: "a"}},
		{"a misspelt status, and an id that is not hexadecimal", user, []string{
			`{"id":"u","status":"pendng","accountId":"7755ez73a11y99c88d8684433315d680"}`,
			`{"id":"u","status":"pendng","accountId":"7755ez73a11y99c88d8684433315d680","remarks":null}`,
		}, &users.User{ID: "u", Status: "pendng", AccountID: "7755ez73a11y99c88d8684433315d680"}},
		{"documents_need_resubmission", user, []string{`{"id":"u","status":"documents_need_resubmission"}`},
			&users.User{ID: "u", Status: users.UserStatusDocumentsNeedResubmission}},
		{"document_needs_resubmission", user, []string{`{"id":"u","status":"document_needs_resubmission"}`},
			&users.User{ID: "u", Status: users.UserStatusDocumentNeedsResubmission}},
		{"a screening without the user", screen, []string{`{"status":"approved"}`}, &users.Screening{Status: users.UserStatusApproved}},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, answer := range test.answers {
				got, err := test.call(t.Context(), answering(t, answer, nil))
				require.NoError(t, err, answer)
				require.Equal(t, test.want, got, answer)
			}
		})
	}
}

// A detail that is null is removed, one that is left out stays as it is.
func TestDetailsAreRemovedWithNull(t *testing.T) {
	var sent string
	body := users.UpdateUserDetailRequest{
		FirstName: nullable.NewNullableWithValue("From"),
		AliasName: nullable.NewNullNullable[string](),
		Gender:    nullable.NewNullNullable[users.Gender](),
		Title:     nullable.NewNullableWithValue(users.TitleDr),
	}
	_, err := users.New(answering(t, `{"status":"completed"}`, &sent)).UpdateDetail(t.Context(), "u", body)
	require.NoError(t, err)
	require.JSONEq(t, `{"firstName":"From","aliasName":null,"gender":null,"title":"Dr"}`, sent)
}

// Fundings come without the numbers of their pages: the listing ends with the page that has nothing new.
func TestFundingsEnd(t *testing.T) {
	var asked []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.Query().Get("pagination[page]"))
		answers := map[string]string{"2": `{"value":[{"id":"f2","status":"failed"}]}`, "3": `{"value":[]}`}
		if answer := answers[asked[len(asked)-1]]; answer != "" {
			_, _ = io.WriteString(w, answer)
			return
		}
		_, _ = io.WriteString(w, `{"value":[{"id":"f1","status":"pending"}]}`)
	}))
	t.Cleanup(server.Close)
	client := fundings.New(&operation.Caller{BaseURL: server.URL, Transport: &validate.Transport{Base: server.Client().Transport}})
	var ids []string
	for funding, err := range client.ListAll(t.Context(), nil) {
		require.NoError(t, err)
		ids = append(ids, funding.ID)
	}
	require.Equal(t, []string{"f1", "f2"}, ids)
	require.Equal(t, []string{"1", "2", "3"}, asked)
}
