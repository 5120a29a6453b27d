package sandbox

import (
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/cardplatform/envelope"
	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
	issuing "github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/cardplatform"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/walletengine"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/wallexplatform"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/ledger"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
)

// Sandbox is the platforms in memory. Make it with [New] or [Start]. It is safe for concurrent use.
type Sandbox struct {
	credentials wallex.Credentials
	clock       clock
	services    []*service
	quota       []*window
	sessions    *sessions
	cards       *cardLogins
	signer      signer
	stats       recorder
	listener    listener
	deliveries  *deliveries
	cardFormat  envelope.Format
	faults      *injector
	late        late
	limits      ratelimit.Limits

	cardWebhook receiver

	mu       sync.Mutex // guards the platforms and clients
	platform *wallexplatform.Platform
	issuer   *issuing.Platform
	wallet   *walletengine.Platform
	clients  []interface{ Close() }
}

// New returns a sandbox that serves as an http.Handler. It panics if the specifications cannot be read.
func New(options ...Option) *Sandbox {
	config := defaults()
	for _, option := range options {
		option(&config)
	}
	s := &Sandbox{
		credentials: wallex.Credentials{
			APIKey:          secret.New("sandbox-api-key"),
			AccessKeyID:     secret.New("sandbox-access-key-id"),
			SecretAccessKey: secret.New("sandbox-secret-access-key"),
		},
		clock:    clock{base: config.clock},
		quota:    quota(config.perSecond, config.perDay),
		signer:   newSigner(),
		limits:   ratelimit.Limits{PerSecond: config.perSecond, PerDay: config.perDay, Margin: ratelimit.Default.Margin},
		platform: wallexplatform.New(config.platform),
		issuer:   issuing.New(issuing.Config{Opening: config.cardOpening, Settlement: config.platform.Settlement}),
	}
	s.sessions = &sessions{credentials: s.credentials, lifetime: config.tokenLifetime}
	s.cards = &cardLogins{}
	s.wallet = walletengine.New(s.clock.now(), config.platform.Settlement)
	s.cardFormat = config.cardFormat
	s.services = s.serve(config.files)
	s.faults = &injector{seed: config.seed}
	s.deliveries = newDeliveries(config.files, &s.stats, s.faults, config.redelivery)
	s.platform.SetWebhook(config.webhook)
	s.cardWebhook = config.cardWebhook
	if err := s.SetFaults(config.faults...); err != nil {
		panic("sandbox.New: " + err.Error())
	}
	return s
}

// Credentials returns the credentials that the sandbox accepts. They are the same for every sandbox.
func (s *Sandbox) Credentials() wallex.Credentials { return s.credentials }

// Books returns a copy of the books of Wallex: everything that ever moved, and where it is. Its Check method tells
// whether money was conserved.
func (s *Sandbox) Books() ledger.Books { return s.booksOf(s.platform) }

// CardBooks returns a copy of the books of the card platform, like [Sandbox.Books].
func (s *Sandbox) CardBooks() ledger.Books { return s.booksOf(s.issuer) }

// WalletBooks returns a copy of the books of Wallet Engine, like [Sandbox.Books].
func (s *Sandbox) WalletBooks() ledger.Books { return s.booksOf(s.wallet) }

func (s *Sandbox) booksOf(platform interface{ Books() ledger.Books }) ledger.Books {
	s.applyDue()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settleNow()
	return platform.Books()
}

// settleNow lets the platforms do what has become due. The caller holds s.mu.
func (s *Sandbox) settleNow() {
	if err := s.settle(s.clock.now()); err != nil {
		s.stats.violated("Settle: " + err.Error())
	}
}

// settle does what has become due by now. The caller holds s.mu.
func (s *Sandbox) settle(now time.Time) error {
	return errors.Join(s.platform.Settle(now), s.issuer.Settle(now), s.wallet.Settle(now))
}

// ServeHTTP answers one request.
func (s *Sandbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case strings.HasPrefix(r.URL.Path, storagePath):
		s.serveStorage(w, r)
		return
	case strings.HasPrefix(r.URL.Path, controlPath):
		s.serveControl(w, r)
		return
	}
	c := &call{request: r, now: s.clock.now(), service: s.services[0]}
	for _, service := range s.services {
		if path, ok := strings.CutPrefix(r.URL.EscapedPath(), service.prefix); ok {
			if op, values := find(service.routes, r.Method, path); op != nil {
				c.service, c.op, c.path = service, op, values
				break
			}
		}
	}
	s.stats.arrived(c.op)
	for _, check := range c.service.gate {
		if err := check(c); err != nil {
			s.refuse(w, c, err)
			return
		}
	}
	s.applyDue()
	if fault, ok := s.faults.choose(nameOf(c.op)); ok {
		s.strike(fault, w, c)
		return
	}
	s.respond(w, c)
}

// respond does what a request asks for and answers it.
func (s *Sandbox) respond(w http.ResponseWriter, c *call) {
	body, err := s.answer(c)
	s.applyLookedUp(c)
	if err != nil {
		s.refuse(w, c, err)
		return
	}
	s.stats.succeeded(c.op)
	write(w, c.op.Success(), c.seal(w.Header(), body))
}

// answer takes a request to its handler.
func (s *Sandbox) answer(c *call) ([]byte, error) {
	handle, ok := c.service.handlers[c.op.ID]
	if !ok {
		return example(c.op)
	}
	payload, err := s.handle(c, handle)
	if err != nil {
		return nil, err
	}
	return encode(c.op, payload)
}

// handle lets the platform do what is due and then what is asked for, one request at a time.
func (s *Sandbox) handle(c *call, handle handler) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.now = s.clock.now() // read under the lock, so that what the platform does is in the order of its dates
	c.link = s.signer.links(c.request, c.now)
	if err := s.settle(c.now); err != nil {
		return nil, err
	}
	defer s.announce()
	var err error
	if c.acting, err = s.platform.Acting(c.scope()); err != nil {
		return nil, err
	}
	return handle(c)
}
