package wallex_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/authentication"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

func TestFromEnvironment(t *testing.T) {
	variables := []string{"WALLEX_API_KEY", "WALLEX_ACCESS_KEY_ID", "WALLEX_SECRET_ACCESS_KEY"}
	provider := wallex.FromEnvironment()
	for _, missing := range variables {
		t.Run("without "+missing, func(t *testing.T) {
			for _, variable := range variables {
				t.Setenv(variable, "hidden")
			}
			t.Setenv(missing, "")
			got, err := provider.Credentials(t.Context())
			require.ErrorContains(t, err, missing)
			require.NotContains(t, err.Error(), "hidden")
			require.Zero(t, got)
		})
	}
	t.Run("each time it is asked", func(t *testing.T) {
		for _, generation := range []string{"1", "2"} {
			for _, variable := range variables {
				t.Setenv(variable, variable+generation)
			}
			got, err := provider.Credentials(t.Context())
			require.NoError(t, err)
			require.Equal(t, "WALLEX_API_KEY"+generation, got.APIKey.Reveal())
			require.Equal(t, "WALLEX_ACCESS_KEY_ID"+generation, got.AccessKeyID.Reveal())
			require.Equal(t, "WALLEX_SECRET_ACCESS_KEY"+generation, got.SecretAccessKey.Reveal())
		}
	})
}

func TestCredentialsPrintAsRedacted(t *testing.T) {
	credentials := wallex.Credentials{
		APIKey: secret.New("hidden-a"), AccessKeyID: secret.New("hidden-b"), SecretAccessKey: secret.New("hidden-c"),
	}
	for _, value := range []any{credentials, &credentials, []wallex.Credentials{credentials}, map[string]any{"c": credentials}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
			require.NotContains(t, fmt.Sprintf(verb, value), "hidden", verb)
			require.NotContains(t, fmt.Sprintf(verb, value), fmt.Sprintf("%x", "hidden"), verb)
		}
		text, err := json.Marshal(value)
		require.NoError(t, err)
		require.NotContains(t, string(text), "hidden")
		var log bytes.Buffer
		slog.New(slog.NewTextHandler(&log, nil)).Info("login", "credentials", value)
		slog.New(slog.NewJSONHandler(&log, nil)).Info("login", "credentials", value)
		require.NotContains(t, log.String(), "hidden")
	}
}

// A platform that repeats what it was sent, to a login of the client's, to one by hand, and to a call after a login.
func TestErrorsRepeatNoCredentials(t *testing.T) {
	const body = `{"accessKeyId":"[redacted]","secretAccessKey":"[redacted]"}`
	byHand := func(ctx context.Context, c *wallex.Client) error {
		_, err := c.Authentication.Authenticate(ctx, authentication.AuthenticateRequest{
			AccessKeyID: keys.AccessKeyID, SecretAccessKey: keys.SecretAccessKey,
		})
		return err
	}
	for name, test := range map[string]struct {
		refuses string
		call    func(context.Context, *wallex.Client) error
		says    string
	}{
		"login":         {login, createConversion, "[redacted],," + body},
		"login by hand": {login, byHand, "[redacted],," + body},
		"call":          {create, createConversion, "[redacted],[redacted],{"},
	} {
		t.Run(name, func(t *testing.T) {
			var p *platform
			p = newPlatform(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != test.refuses {
					answerWell(w, r)
					return
				}
				sent := p.requests()[len(p.requests())-1]
				said := map[string]string{"error_code": "x", "message": sent.key + "," + sent.token + "," + sent.body}
				w.WriteHeader(http.StatusBadRequest)
				_ = json.NewEncoder(w).Encode(said)
			})
			err := test.call(t.Context(), p.connect(t, keys))
			require.ErrorContains(t, err, test.says)
			for _, hidden := range []string{"key-1", "access-1", "secret-1"} {
				require.NotContains(t, err.Error(), hidden)
			}
		})
	}
}

func TestFixedCredentialsAreAProvider(t *testing.T) {
	got, err := keys.Credentials(context.Background())
	require.NoError(t, err)
	require.Equal(t, keys, got)
}

func TestIncompleteCredentialsAreRefusedBeforeAnythingIsSent(t *testing.T) {
	_, err := wallex.New(nil)
	require.ErrorContains(t, err, "no provider of credentials")
	for missing, change := range map[string]func(*wallex.Credentials){
		"APIKey":          func(c *wallex.Credentials) { c.APIKey = secret.String{} },
		"AccessKeyID":     func(c *wallex.Credentials) { c.AccessKeyID = secret.String{} },
		"SecretAccessKey": func(c *wallex.Credentials) { c.SecretAccessKey = secret.String{} },
	} {
		t.Run(missing, func(t *testing.T) {
			credentials := keys
			change(&credentials)
			nobody := func(*http.Request) (*http.Response, error) { panic("a request was sent") }
			w, err := wallex.New(credentials, client.WithTransport(roundTrip(nobody)))
			require.NoError(t, err)
			defer w.Close()
			_, err = w.V1.Currencies.Pairs(t.Context())
			require.ErrorIs(t, err, apierror.ErrNotSent)
			require.ErrorContains(t, err, "the credentials have no "+missing)
		})
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }
