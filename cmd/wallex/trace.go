package main

import (
	"fmt"
	"io"
	"net/http"
	"time"
)

// trace is a transport that prints every request it sends and what came of it, without query and headers.
type trace struct {
	base http.RoundTripper
	w    io.Writer
}

func (t *trace) RoundTrip(req *http.Request) (*http.Response, error) {
	start := time.Now()
	resp, err := t.base.RoundTrip(req)
	result := "no answer"
	if err == nil {
		result = fmt.Sprint(resp.StatusCode)
	}
	fmt.Fprintf(t.w, "    > %s %s: %s in %s\n", req.Method, req.URL.Path, result, time.Since(start).Round(100*time.Microsecond))
	return resp, err
}
