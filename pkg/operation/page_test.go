package operation_test

import (
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
)

func TestPageOf(t *testing.T) {
	for _, test := range []struct {
		name, body string
		want       operation.Page[thing]
	}{
		{"numbers", `{"data":[{"id":"a"}],"pagination":{"page":2,"totalPages":3,"totalEntries":201,"perPage":100}}`,
			operation.Page[thing]{Items: []thing{{ID: "a"}}, Number: 2, Pages: 3, Total: 201}},
		{"numbers first", `{"pagination":{"page":2,"totalPages":3},"data":[{"id":"a"}]}`,
			operation.Page[thing]{Items: []thing{{ID: "a"}}, Number: 2, Pages: 3}},
		{"numeric strings", `{"data":[],"pagination":{"page":"2","totalPages":"3","totalEntries":"201"}}`,
			operation.Page[thing]{Items: []thing{}, Number: 2, Pages: 3, Total: 201}},
		{"no pagination", `{"data":[{"id":"a"}]}`, operation.Page[thing]{Items: []thing{{ID: "a"}}}},
		{"bare list", `[{"id":"a"}]`, operation.Page[thing]{Items: []thing{{ID: "a"}}}},
		{"null everywhere", `{"data":null,"pagination":null}`, operation.Page[thing]{}},
		{"no numbers", `{"data":null,"pagination":{"page":null,"totalPages":"all","totalEntries":1.5}}`, operation.Page[thing]{}},
		{"negative numbers", `{"data":null,"pagination":{"page":-1,"totalPages":-1,"totalEntries":"-1"}}`, operation.Page[thing]{}},
		{"pagination is a list", `{"data":[],"pagination":[1]}`, operation.Page[thing]{Items: []thing{}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := operation.PageOf[thing](t.Context(), answering(200, test.body), &findThings, new(operation.Input))
			require.NoError(t, err)
			require.Equal(t, &test.want, got)
		})
	}
	got, err := operation.PageOf[thing](t.Context(), answering(200, `{"data":[],"pages":4}`), &listThings, new(operation.Input))
	require.NoError(t, err)
	require.Equal(t, &operation.Page[thing]{Items: []thing{}, Pages: 4}, got, "numbers beside the payload")

	none, err := operation.PageOf[thing](t.Context(), answering(200, `{"pagination":{"page":1}}`), &findThings, new(operation.Input))
	require.Nil(t, none)
	require.ErrorIs(t, err, apierror.ErrAmbiguous)
	none, err = operation.PageOf[thing](t.Context(), unreachable(t), &findThings, new(operation.Input).Path("a", ""))
	require.Nil(t, none)
	notSent(t, err)
}

// find is a request for a listing.
type find struct {
	Status     []string `json:"status"`
	Pagination struct {
		Page int    `json:"page,omitzero"`
		Sort string `json:"sort,omitzero"`
	} `json:"pagination,omitzero"`
}

// library is a platform with pages 1 to n, of two things each.
type library struct {
	pages   int
	answer  func(page int) string // in place of the pages
	asked   []int                 // page numbers in the requests
	queries []string
	bodies  []find
}

func (l *library) caller() *operation.Caller {
	return through(func(req *http.Request) (*http.Response, error) {
		var body find
		if text, _ := io.ReadAll(req.Body); len(text) > 0 {
			if err := json.Unmarshal(text, &body); err != nil {
				return nil, err
			}
		}
		page := body.Pagination.Page
		_, _ = fmt.Sscan(req.URL.Query().Get("pagination[page]"), &page)
		l.asked, l.bodies, l.queries = append(l.asked, page), append(l.bodies, body), append(l.queries, req.URL.RawQuery)
		if l.answer != nil {
			return answer(200, l.answer(page)), nil
		}
		return answer(200, fmt.Sprintf(`{"data":%s,"pagination":{"page":%d,"totalPages":%d},"pages":%[3]d}`, things(page), page, l.pages)), nil
	})
}

// things is the payload of a page.
func things(page int) string { return fmt.Sprintf(`[{"id":"%da"},{"id":"%[1]db"}]`, page) }

// collect runs an iterator to its end.
func collect(t *testing.T, all iter.Seq2[thing, error]) (ids []string) {
	t.Helper()
	for item, err := range all {
		require.NoError(t, err)
		ids = append(ids, item.ID)
	}
	return ids
}

