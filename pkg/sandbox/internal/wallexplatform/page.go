package wallexplatform

import (
	"strconv"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/wallexcommon"
)

// perPage is how many entries a full page holds.
const perPage = 100

// Page is one page of a listing, with its place in it.
type Page[T any] struct {
	Data       []T                     `json:"data"`
	Pagination wallexcommon.Pagination `json:"pagination"`
}

// page reads which page is wanted from the query, of listings that have it there.
func (c Call) page() wallexcommon.PageRequest {
	number, _ := strconv.Atoi(c.Query.Get("pagination[page]")) // it is valid, or absent
	return wallexcommon.PageRequest{Page: number}
}

// paginate cuts the wanted page out of a listing and shows its entries.
func paginate[T, V any](all []T, wanted wallexcommon.PageRequest, show func(T) V) Page[V] {
	number, pages := max(wanted.Page, 1), (len(all)+perPage-1)/perPage
	page := Page[V]{Data: []V{}}
	if number <= pages { // a page after the last one is empty
		first := (number - 1) * perPage
		for _, thing := range all[first:min(first+perPage, len(all))] {
			page.Data = append(page.Data, show(thing))
		}
	}
	page.Pagination = wallexcommon.Pagination{
		ItemCount:    len(page.Data),
		Page:         number,
		PerPage:      perPage,
		Search:       []any{}, // empty in every example, filters or not
		TotalEntries: len(all),
		TotalPages:   pages,
	}
	return page
}

// period is the time filter of the listings: from start on, and before end. Both are optional.
type period struct{ start, end wallexcommon.Timestamp }

// covers compares the time as the platform shows it, so that a filter built from an answer finds what it came from.
func (p period) covers(t time.Time) bool {
	t = t.Truncate(time.Second)
	start, end := p.start.Time(), p.end.Time()
	return !t.Before(start) && (end.IsZero() || t.Before(end))
}
