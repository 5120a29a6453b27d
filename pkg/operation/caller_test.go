package operation_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
)

func TestDefaultDeadline(t *testing.T) {
	own, cancel := context.WithDeadline(t.Context(), time.Now().Add(24*time.Hour))
	defer cancel()
	ownDeadline, _ := own.Deadline()
	for _, test := range []struct {
		name    string
		ctx     context.Context
		timeout time.Duration
		within  [2]time.Time // both zero: no deadline
	}{
		{"none anywhere", t.Context(), 0, [2]time.Time{}},
		{"the caller's, where the context has none", t.Context(), time.Hour, [2]time.Time{time.Now().Add(59 * time.Minute), time.Now().Add(61 * time.Minute)}},
		{"the context's own, although it is later", own, time.Hour, [2]time.Time{ownDeadline, ownDeadline}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var deadline time.Time
			var sent context.Context
			c := through(func(req *http.Request) (*http.Response, error) {
				sent = req.Context()
				deadline, _ = sent.Deadline()
				return answer(200, `{"data":{}}`), nil
			})
			c.Timeout = test.timeout
			_, err := operation.One[thing](test.ctx, c, &createThing, new(operation.Input))
			require.NoError(t, err)
			require.False(t, deadline.Before(test.within[0]))
			require.False(t, deadline.After(test.within[1]))
			require.Equal(t, test.timeout > 0 && test.ctx != own, sent.Err() != nil, "the timer of the default deadline is released")
		})
	}

	c := through(func(req *http.Request) (*http.Response, error) {
		<-req.Context().Done()
		return nil, errors.New("gone") // a foreign transport need not say why
	})
	c.Timeout = time.Nanosecond
	_, err := operation.One[thing](t.Context(), c, &createThing, new(operation.Input))
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.True(t, failed(t, err).Timeout())
}

func TestUnverified(t *testing.T) {
	for _, test := range []struct {
		evidence operation.Evidence
		class    operation.Class
		allowed  bool
		refused  bool
	}{
		{operation.Inferred, operation.Keyed, false, true},
		{operation.Inferred, operation.Never, false, true},
		{operation.Inferred, operation.Safe, false, false},
		{operation.Inferred, operation.Never, true, false},
		{operation.Documented, operation.Never, false, false},
		{operation.Public, operation.Keyed, false, false},
	} {
		op := createThing
		op.Evidence, op.Retry.Class = test.evidence, test.class
		c := answering(200, `{"data":{}}`)
		if test.refused {
			c = unreachable(t)
		}
		c.AllowUnverified = test.allowed
		_, err := operation.One[thing](t.Context(), c, &op, new(operation.Input))
		if !test.refused {
			require.NoError(t, err)
			continue
		}
		require.ErrorIs(t, err, operation.ErrUnverified)
		notSent(t, err)
	}
}

func TestTransportErrors(t *testing.T) {
	cause := errors.New("the caller gave up")
	for _, test := range []struct {
		name    string
		fail    func(req *http.Request, cancel context.CancelCauseFunc) error
		outcome apierror.Outcome
		is      []error
	}{
		{"foreign", func(*http.Request, context.CancelCauseFunc) error { return io.ErrUnexpectedEOF },
			apierror.Ambiguous, []error{io.ErrUnexpectedEOF, apierror.ErrAmbiguous}},
		{"foreign, after the context ended", func(_ *http.Request, cancel context.CancelCauseFunc) error {
			cancel(cause)
			return io.ErrUnexpectedEOF
		}, apierror.Ambiguous, []error{io.ErrUnexpectedEOF, cause}},
		{"the SDK's", func(*http.Request, context.CancelCauseFunc) error {
			return &apierror.Error{Outcome: apierror.NotSent, Kind: apierror.ErrRateLimited, Err: io.EOF}
		}, apierror.NotSent, []error{apierror.ErrRateLimited, apierror.ErrNotSent, io.EOF}},
		{"the SDK's, wrapped by a middleware", func(*http.Request, context.CancelCauseFunc) error {
			return errors.Join(errors.New("middleware"), &apierror.Error{Outcome: apierror.Rejected, Kind: apierror.ErrExists})
		}, apierror.Rejected, []error{apierror.ErrExists}},
		{"the SDK's, after an ambiguous attempt", func(req *http.Request, _ context.CancelCauseFunc) error {
			operation.FromContext(req.Context()).Note(apierror.Ambiguous)
			return &apierror.Error{Outcome: apierror.NotSent, Kind: apierror.ErrRateLimited}
		}, apierror.Ambiguous, []error{apierror.ErrRateLimited, apierror.ErrAmbiguous}},
	} {
		t.Run(test.name, func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(t.Context())
			defer cancel(nil)
			c := through(func(req *http.Request) (*http.Response, error) { return nil, test.fail(req, cancel) })
			_, err := operation.One[thing](ctx, c, &createThing, new(operation.Input))
			got := failed(t, err)
			require.Equal(t, test.outcome, got.Outcome)
			require.Equal(t, "test", got.Platform)
			require.Equal(t, "createThing", got.Operation)
			for _, target := range test.is {
				require.ErrorIs(t, err, target)
			}
		})
	}
}

