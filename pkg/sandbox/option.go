package sandbox

import (
	"fmt"
	"net/http"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/cardplatform/envelope"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	issuing "github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/cardplatform"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/wallexplatform"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

// Option changes how a sandbox behaves.
type Option func(*config)

type config struct {
	files             *spec.Files
	clock             func() time.Time
	perSecond, perDay int
	tokenLifetime     time.Duration
	platform          wallexplatform.Config
	webhook           wallexplatform.Webhook
	cardOpening       map[string]decimal.Decimal
	cardWebhook       receiver
	redelivery        time.Duration
	cardFormat        envelope.Format
	faults            []Fault
	seed              uint64
}

func defaults() config {
	return config{
		files:         spec.Embedded,
		clock:         time.Now,
		perSecond:     5,       // documented
		perDay:        432_000, // documented
		tokenLifetime: 8 * time.Hour,
		redelivery:    time.Second,
		cardOpening: map[string]decimal.Decimal{
			"AED": decimal.FromInt(10_000),
			"EUR": decimal.FromInt(10_000),
			"USD": decimal.FromInt(10_000),
		},
		platform: wallexplatform.Config{
			Settlement:    2 * time.Second,
			QuoteLifetime: time.Minute,
			Opening: map[string]decimal.Decimal{
				"AUD": decimal.FromInt(100_000),
				"EUR": decimal.FromInt(100_000),
				"GBP": decimal.FromInt(100_000),
				"HKD": decimal.FromInt(500_000),
				"IDR": decimal.FromInt(1_000_000_000),
				"JPY": decimal.FromInt(10_000_000),
				"SGD": decimal.FromInt(100_000),
				"USD": decimal.FromInt(100_000),
			},
		},
	}
}

// WithClock replaces the real time under the sandbox's clock. [Sandbox.Advance] goes on top of it.
func WithClock(now func() time.Time) Option { return func(c *config) { c.clock = now } }

// WithRateLimit sets how many requests are answered in any second and in any 24 hours: 5 and 432,000 unless it is
// given, as documented. 0 stands for any number.
func WithRateLimit(perSecond, perDay int) Option {
	return func(c *config) { c.perSecond, c.perDay = perSecond, perDay }
}

// maxOpening bounds opening balances, so that no sum gets too long for a decimal.
var maxOpening = decimal.FromInt(1_000_000_000_000_000)

// WithBalance sets what every wallet holds of a currency when it is first used. Without it, that is a sensible amount
// of AUD, EUR, GBP, HKD, IDR, JPY, SGD and USD, and nothing of others. It panics if the platform does not support the
// currency, or if the amount is negative, above 10^15, or has more decimal places than the currency.
func WithBalance(currency string, amount decimal.Decimal) Option {
	places, ok := wallexplatform.DecimalPlaces(currency)
	if !ok || amount.Sign() < 0 || amount.Cmp(maxOpening) > 0 || amount.Scale() > places {
		panic(fmt.Sprintf("sandbox.WithBalance: no wallet can hold %s %s", amount, currency))
	}
	return func(c *config) { c.platform.Opening[currency] = amount }
}

// WithSettlement sets how long a funded payment is processing, how long accounts for collections, requests for virtual
// accounts and money that comes in are pending, and how long the screening of a user is under way, as well as top-ups,
// withdrawals and verifications of Wallet Engine: 2 seconds unless it is given.
func WithSettlement(d time.Duration) Option { return func(c *config) { c.platform.Settlement = d } }

// WithQuoteLifetime sets how long a quote stands: a minute unless it is given.
func WithQuoteLifetime(d time.Duration) Option {
	return func(c *config) { c.platform.QuoteLifetime = d }
}

// WithTokenLifetime sets how long a token lives after its login: 8 hours unless it is given, as documented.
func WithTokenLifetime(d time.Duration) Option { return func(c *config) { c.tokenLifetime = d } }

// WithWebhook sends the notifications of Wallex to a URL, with headers, from the beginning. The operation that updates
// the webhook settings changes that.
func WithWebhook(url string, header http.Header) Option {
	return func(c *config) { c.webhook = wallexplatform.Webhook{URL: url, Header: header.Clone()} }
}

// WithCardBalance sets what every account of the card platform holds of a currency when it is opened, in major units:
// 10,000 unless it is given. It panics if the platform has no accounts in the currency, or if the amount is negative,
// above 10^12, or has more than two decimal places.
func WithCardBalance(currency string, amount decimal.Decimal) Option {
	if !issuing.CanHold(currency, amount) {
		panic(fmt.Sprintf("sandbox.WithCardBalance: no account can hold %s %s", amount, currency))
	}
	return func(c *config) { c.cardOpening[currency] = amount }
}

// WithCardWebhook sends the notifications of the card platform, of the status of cards and of transfers, to a URL, with
// headers. There is no operation to set it.
func WithCardWebhook(url string, header http.Header) Option {
	return func(c *config) { c.cardWebhook = receiver{url, header.Clone(), cardRedeliveries} }
}

// WithRedelivery sets how long the sandbox waits before it sends a notification again that was not answered with 200:
// once that long, then twice, then four times. It is a second unless set; what it is on the platform is not known.
func WithRedelivery(first time.Duration) Option { return func(c *config) { c.redelivery = first } }

// WithCardFormat sets what the documentation of the card platform leaves open about its encryption, to test a client
// that expects something else than the defaults.
func WithCardFormat(format envelope.Format) Option { return func(c *config) { c.cardFormat = format } }
