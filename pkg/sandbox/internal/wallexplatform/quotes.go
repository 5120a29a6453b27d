package wallexplatform

import (
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/uuid"
)

// quotes keeps quotes until they are used or have expired. A quote that is gone is not told from one that never was.
type quotes[Q any] struct {
	byID  map[string]quoted[Q]
	order []string // ids by age, and so by expiry
}

type quoted[Q any] struct {
	scope   Scope
	expires time.Time
	quote   Q
}

// add keeps a quote and returns its id and until when it stands.
func (q *quotes[Q]) add(call Call, lifetime time.Duration, quote Q) (id string, expires time.Time) {
	if q.byID == nil {
		q.byID = map[string]quoted[Q]{}
	}
	for len(q.order) > 0 && !call.Now.Before(q.byID[q.order[0]].expires) {
		delete(q.byID, q.order[0])
		q.order = q.order[1:]
	}
	id, expires = uuid.New(), call.Now.Add(lifetime)
	q.byID[id] = quoted[Q]{call.Scope, expires, quote}
	q.order = append(q.order, id)
	return id, expires
}

// find returns a quote that can be used.
func (q *quotes[Q]) find(call Call, id string) (Q, bool) {
	found, ok := q.byID[id]
	if !ok || found.scope != call.Scope || !call.Now.Before(found.expires) {
		var none Q
		return none, false
	}
	return found.quote, true
}

// use makes sure that a quote is not used again.
func (q *quotes[Q]) use(id string) { delete(q.byID, id) }
