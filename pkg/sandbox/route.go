package sandbox

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

// route is the path of an operation, segment by segment.
type route struct {
	op       *spec.Operation
	segments []string
}

// routes returns the routes of operations, those with fewer parameters first: /items/recent goes before /items/{id}.
func routes(operations []*spec.Operation) []route {
	var all []route
	for _, op := range operations {
		all = append(all, route{op, strings.Split(op.Path, "/")})
	}
	slices.SortStableFunc(all, func(a, b route) int {
		return cmp.Compare(strings.Count(a.op.Path, "{"), strings.Count(b.op.Path, "{"))
	})
	return all
}

// find returns the operation at a path and the values of the path's parameters, nil where there is none.
func find(routes []route, method, escapedPath string) (*spec.Operation, map[string]string) {
	segments := strings.Split(escapedPath, "/")
	for _, r := range routes {
		if r.op.Method != method {
			continue
		}
		if values, ok := r.match(segments); ok {
			return r.op, values
		}
	}
	return nil, nil
}

// match compares before it unescapes, so that an escaped slash stays part of its segment.
func (r route) match(segments []string) (map[string]string, bool) {
	if len(segments) != len(r.segments) {
		return nil, false
	}
	values := map[string]string{}
	for i, template := range r.segments {
		name, isParameter := strings.CutPrefix(template, "{")
		if !isParameter {
			if segments[i] != template {
				return nil, false
			}
			continue
		}
		value, err := url.PathUnescape(segments[i])
		if err != nil || value == "" {
			return nil, false
		}
		values[strings.TrimSuffix(name, "}")] = value
	}
	return values, true
}

func (s *Sandbox) isOperation(c *call) error {
	if c.op == nil {
		return &refusal.Error{Status: http.StatusNotFound, Code: "not_found", Message: "There is no such operation"}
	}
	return nil
}
