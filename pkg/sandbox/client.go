package sandbox

import (
	"github.com/wallex-sdk/wallex-go/pkg/cardplatform"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/walletengine"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

// Wallex returns a client of the sandbox with its credentials and its rate limit, for tests in one line:
//
//	w := sandbox.Start(t).Wallex()
//
// A sandbox that does not listen yet starts to, on a free loopback port. Closing the sandbox closes the client. It
// panics where an option is wrong or no port is free.
func (s *Sandbox) Wallex(options ...client.Option) *wallex.Client {
	return open(s, func(url string) (*wallex.Client, error) {
		options = append([]client.Option{client.WithBaseURL(url), client.WithRateLimit(s.limits)}, options...)
		return wallex.New(s.credentials, options...)
	})
}

// CardPlatform returns a client of the card platform in the sandbox, which encrypts, as [Sandbox.Wallex] does of Wallex.
func (s *Sandbox) CardPlatform(options ...client.Option) *cardplatform.Client {
	return open(s, func(url string) (*cardplatform.Client, error) {
		options = append([]client.Option{client.WithBaseURL(url)}, options...)
		return cardplatform.New(s.CardCredentials(), s.CardEncryption(), options...)
	})
}

// CardCredentials returns the credentials that the card platform in the sandbox accepts.
func (s *Sandbox) CardCredentials() cardplatform.Credentials {
	return cardplatform.Credentials{ClientID: cardClientID, ClientSecret: cardClientSecret}
}

// CardEncryption returns how to encrypt for the card platform in the sandbox. The key is another one in every process.
func (s *Sandbox) CardEncryption() cardplatform.Encryption {
	return cardplatform.Encryption{PublicKey: &cardKey().PublicKey, DeviceID: "17", Format: s.cardFormat}
}

// WalletEngine returns a client of Wallet Engine in the sandbox, as [Sandbox.Wallex] does of Wallex. Its sessions have to
// be closed on their own.
func (s *Sandbox) WalletEngine(options ...client.Option) *walletengine.Client {
	return open(s, func(string) (*walletengine.Client, error) {
		options = append([]client.Option{client.WithBaseURL(s.WalletURL())}, options...)
		return walletengine.New(walletAppID, options...)
	})
}

// open makes a client that is closed with the sandbox.
func open[C interface{ Close() }](s *Sandbox, connect func(url string) (C, error)) C {
	if s.URL() == "" {
		if err := s.Listen("127.0.0.1:0"); err != nil {
			panic("sandbox: " + err.Error())
		}
	}
	c, err := connect(s.URL())
	if err != nil {
		panic("sandbox: " + err.Error())
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clients = append(s.clients, c)
	return c
}

func (s *Sandbox) closeClients() {
	s.mu.Lock()
	clients := s.clients
	s.clients = nil
	s.mu.Unlock()
	for _, c := range clients {
		c.Close()
	}
}