func TestAll(t *testing.T) {
	l := &library{pages: 3}
	all := operation.All[thing](t.Context(), l.caller(), &findThings, new(operation.Input).Body(find{}))
	require.Empty(t, l.asked, "nothing is sent before the first step")

	require.Equal(t, []string{"1a", "1b", "2a", "2b", "3a", "3b"}, collect(t, all))
	require.Equal(t, []int{1, 2, 3}, l.asked)
	require.Equal(t, []string{"1a", "1b", "2a", "2b", "3a", "3b"}, collect(t, all), "it can be used more than once")
	require.Equal(t, []int{1, 2, 3, 1, 2, 3}, l.asked)
}

func TestAllStopsOnBreak(t *testing.T) {
	l := &library{pages: 3}
	var ids []string
	for item, err := range operation.All[thing](t.Context(), l.caller(), &findThings, new(operation.Input)) {
		require.NoError(t, err)
		if ids = append(ids, item.ID); len(ids) == 3 {
			break
		}
	}
	require.Equal(t, []string{"1a", "1b", "2a"}, ids)
	require.Equal(t, []int{1, 2}, l.asked, "no page more than needed")
}

func TestAllCopiesTheRequest(t *testing.T) {
	l := &library{pages: 2}
	request := find{Status: []string{"open"}}
	request.Pagination.Sort = "id"
	all := operation.All[thing](t.Context(), l.caller(), &findThings, new(operation.Input).Body(&request))
	request.Status[0], request.Pagination.Sort, request.Pagination.Page = "closed", "name", 7

	require.Len(t, collect(t, all), 4)
	require.Equal(t, []int{1, 2}, l.asked)
	for _, body := range l.bodies {
		require.Equal(t, []string{"open"}, body.Status)
		require.Equal(t, "id", body.Pagination.Sort, "what stands beside the number is kept")
	}
}

func TestAllStartsAtThePageAskedFor(t *testing.T) {
	var request find
	request.Pagination.Page = 2
	for name, in := range map[string]*operation.Input{
		"number": new(operation.Input).Body(request),
		"text":   new(operation.Input).Body(map[string]any{"pagination": map[string]string{"page": "2"}}),
	} {
		t.Run(name, func(t *testing.T) {
			l := &library{pages: 3}
			require.Equal(t, []string{"2a", "2b", "3a", "3b"}, collect(t, operation.All[thing](t.Context(), l.caller(), &findThings, in)))
		})
	}
	for name, in := range map[string]*operation.Input{
		"no body":  new(operation.Input),
		"null":     new(operation.Input).Body((*find)(nil)),
		"page 0":   new(operation.Input).Body(map[string]any{"pagination": map[string]int{"page": 0}}),
		"negative": new(operation.Input).Body(map[string]any{"pagination": map[string]int{"page": -3}}),
	} {
		t.Run(name, func(t *testing.T) {
			l := &library{pages: 1}
			require.Equal(t, []string{"1a", "1b"}, collect(t, operation.All[thing](t.Context(), l.caller(), &findThings, in)))
			require.Equal(t, []int{1}, l.asked)
		})
	}
}

func TestAllInTheQuery(t *testing.T) {
	l := &library{pages: 3}
	in := new(operation.Input).
		Query("status", []string{"open", "a&b"}, "form", true).
		Query("pagination", map[string]int{"page": 2, "size": 50}, "deepObject", true)
	require.Equal(t, []string{"2a", "2b", "3a", "3b"}, collect(t, operation.All[thing](t.Context(), l.caller(), &listThings, in)))
	require.Equal(t, []string{
		"pagination%5Bpage%5D=2&pagination%5Bsize%5D=50&status=open&status=a%26b",
		"pagination%5Bpage%5D=3&pagination%5Bsize%5D=50&status=open&status=a%26b",
	}, l.queries)

	l = &library{pages: 2}
	require.Len(t, collect(t, operation.All[thing](t.Context(), l.caller(), &listThings, new(operation.Input))), 4)
	require.Equal(t, []string{"pagination%5Bpage%5D=1", "pagination%5Bpage%5D=2"}, l.queries)
}