func TestBaseURL(t *testing.T) {
	p := serve(t, reply(`{"data":{}}`))
	p.BaseURL += "/base/v1"
	require.NoError(t, one(t, p.Caller, new(operation.Input)))
	require.Equal(t, "/base/v1/things", p.received()[0].URI)

	c := unreachable(t)
	c.BaseURL = "http://platform.test:notaport"
	require.ErrorIs(t, notSent(t, one(t, c, new(operation.Input))), apierror.ErrValidation)
}

func TestObserve(t *testing.T) {
	type key struct{}
	attempts := func(n int, resp *http.Response, err error) transport {
		return func(req *http.Request) (*http.Response, error) {
			for range n {
				operation.FromContext(req.Context()).CountAttempt()
			}
			return resp, err
		}
	}
	withID := func(resp *http.Response) *http.Response {
		resp.Header.Set("X-Request-Id", "req-1")
		return resp
	}
	keyed := func() *operation.Input { return new(operation.Input).Body(map[string]any{"ref": "r-1"}) }
	for _, test := range []struct {
		name string
		send transport
		in   *operation.Input
		want operation.Report
		is   error
	}{
		{"success", attempts(1, withID(answer(201, `{"data":{}}`)), nil), keyed(),
			operation.Report{Key: "r-1", Attempts: 1, Status: 201, RequestID: "req-1"}, nil},
		{"refusal", attempts(2, withID(answer(400, `{"code":"no"}`)), nil), keyed(),
			operation.Report{Key: "r-1", Attempts: 2, Status: 400, RequestID: "req-1"}, apierror.ErrRejected},
		{"unreadable", attempts(1, withID(answer(200, `{"data":null}`)), nil), keyed(),
			operation.Report{Key: "r-1", Attempts: 1, Status: 200, RequestID: "req-1"}, apierror.ErrAmbiguous},
		{"lost", attempts(3, nil, io.EOF), keyed(), operation.Report{Key: "r-1", Attempts: 3}, io.EOF},
		{"key in the path", attempts(1, answer(200, `{"data":{}}`), nil), new(operation.Input).Path("ref", "r 1").Body(map[string]any{"ref": "other"}),
			operation.Report{Key: "r 1", Attempts: 1, Status: 200}, nil},
		{"key is no text", attempts(1, answer(200, `{"data":{}}`), nil), new(operation.Input).Body(map[string]any{"ref": 7}),
			operation.Report{Attempts: 1, Status: 200}, nil},
		{"no key", attempts(1, answer(200, `{"data":{}}`), nil), new(operation.Input).Body(map[string]any{"other": "a"}),
			operation.Report{Attempts: 1, Status: 200}, nil},
		{"no body", attempts(1, answer(200, `{"data":{}}`), nil), new(operation.Input),
			operation.Report{Attempts: 1, Status: 200}, nil},
		{"refused by us", attempts(1, nil, nil), new(operation.Input).Path("a", ""), operation.Report{}, apierror.ErrNotSent},
	} {
		t.Run(test.name, func(t *testing.T) {
			var reports []operation.Report
			c := through(test.send)
			c.Observe = func(ctx context.Context, r operation.Report) {
				require.Equal(t, "value", ctx.Value(key{}))
				reports = append(reports, r)
			}
			before := time.Now()
			_, err := operation.One[thing](context.WithValue(t.Context(), key{}, "value"), c, &createThing, test.in)
			require.ErrorIs(t, err, test.is)
			require.Len(t, reports, 1)
			got := reports[0]
			require.Equal(t, err, got.Err)
			require.Same(t, &createThing, got.Operation)
			require.False(t, got.Start.Before(before))
			require.GreaterOrEqual(t, got.Duration, time.Duration(0))
			test.want.Operation, test.want.Err, test.want.Start, test.want.Duration = got.Operation, got.Err, got.Start, got.Duration
			require.Equal(t, test.want, got)
		})
	}
}

func TestObserveHearsOfEveryCall(t *testing.T) {
	var errs []error
	c := (&library{pages: 2}).caller()
	c.Observe = func(_ context.Context, r operation.Report) { errs = append(errs, r.Err) }
	bad := func() *operation.Input { return new(operation.Input).Path("a", "..") }

	require.Len(t, collect(t, operation.All[thing](t.Context(), c, &findThings, new(operation.Input))), 4)
	require.Equal(t, []error{nil, nil}, errs, "one for each page")

	errs = nil
	_, _ = operation.PageOf[thing](t.Context(), c, &findThings, bad())
	for range operation.All[thing](t.Context(), c, &findThings, bad()) {
	}
	for range operation.All[thing](t.Context(), c, &findThings, new(operation.Input).Body([]int{1})) {
	}
	_ = operation.None(t.Context(), c, &deleteThing, bad())
	op := createThing
	op.Evidence = operation.Inferred
	_ = operation.None(t.Context(), c, &op, new(operation.Input))
	require.Len(t, errs, 5, "and those that were not sent")
	for _, err := range errs {
		require.ErrorIs(t, err, apierror.ErrNotSent)
	}
	require.ErrorIs(t, errs[4], operation.ErrUnverified)
}
