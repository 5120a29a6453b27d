package operation

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/url"
	"strings"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
)

// Page is one page of a listing.
type Page[T any] struct {
	Items  []T
	Number int // number of this page, from 1; 0 where the answer does not say
	Pages  int // how many pages there are; 0 where the answer does not say
	Total  int // how many entries all pages have; 0 where the answer does not say
}

// PageOf calls a listing and returns the page that the request asks for.
func PageOf[T any](ctx context.Context, c *Caller, op *Operation, in *Input, options ...Option) (*Page[T], error) {
	s := apply(options)
	m, refused := in.encode(c, op, s.bodyFields)
	if refused != nil {
		return nil, c.refuse(ctx, op, refused)
	}
	page, _, err := fetch[T](ctx, c, op, m, s)
	return page, err
}

// All returns an iterator over the entries of all pages of a listing, beginning with the page that the request asks
// for, or the first. It sends nothing before its first step and then one request for each page. It keeps its own
// copy of the request. The first error ends it. It can be used more than once.
func All[T any](ctx context.Context, c *Caller, op *Operation, in *Input, options ...Option) iter.Seq2[T, error] {
	s := apply(options)
	first, refused := in.encode(c, op, s.bodyFields)
	return func(yield func(T, error) bool) {
		var none T
		if refused != nil {
			copied := *refused // the iterator can be used more than once
			yield(none, c.refuse(ctx, op, &copied))
			return
		}
		var previous []byte
		byOffset := op.Pagination.Style == ByOffset
		for number := first.page(op.Pagination); ; {
			m, err := first.turn(op.Pagination, number)
			if err != nil {
				yield(none, c.refuse(ctx, op, &apierror.Error{Outcome: apierror.NotSent, Kind: apierror.ErrValidation, Err: err}))
				return
			}
			page, answer, err := fetch[T](ctx, c, op, m, s)
			if err != nil {
				yield(none, err)
				return
			}
			if !byOffset && page.Pages > 0 && page.Number > 0 && page.Number != number {
				yield(none, c.refuse(ctx, op, &apierror.Error{
					Outcome: apierror.Rejected,
					Message: fmt.Sprintf("asked for page %d, the platform answered with page %d", number, page.Number),
				}))
				return
			}
			// Without a number of pages, the end is an empty page, or the last one again. The rest of the envelope may
			// differ: it can hold the id of the request.
			if page.Pages == 0 {
				var payload json.RawMessage
				if err := decode(op, answer, &payload, nil); err != nil || bytes.Equal(payload, previous) {
					return
				}
				previous = payload
			}
			for _, item := range page.Items {
				if !yield(item, nil) {
					return
				}
			}
			if len(page.Items) == 0 || page.Pages > 0 && number >= page.Pages {
				return
			}
			if !byOffset {
				number++
			} else if number += len(page.Items); page.Total > 0 && number >= page.Total {
				return
			}
		}
	}
}

// fetch returns one page and the answer it was read from.
func fetch[T any](ctx context.Context, c *Caller, op *Operation, m message, s settings) (*Page[T], []byte, error) {
	var raw RawResponse
	if s.raw == nil {
		s.raw = &raw
	}
	page, pages := new(Page[T]), json.RawMessage(nil)
	if err := c.exchange(ctx, op, m, s, &page.Items, &pages); err != nil {
		return nil, nil, err
	}
	page.Number = number(pages, op.Pagination.Page)
	page.Pages = number(pages, op.Pagination.Pages)
	page.Total = number(pages, op.Pagination.Total)
	return page, s.raw.Body, nil
}

// pageProperty returns the property of the envelope that holds the numbers of the page, "" where there is none.
func (o *Operation) pageProperty() string {
	if o.Pagination != nil {
		for _, path := range [][]string{o.Pagination.Page, o.Pagination.Pages, o.Pagination.Total} {
			if len(path) > 0 {
				return path[0]
			}
		}
	}
	return ""
}

// number reads a whole number, as such or as a string, at a path of property names, of which the first is that of
// pages itself; 0 where there is none.
func number(pages json.RawMessage, path []string) int {
	if len(path) == 0 {
		return 0
	}
	for _, name := range path[1:] {
		var object map[string]json.RawMessage
		if json.Unmarshal(pages, &object) != nil {
			return 0
		}
		pages = object[name]
	}
	var n int
	_ = json.Unmarshal(bytes.Trim(pages, `"`), &n) // anything but a number counts as absent
	return max(n, 0)
}

// page returns the number of the page that a message asks for, or its offset.
func (m message) page(p *Pagination) int {
	var text string
	if p.In == "query" {
		if parsed, err := url.Parse(m.url); err == nil {
			text = parsed.Query().Get(queryName(p))
		}
	} else {
		value := json.RawMessage(m.body)
		for _, name := range p.Request {
			var object map[string]json.RawMessage
			_ = json.Unmarshal(value, &object)
			value = object[name]
		}
		text = string(bytes.Trim(value, `"`))
	}
	var n int
	_, _ = fmt.Sscan(text, &n)
	if p.Style == ByOffset {
		return max(n, 0)
	}
	return max(n, 1)
}

// turn returns the message that asks for another page.
func (m message) turn(p *Pagination, number int) (message, error) {
	if p.In == "query" {
		parsed, err := url.Parse(m.url)
		if err != nil {
			return m, err
		}
		query := parsed.Query()
		query.Set(queryName(p), fmt.Sprint(number))
		parsed.RawQuery = query.Encode()
		m.url = parsed.String()
		return m, nil
	}
	var err error
	m.body, err = set(m.body, p.Request, number)
	return m, err
}

// queryName writes a path of names as the deepObject style does: pagination[page].
func queryName(p *Pagination) string {
	name := p.Request[0]
	for _, part := range p.Request[1:] {
		name += "[" + part + "]"
	}
	return name
}

// set writes a number at a path of property names of a JSON object and keeps everything else as it is.
func set(data []byte, path []string, number int) ([]byte, error) {
	if len(path) == 0 {
		return fmt.Append(nil, number), nil
	}
	object := map[string]json.RawMessage{}
	if text := strings.TrimSpace(string(data)); text != "" && text != "null" {
		if err := json.Unmarshal(data, &object); err != nil {
			return nil, err
		}
	}
	inner, err := set(object[path[0]], path[1:], number)
	if err != nil {
		return nil, err
	}
	object[path[0]] = inner
	return json.Marshal(object)
}
