// Package validate checks requests and answers against the specifications. Requests that break them are refused
// before anything is sent, with errors that name the field and the rule. Answers that break them are reported, and
// refused only on demand: a payment that succeeded must not look failed because a field has drifted.
package validate

import (
	"context"
	"net/http"
	"sync"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

// Mode says what is done with what breaks the specification.
type Mode int8

// The modes.
const (
	Enforce Mode = iota // refuse it
	Observe             // report it
	Off                 // do not look
)

// Drift is a request or an answer that breaks the specification and was let through.
type Drift struct {
	Platform, Operation string
	Status              int              // HTTP status of the answer, 0 for a request
	Fields              []apierror.Field // what breaks which rule; never the values
}

// Transport checks what goes through it to Base and back. Requests that belong to no call pass unchecked.
type Transport struct {
	Base http.RoundTripper
	// Requests says what is done with requests. Those of inferred operations are observed at most: the guess may be
	// wrong rather than the request.
	Requests Mode
	// Answers says what is done with answers.
	Answers Mode
	// OnDrift, where set, hears of what was observed.
	OnDrift func(context.Context, Drift)

	known sync.Map // *operation.Operation to *spec.Operation
}

// RoundTrip checks the request, sends it and checks the answer.
func (t *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	call := operation.FromContext(req.Context())
	if call == nil {
		return t.Base.RoundTrip(req)
	}
	op, err := t.find(call.Operation)
	if err != nil {
		return nil, call.Refuse(nil, err)
	}
	mode := t.Requests
	if mode == Enforce && call.Evidence == operation.Inferred {
		mode = Observe
	}
	if mode != Off && !call.SkipRequestValidation {
		fields, err := Request(op, req)
		if err != nil {
			return nil, call.Refuse(apierror.ErrValidation, err)
		}
		if len(fields) > 0 && mode == Enforce {
			refused := call.Refuse(apierror.ErrValidation, nil)
			refused.Message, refused.Fields = "the request breaks the specification", fields
			return nil, refused
		}
		t.drifted(req, call, 0, fields)
	}
	resp, err := t.Base.RoundTrip(req)
	if err != nil || t.Answers == Off {
		return resp, err
	}
	body, err := operation.Read(resp)
	if err != nil {
		return nil, call.Unreadable(resp, nil, err)
	}
	fields := Answer(op, resp.StatusCode, body)
	if len(fields) > 0 && t.Answers == Enforce && resp.StatusCode/100 == 2 {
		refused := call.Unreadable(resp, body, nil)
		refused.Kind, refused.Message, refused.Fields = apierror.ErrValidation, "the answer breaks the specification", fields
		return nil, refused
	}
	t.drifted(req, call, resp.StatusCode, fields)
	return resp, nil
}

func (t *Transport) drifted(req *http.Request, call *operation.Call, status int, fields []apierror.Field) {
	if len(fields) > 0 && t.OnDrift != nil {
		t.OnDrift(req.Context(), Drift{call.Platform, call.ID, status, fields})
	}
}

func (t *Transport) find(op *operation.Operation) (*spec.Operation, error) {
	if known, ok := t.known.Load(op); ok {
		return known.(*spec.Operation), nil
	}
	found, err := spec.Embedded.Find(op.Spec, op.ID)
	if err == nil {
		t.known.Store(op, found)
	}
	return found, err
}
