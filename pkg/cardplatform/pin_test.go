package cardplatform_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/cards"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/cardplatform"
	"github.com/wallex-sdk/wallex-go/pkg/cardplatform/envelope"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

func TestSettingAPIN(t *testing.T) {
	setIt := func(ctx context.Context, c *cardplatform.Client) error {
		_, err := c.Cards.SetPIN(ctx, cards.SetCardPINRequest{CardID: 7, PIN: secret.New("4711")})
		return err
	}
	for _, test := range []struct {
		name       string
		encryption cardplatform.Encryption
		address    string
		sent       bool
	}{
		{"off in the test environment", off, cardplatform.Test, false},
		{"off in the sandbox", off, "http://localhost:8080", true},
		{"on in the test environment", encrypted(envelope.Format{}), cardplatform.Test, true},
		{"on in production", encrypted(envelope.Format{}), cardplatform.Production, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := newPlatform()
			c := newClient(t, keys, test.encryption, client.WithTransport(p), client.WithBaseURL(test.address), client.WithUnverified())
			err := setIt(t.Context(), c)
			if test.sent {
				require.NoError(t, err)
				require.Equal(t, []string{login, setPIN + " access-1"}, p.take())
				return
			}
			require.ErrorIs(t, err, cardplatform.ErrPlainPIN)
			require.ErrorIs(t, err, apierror.ErrNotSent)
			require.NotContains(t, err.Error(), "4711")
			require.Empty(t, p.take(), "not even a login")
			require.NoError(t, listTiers(t.Context(), c), "everything else is allowed")
		})
	}
}
