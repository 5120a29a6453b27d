package sandbox

import (
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

// Wallex returns a client of the sandbox with its credentials and its rate limit, for tests in one line:
//
//	w := sandbox.Start(t).Wallex()
//
// A sandbox that does not listen yet starts to, on a free loopback port. Closing the sandbox closes the client. It
// panics where an option is wrong or no port is free.
func (s *Sandbox) Wallex(options ...client.Option) *wallex.Client {
	if s.URL() == "" {
		if err := s.Listen("127.0.0.1:0"); err != nil {
			panic("sandbox: " + err.Error())
		}
	}
	options = append([]client.Option{client.WithBaseURL(s.URL()), client.WithRateLimit(s.limits)}, options...)
	w, err := wallex.New(s.credentials, options...)
	if err != nil {
		panic("sandbox: " + err.Error())
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clients = append(s.clients, w)
	return w
}

func (s *Sandbox) closeClients() {
	s.mu.Lock()
	clients := s.clients
	s.clients = nil
	s.mu.Unlock()
	for _, w := range clients {
		w.Close()
	}
}
