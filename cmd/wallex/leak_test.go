package main

import (
	"bytes"
	"context"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/internal/redaction"
	"github.com/wallex-sdk/wallex-go/pkg/cardplatform/envelope"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

// Nothing that the demonstrations print or log, at any level, holds a secret. What the secrets are comes from what is
// sent and received.
func TestDemonstrationsTellNoSecrets(t *testing.T) {
	for name, test := range map[string]struct {
		tell  func(context.Context, *demonstration) error
		with  []sandbox.Option
		names []string // of the fields and headers that must have been seen for the test to mean anything
	}{
		"payment": {payFirst, nil, []string{"Authorization", "X-Api-Key", "accessKeyId", "secretAccessKey", "token"}},
		"cards":   {issueCards, nil, []string{"Authorization", envelope.KeyHeader, "pan", "cvv", "expiry", "expiryDate", "pin"}},
		"cards, with a login that can be read": {
			issueCards, []sandbox.Option{sandbox.WithCardFormat(envelope.Format{Login: envelope.PlainLogin})},
			[]string{"clientSecret", "accessToken", "refreshToken"},
		},
		"wallet": {useWallet, nil, []string{"Authorization", "passcode", "password", "token"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // stories wait a lot
			var found []string
			for range 3 { // a short secret may happen to be a number that is printed, but not again and again
				text, secrets := overhear(t, test.tell, test.with)
				require.Subset(t, slices.Collect(maps.Keys(secrets)), test.names)
				if found = redaction.Leaked(text, secrets); len(found) == 0 {
					return
				}
			}
			require.Empty(t, found)
		})
	}
}

// overhear returns everything that a demonstration prints and logs, and the secrets that there were.
func overhear(t *testing.T, tell func(context.Context, *demonstration) error, with []sandbox.Option) (string, map[string][]string) {
	t.Helper()
	var out, log bytes.Buffer
	base := &http.Transport{}
	defer base.CloseIdleConnections()
	recorder, err := redaction.NewRecorder(base)
	require.NoError(t, err)
	d := newDemonstration(&out)
	d.sandbox = with
	d.client = append(d.client,
		client.WithTransport(&trace{recorder, &out}),
		client.WithMiddleware(recorder.Through), // cards are encrypted further in
		client.WithLogger(slog.New(redaction.Handler(&log))),
	)
	require.NoError(t, tell(t.Context(), d))
	require.Contains(t, log.String(), "level=DEBUG")
	require.Contains(t, log.String(), `"level":"DEBUG"`)
	return out.String() + log.String(), recorder.Secrets()
}
