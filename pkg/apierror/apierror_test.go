package apierror_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
)

func TestError(t *testing.T) {
	for _, test := range []struct {
		name string
		err  apierror.Error
		want string
	}{
		{"rejected by the platform", apierror.Error{
			Platform: "wallex", Operation: "createConversion", Outcome: apierror.Rejected,
			Status: 400, Code: "quote_expired", Message: "Quote has expired", RequestID: "req-1", Attempts: 1,
		}, "wallex createConversion: HTTP 400: quote_expired: Quote has expired (rejected, request req-1)"},
		{"several attempts and a cause", apierror.Error{
			Platform: "wallex", Operation: "createConversion", Outcome: apierror.Ambiguous, Attempts: 3, Err: io.ErrUnexpectedEOF,
		}, "wallex createConversion: unexpected EOF (ambiguous, 3 attempts)"},
		{"joined causes stay on one line", apierror.Error{
			Platform: "wallex", Operation: "a", Outcome: apierror.Ambiguous, Err: errors.Join(context.DeadlineExceeded, io.EOF),
		}, "wallex a: context deadline exceeded: EOF (ambiguous)"},
		{"message and cause", apierror.Error{
			Platform: "wallex", Operation: "a", Outcome: apierror.Ambiguous, Status: 200, Message: "the answer cannot be read", Err: io.EOF,
		}, "wallex a: HTTP 200: the answer cannot be read: EOF (ambiguous)"},
		{"fields", apierror.Error{
			Platform: "wallex", Operation: "a", Outcome: apierror.NotSent, Kind: apierror.ErrValidation,
			Fields: []apierror.Field{{Name: "amount", Code: "c", Message: "is required"}, {Message: "is no object"}},
		}, "wallex a: invalid request: amount is required; is no object (not sent)"},
		{"kind only", apierror.Error{
			Platform: "wallex", Operation: "a", Outcome: apierror.NotSent, Kind: apierror.ErrRateLimited, RetryAfter: 1500*time.Millisecond + 7,
		}, "wallex a: rate limited (not sent, try again in 1.5s)"},
		{"a cause says more than the kind", apierror.Error{
			Platform: "wallex", Operation: "a", Outcome: apierror.NotSent, Kind: apierror.ErrRateLimited, Err: io.EOF,
		}, "wallex a: EOF (not sent)"},
		{"without an operation", apierror.Error{Outcome: apierror.NotSent, Err: io.EOF}, "EOF (not sent)"},
		{"without a platform", apierror.Error{Operation: "a", Outcome: apierror.Rejected, Status: 404}, "a: HTTP 404: no explanation (rejected)"},
		{"zero", apierror.Error{}, "no explanation (unknown)"},
		{"secrets in a cause", apierror.Error{Err: errors.New("GET https://h/?pan=4111111111111111: EOF")},
			"GET https://h/?pan=[redacted]: EOF (unknown)"},
	} {
		t.Run(test.name, func(t *testing.T) {
			require.Equal(t, test.want, test.err.Error())
		})
	}
}

func TestOutcome(t *testing.T) {
	for outcome, want := range map[apierror.Outcome]string{
		apierror.NotSent: "not sent", apierror.Rejected: "rejected", apierror.Ambiguous: "ambiguous", 0: "unknown", 9: "unknown",
	} {
		require.Equal(t, want, outcome.String())
	}
	require.Less(t, apierror.NotSent, apierror.Rejected)
	require.Less(t, apierror.Rejected, apierror.Ambiguous)
	require.Less(t, apierror.Outcome(0), apierror.NotSent, "unset is overruled by any outcome")
}

func TestIs(t *testing.T) {
	kinds := []error{
		apierror.ErrUnauthorized, apierror.ErrForbidden, apierror.ErrNotFound,
		apierror.ErrRateLimited, apierror.ErrValidation, apierror.ErrExists,
	}
	outcomes := map[apierror.Outcome]error{
		apierror.NotSent: apierror.ErrNotSent, apierror.Rejected: apierror.ErrRejected, apierror.Ambiguous: apierror.ErrAmbiguous,
	}
	for outcome, isOutcome := range outcomes {
		for _, kind := range append(kinds, nil) {
			var err error = &apierror.Error{Outcome: outcome, Kind: kind, Err: io.EOF}
			for _, wrapped := range []error{err, fmt.Errorf("a: %w", err), errors.Join(io.ErrClosedPipe, fmt.Errorf("b: %w", err))} {
				for _, target := range kinds {
					require.Equal(t, target == kind, errors.Is(wrapped, target), "%v: %v", kind, target)
				}
				for _, target := range outcomes {
					require.Equal(t, target == isOutcome, errors.Is(wrapped, target), "%v: %v", outcome, target)
				}
				require.ErrorIs(t, wrapped, io.EOF)
				require.NotErrorIs(t, wrapped, io.ErrUnexpectedEOF)
				require.NotErrorIs(t, wrapped, nil)
			}
		}
	}
}

