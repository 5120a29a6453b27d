package sandbox

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
	"time"
)

// listener is the port that a sandbox serves on, where it has one.
type listener struct {
	mu     sync.Mutex
	server *http.Server
	url    string
}

// Listen starts to serve on an address such as 127.0.0.1:8080; port 0 takes a free one. It returns once connections
// are accepted. A sandbox listens on one address at a time.
func (s *Sandbox) Listen(addr string) error {
	s.listener.mu.Lock()
	defer s.listener.mu.Unlock()
	if s.listener.server != nil {
		return errors.New("the sandbox listens already on " + s.listener.url)
	}
	port, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	s.listener.server = &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       time.Minute,
		WriteTimeout:      time.Minute,
		IdleTimeout:       2 * time.Minute,
		BaseContext:       func(net.Listener) context.Context { return ctx },
	}
	s.listener.server.RegisterOnShutdown(cancel) // for requests that hang
	s.listener.url = "http://" + reachable(port.Addr().(*net.TCPAddr))
	s.deliveries.start()
	go func(server *http.Server) { _ = server.Serve(port) }(s.listener.server) // ends with Close
	return nil
}

// reachable is the address to call for one to listen on: a server on all interfaces is on this one, too.
func reachable(addr *net.TCPAddr) string {
	if addr.IP.IsUnspecified() {
		addr = &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: addr.Port}
	}
	return addr.String()
}

// URL returns the base URL of a sandbox that listens, such as http://127.0.0.1:8080, and "" of one that does not.
func (s *Sandbox) URL() string {
	s.listener.mu.Lock()
	defer s.listener.mu.Unlock()
	return s.listener.url
}

// Close closes the clients that the sandbox made, ends the deliveries of notifications and stops listening. Requests
// that are being answered get a moment to end, and those that hang end at once. What the sandbox holds stays, and it can
// listen again; until then it sends no notifications.
func (s *Sandbox) Close() {
	s.closeClients()
	s.deliveries.stop()
	s.listener.mu.Lock()
	defer s.listener.mu.Unlock()
	if s.listener.server == nil {
		return
	}
	// no longer than any answer takes: connections that clients opened and never used would be waited for as well
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	if s.listener.server.Shutdown(ctx) != nil {
		_ = s.listener.server.Close()
	}
	s.listener.server, s.listener.url = nil, ""
}
