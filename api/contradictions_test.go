package api_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/oapi-codegen/nullable"
	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/authentication"
	v2authentication "github.com/wallex-sdk/wallex-go/gen/wallex/v2/authentication"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/collections"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/fundings"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/refunds"
	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/users"
	"github.com/wallex-sdk/wallex-go/gen/wallexcommon"
	"github.com/wallex-sdk/wallex-go/pkg/completeness"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/validate"
)

// keys log in.
var keys = authentication.AuthenticateRequest{AccessKeyID: secret.New("access-1"), SecretAccessKey: secret.New("secret-1")}

// The documentation contradicts itself, and servers contradict it. Every side of a contradiction is read as the same
// value.
func TestContradictions(t *testing.T) {
	const id = "282c5ec7-50c0-4fe9-b586-92cbad1e3458"
	detail := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return users.New(c).RetrieveDetail(ctx, id)
	})
	update := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return users.New(c).UpdateDetail(ctx, id, users.UpdateUserDetailRequest{})
	})
	signUp := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return users.New(c).SignUp(ctx, users.SignUpRequest{
			FirstName: "From", LastName: "Api", Email: "a@example.com", CountryCode: "SG", AccountType: users.AccountTypeIndividual,
		})
	})
	user := answer(func(ctx context.Context, c *operation.Caller) (any, error) { return users.New(c).Retrieve(ctx, id) })
	screen := answer(func(ctx context.Context, c *operation.Caller) (any, error) { return users.New(c).Screen(ctx, id) })
	newDocument := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return users.New(c).CreateDocument(ctx, id, users.CreateDocumentRequest{DocumentType: users.DocumentTypePassport, DocumentName: "a.pdf"})
	})
	changeDocument := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return users.New(c).UpdateDocument(ctx, id, "d", users.UpdateDocumentRequest{DocumentType: users.DocumentTypeUtilityBill})
	})
	document := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return users.New(c).RetrieveDocument(ctx, id, "d")
	})
	deleteDocument := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return users.New(c).DeleteDocument(ctx, id, "d")
	})
	documents := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return users.New(c).ListDocuments(ctx, id)
	})
	funding := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return fundings.New(c).Retrieve(ctx, "f", nil)
	})
	fundingPage := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return items(fundings.New(c).List(ctx, nil))
	})
	company := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return users.New(c).RetrieveCompany(ctx, id)
	})
	updateCompany := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return users.New(c).UpdateCompany(ctx, id, users.UpdateCompanyRequest{})
	})
	collection := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return collections.New(c).Retrieve(ctx, "c", nil)
	})
	collectionUpload := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return collections.New(c).UploadURL(ctx, collections.RequestCollectionUploadURLRequest{FileName: "a.pdf"})
	})
	logIn := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return v2authentication.New(c).Authenticate(ctx, keys)
	})
	refund := answer(func(ctx context.Context, c *operation.Caller) (any, error) {
		return refunds.New(c).Retrieve(ctx, "r", nil)
	})
	refundList := answer(func(ctx context.Context, c *operation.Caller) (any, error) { return refunds.New(c).List(ctx, nil) })

	incomplete := completeness.Status{Value: "incomplete"}
	missing := completeness.Status{Value: "incomplete", MissingFields: []string{"mobileNumber"}}
	requireRead(t, []contradiction{
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
		{"status of a company as an object or a string", company, []string{
			`{"accountId":"a","status":"incomplete"}`,
			`{"accountId":"a","status":{"value":"incomplete"}}`,
			`{"accountId":"a","status":{"value":"incomplete","missing_fields":null}}`,
		}, &users.Company{AccountID: "a", Status: incomplete}},
		{"missing fields of a company in two spellings", updateCompany, []string{
			`{"accountId":"a","status":{"value":"incomplete","missing_fields":["mobileNumber"]}}`,
			`{"accountId":"a","status":{"value":"incomplete","missingFields":["mobileNumber"]}}`,
		}, &users.Company{AccountID: "a", Status: missing}},
		{"a collection whose fields are absent or null", collection, []string{
			`{"id":"c","status":"completed"}`,
			`{"id":"c","status":"completed","accountId":null,"amount":null,"fee":null,"sender":null,"paymentDetails":null,"creditedAt":null}`,
		}, &collections.Collection{ID: "c", Status: "completed"}},
		{"upload URL in two spellings, collection", collectionUpload, []string{
			`{"fileId":"f","uploadUrl":"https://files.example/a"}`,
			`{"data":{"fileId":"f","uploadURL":"https://files.example/a"}}`,
		}, &collections.CollectionUpload{FileID: "f", UploadURL: secret.New("https://files.example/a")}},
		{"token of a login", logIn, []string{`{"token":"t"}`, `{"accessToken":"t"}`}, &authentication.AccessToken{Token: secret.New("t")}},

		{"id of a funding in its notification", notified[fundings.FundingStatusNotification]("wallex", "fundingStatusNotification"), []string{
			`{"fundingId":"f","resource":"funding","status":"completed"}`,
			`{"resourceId":"f","resource":"funding","status":"completed"}`,
		}, &fundings.FundingStatusNotification{FundingID: "f", Resource: "funding", Status: "completed"}},
		{"reason of a collection that is absent or null", notified[collections.CollectionStatusNotification]("wallex", "collectionStatusNotification"), []string{
			`{"resource":"collection","resourceId":"c","status":"completed"}`,
			`{"resource":"collection","resourceId":"c","status":"completed","reason":null,"accountId":null}`,
		}, &collections.CollectionStatusNotification{Resource: "collection", ResourceID: "c", Status: "completed"}},

		// Where the sides are different values, each is read as it is.
		{"a refund that names what was refunded", notified[refunds.RefundStatusNotification]("wallex", "refundStatusNotification"),
			[]string{`{"refundId":"r","resource":"simple_payment","status":"completed"}`},
			&refunds.RefundStatusNotification{RefundID: "r", Resource: "simple_payment", Status: "completed"}},
		{"date of incorporation as day, month, year", company, []string{`{"accountId":"a","status":"x","incorporationDate":"31-01-2010"}`},
			&users.Company{AccountID: "a", Status: completeness.Status{Value: "x"}, IncorporationDate: "31-01-2010"}},
		{"date of incorporation as year, month, day", company, []string{`{"accountId":"a","status":"x","incorporationDate":"2010-01-31"}`},
			&users.Company{AccountID: "a", Status: completeness.Status{Value: "x"}, IncorporationDate: "2010-01-31"}},
		{"completed details, in whichever case", detail, []string{`{"status":{"value":"Completed"}}`, `{"status":"Completed"}`},
			&users.UserDetail{Status: completeness.Status{Value: "Completed"}}},
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
	})
}

