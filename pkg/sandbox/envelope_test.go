package sandbox_test

import (
	"bytes"
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/users"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/cardplatform/envelope"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

// wire remembers what went over it.
type wire struct{ requests, answers bytes.Buffer }

func (w *wire) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		w.requests.Write(body)
		req.Body = io.NopCloser(bytes.NewReader(body))
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	answer, err := io.ReadAll(resp.Body)
	w.answers.Write(answer)
	resp.Body = io.NopCloser(bytes.NewReader(answer))
	return resp, err
}

// The card platform speaks its encrypted protocol, whichever of its open choices it has made.
func TestEncryptedCalls(t *testing.T) {
	for name, format := range map[string]envelope.Format{
		"the most likely": {},
		"everything else": {
			KeyWrap: envelope.OAEPSHA1, WrappedKey: envelope.Base64Key, Body: envelope.DataObject, AnswerIV: envelope.HeaderIV,
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, through := start(t, sandbox.WithCardFormat(format)), new(wire)
			c := s.CardPlatform(client.WithTransport(through))
			created, err := c.Users.Create(t.Context(), users.CreateUserRequest{
				FirstName: "Aisha", LastName: "Khan", Email: "aisha@example.com", Status: users.UserStatusActive,
			})
			require.NoError(t, err)
			require.Equal(t, "Aisha", created.FirstName)
			_, err = c.KYC.Retrieve(t.Context(), 999_999)
			require.ErrorIs(t, err, apierror.ErrRejected)
			require.Equal(t, "1000", apierror.Of(err).Code)
			for _, text := range []string{through.requests.String(), through.answers.String()} {
				require.NotEmpty(t, text)
				for _, plain := range []string{"Aisha", "accessToken", "clientSecret", "INVALID_PAYLOAD"} {
					require.NotContains(t, text, plain)
				}
			}
		})
	}
}

func TestLoginThatIsNotEncrypted(t *testing.T) {
	s, through := start(t, sandbox.WithCardFormat(envelope.Format{Login: envelope.PlainLogin})), new(wire)
	tiers, err := s.CardPlatform(client.WithTransport(through)).Cards.ListTiers(t.Context())
	require.NoError(t, err)
	require.NotEmpty(t, tiers)
	require.Contains(t, through.requests.String(), "clientSecret")
	require.NotContains(t, through.answers.String(), tiers[0].Title)
}

func TestHeadersOfTheEncryption(t *testing.T) {
	s := start(t)
	for name, header := range map[string]http.Header{
		"none":  {},
		"wrong": {envelope.IVHeader: {"AAAAAAAAAAAAAAAA"}, envelope.KeyHeader: {"AAAA"}},
	} {
		t.Run(name, func(t *testing.T) {
			req, err := http.NewRequest(http.MethodGet, s.URL()+"/pcs/api/v1/card-tiers", nil)
			require.NoError(t, err)
			req.Header = header
			refused := send(t, req)
			require.Equal(t, http.StatusInternalServerError, refused.status)
			require.JSONEq(t, `{"code":1018,"type":"INVALID_HEADERS","message":"Invalid HTTP headers."}`, string(refused.body))
		})
	}
}
