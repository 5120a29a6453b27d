package validate_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/validate"
)

// platform answers every request with one status and body, and counts them.
type platform struct {
	*httptest.Server
	seen atomic.Int32
}

func newPlatform(t *testing.T, status int, answer string) *platform {
	p := new(platform)
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		p.seen.Add(1)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(p.Close)
	return p
}

// caller sends calls through one transport to the platform.
func (p *platform) caller(transport *validate.Transport) *operation.Caller {
	transport.Base = p.Client().Transport
	return &operation.Caller{
		BaseURL:         p.URL,
		Transport:       transport,
		AllowUnverified: true,
		DecodeError: func(body []byte) (operation.Refusal, bool) {
			return operation.Refusal{Code: "refused"}, strings.Contains(string(body), "error_code")
		},
	}
}

const (
	goodQuote = `{"data":{"quoteId":"q"}}`
	badQuote  = `{"data":{}}`
)

// quote asks for a quote whose currency is wrong where bad is set.
func quote(caller *operation.Caller, op operation.Operation, bad bool, options ...operation.Option) error {
	body := map[string]any{"buyCurrency": "IDR", "sellCurrency": "SGD", "fixedSide": "buy", "amount": 1000}
	if bad {
		body["buyCurrency"] = "usd"
	}
	_, err := operation.One[map[string]any](context.Background(), caller, &op, new(operation.Input).Body(body), options...)
	return err
}

func TestModes(t *testing.T) {
	badCurrency := []apierror.Field{{Name: "buyCurrency", Message: "must match ^[A-Z]{3}$"}}
	noQuoteID := []apierror.Field{{Name: "data.quoteId", Message: "is required"}}
	request := validate.Drift{Platform: "wallex", Operation: "quoteConversion", Fields: badCurrency}
	answer := validate.Drift{Platform: "wallex", Operation: "quoteConversion", Status: 200, Fields: noQuoteID}
	refused := &apierror.Error{Outcome: apierror.NotSent, Kind: apierror.ErrValidation, Fields: badCurrency}
	for _, test := range []struct {
		name              string
		requests, answers validate.Mode
		evidence          operation.Evidence
		badRequest        bool
		answer            string
		options           []operation.Option
		wantSent          int32
		wantDrift         []validate.Drift
		wantErr           *apierror.Error
	}{
		{name: "nothing wrong", answer: goodQuote, wantSent: 1},

		{name: "requests enforced", badRequest: true, answer: goodQuote, wantErr: refused},
		{name: "requests observed", requests: validate.Observe, badRequest: true, answer: goodQuote, wantSent: 1,
			wantDrift: []validate.Drift{request}},
		{name: "requests off", requests: validate.Off, badRequest: true, answer: goodQuote, wantSent: 1},
		{name: "requests of documented operations", evidence: operation.Documented, badRequest: true, answer: goodQuote, wantErr: refused},
		{name: "requests of public operations", evidence: operation.Public, badRequest: true, answer: goodQuote, wantErr: refused},
		{name: "requests of inferred operations", evidence: operation.Inferred, badRequest: true, answer: goodQuote, wantSent: 1,
			wantDrift: []validate.Drift{request}},
		{name: "requests of inferred operations, off", evidence: operation.Inferred, requests: validate.Off, badRequest: true,
			answer: goodQuote, wantSent: 1},
		{name: "validation skipped once", badRequest: true, answer: goodQuote, wantSent: 1,
			options: []operation.Option{operation.WithoutRequestValidation()}},
		{name: "validation of the answer is not skipped", badRequest: true, answer: badQuote, answers: validate.Observe, wantSent: 1,
			options: []operation.Option{operation.WithoutRequestValidation()}, wantDrift: []validate.Drift{answer}},

		{name: "answers enforced", answer: badQuote, wantSent: 1, wantErr: &apierror.Error{
			Outcome: apierror.Ambiguous, Kind: apierror.ErrValidation, Status: 200, Fields: noQuoteID}},
		{name: "answers observed", answers: validate.Observe, answer: badQuote, wantSent: 1, wantDrift: []validate.Drift{answer}},
		{name: "answers off", answers: validate.Off, answer: badQuote, wantSent: 1},
		{name: "request and answer observed", requests: validate.Observe, answers: validate.Observe, badRequest: true,
			answer: badQuote, wantSent: 1, wantDrift: []validate.Drift{request, answer}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var drift []validate.Drift
			p := newPlatform(t, http.StatusOK, test.answer)
			caller := p.caller(&validate.Transport{
				Requests: test.requests,
				Answers:  test.answers,
				OnDrift:  func(_ context.Context, d validate.Drift) { drift = append(drift, d) },
			})
			op := embedded(t, conversions, "quoteConversion").Operation
			if test.evidence != "" {
				op.Evidence = test.evidence
			}
			err := quote(caller, op, test.badRequest, test.options...)
			require.Equal(t, test.wantSent, p.seen.Load())
			require.Equal(t, test.wantDrift, drift)
			if test.wantErr == nil {
				require.NoError(t, err)
				return
			}
			failure := apierror.Of(err)
			require.NotNil(t, failure)
			require.Equal(t, test.wantErr.Outcome, failure.Outcome)
			require.Equal(t, test.wantErr.Kind, failure.Kind)
			require.Equal(t, test.wantErr.Status, failure.Status)
			require.Equal(t, test.wantErr.Fields, failure.Fields)
			require.Equal(t, "wallex", failure.Platform)
			require.Equal(t, "quoteConversion", failure.Operation)
		})
	}
}

