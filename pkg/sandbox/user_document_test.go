package sandbox_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/users"
)

// download follows a signed URL.
func (o *onboarding) download(from string) answer {
	o.Helper()
	req, err := http.NewRequestWithContext(o.Context(), http.MethodGet, from, nil)
	require.NoError(o, err)
	return send(o.T, req)
}

func TestUserDocuments(t *testing.T) {
	o, ctx := onboard(t), t.Context()
	api, id := o.wallex.V2.Users, o.signUp("Lovelace").UserID
	require.Empty(t, must(api.ListDocuments(ctx, id))(o))

	empty := must(api.CreateDocument(ctx, id, users.CreateDocumentRequest{DocumentType: users.DocumentTypePhoto, DocumentName: "me.png"}))(o)
	require.Empty(t, empty.DownloadURL)
	require.Empty(t, must(api.RetrieveDocument(ctx, id, empty.ID))(o).DownloadURL, "there is no file yet")

	full := o.upload(id, "My Passport/1.pdf")
	documents := must(api.ListDocuments(ctx, id))(o)
	require.Len(t, documents, 2)
	require.Equal(t, *must(api.RetrieveDocument(ctx, id, full.ID))(o), documents[0])
	require.Equal(t, "passport", documents[0].DocumentType)
	require.True(t, documents[0].UploadURL.IsZero())
	downloaded := o.download(documents[0].DownloadURL)
	require.Equal(t, http.StatusOK, downloaded.status)
	require.Equal(t, "Sandbox: passport \"My Passport/1.pdf\", uploaded as application/pdf. What was in it is not kept.\n", string(downloaded.body))

	updated := must(api.UpdateDocument(ctx, id, full.ID, users.UpdateDocumentRequest{DocumentType: users.DocumentTypeNric}))(o)
	require.Equal(t, "nric", updated.DocumentType)
	require.Equal(t, "My Passport/1.pdf", updated.DocumentName)
	require.Equal(t, http.StatusOK, upload(t, updated.UploadURL.Reveal(), "png", map[string]string{"Content-Type": "image/png"}).status)
	require.Contains(t, string(o.download(documents[0].DownloadURL).body), "nric \"My Passport/1.pdf\", uploaded as image/png")

	require.Equal(t, users.DeletedDocument{DocumentID: full.ID, DocumentType: "nric", DocumentName: "My Passport/1.pdf"},
		*must(api.DeleteDocument(ctx, id, full.ID))(o))
	o.refuses("document_non_existent", second(api.RetrieveDocument(ctx, id, full.ID)))
	require.Equal(t, http.StatusNotFound, o.download(documents[0].DownloadURL).status)
	require.Equal(t, http.StatusNotFound, upload(t, updated.UploadURL.Reveal(), "%PDF", nil).status)

	other := o.signUp("Babbage").UserID
	o.refuses("document_non_existent", second(api.RetrieveDocument(ctx, other, empty.ID)))
}

// A document of a user is no file of a payment.
func TestUserDocumentsAreNoFiles(t *testing.T) {
	o := onboard(t)
	document := o.upload(o.signUp("Lovelace").UserID, "MyPassport.pdf")
	c := &caller{t: t, sandbox: o.sandbox, key: o.sandbox.Credentials().APIKey.Reveal()}
	c.login()
	require.Equal(t, "file_non_existent", c.refused("POST", "/simple-payments/v1/create", c.paymentBody(nil, object{"files": []string{document.ID}})))
}