// Of what can be sent in several forms, the platform gets one.
func TestSentForms(t *testing.T) {
	detail := func(body users.UpdateUserDetailRequest) reader {
		return answer(func(ctx context.Context, c *operation.Caller) (any, error) {
			return users.New(c).UpdateDetail(ctx, "u", body)
		})
	}
	born := func(date string) reader {
		return detail(users.UpdateUserDetailRequest{DateOfBirth: nullable.NewNullableWithValue(date)})
	}
	const patched = "PATCH /v2/users/u/detail "
	requireSent(t, []sending{
		{"details that are removed, and others that stay as they are", detail(users.UpdateUserDetailRequest{
			FirstName: nullable.NewNullableWithValue("From"),
			AliasName: nullable.NewNullNullable[string](),
			Gender:    nullable.NewNullNullable[users.Gender](),
			Title:     nullable.NewNullableWithValue(users.TitleDr),
		}), patched + `{"aliasName":null,"firstName":"From","gender":null,"title":"Dr"}`},
		{"date of birth as year, month, day", born("1970-01-21"), patched + `{"dateOfBirth":"1970-01-21"}`},
		{"date of birth as year, day, month", born("1970-21-01"), patched + `{"dateOfBirth":"1970-21-01"}`},
		{"date of birth as day, month, year", born("21-01-1970"), patched + `{"dateOfBirth":"21-01-1970"}`},
		{"a screening without a body", answer(func(ctx context.Context, c *operation.Caller) (any, error) {
			return users.New(c).Screen(ctx, "u")
		}), "POST /v2/users/u/screen"},
		{"a document of a type that only code of others has", answer(func(ctx context.Context, c *operation.Caller) (any, error) {
			return users.New(c).CreateDocument(ctx, "u", users.CreateDocumentRequest{DocumentType: "residence_proof", DocumentName: "a.pdf"})
		}), `POST /v2/users/u/documents {"documentName":"a.pdf","documentType":"residence_proof"}`},
		{"a user without a password", answer(func(ctx context.Context, c *operation.Caller) (any, error) {
			return users.New(c).SignUp(ctx, users.SignUpRequest{
				FirstName: "From", LastName: "Api", Email: "a@example.com", CountryCode: "SG", AccountType: users.AccountTypeIndividual,
			})
		}), `POST /v2/signup {"accountType":"individual","countryCode":"SG","email":"a@example.com","firstName":"From","lastName":"Api"}`},
		{"a password that breaks the documented rule, as the documented one", answer(func(ctx context.Context, c *operation.Caller) (any, error) {
			return users.New(c).SignUp(ctx, users.SignUpRequest{
				FirstName: "From", LastName: "Api", Email: "a@example.com", CountryCode: "SG", AccountType: users.AccountTypeIndividual,
				Password: secret.New("veryverysecret"),
			})
		}), `POST /v2/signup {"accountType":"individual","countryCode":"SG","email":"a@example.com","firstName":"From","lastName":"Api",` +
			`"password":"veryverysecret"}`},
		{"the page of a listing in the query", answer(func(ctx context.Context, c *operation.Caller) (any, error) {
			return items(fundings.New(c).List(ctx, &fundings.ListFundingsParams{Pagination: wallexcommon.PageRequest{Page: 2}}))
		}), "GET /v2/fundings?pagination[page]=2"},
	})
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
