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
	m, refused := in.encode(c.BaseURL, op, s.bodyFields)
	if refused != nil {
		return nil, (&Call{Operation: op}).Fail(refused)
	}
	page, _, err := fetch[T](ctx, c, op, m, s)
	return page, err
}

// All returns an iterator over the entries of all pages of a listing, beginning with the page that the request asks
// for, or the first. It sends nothing before its first step and then one request for each page. It keeps its own
// copy of the request. The first error ends it. It can be used more than once.
func All[T any](ctx context.Context, c *Caller, op *Operation, in *Input, options ...Option) iter.Seq2[T, error] {
	s := apply(options)
	first, refused := in.encode(c.BaseURL, op, s.bodyFields)
	return func(yield func(T, error) bool) {
		var none T
		if refused != nil {
			yield(none, (&Call{Operation: op}).Fail(refused))
			return
		}
		var previous []byte
		for number := first.page(op.Pagination); ; number++ {
			m, err := first.turn(op.Pagination, number)
			if err != nil {
				yield(none, (&Call{Operation: op}).Refuse(apierror.ErrValidation, err))
				return
			}
			page, answer, err := fetch[T](ctx, c, op, m, s)
			if err != nil {
				yield(none, err)
				return
			}
			// Without a number of pages, the end is an empty page, or the last one again.
			if page.Pages == 0 && bytes.Equal(answer, previous) {
				return
			}
			for _, item := range page.Items {
				if !yield(item, nil) {
					return
				}
			}
			if len(page.Items) == 0 || page.Pages > 0 && number >= page.Pages {
				return
			}
			previous = answer
		}
	}
}

// fetch returns one page, and the payload it was read from where the answer does not say how many pages there are.
func fetch[T any](ctx context.Context, c *Caller, op *Operation, m message, s settings) (*Page[T], []byte, error) {
	var raw RawResponse
	if s.raw == nil {
		s.raw = &raw
	}
	page, rest := new(Page[T]), map[string]*json.RawMessage{}
	for _, path := range [][]string{op.Pagination.Page, op.Pagination.Pages, op.Pagination.Total} {
		if len(path) > 0 {
			rest[path[0]] = new(json.RawMessage)
		}
	}
	if err := c.exchange(ctx, op, m, s, &page.Items, rest); err != nil {
		return nil, nil, err
	}
	page.Number = number(rest, op.Pagination.Page)
	page.Pages = number(rest, op.Pagination.Pages)
	page.Total = number(rest, op.Pagination.Total)
	return page, s.raw.Body, nil
}

// number reads a whole number, as such or as a string, at a path of property names; 0 where there is none.
func number(rest map[string]*json.RawMessage, path []string) int {
	if len(path) == 0 {
		return 0
	}
	value := *rest[path[0]]
	for _, name := range path[1:] {
		var object map[string]json.RawMessage
		if json.Unmarshal(value, &object) != nil {
			return 0
		}
		value = object[name]
	}
	var n int
	_ = json.Unmarshal(bytes.Trim(value, `"`), &n) // anything but a number counts as absent
	return n
}

// page returns the number of the page that a message asks for.
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
		text = string(value)
	}
	var n int
	_, _ = fmt.Sscan(text, &n)
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
		return message{url: parsed.String(), body: m.body}, nil
	}
	body, err := set(m.body, p.Request, number)
	return message{url: m.url, body: body}, err
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
