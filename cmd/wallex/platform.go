package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/wallex-sdk/wallex-go/pkg/cardplatform"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/walletengine"
	"github.com/wallex-sdk/wallex-go/pkg/walletenginecards"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

// platform is what the command line knows of a platform besides its specifications.
type platform struct {
	variables []string          // environment variables of the credentials; all are needed
	baseURL   string            // environment variable of another address
	addresses map[string]string // by name of the environment
	connect   func(...client.Option) (session, error)
}

// session is a client of any platform.
type session interface {
	Caller() *operation.Caller
	Close()
}

// The environments of --env.
const (
	production = "production"
	demo       = "demo"
)

// The environment variables of other addresses of the platforms, such as those of a sandbox.
const (
	envBaseURL            = "WALLEX_BASE_URL"
	envWalletBaseURL      = "WALLETENGINE_BASE_URL"
	envWalletCardsBaseURL = "WALLETENGINECARDS_BASE_URL"
	envCardsBaseURL       = "CARDPLATFORM_BASE_URL"
)

// platforms returns the platforms that there is a client of.
func platforms() map[string]platform {
	return map[string]platform{
		"wallex": {
			variables: []string{wallex.EnvAPIKey, wallex.EnvAccessKeyID, wallex.EnvSecretAccessKey},
			baseURL:   envBaseURL,
			addresses: map[string]string{production: wallex.Production, demo: wallex.Demo},
			connect: func(options ...client.Option) (session, error) {
				return wallex.New(wallex.FromEnvironment(), options...)
			},
		},
		"walletengine": {
			variables: []string{envWalletAppID},
			baseURL:   envWalletBaseURL,
			addresses: map[string]string{demo: walletengine.Sandbox},
			connect:   connectWallet,
		},
		"walletenginecards": {
			variables: []string{envWalletCardsToken},
			baseURL:   envWalletCardsBaseURL,
			addresses: map[string]string{production: walletenginecards.Production},
			connect: func(options ...client.Option) (session, error) {
				return walletenginecards.New(func(context.Context) (secret.String, error) {
					return secret.New(os.Getenv(envWalletCardsToken)), nil
				}, options...)
			},
		},
		"cardplatform": {
			variables: []string{cardplatform.EnvClientID, cardplatform.EnvClientSecret},
			baseURL:   envCardsBaseURL,
			addresses: map[string]string{production: cardplatform.Production, demo: cardplatform.Test},
			connect:   connectCards,
		},
	}
}

// Environment variables of the other platforms, besides those that their clients read.
const (
	envWalletAppID      = "WALLETENGINE_APP_ID"
	envWalletToken      = "WALLETENGINE_TOKEN" // of a user who has signed in; not every operation needs one
	envWalletCardsToken = "WALLETENGINECARDS_TOKEN"
	envCardsKey         = "CARDPLATFORM_PUBLIC_KEY" // without one, bodies are not encrypted, which production refuses
	envCardsDevice      = "CARDPLATFORM_DEVICE_ID"
)

// walletSession is a session of Wallet Engine with the client that it belongs to.
type walletSession struct {
	*walletengine.Session
	application *walletengine.Client
}

func (s walletSession) Close() {
	s.Session.Close()
	s.application.Close()
}

// connectWallet returns the session of the user whose token the environment has, or else the application's client.
func connectWallet(options ...client.Option) (session, error) {
	application, err := walletengine.New(os.Getenv(envWalletAppID), options...)
	if err != nil {
		return nil, err
	}
	if token := os.Getenv(envWalletToken); token != "" {
		return walletSession{application.Resume(secret.New(token), 0), application}, nil
	}
	return application, nil
}

func connectCards(options ...client.Option) (session, error) {
	encryption := cardplatform.Encryption{Off: true}
	if text := os.Getenv(envCardsKey); text != "" {
		key, err := cardplatform.ParsePublicKey(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", envCardsKey, err)
		}
		encryption = cardplatform.Encryption{PublicKey: key, DeviceID: os.Getenv(envCardsDevice)}
	}
	connected, err := cardplatform.New(cardplatform.FromEnvironment(), encryption, options...)
	switch {
	case errors.Is(err, cardplatform.ErrEncryptionOff):
		return nil, fmt.Errorf("%w: set %s and %s", err, envCardsKey, envCardsDevice)
	case err != nil:
		return nil, err
	}
	return connected, nil
}
