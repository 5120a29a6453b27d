package issuing

import (
	"cmp"

	"github.com/wallex-sdk/wallex-go/gen/cardplatformcommon"
)

// perPage is how many entries a full page holds where the request does not say: as in the documented example. The
// source tells neither a default nor a maximum.
const perPage = 20

// Page is one page of a listing, with its place in it.
type Page[T any] struct {
	Data       []T                           `json:"data"`
	Pagination cardplatformcommon.Pagination `json:"pagination"`
}

// paginate cuts the wanted page out of a listing, newest first, and shows its entries.
func paginate[T, V any](call Call, all []T, show func(T) V) Page[V] {
	current, size := max(number(call.Query.Get("page")), 1), cmp.Or(number(call.Query.Get("perPage")), perPage)
	page := Page[V]{Data: []V{}, Pagination: cardplatformcommon.Pagination{
		CurrentPage: current,
		PerPage:     size,
		TotalPages:  len(all) / size,
		TotalCount:  len(all),
		Sort:        "id: DESC",
	}}
	if len(all)%size > 0 {
		page.Pagination.TotalPages++
	}
	if current <= page.Pagination.TotalPages { // a page after the last one is empty
		rest := all[(current-1)*size:]
		for _, thing := range rest[:min(size, len(rest))] {
			page.Data = append(page.Data, show(thing))
		}
	}
	return page
}