func TestNoHook(t *testing.T) {
	p := newPlatform(t, http.StatusOK, badQuote)
	caller := p.caller(&validate.Transport{Requests: validate.Observe, Answers: validate.Observe})
	require.NoError(t, quote(caller, embedded(t, conversions, "quoteConversion").Operation, true))
}

// A refusal stays the refusal that it is, whatever its body looks like.
func TestRefusalsAreNotReplaced(t *testing.T) {
	for _, test := range []struct {
		name, answer string
		status       int
		wantOutcome  apierror.Outcome
		wantDrift    int
	}{
		{"as specified", `{"error_code":"x"}`, http.StatusBadRequest, apierror.Rejected, 0},
		{"not as specified", `{"error_code":7}`, http.StatusBadRequest, apierror.Rejected, 1},
		{"from a proxy", `<html>`, http.StatusBadGateway, apierror.Ambiguous, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			drift := 0
			p := newPlatform(t, test.status, test.answer)
			caller := p.caller(&validate.Transport{OnDrift: func(context.Context, validate.Drift) { drift++ }})
			err := quote(caller, embedded(t, conversions, "quoteConversion").Operation, false)
			require.Equal(t, test.wantOutcome, apierror.Of(err).Outcome)
			require.Equal(t, test.status, apierror.Of(err).Status)
			require.Equal(t, test.wantDrift, drift)
		})
	}
}

func TestRequestsWithoutACall(t *testing.T) {
	p := newPlatform(t, http.StatusOK, "no JSON")
	transport := &validate.Transport{
		Base:    p.Client().Transport,
		OnDrift: func(context.Context, validate.Drift) { t.Error("drift") },
	}
	req, err := http.NewRequest(http.MethodPost, p.URL+"/conversions/v1/quote", strings.NewReader(`{}`))
	require.NoError(t, err)
	resp, err := transport.RoundTrip(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.Equal(t, "no JSON", string(body))
}

func TestOperationOfNoSpecification(t *testing.T) {
	p := newPlatform(t, http.StatusOK, goodQuote)
	op := embedded(t, conversions, "quoteConversion").Operation
	op.ID = "guessed"
	err := quote(p.caller(&validate.Transport{}), op, false)
	require.Equal(t, apierror.NotSent, apierror.Of(err).Outcome)
	require.Zero(t, p.seen.Load())
}

// The error of the transports below passes as it is.
func TestErrorsPass(t *testing.T) {
	down := errors.New("down")
	transport := &validate.Transport{Base: failing{down}}
	req, err := http.NewRequest(http.MethodGet, "https://api.example.com/users/v1/countries", http.NoBody)
	require.NoError(t, err)
	op := embedded(t, authentication, "listCountries").Operation
	_, err = transport.RoundTrip(req.WithContext(operation.NewContext(context.Background(), &operation.Call{Operation: &op})))
	require.Equal(t, down, err)
}

type failing struct{ err error }

func (f failing) RoundTrip(*http.Request) (*http.Response, error) { return nil, f.err }
