package main

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

// Every platform with specifications can be called, so that the next one is not forgotten.
func TestEveryPlatformHasAClient(t *testing.T) {
	specified, err := spec.Embedded.Platforms()
	require.NoError(t, err)
	require.ElementsMatch(t, specified, slices.Collect(maps.Keys(platforms())))
	for name, p := range platforms() {
		t.Run(name, func(t *testing.T) {
			for _, variable := range p.variables {
				t.Setenv(variable, "value")
			}
			connected, err := p.connect(client.WithBaseURL("http://127.0.0.1:1"))
			require.NoError(t, err)
			require.NotNil(t, connected.Caller())
			connected.Close()
		})
	}
}

func TestConnectingToTheWalletOfAUser(t *testing.T) {
	t.Setenv(envWalletAppID, "86509b0699ae")
	t.Setenv(envWalletToken, "token")
	connected, err := connectWallet(client.WithBaseURL("http://127.0.0.1:1"))
	require.NoError(t, err)
	require.IsType(t, walletSession{}, connected)
	connected.Close()
}

func TestCardsAreNotCalledInPlainText(t *testing.T) {
	t.Setenv("CARDPLATFORM_CLIENT_ID", "id")
	t.Setenv("CARDPLATFORM_CLIENT_SECRET", "secret")
	_, err := connectCards()
	require.ErrorContains(t, err, envCardsKey)
	t.Setenv(envCardsKey, "no key")
	_, err = connectCards()
	require.ErrorContains(t, err, envCardsKey)
}