func TestAllWithoutANumberOfPages(t *testing.T) {
	for _, test := range []struct {
		name   string
		answer func(page int) string
		asked  []int
	}{
		{"ends with an empty page", func(page int) string {
			if page > 2 {
				return `{"data":[]}`
			}
			return `{"data":` + things(page) + `}`
		}, []int{1, 2, 3}},
		{"ends with null", func(page int) string {
			if page > 2 {
				return `{"data":null}`
			}
			return `{"data":` + things(page) + `}`
		}, []int{1, 2, 3}},
		{"ends with the last page again", func(page int) string {
			return fmt.Sprintf(`{"requestId":%d,"data":%s}`, page, things(min(page, 2)))
		}, []int{1, 2, 3}},
		{"bare lists", func(page int) string { return things(min(page, 2)) }, []int{1, 2, 3}},
		{"number of pages is negative", func(page int) string {
			return fmt.Sprintf(`{"data":%s,"pagination":{"page":%d,"totalPages":-1}}`, things(min(page, 2)), page)
		}, []int{1, 2, 3}},
		{"an empty page before the last", func(page int) string {
			if page == 3 {
				return `{"data":[],"pagination":{"totalPages":5}}`
			}
			return fmt.Sprintf(`{"data":%s,"pagination":{"totalPages":5}}`, things(page))
		}, []int{1, 2, 3}},
	} {
		t.Run(test.name, func(t *testing.T) {
			l := &library{answer: test.answer}
			require.Equal(t, []string{"1a", "1b", "2a", "2b"}, collect(t, operation.All[thing](t.Context(), l.caller(), &findThings, new(operation.Input))))
			require.Equal(t, test.asked, l.asked)
		})
	}
}

// A platform that does not look at the page number would otherwise be listed as many times as it has pages.
func TestAllRefusesAnotherPageThanItAskedFor(t *testing.T) {
	l := &library{answer: func(int) string {
		return fmt.Sprintf(`{"data":%s,"pagination":{"page":1,"totalPages":3}}`, things(1))
	}}
	var ids []string
	var failed error
	for item, err := range operation.All[thing](t.Context(), l.caller(), &findThings, new(operation.Input)) {
		if failed = err; err == nil {
			ids = append(ids, item.ID)
		}
	}
	require.Equal(t, []string{"1a", "1b"}, ids)
	require.ErrorContains(t, failed, "asked for page 2, the platform answered with page 1")
}

func TestAllEndsWithTheFirstError(t *testing.T) {
	l := &library{answer: func(page int) string {
		if page == 2 {
			return `{"data":`
		}
		return `{"data":` + things(page) + `}`
	}}
	var ids []string
	var errs []error
	for item, err := range operation.All[thing](t.Context(), l.caller(), &findThings, new(operation.Input)) {
		if err != nil {
			require.Zero(t, item)
			errs = append(errs, err)
			continue // who goes on all the same gets nothing more
		}
		ids = append(ids, item.ID)
	}
	require.Equal(t, []string{"1a", "1b"}, ids)
	require.Equal(t, []int{1, 2}, l.asked)
	require.Len(t, errs, 1)
	require.ErrorIs(t, errs[0], apierror.ErrAmbiguous)
}

func TestAllRefused(t *testing.T) {
	for name, in := range map[string]*operation.Input{
		"path":                        new(operation.Input).Path("thingId", ".."),
		"body that no page fits into": new(operation.Input).Body([]int{1}),
		"page that is no object":      new(operation.Input).Body(map[string]any{"pagination": 7}),
	} {
		t.Run(name, func(t *testing.T) {
			all := operation.All[thing](t.Context(), unreachable(t), &findThings, in)
			for range 2 {
				steps := 0
				for _, err := range all {
					steps++
					require.ErrorIs(t, notSent(t, err), apierror.ErrValidation)
				}
				require.Equal(t, 1, steps)
			}
		})
	}
}

func TestAllWithOptions(t *testing.T) {
	var raw operation.RawResponse
	p := serve(t, func(w http.ResponseWriter, r *http.Request) {
		var body find
		_ = json.NewDecoder(r.Body).Decode(&body)
		reply(fmt.Sprintf(`{"data":%s,"pagination":{"totalPages":2}}`, things(body.Pagination.Page)))(w, r)
	})
	all := operation.All[thing](t.Context(), p.Caller, &findThings, new(operation.Input).Body(find{}),
		operation.WithHeader("X-One", "1"), operation.WithBodyField("new", true), operation.WithRawResponse(&raw))
	steps := 0
	for item, err := range all {
		require.NoError(t, err)
		require.Contains(t, string(raw.Body), item.ID, "the newest page")
		steps++
	}
	require.Equal(t, 4, steps)
	require.Len(t, p.received(), 2)
	for i, got := range p.received() {
		require.Equal(t, "1", got.Header.Get("X-One"))
		require.JSONEq(t, fmt.Sprintf(`{"status":null,"pagination":{"page":%d},"new":true}`, i+1), got.Body)
	}
}
