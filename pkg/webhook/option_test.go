package webhook_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/webhook"
)

func nothing(context.Context, webhook.Event) error { return nil }

// A secret that the environment lacks must not open the door.
func TestOptionsThatAreWrong(t *testing.T) {
	for name, test := range map[string]struct {
		handle func(context.Context, webhook.Event) error
		option webhook.Option
	}{
		"no function":            {nil, webhook.WithTimeout(1)},
		"empty secret":           {nothing, webhook.WithSecret("X-Secret", secret.New(""))},
		"one of two is empty":    {nothing, webhook.WithSecret("X-Secret", secret.New("a"), secret.New(""))},
		"no secret":              {nothing, webhook.WithSecret("X-Secret")},
		"secret without header":  {nothing, webhook.WithSecret("", secret.New("a"))},
		"no key":                 {nothing, webhook.WithVaultsPaySignature()},
		"empty key":              {nothing, webhook.WithVaultsPaySignature(secret.New(""))},
		"proxies but no senders": {nothing, webhook.WithProxies(prefixes("10.0.0.0/8")...)},
		"no time":                {nothing, webhook.WithTimeout(0)},
		"no store":               {nothing, webhook.WithStore(nil)},
	} {
		t.Run(name, func(t *testing.T) {
			h, err := webhook.New(test.handle, test.option)
			require.ErrorContains(t, err, "webhook.New")
			require.Nil(t, h)
		})
	}
}

func TestAllowingNobodyIsNotAllowingEverybody(t *testing.T) {
	require.Equal(t, 403, receive(t, nil, webhook.WithSenders()).post(paid))
}

// Without an observer nobody would ever hear of a panic.
func TestFailuresAreLoggedWithoutAnObserver(t *testing.T) {
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	t.Cleanup(func() { slog.SetDefault(before) })
	h, err := webhook.New(func(_ context.Context, e webhook.Event) error {
		switch e.About {
		case "panics":
			panic("nil map")
		case "fails":
			return errors.New("no database")
		}
		return nil
	})
	require.NoError(t, err)
	for body, want := range map[string][]string{
		`{"resource":"user","resourceId":"panics"}`: {"nil map", "option_test.go", "userStatusNotification", "about=panics", "status=500"},
		`{"resource":"user","resourceId":"fails"}`:  {"no database", "about=fails"},
		`{"resource":"user","resourceId":"works"}`:  nil,
		`no JSON`: nil,
	} {
		log.Reset()
		(&receiver{Handler: h}).post(body)
		if want == nil {
			require.Empty(t, log.String())
		}
		for _, text := range want {
			require.Contains(t, log.String(), text)
		}
	}
}
