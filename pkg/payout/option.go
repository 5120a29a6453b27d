package payout

import (
	"math"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/decimal"
)

// Option changes a [Payer] or a [CardPayer].
type Option func(*settings)

type settings struct {
	firstPause, longestPause time.Duration
	settle                   time.Duration
	follow                   time.Duration
	tolerance                decimal.Decimal
	journal                  Journal
}

func configure(options []Option) settings {
	s := settings{
		firstPause: time.Second, longestPause: 30 * time.Second,
		settle:  30 * time.Second,
		follow:  math.MaxInt64,
		journal: nobody{},
	}
	for _, option := range options {
		option(&s)
	}
	return s
}

// WithPauses sets how long to wait between two looks at the same thing and after a temporary failure: first at the
// beginning, and twice as long after each further one, up to longest. The wait itself is a random part of the upper half
// of that, so that many payers do not ask at the same moment; a Retry-After of the platform is waited for in full. They
// are a second and 30 seconds unless set.
func WithPauses(first, longest time.Duration) Option {
	return func(s *settings) { s.firstPause, s.longestPause = max(first, 1), max(first, longest, 1) }
}

// WithSettle sets how long the effect of a request whose answer was lost may take to show, before the request is sent
// again. It is 30 seconds unless set. It decides how many requests are sent, and never whether something is paid twice.
func WithSettle(d time.Duration) Option { return func(s *settings) { s.settle = d } }

// WithFollow sets how long something that was funded is followed; after that, its outcome is [Pending]. With 0 it is not
// followed at all. Without this option it is followed until the context ends.
func WithFollow(d time.Duration) Option { return func(s *settings) { s.follow = d } }

// WithTolerance sets by which part of the agreed price a later quote may be worse: 0.01 stands for one percent. It is 0
// unless set; a better price is always taken. See [Price].
func WithTolerance(part decimal.Decimal) Option { return func(s *settings) { s.tolerance = part } }

// WithJournal lets a journal follow every step.
func WithJournal(journal Journal) Option { return func(s *settings) { s.journal = journal } }
