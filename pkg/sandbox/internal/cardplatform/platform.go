// Package issuing is the card platform in memory: what its operations do, without HTTP. There is a method for each
// operation, named after it.
//
// Nothing runs in the background. Settle does what has become due since it was last called, each thing dated when it
// was due, so that whoever looks afterwards cannot tell the difference.
package issuing

import (
	"net/url"
	"strconv"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/agenda"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/outbox"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/ledger"
	"github.com/wallex-sdk/wallex-go/pkg/timestamp"
)

// Config is what can be chosen about a platform.
type Config struct {
	Opening    map[string]decimal.Decimal // what a new account holds, by currency, in major units
	Settlement time.Duration              // how long a verification, the issuance of a virtual card and a transfer take
}

// Platform holds everything. It is not safe for concurrent use.
type Platform struct {
	Config
	agenda.Agenda
	outbox.Outbox
	book         *ledger.Ledger
	lastID       int
	agent        *user // the caller itself, whom all other users belong to
	users        shelf[*user]
	accounts     shelf[*account]
	cards        shelf[*card]
	contacts     shelf[*contact]
	transactions shelf[*transaction]
	merchants    map[string]int // ids by name
}

// New returns a platform without any users but the caller.
func New(config Config) *Platform {
	p := &Platform{Config: config, book: ledger.New(), lastID: 10_000, merchants: map[string]int{}}
	p.agent = p.addUser(user{kind: "AGENT", firstName: "Sandbox", lastName: "Agent", email: "agent@example.com", status: "ACTIVE"})
	return p
}

// Books returns a copy of the platform's books, in major units.
func (p *Platform) Books() ledger.Books { return p.book.Books() }

// newID returns an id that nothing else has, of whatever kind: a client that mixes ids up is told so.
func (p *Platform) newID() int {
	p.lastID++
	return p.lastID
}

// Call is what a request carries besides its body.
type Call struct {
	Now   time.Time
	Path  map[string]string // values of the path's parameters
	Query url.Values
}

// id returns an id in the path, 0 where it is longer than any.
func (c Call) id(name string) int { return number(c.Path[name]) }

// number reads an id that came as a text, 0 where it is none.
func number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return n
}

// instant is a point in time as the platform writes it: in UTC, with milliseconds and its offset in digits.
func instant(t time.Time) timestamp.Timestamp {
	return timestamp.Parse(t.UTC().Format("2006-01-02T15:04:05.000-07:00"))
}