func TestOf(t *testing.T) {
	failed := &apierror.Error{Operation: "a"}
	require.Same(t, failed, apierror.Of(failed))
	require.Same(t, failed, apierror.Of(fmt.Errorf("a: %w", failed)))
	require.Same(t, failed, apierror.Of(errors.Join(io.EOF, failed)))
	require.Nil(t, apierror.Of(io.EOF))
	require.Nil(t, apierror.Of(nil))
}

func TestTimeout(t *testing.T) {
	ended, cancel := context.WithTimeoutCause(t.Context(), 0, os.ErrDeadlineExceeded)
	defer cancel()
	for _, test := range []struct {
		name  string
		cause error
		want  bool
	}{
		{"deadline", context.DeadlineExceeded, true},
		{"deadline, wrapped", fmt.Errorf("a: %w", context.DeadlineExceeded), true},
		{"deadline with a cause", errors.Join(context.Cause(ended), io.EOF), true},
		{"network", &net.OpError{Op: "read", Err: os.ErrDeadlineExceeded}, true},
		{"refused", &net.OpError{Op: "dial", Err: os.ErrPermission}, false},
		{"cancelled", context.Canceled, false},
		{"truncated", io.ErrUnexpectedEOF, false},
		{"no cause", nil, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := &apierror.Error{Outcome: apierror.Ambiguous, Err: test.cause}
			require.Equal(t, test.want, err.Timeout())
			require.Equal(t, test.want, os.IsTimeout(err), "as the standard library asks")
		})
	}
}

func TestLogValue(t *testing.T) {
	failed := &apierror.Error{
		Platform: "wallex", Operation: "createConversion", Outcome: apierror.Rejected, Status: 400, Code: "invalid_amount",
		Message: "Amount is wrong", RequestID: "req-1", Attempts: 2, Body: apierror.Body("4111111111111111"),
		Fields: []apierror.Field{{Name: "amount", Message: "is required"}},
	}
	var b bytes.Buffer
	slog.New(slog.NewJSONHandler(&b, nil)).Error("call", "error", failed)
	var line struct{ Error map[string]any }
	require.NoError(t, json.Unmarshal(b.Bytes(), &line))
	require.Equal(t, map[string]any{
		"platform": "wallex", "operation": "createConversion", "outcome": "rejected", "status": 400.0,
		"reason": "invalid_amount: Amount is wrong", "request_id": "req-1", "attempts": 2.0,
		"fields": []any{map[string]any{"Name": "amount", "Code": "", "Message": "is required"}},
	}, line.Error)

	b.Reset()
	slog.New(slog.NewTextHandler(&b, nil)).Error("call", "error", &apierror.Error{Outcome: apierror.NotSent, Attempts: 1, Err: io.EOF})
	require.Contains(t, b.String(), `error.outcome="not sent" error.reason=EOF`)
	for _, absent := range []string{"status", "request_id", "attempts", "fields"} {
		require.NotContains(t, b.String(), absent, "what is not known is left out")
	}
}

func TestBodyIsNeverPrinted(t *testing.T) {
	const text = "pan 4111-1111, name Ada"
	failed := &apierror.Error{Platform: "wallex", Operation: "a", Outcome: apierror.Ambiguous, Body: apierror.Body(text)}
	leaks := []string{text, fmt.Sprint([]byte(text)), fmt.Sprintf("%x", text), fmt.Sprintf("%#v", []byte(text))}
	for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d"} {
		for _, printed := range []any{failed, *failed, failed.Body, fmt.Errorf("a: %w", failed), []any{failed}} {
			for _, leak := range leaks {
				require.NotContains(t, fmt.Sprintf(format, printed), leak[1:len(leak)-1], format)
			}
		}
	}
	require.Equal(t, "[23 bytes]", fmt.Sprint(failed.Body))
	for _, in := range []any{failed, failed.Body} {
		written, err := json.Marshal(in)
		require.NoError(t, err)
		require.Contains(t, string(written), "[23 bytes]")
	}
	var b bytes.Buffer
	slog.New(slog.NewTextHandler(&b, nil)).Error("call", "error", *failed, "body", failed.Body)
	slog.New(slog.NewJSONHandler(&b, nil)).Error("call", "error", *failed, "body", failed.Body)
	require.NotContains(t, b.String(), "Ada")
	require.Equal(t, text, string(failed.Body), "who asks for it gets it")
}
