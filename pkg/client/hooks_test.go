package client_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/conversions"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
	"github.com/wallex-sdk/wallex-go/pkg/retry"
	"github.com/wallex-sdk/wallex-go/pkg/validate"
)

// heard is everything that hooks were told.
type heard struct {
	retries   []retry.Event
	ambiguous []*apierror.Error
	drift     []validate.Drift
	waits     []ratelimit.Waited
	audit     []operation.Report
}

func (h *heard) hooks() client.Option {
	return client.WithHooks(client.Hooks{
		Retry:       func(_ context.Context, e retry.Event) { h.retries = append(h.retries, e) },
		Ambiguous:   func(_ context.Context, e *apierror.Error) { h.ambiguous = append(h.ambiguous, e) },
		Drift:       func(_ context.Context, d validate.Drift) { h.drift = append(h.drift, d) },
		LimiterWait: func(_ context.Context, w ratelimit.Waited) { h.waits = append(h.waits, w) },
		Audit:       func(_ context.Context, r operation.Report) { h.audit = append(h.audit, r) },
	})
}

func TestRetryHook(t *testing.T) {
	p, h := newPlatform(t), new(heard)
	p.script(quote, unavailable, answerWith(500, `{"error_code":"down"}`))
	require.NoError(t, askForQuote(t.Context(), p.connect(t, h.hooks())))
	require.Len(t, h.retries, 2)
	for i, status := range []int{503, 500} {
		event := h.retries[i]
		require.Equal(t, "quoteConversion", event.Operation)
		require.Equal(t, i+1, event.Attempt)
		require.LessOrEqual(t, event.Delay, time.Millisecond)
		require.Equal(t, status, apierror.Of(event.Err).Status)
	}
	require.Empty(t, h.ambiguous)
	require.Empty(t, h.audit)
}

func TestAmbiguousHook(t *testing.T) {
	t.Run("a call that changes something", func(t *testing.T) {
		p, h := newPlatform(t), new(heard)
		p.script(create, unavailable)
		err := createConversion(t.Context(), p.connect(t, h.hooks()))
		require.Len(t, h.ambiguous, 1)
		require.Same(t, apierror.Of(err), h.ambiguous[0])
		require.Equal(t, "createConversion", h.ambiguous[0].Operation)
		require.Equal(t, apierror.Ambiguous, h.ambiguous[0].Outcome)
		require.Empty(t, h.retries)
	})
	t.Run("not one that is safe", func(t *testing.T) {
		p, h := newPlatform(t), new(heard)
		p.script(quote, unavailable)
		err := askForQuote(t.Context(), p.connect(t, h.hooks(), client.WithRetry(retry.Policy{MaxAttempts: 1})))
		require.ErrorIs(t, err, apierror.ErrAmbiguous)
		require.Empty(t, h.ambiguous)
	})
	t.Run("not one that was refused", func(t *testing.T) {
		p, h := newPlatform(t), new(heard)
		p.script(create, answerWith(400, `{"error_code":"quote_expired"}`))
		require.ErrorIs(t, createConversion(t.Context(), p.connect(t, h.hooks())), apierror.ErrRejected)
		require.Empty(t, h.ambiguous)
	})
}

func TestDriftHook(t *testing.T) {
	p, h := newPlatform(t), new(heard)
	p.script(create, answerWith(200, `{"data":{"conversionId":"c"}}`))
	require.NoError(t, createConversion(t.Context(), p.connect(t, h.hooks())))
	require.Equal(t, []validate.Drift{{Platform: "wallex", Operation: "createConversion", Status: 200,
		Fields: []apierror.Field{{Name: "data.status", Message: "is required"}}}}, h.drift)
}

func TestLimiterWaitHook(t *testing.T) {
	p, h := newPlatform(t), new(heard)
	c := p.connect(t, h.hooks(), client.WithRateLimit(ratelimit.Limits{PerSecond: 2}))
	require.NoError(t, askForQuote(t.Context(), c))
	require.Empty(t, h.waits, "permits that are there are not waited for")
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	require.Error(t, askForQuote(ctx, c))
	require.Len(t, h.waits, 1)
	require.Equal(t, "quoteConversion", h.waits[0].Operation)
	var exceeded *ratelimit.Exceeded
	require.ErrorAs(t, h.waits[0].Err, &exceeded)
}

func TestAuditHook(t *testing.T) {
	refused := answerWith(401, `{"error_code":"token_expired"}`)
	withID := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Request-Id", "r-1")
		answerWith(200, good[create])(w, r)
	}
	for _, test := range []struct {
		name         string
		script       []http.HandlerFunc
		call         func(context.Context, *client.Client) error
		wantStatus   int
		wantAttempts int
		wantID       string
		wantOutcome  apierror.Outcome // 0 for a success
	}{
		{"success", []http.HandlerFunc{withID}, createConversion, 200, 1, "r-1", 0},
		{"after a refused token", []http.HandlerFunc{refused}, createConversion, 200, 2, "", 0},
		{"rejected", []http.HandlerFunc{answerWith(400, `{"error_code":"x"}`)}, createConversion, 400, 1, "", apierror.Rejected},
		{"ambiguous", []http.HandlerFunc{unavailable}, createConversion, 503, 1, "", apierror.Ambiguous},
		{"not sent", nil, createInvalid, 0, 0, "", apierror.NotSent},
	} {
		t.Run(test.name, func(t *testing.T) {
			p, h := newPlatform(t), new(heard)
			p.script(create, test.script...)
			before := time.Now()
			err := test.call(t.Context(), p.connect(t, h.hooks()))
			require.Len(t, h.audit, 1)
			record := h.audit[0]
			require.Equal(t, "createConversion", record.Operation.ID)
			require.Equal(t, "X-123", record.Key)
			require.Equal(t, test.wantStatus, record.Status)
			require.Equal(t, test.wantAttempts, record.Attempts)
			require.Equal(t, test.wantID, record.RequestID)
			require.WithinRange(t, record.Start, before, time.Now())
			require.Positive(t, record.Duration)
			require.Equal(t, err, record.Err)
			if test.wantOutcome != 0 {
				require.Equal(t, test.wantOutcome, apierror.Of(record.Err).Outcome)
			}
		})
	}
}

