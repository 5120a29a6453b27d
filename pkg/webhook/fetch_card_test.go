package webhook_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/cards"
	"github.com/wallex-sdk/wallex-go/gen/cardplatform/transactions"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/cardplatform"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/webhook"
)

// connectCards returns a client of a card platform that has one card, and two pages of transactions.
func connectCards(t *testing.T) *cardplatform.Client {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch body, _ := io.ReadAll(r.Body); {
		case r.URL.Path == "/as/api/v1/saas-login":
			_, _ = io.WriteString(w, `{"accessToken":"a","refreshToken":"r"}`)
		case r.URL.Path == "/pcs/api/v1/cards/details" && string(body) == `{"token":987654321}`:
			_, _ = io.WriteString(w, `{"data":{"id":7,"token":987654321}}`)
		case r.URL.Path == "/tme/api/v1/transactions" && r.URL.Query().Get("page") == "2":
			_, _ = io.WriteString(w, `{"data":[{"id":2,"transactionId":"t-2"}],"pagination":{"currentPage":2,"totalPages":2,"totalCount":2}}`)
		case r.URL.Path == "/tme/api/v1/transactions":
			_, _ = io.WriteString(w, `{"data":[{"id":1,"transactionId":"t-1"}],"pagination":{"currentPage":1,"totalPages":2,"totalCount":2}}`)
		default:
			w.WriteHeader(http.StatusUnprocessableEntity)
			_, _ = io.WriteString(w, `{"code":1000,"message":"There is none"}`)
		}
	}))
	t.Cleanup(server.Close)
	c, err := cardplatform.New(cardplatform.Credentials{ClientID: secret.New("c"), ClientSecret: secret.New("s")},
		cardplatform.Encryption{Off: true}, client.WithBaseURL(server.URL))
	require.NoError(t, err)
	t.Cleanup(c.Close)
	return c
}

func TestFetchCard(t *testing.T) {
	c := connectCards(t)
	for name, test := range map[string]struct {
		body string
		want any
		err  error
	}{
		"a card":         {body: `{"type":"card.status.active","card":{"token":987654321}}`, want: &cards.Card{ID: 7, Token: "987654321"}},
		"another card":   {body: `{"type":"card.status.active","card":{"token":1}}`, err: apierror.ErrRejected},
		"the first page": {body: `{"transactionId":"t-1","status":"SUCCESS"}`, want: &transactions.Transaction{ID: 1, TransactionID: "t-1"}},
		"the last page":  {body: `{"transactionId":"t-2","status":"SUCCESS"}`, want: &transactions.Transaction{ID: 2, TransactionID: "t-2"}},
		"not listed":     {body: `{"transactionId":"t-3","status":"SUCCESS"}`, err: webhook.ErrNotListed},
		"Wallex":         {body: paid, err: webhook.ErrNothingToFetch},
		"unknown":        {body: `{}`, err: webhook.ErrNothingToFetch},
	} {
		t.Run(name, func(t *testing.T) {
			event, err := webhook.Parse([]byte(test.body))
			require.NoError(t, err)
			got, err := webhook.FetchCard(t.Context(), c, event)
			if test.err != nil {
				require.ErrorIs(t, err, test.err)
				require.Nil(t, got)
				return
			}
			require.NoError(t, err)
			require.Equal(t, test.want, got)
		})
	}
}
