package cardplatform_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/cardplatform"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

func TestFromEnvironment(t *testing.T) {
	provider := cardplatform.FromEnvironment()
	for _, missing := range []string{cardplatform.EnvClientID, cardplatform.EnvClientSecret} {
		t.Run("without "+missing, func(t *testing.T) {
			t.Setenv(cardplatform.EnvClientID, "hidden")
			t.Setenv(cardplatform.EnvClientSecret, "hidden")
			t.Setenv(missing, "")
			got, err := provider.Credentials(t.Context())
			require.ErrorContains(t, err, missing)
			require.NotContains(t, err.Error(), "hidden")
			require.Zero(t, got)
		})
	}
	t.Run("each time it is asked", func(t *testing.T) {
		for _, generation := range []string{"1", "2"} {
			t.Setenv("CARDPLATFORM_CLIENT_ID", "id"+generation)
			t.Setenv("CARDPLATFORM_CLIENT_SECRET", "secret"+generation)
			got, err := provider.Credentials(t.Context())
			require.NoError(t, err)
			require.Equal(t, "id"+generation, got.ClientID.Reveal())
			require.Equal(t, "secret"+generation, got.ClientSecret.Reveal())
		}
	})
}

func TestIncompleteCredentialsAreRefusedBeforeAnythingIsSent(t *testing.T) {
	_, err := cardplatform.New(nil, off)
	require.ErrorContains(t, err, "no provider of credentials")
	for missing, credentials := range map[string]cardplatform.Credentials{
		"ClientID":     {ClientSecret: secret.New("hidden-1")},
		"ClientSecret": {ClientID: secret.New("client-1")},
	} {
		t.Run(missing, func(t *testing.T) {
			p := newPlatform()
			err := listTiers(t.Context(), p.inMemory(t, credentials))
			require.ErrorIs(t, err, apierror.ErrNotSent)
			require.ErrorContains(t, err, "the credentials have no "+missing)
			require.Empty(t, p.requests())
		})
	}
}

type providerFunc func() (cardplatform.Credentials, error)

func (f providerFunc) Credentials(context.Context) (cardplatform.Credentials, error) { return f() }
