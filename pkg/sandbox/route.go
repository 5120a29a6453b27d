package sandbox

import (
	"cmp"
	"maps"
	"net/http"
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
		if values, ok := spec.Match(r.segments, segments); ok && !isEmpty(values) {
			return r.op, values
		}
	}
	return nil, nil
}

// isEmpty reports whether a parameter has no value: /items/ is not /items/{id}.
func isEmpty(values map[string]string) bool {
	return slices.Contains(slices.Collect(maps.Values(values)), "")
}

func isOperation(c *call) error {
	if c.op == nil {
		return &refusal.Error{Status: http.StatusNotFound, Code: "not_found", Message: "There is no such operation"}
	}
	return nil
}