func TestNoAuditOfOtherCalls(t *testing.T) {
	p, h := newPlatform(t), new(heard)
	c := p.connect(t, h.hooks())
	require.NoError(t, askForQuote(t.Context(), c))
	require.NoError(t, logIn(t.Context(), c))
	_, err := conversions.New(c.Caller()).Find(t.Context(), conversions.FindConversionsRequest{})
	require.NoError(t, err)
	require.Equal(t, []string{login, quote, login, find}, p.requests())
	require.Empty(t, h.audit)
}

func TestLogLevels(t *testing.T) {
	for _, test := range []struct {
		name   string
		script map[string]http.HandlerFunc
		call   func(context.Context, *client.Client) error
		want   []string
	}{
		{"a call", nil, askForQuote, []string{"DEBUG call quoteConversion"}},
		{"one that moves money", nil, createConversion, []string{"INFO call createConversion X-123"}},
		{"a retry", map[string]http.HandlerFunc{quote: unavailable}, askForQuote,
			[]string{"INFO retry quoteConversion", "DEBUG call quoteConversion"}},
		{"drift", map[string]http.HandlerFunc{quote: answerWith(200, badQuote)}, askForQuote,
			[]string{"WARN drift from the specification quoteConversion", "DEBUG call quoteConversion"}},
		{"a refusal", map[string]http.HandlerFunc{create: answerWith(400, `{"error_code":"x"}`)}, createConversion,
			[]string{"INFO call createConversion X-123"}},
		{"an ambiguous outcome", map[string]http.HandlerFunc{create: answerWith(500, `{"error_code":"x"}`)}, createConversion,
			[]string{"ERROR call createConversion X-123"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := newPlatform(t)
			for path, answer := range test.script {
				p.script(path, answer)
			}
			var log bytes.Buffer
			_ = test.call(t.Context(), p.connect(t, client.WithLogger(debugLogger(&log))))
			var got []string
			for line := range strings.Lines(log.String()) {
				var entry struct{ Level, Msg, Operation, Key string }
				require.NoError(t, json.Unmarshal([]byte(line), &entry))
				got = append(got, strings.TrimSpace(strings.Join([]string{entry.Level, entry.Msg, entry.Operation, entry.Key}, " ")))
			}
			require.Equal(t, test.want, got)
		})
	}
}

const badQuote = `{"data":{}}`

func debugLogger(log *bytes.Buffer) *slog.Logger {
	return slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

// Whatever goes wrong, and whatever the platform repeats of what it was sent: no secret gets into a log or an error.
func TestNoSecretsInLogsAndErrors(t *testing.T) {
	echo := func(status int) http.HandlerFunc {
		return answerWith(status, fmt.Sprintf(`{"error_code":"x","message":"%s, %s, %s, card %s"}`,
			secretAccessKey, apiKey, firstToken, cardNumber))
	}
	html := answerWith(502, "<html>"+secretAccessKey+apiKey+firstToken+cardNumber+"</html>")
	cut := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "10000")
		_, _ = w.Write([]byte(`{"data":"` + cardNumber + secretAccessKey))
	}
	for _, test := range []struct {
		name, path string
		answers    []http.HandlerFunc
	}{
		{"success", quote, nil},
		{"login refused", login, []http.HandlerFunc{echo(400)}},
		{"login failed", login, []http.HandlerFunc{html}},
		{"login cut off", login, []http.HandlerFunc{cut}},
		{"login without a token", login, []http.HandlerFunc{answerWith(200, `{"token":7,"echo":"`+secretAccessKey+`"}`)}},
		{"refused", quote, []http.HandlerFunc{echo(400)}},
		{"token refused twice", quote, []http.HandlerFunc{echo(401), echo(401)}},
		{"failed", quote, []http.HandlerFunc{echo(500), html, cut}},
		{"redirected", quote, []http.HandlerFunc{redirectTo(307, "https://elsewhere.example/?card="+cardNumber)}},
		{"drift", quote, []http.HandlerFunc{answerWith(200, `{"data":{"rate":"`+cardNumber+` `+secretAccessKey+`"}}`)}},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := newPlatform(t)
			p.script(test.path, test.answers...)
			var log bytes.Buffer
			c := p.connect(t, client.WithLogger(debugLogger(&log)))
			err := askForQuote(t.Context(), c)
			shown := log.String() + fmt.Sprintf("%v %s %q", err, err, err)
			require.NotEmpty(t, log.String())
			for _, secret := range []string{apiKey, accessKeyID, secretAccessKey, firstToken, cardNumber} {
				require.NotContains(t, shown, secret)
			}
		})
	}
}
