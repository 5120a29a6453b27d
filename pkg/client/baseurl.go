package client

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
)

// ErrBaseURL says that an address cannot be the platform's.
var ErrBaseURL = errors.New("base URL")

// parseBaseURL reads the address of a platform. It may have a path, and no slash at its end.
func parseBaseURL(address string) (*url.URL, error) {
	home, err := url.Parse(strings.TrimRight(address, "/"))
	switch {
	case err != nil || home.Hostname() == "":
		return nil, fmt.Errorf("%w: it must look like https://api.example.com", ErrBaseURL)
	case home.User != nil || home.RawQuery != "" || home.ForceQuery || home.Fragment != "":
		return nil, fmt.Errorf("%w %s: it must not have a user, a query or a fragment", ErrBaseURL, home.Host)
	case home.Scheme == "https" || home.Scheme == "http" && OnThisMachine(home.Hostname()):
		return home, nil
	}
	return nil, fmt.Errorf("%w %s: it must be https; plain http would show the secrets to the network", ErrBaseURL, home.Host)
}

// OnThisMachine reports whether a host, without its port, is this machine.
func OnThisMachine(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
