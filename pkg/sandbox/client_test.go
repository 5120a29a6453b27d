package sandbox_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/walletengine/authorization"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/walletengine"
)

func TestClientOfWalletEngine(t *testing.T) {
	s := sandbox.New()
	defer s.Close()
	require.Empty(t, s.WalletURL(), "it does not listen yet")
	w := s.WalletEngine(client.WithUnverified())
	require.Equal(t, s.URL()+"/api", s.WalletURL())
	require.NoError(t, w.SendPasscode(t.Context(), walletengine.Phone{CountryDialCode: "65", PhoneNumber: ready}))
	session, err := w.SignIn(t.Context(), authorization.SignInRequest{
		CountryDialCode: "65", PhoneNumber: ready, Passcode: secret.New("268471"),
	})
	require.NoError(t, err)
	defer session.Close()
	require.Equal(t, "931917458", session.SignedIn.Profile.ClientID)
}
