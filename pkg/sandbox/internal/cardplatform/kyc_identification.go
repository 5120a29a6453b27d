package issuing

import (
	"encoding/base64"
	"slices"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/kyc"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
)

// document identifies a user, who has one of each kind. Its files are checked and forgotten.
type document struct{ kind, number, expires string }

// UploadIdentification takes a document, one of each kind.
func (p *Platform) UploadIdentification(call Call, in kyc.UploadIdentificationRequest) (kyc.IdentificationInfo, error) {
	u, err := p.correct(in.UserID, in.FrontFile, in.BackFile)
	if err != nil {
		return nil, err
	}
	if u.kyc.document(in.DocumentType) != nil {
		return nil, forbid("A document of this type already exists")
	}
	added := &document{in.DocumentType, in.DocumentNumber, in.ExpiryDate}
	u.kyc.documents = append(u.kyc.documents, added)
	p.check(u, call.Now)
	return added.view(u), nil
}

// UpdateIdentification changes the fields that are given of the document of a kind.
func (p *Platform) UpdateIdentification(_ Call, in kyc.UpdateIdentificationRequest) (kyc.IdentificationInfo, error) {
	u, err := p.correct(in.UserID, in.FrontFile, in.BackFile)
	if err != nil {
		return nil, err
	}
	known := u.kyc.document(in.DocumentType)
	if known == nil {
		return nil, refusal.Field("documentType", "Document does not exist with this type")
	}
	change(&known.number, in.DocumentNumber)
	change(&known.expires, in.ExpiryDate)
	return known.view(u), nil
}

// correct returns the user whose documents may be changed, by files that can be read.
func (p *Platform) correct(userID int, front, back string) (*user, error) {
	u, err := p.user("userId", userID)
	if err != nil {
		return nil, err
	}
	if _, err := base64.StdEncoding.DecodeString(front); err != nil {
		return nil, refusal.Field("frontFile", "File is not Base64")
	}
	if _, err := base64.StdEncoding.DecodeString(back); err != nil {
		return nil, refusal.Field("backFile", "File is not Base64")
	}
	return u, u.kyc.correctable()
}

func (v *verification) document(kind string) *document {
	at := slices.IndexFunc(v.documents, func(d *document) bool { return d.kind == kind })
	if at < 0 {
		return nil
	}
	return v.documents[at]
}

// view has names of fields as the request does: the source has none.
func (d *document) view(u *user) kyc.IdentificationInfo {
	return kyc.IdentificationInfo{
		"userId": u.id, "documentType": d.kind, "documentNumber": d.number, "expiryDate": d.expires,
	}
}
