package cardplatform_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/authentication"
	"github.com/wallex-sdk/wallex-go/gen/cardplatform/cards"
	"github.com/wallex-sdk/wallex-go/pkg/cardplatform"
	"github.com/wallex-sdk/wallex-go/pkg/cardplatform/envelope"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

// Everything that holds a secret of the platform, each made of the text hidden.
func TestSecretsDoNotPrint(t *testing.T) {
	hidden := secret.New("hidden")
	for _, value := range []any{
		cardplatform.Credentials{ClientID: hidden, ClientSecret: hidden},
		authentication.LoginRequest{ClientID: hidden, ClientSecret: hidden},
		authentication.LoginTokens{AccessToken: hidden, RefreshToken: hidden},
		authentication.RefreshTokenRequest{RefreshToken: hidden},
		authentication.RenewedToken{AccessToken: hidden},
		cards.CardPAN{PAN: hidden},
		cards.CardCVV{CVV: hidden},
		cards.CardExpiry{Expiry: hidden},
		cards.ActivateCardRequest{CardID: 7, PAN: hidden, ExpiryDate: hidden},
		cards.SetCardPINRequest{CardID: 7, PIN: hidden},
	} {
		name := fmt.Sprintf("%T", value)
		for _, holder := range []any{value, &value, []any{value}, map[string]any{"a": value}, struct{ inner any }{value}} {
			printed := fmt.Sprint(holder, errors.New(fmt.Sprint(holder)), fmt.Errorf("%v", holder))
			for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
				printed += fmt.Sprintf(verb, holder)
			}
			written, err := json.Marshal(holder)
			require.NoError(t, err)
			var log bytes.Buffer
			slog.New(slog.NewTextHandler(&log, nil)).Info("m", "value", holder)
			slog.New(slog.NewJSONHandler(&log, nil)).Info("m", "value", holder)
			for _, text := range []string{printed, string(written), log.String()} {
				require.NotContains(t, text, "hidden", name)
				require.NotContains(t, strings.ToLower(text), fmt.Sprintf("%x", "hidden"), name)
			}
		}
		sent, err := secret.Marshal(value)
		require.NoError(t, err)
		require.Contains(t, string(sent), "hidden", "the platform is meant to know it: %s", name)
	}
}

// A platform that repeats what it was sent in its errors does not bring it into logs.
func TestNoSecretsInLogsAndErrors(t *testing.T) {
	for _, encryption := range []cardplatform.Encryption{off, encrypted(envelope.Format{})} {
		var log bytes.Buffer
		p := newPlatform()
		p.answer = func(s seen) (int, string) {
			if s.path == activate {
				said := pan + " or 12/27 or " + s.token + " is wrong"
				return 422, `{"code":1000,"message":"` + said + `","errors":[{"key":"pan","reason":"` + said + `"}]}`
			}
			return p.well(s)
		}
		c := p.connect(t, encryption, client.WithLogger(slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))))
		require.NoError(t, retrievePAN(t.Context(), c))
		err := activateCard(t.Context(), c)
		require.Error(t, err)
		text := log.String() + fmt.Sprintf("%v %+v %#v", err, err, err)
		require.Contains(t, log.String(), "activateCard")
		for _, hidden := range []string{pan, "12/27", "hidden-1", "access-1", "refresh-1"} {
			require.NotContains(t, text, hidden)
		}
		for _, s := range p.requests() {
			if key := s.header.Get(envelope.KeyHeader); key != "" {
				require.NotContains(t, text, key)
			}
		}
	}
}
