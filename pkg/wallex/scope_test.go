package wallex_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/virtualaccounts"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/upload"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

// answerAny answers logins with a token and everything else with an empty object in an envelope.
func answerAny(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case login, "/v2/authenticate":
		answerWith(w, http.StatusOK, `{"token":"token of `+r.URL.Path+`"}`)
	default:
		answerWith(w, http.StatusOK, `{"data":{}}`)
	}
}

// A client that acts for a member says so where each operation documents it, and shares its login with the others.
func TestOnBehalfOf(t *testing.T) {
	p := newPlatform(t, answerAny)
	c := p.connect(t, keys)
	retrieve := func(ctx context.Context, c *wallex.Client) {
		_, err := c.V1.Balances.Retrieve(ctx, "SGD", nil)
		require.NoError(t, err)
	}
	retrieve(t.Context(), c)
	retrieve(t.Context(), c.OnBehalfOfAccount("A1"))
	retrieve(t.Context(), c.OnBehalfOfUser("U1"))
	retrieve(t.Context(), c.OnBehalfOfAccount("A1").OnBehalfOfUser("U1"))
	require.NoError(t, createConversion(t.Context(), c.OnBehalfOfAccount("A1")))

	var queries []string
	for _, request := range p.requests()[1:] {
		queries = append(queries, request.query)
	}
	require.Equal(t, []string{"", "onBehalfOfAccount=A1", "onBehalfOfUser=U1", "onBehalfOfUser=U1", ""}, queries)
	require.JSONEq(t, `{"quoteId":"q","referenceId":"X-123","uniqueReferenceId":true,"onBehalfOfAccount":"A1"}`,
		p.requests()[5].body)
	require.Len(t, p.requests(), 6, "one login for all of them")
}

func TestOnBehalfOfRefusesToMoveThePartnersMoney(t *testing.T) {
	p := newPlatform(t, answerAny)
	_, err := p.connect(t, keys).OnBehalfOfAccount("A1").V1.VirtualAccounts.CreateWithdrawal(t.Context(),
		virtualaccounts.CreateVirtualAccountWithdrawalRequest{})
	require.ErrorIs(t, err, operation.ErrUnscoped)
	require.Empty(t, p.requests())
}

// The newer operations of version 2 have a login of their own, and another form of the header.
func TestEachVersionHasItsToken(t *testing.T) {
	p := newPlatform(t, answerAny)
	c := p.connect(t, keys)
	for range 2 {
		_, err := c.V2.Balances.RetrieveByCurrency(t.Context(), "SGD", nil)
		require.NoError(t, err)
		_, err = c.V2.Users.Retrieve(t.Context(), "u")
		require.NoError(t, err)
	}
	require.NoError(t, c.Logout(t.Context()))
	var sent []string
	for _, request := range p.requests() {
		sent = append(sent, request.path+" "+request.token)
	}
	require.Equal(t, []string{
		"/v2/authenticate ", "/v2/balances/currency/SGD Bearer token of /v2/authenticate",
		login + " ", "/v2/users/u token of " + login,
		"/v2/balances/currency/SGD Bearer token of /v2/authenticate", "/v2/users/u token of " + login,
		logout + " token of " + login, "/v2/logout Bearer token of /v2/authenticate",
	}, sent)
}

// Uploads go to a signed URL elsewhere, and take no credentials there.
func TestUploadEnds(t *testing.T) {
	storage := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		<-r.Context().Done()
	}))
	defer storage.Close()
	c, err := wallex.New(keys, client.WithTimeout(50*time.Millisecond))
	require.NoError(t, err)
	defer c.Close()
	err = c.Upload(context.Background(), secret.New(storage.URL+"/slot"), upload.File{
		Body: strings.NewReader("%PDF"), Size: 4, ContentType: upload.PDF,
	})
	require.ErrorIs(t, err, context.DeadlineExceeded)
}

func TestUpload(t *testing.T) {
	p, storage := newPlatform(t, answerAny), newPlatform(t, answerAny)
	attempts := 0
	c, err := wallex.New(keys, client.WithBaseURL(p.URL), client.WithTransport(counting{&attempts}))
	require.NoError(t, err)
	defer c.Close()
	require.NoError(t, c.Upload(t.Context(), secret.New(storage.URL+"/slot"), upload.File{
		Body: strings.NewReader("x"), Size: 1, ContentType: upload.PDF,
	}))
	require.Equal(t, []seen{{path: "/slot", body: "x"}}, storage.requests())
	require.Equal(t, 1, attempts, "through the caller's own transport")
	require.Empty(t, p.requests())
}

type counting struct{ attempts *int }

func (c counting) RoundTrip(req *http.Request) (*http.Response, error) {
	*c.attempts++
	return http.DefaultTransport.RoundTrip(req)
}
