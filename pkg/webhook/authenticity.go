package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

// Why requests are refused that somebody else than the platform seems to have sent.
var (
	ErrSender    = errors.New("the sender's address is not one of those allowed")
	ErrSecret    = errors.New("the secret is missing or wrong")
	ErrSignature = errors.New("the signature is missing or wrong")
)

// WallexProduction returns the addresses that Wallex sends from in production: of Singapore, Indonesia, Hong Kong,
// Malaysia and Japan. They come from what somebody else has published of the vendor's page on webhooks
// (https://docs.wallex.asia/docs/api-docs/webhooks), and were not verified.
func WallexProduction() []netip.Prefix {
	return single("3.0.113.21", "108.136.189.251", "18.166.110.81", "13.251.169.211", "13.230.240.139")
}

// WallexSandbox returns the address that Wallex sends from for its own sandbox, in Singapore, from the same source as
// [WallexProduction].
func WallexSandbox() []netip.Prefix { return single("175.41.191.143") }

func single(addresses ...string) []netip.Prefix {
	var prefixes []netip.Prefix
	for _, address := range addresses {
		one := netip.MustParseAddr(address)
		prefixes = append(prefixes, netip.PrefixFrom(one, one.BitLen()))
	}
	return prefixes
}

// secrets are the values that headers may have, by name.
type secrets map[string][]secret.String

// check takes the same time whatever the headers hold.
func (s secrets) check(header http.Header) error {
	all := 1
	for name, values := range s {
		got, one := sha256.Sum256([]byte(header.Get(name))), 0
		for _, value := range values {
			want := sha256.Sum256([]byte(value.Reveal()))
			one |= subtle.ConstantTimeCompare(got[:], want[:])
		}
		all &= one
	}
	if all == 0 {
		return ErrSecret
	}
	return nil
}

// signature are the keys that bodies may be signed with; nil where they need not be.
type signature []secret.String

func (s signature) check(header http.Header, body []byte) error {
	if s == nil {
		return nil
	}
	got, err := hex.DecodeString(header.Get("VaultsPay-Signature"))
	if err != nil {
		return ErrSignature
	}
	for _, key := range s {
		mac := hmac.New(sha256.New, []byte(key.Reveal()))
		mac.Write(body)
		if hmac.Equal(got, mac.Sum(nil)) {
			return nil
		}
	}
	return ErrSignature
}

// senders are the addresses that requests may come from; anywhere where allowed is nil.
type senders struct{ allowed, proxies []netip.Prefix }

func (s senders) check(r *http.Request) error {
	if s.allowed == nil {
		return nil
	}
	if from, ok := s.of(r); !ok || !contains(s.allowed, from) {
		return ErrSender
	}
	return nil
}

// of returns the address that a request comes from: of the connection, or, where that is a proxy's, the last one that it
// was forwarded for and that is no proxy's.
func (s senders) of(r *http.Request) (netip.Addr, bool) {
	from, ok := parse(r.RemoteAddr)
	if !ok || !contains(s.proxies, from) {
		return from, ok
	}
	forwarded := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, text := range slices.Backward(forwarded) {
		if from, ok = parse(strings.TrimSpace(text)); !ok || !contains(s.proxies, from) {
			return from, ok
		}
	}
	return from, true
}

// parse reads an address with or without a port.
func parse(text string) (netip.Addr, bool) {
	address, err := netip.ParseAddr(text)
	if err != nil {
		var at netip.AddrPort
		at, err = netip.ParseAddrPort(text)
		address = at.Addr()
	}
	return address.Unmap().WithZone(""), err == nil
}

func contains(prefixes []netip.Prefix, address netip.Addr) bool {
	return slices.ContainsFunc(prefixes, func(p netip.Prefix) bool { return p.Contains(address) })
}
