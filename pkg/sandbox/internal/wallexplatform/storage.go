package wallexplatform

import (
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/uuid"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

// How long signed URLs work: the first as in the sources' examples, the second as in their text.
const (
	uploadLifetime   = 15 * time.Minute
	downloadLifetime = 5 * time.Minute
)

// file is a slot in the storage. What is uploaded to it is not kept.
type file struct {
	scope       Scope
	contentType string // of what was uploaded, empty until then
}

func (f *file) isUploaded() bool { return f.contentType != "" }

// slot makes a place for a file of a scope, and returns its id.
func (p *Platform) slot(scope Scope) string {
	id := uuid.New()
	p.files[id] = &file{scope: scope}
	return id
}

// uploadLink returns a signed URL to put a file to.
func uploadLink(call Call, id, name string) secret.String {
	return secret.New(call.Link(http.MethodPut, storagePlace(id, name), uploadLifetime))
}

// downloadLink returns a signed URL to get a file from.
func downloadLink(call Call, id, name string) string {
	return call.Link(http.MethodGet, storagePlace(id, name), downloadLifetime)
}

func storagePlace(id, name string) string { return "/" + id + "/" + url.PathEscape(name) }

// checkUploaded refuses files that are not there. The code is not documented.
func (p *Platform) checkUploaded(call Call, fileIDs []string) error {
	for _, id := range fileIDs {
		if f, ok := p.files[id]; !ok || f.scope != call.Scope || !f.isUploaded() {
			return refusal.New("file_non_existent", "A file does not exist or was not uploaded")
		}
	}
	return nil
}

// Uploaded notes that a file has arrived, and reports whether there is a slot for it.
func (p *Platform) Uploaded(fileID, contentType string) bool {
	f, ok := p.files[fileID]
	if ok {
		f.contentType = contentType
	}
	return ok
}

// Stored returns in words what is at a place of the storage, false where nothing is: the document of a user, or one
// that proves a payment.
func (p *Platform) Stored(id, name string) (string, bool) {
	d, ok := p.documents.byID[id]
	if !ok {
		return p.proof(id, name)
	}
	return fmt.Sprintf("Sandbox: %s %q, uploaded as %s. What was in it is not kept.\n", d.kind, d.name, p.files[id].contentType),
		p.files[id].isUploaded()
}
