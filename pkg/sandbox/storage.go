package sandbox

import (
	"encoding/xml"
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/simplepayments"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/uuid"
)

// storagePath is where the storage is that signed URLs lead to: on the sandbox itself, but no part of its API. It behaves
// like the S3 of the platform, as far as that is documented.
const storagePath = "/sandbox-storage/"

// maxUpload is how many bytes a file may have, as documented.
const maxUpload = 10 << 20

var uploadTypes = []simplepayments.UploadContentType{
	simplepayments.UploadContentTypeImageJpg,
	simplepayments.UploadContentTypeImageJpeg,
	simplepayments.UploadContentTypeImagePng,
	simplepayments.UploadContentTypeImageSvg,
	simplepayments.UploadContentTypeApplicationPdf,
}

// storageError is a refusal of the storage: XML, as S3 has it.
type storageError struct {
	XMLName xml.Name `xml:"Error"`
	status  int
	Code    string
	Message string
}

func (e *storageError) Error() string { return e.Code + ": " + e.Message }

func denied(status int, code, message string) error {
	return &storageError{status: status, Code: code, Message: message}
}

// serveStorage answers the requests to signed URLs. They need no key and do not count for the rate limit.
func (s *Sandbox) serveStorage(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Amz-Request-Id", uuid.New())
	err := s.signer.verify(r, s.clock.now())
	if err == nil && r.Method == http.MethodPut {
		err = s.upload(r)
	} else if err == nil {
		err = s.download(w, r)
	}
	var refused *storageError
	if errors.As(err, &refused) {
		w.Header().Set("Content-Type", "application/xml")
		w.WriteHeader(refused.status)
		_ = xml.NewEncoder(w).Encode(refused) // the client may have gone
	}
}

// upload takes a document. What is in it does not matter and is not kept.
func (s *Sandbox) upload(r *http.Request) error {
	if r.Header.Get("X-Amz-Storage-Class") != "STANDARD" {
		return denied(http.StatusForbidden, "SignatureDoesNotMatch", "x-amz-storage-class must be STANDARD")
	}
	mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if !slices.Contains(uploadTypes, simplepayments.UploadContentType(mediaType)) {
		return denied(http.StatusBadRequest, "InvalidArgument", "Content-Type is not one of the documented types")
	}
	size, err := io.Copy(io.Discard, http.MaxBytesReader(nil, r.Body, maxUpload))
	switch {
	case err != nil:
		return denied(http.StatusBadRequest, "EntityTooLarge", "The file is larger than 10 MB or did not arrive whole")
	case size == 0:
		return denied(http.StatusBadRequest, "IncompleteBody", "The file is empty")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if fileID, _ := storedAt(r); !s.platform.Uploaded(fileID, mediaType) {
		return denied(http.StatusNotFound, "NoSuchKey", "There is no such slot")
	}
	return nil
}

// download answers with a text that tells what the document is.
func (s *Sandbox) download(w http.ResponseWriter, r *http.Request) error {
	id, name := storedAt(r)
	s.mu.Lock()
	text, ok := s.platform.Stored(id, name)
	s.mu.Unlock()
	if !ok {
		return denied(http.StatusNotFound, "NoSuchKey", "There is no such document")
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, text) // the client may have gone
	return nil
}

// storedAt returns the two parts of a path in the storage.
func storedAt(r *http.Request) (id, name string) {
	id, name, _ = strings.Cut(strings.TrimPrefix(r.URL.Path, storagePath), "/")
	return id, name
}
