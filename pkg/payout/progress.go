package payout

// The statuses that mean something here.
const (
	awaitingFunds = "awaiting_funds"
	completed     = "completed"
	rejected      = "rejected"
	failed        = "failed"
)

// ranks are the statuses of a payment in their order, as the documentation and others describe it. Final ones come last
// and do not follow each other.
var ranks = map[string]int{
	awaitingFunds: 1, "under_review": 2, "processing": 3, "in_transit": 4, completed: final, rejected: final, failed: final,
}

const final = 5

// Progress is how far a payment or a conversion has come, as told by notifications and answers that may be late, doubled
// or out of order. The zero value knows nothing yet. It is not safe for concurrent use.
type Progress struct {
	status string
	rank   int // of the latest known status
}

// Advance takes notice of a status and reports whether it is news. A final status stays for good; a known status does not
// follow itself or a later one. An unknown status is not final: it follows any other that is not.
func (p *Progress) Advance(status string) bool {
	rank := ranks[status]
	if status == "" || status == p.status || p.rank == final || rank != 0 && rank <= p.rank {
		return false
	}
	p.status, p.rank = status, max(p.rank, rank)
	return true
}

// Status returns the newest status, "" where none is known.
func (p Progress) Status() string { return p.status }

// funded reports whether it has left the status of awaiting funds.
func (p Progress) funded() bool { return p.rank > 1 || p.rank == 1 && p.status != awaitingFunds }

// Final reports whether the status is the last one.
func (p Progress) Final() bool { return p.rank == final }
