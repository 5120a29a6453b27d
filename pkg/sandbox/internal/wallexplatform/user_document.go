package wallexplatform

import (
	"cmp"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/users"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
)

// document is a document of a user. Its id is that of its file.
type document struct {
	owned
	kind users.DocumentType
	name string
}

// documentsOf is the scope of a user's documents. No call acts in it, so that no payment can name them as its files.
func documentsOf(u *user) Scope { return ScopeOf("", u.id) }

// document returns the document that a call's path names.
func (p *Platform) document(call Call) (*document, error) {
	u, err := p.user(call)
	if err != nil {
		return nil, err
	}
	d, ok := p.documents.find(documentsOf(u), call.Path["documentId"])
	if !ok {
		return nil, refusal.New("document_non_existent", "There is no such document")
	}
	return d, nil
}

// CreateDocument answers with a place to upload a document to.
func (p *Platform) CreateDocument(call Call, in users.CreateDocumentRequest) (answer users.Document, err error) {
	u, err := p.user(call)
	if err != nil {
		return answer, err
	}
	scope := documentsOf(u)
	d := &document{owned{p.slot(scope), scope, call.Now}, in.DocumentType, in.DocumentName}
	p.documents.add(d)
	return d.toUpload(call), nil
}

// UpdateDocument changes what is given of a document. The file that it has stays, until there is another.
func (p *Platform) UpdateDocument(call Call, in users.UpdateDocumentRequest) (answer users.Document, err error) {
	d, err := p.document(call)
	if err != nil {
		return answer, err
	}
	d.kind, d.name = cmp.Or(in.DocumentType, d.kind), cmp.Or(in.DocumentName, d.name)
	return d.toUpload(call), nil
}

// RetrieveDocument answers with one document.
func (p *Platform) RetrieveDocument(call Call, _ struct{}) (answer users.Document, err error) {
	d, err := p.document(call)
	if err != nil {
		return answer, err
	}
	return p.toDownload(call, d), nil
}

// ListDocuments answers with all documents of a user. Their order is not documented; it is that of other listings,
// newest first.
func (p *Platform) ListDocuments(call Call, _ struct{}) ([]users.Document, error) {
	u, err := p.user(call)
	if err != nil {
		return nil, err
	}
	var all []users.Document
	for _, d := range p.documents.newestFirst(call.in(documentsOf(u)), func(*document) bool { return true }) {
		all = append(all, p.toDownload(call, d))
	}
	return all, nil
}

// DeleteDocument removes a document and its file.
func (p *Platform) DeleteDocument(call Call, _ struct{}) (answer users.DeletedDocument, err error) {
	d, err := p.document(call)
	if err != nil {
		return answer, err
	}
	p.documents.remove(d)
	delete(p.files, d.id)
	return users.DeletedDocument{DocumentID: d.id, DocumentType: string(d.kind), DocumentName: d.name}, nil
}

func (d *document) view() users.Document {
	return users.Document{ID: d.id, DocumentType: string(d.kind), DocumentName: d.name}
}

// toUpload shows a document with where to put its file.
func (d *document) toUpload(call Call) users.Document {
	answer := d.view()
	answer.UploadURL = uploadLink(call, d.id, d.name)
	return answer
}

// toDownload shows a document with where to get its file, once it has one.
func (p *Platform) toDownload(call Call, d *document) users.Document {
	answer := d.view()
	if p.files[d.id].isUploaded() {
		answer.DownloadURL = downloadLink(call, d.id, d.name)
	}
	return answer
}
