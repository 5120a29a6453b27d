package upload_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
	"github.com/wallex-sdk/wallex-go/pkg/upload"
)

// storage is a server that takes files.
type storage struct {
	*httptest.Server
	header http.Header
	length int64
	body   string
	status int
	answer string
}

func serve(t *testing.T, status int, answer string) *storage {
	s := &storage{status: status, answer: answer}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		s.header, s.length, s.body = r.Header, r.ContentLength, string(body)
		if s.status/100 == 3 {
			w.Header().Set("Location", "/elsewhere")
		}
		w.WriteHeader(s.status)
		_, _ = io.WriteString(w, s.answer)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *storage) put(ctx context.Context, file upload.File) error {
	return upload.Put(ctx, s.Client().Transport, secret.New(s.URL+"/slot?X-Amz-Signature=s3cret"), file)
}

func pdf(text string) upload.File {
	return upload.File{Body: strings.NewReader(text), Size: int64(len(text)), ContentType: upload.PDF}
}

func TestPut(t *testing.T) {
	s := serve(t, 200, "")
	require.NoError(t, s.put(t.Context(), pdf("%PDF")))
	require.Equal(t, "%PDF", s.body)
	require.Equal(t, int64(4), s.length)
	require.Equal(t, "application/pdf", s.header.Get("Content-Type"))
	require.Equal(t, "STANDARD", s.header.Get("X-Amz-Storage-Class"))
	require.Empty(t, s.header.Get("Authorization"))
	require.Empty(t, s.header.Get("X-Api-Key"))
}

// A file of the largest size goes through without being held in memory.
func TestFilesAreStreamed(t *testing.T) {
	var got int64
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got, _ = io.Copy(io.Discard, r.Body) }))
	t.Cleanup(server.Close)
	file := upload.File{Body: io.LimitReader(zeros{}, upload.MaxSize), Size: upload.MaxSize, ContentType: upload.PNG}
	require.NoError(t, upload.Put(t.Context(), nil, secret.New(server.URL), file))
	require.Equal(t, int64(upload.MaxSize), got)
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

func TestRefusedBeforeAnythingIsSent(t *testing.T) {
	s := serve(t, 200, "")
	for _, test := range []struct {
		name, address, field string
		change               func(*upload.File)
	}{
		{"no body", s.URL, "body", func(f *upload.File) { f.Body = nil }},
		{"no size", s.URL, "size", func(f *upload.File) { f.Size = 0 }},
		{"too large", s.URL, "size", func(f *upload.File) { f.Size = upload.MaxSize + 1 }},
		{"no content type", s.URL, "contentType", func(f *upload.File) { f.ContentType = "" }},
		{"a registered type that the storage does not know", s.URL, "contentType", func(f *upload.File) { f.ContentType = "image/svg+xml" }},
		{"a path", "/slot", "uploadUrl", func(*upload.File) {}},
		{"no URL", "", "uploadUrl", func(*upload.File) {}},
		{"another scheme", "ftp://storage.test/slot", "uploadUrl", func(*upload.File) {}},
	} {
		t.Run(test.name, func(t *testing.T) {
			file := pdf("%PDF")
			test.change(&file)
			err := upload.Put(t.Context(), s.Client().Transport, secret.New(test.address), file)
			require.ErrorIs(t, err, apierror.ErrValidation)
			require.ErrorIs(t, err, apierror.ErrNotSent)
			require.Len(t, apierror.Of(err).Fields, 1)
			require.Equal(t, test.field, apierror.Of(err).Fields[0].Name)
		})
	}
	require.Nil(t, s.header)
}

func TestBodiesOfAnotherSize(t *testing.T) {
	for _, size := range []int64{3, 5} {
		s := serve(t, 200, "")
		file := pdf("%PDF")
		file.Size = size
		err := s.put(t.Context(), file)
		require.Error(t, err, "size %d", size)
		require.NotErrorIs(t, err, apierror.ErrRejected)
	}
}

func TestAnswers(t *testing.T) {
	const expired = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>`
	for _, test := range []struct {
		name, answer string
		status       int
		outcome      error
		code         string
	}{
		{"expired", expired, 403, apierror.ErrRejected, "AccessDenied"},
		{"not the storage", "<html>", 403, apierror.ErrAmbiguous, ""},
		{"a page for a success", "<html>", 200, apierror.ErrAmbiguous, ""},
		{"a failure", expired, 500, apierror.ErrAmbiguous, "AccessDenied"},
		{"a redirect", "", 307, apierror.ErrAmbiguous, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := serve(t, test.status, test.answer).put(t.Context(), pdf("%PDF"))
			require.ErrorIs(t, err, test.outcome)
			require.Equal(t, test.code, apierror.Of(err).Code)
			require.NotContains(t, err.Error(), "s3cret")
		})
	}
}

func TestTheURLIsNotRepeated(t *testing.T) {
	s := serve(t, 403, "")
	s.answer = "<Error><Code>AccessDenied</Code><Message>" + s.URL + "/slot?X-Amz-Signature=s3cret has expired</Message></Error>"
	require.Equal(t, "[redacted] has expired", apierror.Of(s.put(t.Context(), pdf("%PDF"))).Message)
}

// Whoever has the URL can upload: it is in no error and no log.
func TestTheURLIsNotPrinted(t *testing.T) {
	s := serve(t, 200, "")
	s.Close()
	err := s.put(t.Context(), pdf("%PDF"))
	require.ErrorIs(t, err, apierror.ErrNotSent)
	var log strings.Builder
	slog.New(slog.NewJSONHandler(&log, nil)).Error("failed", "error", err)
	for _, text := range []string{err.Error(), fmt.Sprintf("%+v %#v", err, err), log.String()} {
		require.NotContains(t, text, "s3cret")
	}
}

func TestEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := serve(t, 200, "").put(ctx, pdf("%PDF"))
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorIs(t, err, apierror.ErrNotSent)
}

func TestContentTypesAreThoseOfTheSpecification(t *testing.T) {
	doc, err := spec.Embedded.Document("wallex/v1/simple-payments.yaml")
	require.NoError(t, err)
	var listed []any
	for _, kind := range upload.ContentTypes {
		listed = append(listed, kind)
	}
	require.ElementsMatch(t, doc.Components.Schemas["UploadContentType"].Value.Enum, listed)
	common, err := spec.Embedded.Document("wallex/wallex-common.yaml")
	require.NoError(t, err)
	for _, kind := range upload.ContentTypes {
		require.Contains(t, common.Components.Schemas["UploadURL"].Value.Description, kind)
	}
}

func Example() {
	storage := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		fmt.Printf("%s %s %q\n", r.Method, r.Header.Get("Content-Type"), body)
	}))
	defer storage.Close()

	file, err := os.Open("testdata/invoice.pdf")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer file.Close()
	about, err := file.Stat()
	if err != nil {
		fmt.Println(err)
		return
	}
	err = upload.Put(context.Background(), nil, secret.New(storage.URL+"/signed"), upload.File{
		Body: file, Size: about.Size(), ContentType: upload.PDF,
	})
	fmt.Println(err)
	// Output:
	// PUT application/pdf "%PDF-1.7\n"
	// <nil>
}
