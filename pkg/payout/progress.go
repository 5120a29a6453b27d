package payout

const awaitingFunds = "awaiting_funds"

// ranks are the statuses on the way, in their order, as the documentation and others describe it. That of the card
// platform is PENDING.
var ranks = map[string]int{awaitingFunds: 1, "under_review": 2, "processing": 3, "PENDING": 3, "in_transit": 4}

// ends are the final statuses: those of Wallex, then those of the card platform, of which only notifications have the
// last one.
var ends = map[string]Outcome{
	"completed": Completed, "rejected": Rejected, "failed": Failed,
	"SUCCESS": Completed, "FAILED": Failed, "REVERSED": Failed,
}

// Progress is how far a payment, a conversion or a transfer has come, as told by notifications and answers that may be
// late, doubled or out of order. The zero value knows nothing yet. It is not safe for concurrent use.
type Progress struct {
	status string
	rank   int // of the latest known status
}

// Advance takes notice of a status and reports whether it is news. A final status stays for good; a known status does not
// follow itself or a later one. An unknown status is not final: it follows any other that is not.
func (p *Progress) Advance(status string) bool {
	rank := ranks[status]
	if status == "" || status == p.status || p.Final() || rank != 0 && rank <= p.rank {
		return false
	}
	p.status, p.rank = status, max(p.rank, rank)
	return true
}

// Status returns the newest status, "" where none is known.
func (p Progress) Status() string { return p.status }

// funded reports whether it has left the status of awaiting funds.
func (p Progress) funded() bool {
	return p.Final() || p.rank > 1 || p.rank == 1 && p.status != awaitingFunds
}

// Final reports whether the status is the last one.
func (p Progress) Final() bool { return ends[p.status] != "" }
