package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"path"
)

// forgetful is a transport that switches off what keeps payments from being made twice: it says of every reference that
// nothing has it, and takes uniqueReferenceId out of every create. It is for the test that duplicates are found.
type forgetful struct{}

// nothing is an empty listing.
const nothing = `{"data":[],"pagination":{"itemCount":0,"page":1,"perPage":100,"search":[],"totalEntries":0,"totalPages":0}}`

// RoundTrip answers lookups itself and sends everything else on.
func (forgetful) RoundTrip(req *http.Request) (*http.Response, error) {
	switch path.Base(req.URL.Path) {
	case "find":
		_ = req.Body.Close()
		return &http.Response{
			StatusCode: http.StatusOK, ProtoMajor: 1, ProtoMinor: 1, Request: req,
			Header: http.Header{"Content-Type": {"application/json"}},
			Body:   io.NopCloser(bytes.NewBufferString(nothing)),
		}, nil
	case "create":
		var fields map[string]json.RawMessage
		if err := json.NewDecoder(req.Body).Decode(&fields); err != nil {
			return nil, err
		}
		_ = req.Body.Close()
		delete(fields, "uniqueReferenceId")
		body, err := json.Marshal(fields)
		if err != nil {
			return nil, err
		}
		req = req.Clone(req.Context())
		req.Body, req.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	}
	return http.DefaultTransport.RoundTrip(req)
}
