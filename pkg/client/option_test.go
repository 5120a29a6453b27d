package client_test

import (
	"context"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v1/conversions"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/attempt"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
	"github.com/wallex-sdk/wallex-go/pkg/retry"
	"github.com/wallex-sdk/wallex-go/pkg/validate"
)

func TestTimeout(t *testing.T) {
	const short = 50 * time.Millisecond
	t.Run("ends calls without a deadline", func(t *testing.T) {
		p := newPlatform(t)
		p.script(quote, hang)
		err := askForQuote(t.Context(), p.connect(t, client.WithTimeout(short)))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.NotErrorIs(t, err, attempt.ErrTimeout)
		require.True(t, apierror.Of(err).Timeout())
	})
	t.Run("leaves calls with a deadline alone", func(t *testing.T) {
		p := newPlatform(t)
		p.script(quote, hangFor(4*short))
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		require.NoError(t, askForQuote(ctx, p.connect(t, client.WithTimeout(short))))
	})
	t.Run("0 is no limit", func(t *testing.T) {
		p := newPlatform(t)
		p.script(quote, hangFor(short))
		require.NoError(t, askForQuote(t.Context(), p.connect(t, client.WithTimeout(0))))
	})
	t.Run("is 90 seconds unless set", func(t *testing.T) {
		c := connect(t)
		require.Equal(t, 90*time.Second, c.Caller().Timeout)
	})
}

func TestAttemptTimeout(t *testing.T) {
	const short = 100 * time.Millisecond
	t.Run("a safe call is repeated", func(t *testing.T) {
		p := newPlatform(t)
		p.script(quote, hang)
		require.NoError(t, askForQuote(t.Context(), p.connect(t, client.WithAttemptTimeout(short))))
		require.Equal(t, []string{login, quote, quote}, p.requests())
	})
	t.Run("a call that moves money is not", func(t *testing.T) {
		p := newPlatform(t)
		p.script(create, hang)
		err := createConversion(t.Context(), p.connect(t, client.WithAttemptTimeout(short)))
		require.ErrorIs(t, err, apierror.ErrAmbiguous)
		require.ErrorIs(t, err, attempt.ErrTimeout)
		require.Equal(t, []string{login, create}, p.requests())
	})
}

func TestHTTPClient(t *testing.T) {
	t.Run("its Transport is used", func(t *testing.T) {
		p := newPlatform(t)
		var sent []string
		c := p.connect(t, client.WithHTTPClient(&http.Client{Transport: recordIn(&sent)(p.Client().Transport)}))
		require.NoError(t, askForQuote(t.Context(), c))
		require.Equal(t, []string{login, quote}, sent)
	})
	t.Run("its Timeout is that of calls", func(t *testing.T) {
		p := newPlatform(t)
		p.script(quote, hang)
		err := askForQuote(t.Context(), p.connect(t, client.WithHTTPClient(&http.Client{Timeout: 50 * time.Millisecond})))
		require.ErrorIs(t, err, context.DeadlineExceeded)
	})
	t.Run("no Timeout changes nothing", func(t *testing.T) {
		require.Equal(t, time.Second, connect(t, client.WithTimeout(time.Second), client.WithHTTPClient(&http.Client{})).Caller().Timeout)
	})
	t.Run("its Jar is not used", func(t *testing.T) {
		p := newPlatform(t)
		home, err := url.Parse(p.URL)
		require.NoError(t, err)
		jar, err := cookiejar.New(nil)
		require.NoError(t, err)
		jar.SetCookies(home, []*http.Cookie{{Name: "before", Value: "1"}})
		p.script(login, func(w http.ResponseWriter, r *http.Request) {
			http.SetCookie(w, &http.Cookie{Name: "session", Value: "1"})
			answerWith(http.StatusOK, good[login])(w, r)
		})
		require.NoError(t, askForQuote(t.Context(), p.connect(t, client.WithHTTPClient(&http.Client{Jar: jar}))))
		require.Empty(t, p.last().header["Cookie"])
		require.Len(t, jar.Cookies(home), 1)
	})
	t.Run("its CheckRedirect is not used", func(t *testing.T) {
		p := newPlatform(t)
		p.script(create, redirectTo(http.StatusTemporaryRedirect, create))
		asked := false
		c := p.connect(t, client.WithHTTPClient(&http.Client{
			CheckRedirect: func(*http.Request, []*http.Request) error { asked = true; return nil },
		}))
		require.ErrorIs(t, createConversion(t.Context(), c), apierror.ErrAmbiguous)
		require.False(t, asked)
		require.Equal(t, []string{login, create}, p.requests())
	})
}

// A transport sees every attempt, with its credentials; a middleware sees every call once, without.
func TestTransportAndMiddleware(t *testing.T) {
	p := newPlatform(t)
	p.script(quote, unavailable)
	var attempts, calls []http.Header
	headersIn := func(headers *[]http.Header, next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(req *http.Request) (*http.Response, error) {
			*headers = append(*headers, req.Header.Clone())
			return next.RoundTrip(req)
		})
	}
	c := p.connect(t, client.WithTransport(headersIn(&attempts, p.Client().Transport)),
		client.WithMiddleware(func(next http.RoundTripper) http.RoundTripper { return headersIn(&calls, next) }))
	require.NoError(t, askForQuote(t.Context(), c))

	require.Len(t, attempts, 3, "the login, and two attempts")
	for i, header := range attempts {
		require.Equal(t, apiKey, header.Get("X-Api-Key"))
		if i > 0 {
			require.Equal(t, firstToken, header.Get("Authorization"))
		}
	}
	require.Len(t, calls, 1)
	require.Empty(t, calls[0].Get("X-Api-Key"))
	require.Empty(t, calls[0].Get("Authorization"))
}

func TestMiddlewareOrder(t *testing.T) {
	p := newPlatform(t)
	var passed []string
	named := func(name string) client.Option {
		return client.WithMiddleware(func(next http.RoundTripper) http.RoundTripper {
			return roundTripper(func(req *http.Request) (*http.Response, error) {
				passed = append(passed, name)
				return next.RoundTrip(req)
			})
		})
	}
	require.NoError(t, askForQuote(t.Context(), p.connect(t, named("first"), named("last"))))
	require.Equal(t, []string{"last", "first"}, passed)
}

func TestHeaders(t *testing.T) {
	own := "wallex-go/" + client.Version
	for _, test := range []struct {
		name    string
		options []client.Option
		want    map[string]string
	}{
		{"defaults", nil, map[string]string{"User-Agent": own, "Accept": "application/json", "Content-Type": "application/json"}},
		{"header", []client.Option{client.WithHeader("x-partner", "p")}, map[string]string{"X-Partner": "p", "User-Agent": own}},
		{"the last of a name", []client.Option{client.WithHeader("X-Partner", "p"), client.WithHeader("x-partner", "q")},
			map[string]string{"X-Partner": "q"}},
		{"user agent", []client.Option{client.WithUserAgent("payroll/2.1")}, map[string]string{"User-Agent": "payroll/2.1 " + own}},
		{"credentials cannot be replaced", []client.Option{client.WithHeader("X-Api-Key", "k"), client.WithHeader("Authorization", "t")},
			map[string]string{"X-Api-Key": apiKey, "Authorization": firstToken}},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := newPlatform(t)
			require.NoError(t, askForQuote(t.Context(), p.connect(t, test.options...)))
			for name, want := range test.want {
				require.Equal(t, []string{want}, p.last().header[name])
			}
		})
	}
}

func TestHeadersGoWithTheLogin(t *testing.T) {
	p := newPlatform(t)
	p.script(login, answerWith(http.StatusForbidden, `{"error_code":"x"}`))
	require.Error(t, askForQuote(t.Context(), p.connect(t, client.WithHeader("X-Partner", "p"))))
	require.Equal(t, login, p.last().path)
	require.Equal(t, "p", p.last().header.Get("X-Partner"))
}

func TestRetryPolicy(t *testing.T) {
	p := newPlatform(t)
	p.script(quote, unavailable, unavailable, unavailable)
	err := askForQuote(t.Context(), p.connect(t, client.WithRetry(retry.Policy{MaxAttempts: 2, BaseDelay: time.Millisecond})))
	require.Equal(t, 2, apierror.Of(err).Attempts)
	require.Equal(t, []string{login, quote, quote}, p.requests())
}

func TestRateLimit(t *testing.T) {
	p := newPlatform(t)
	c := p.connect(t, client.WithRateLimit(ratelimit.Limits{PerSecond: 2}))
	require.NoError(t, askForQuote(t.Context(), c), "the login and the request")
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	start := time.Now()
	err := createConversion(ctx, c)
	require.Less(t, time.Since(start), 200*time.Millisecond, "it is refused at once")
	require.ErrorIs(t, err, apierror.ErrRateLimited)
	require.ErrorIs(t, err, apierror.ErrNotSent)
	require.Positive(t, apierror.Of(err).RetryAfter)
	require.Equal(t, []string{login, quote}, p.requests())
}

func TestRateLimitOfThePlatform(t *testing.T) {
	p := newPlatform(t)
	platform := testPlatform()
	platform.Limits = ratelimit.Limits{PerDay: 1}
	c, err := client.New(platform, client.WithBaseURL(p.URL))
	require.NoError(t, err)
	defer c.Close()
	require.ErrorIs(t, askForQuote(t.Context(), c), apierror.ErrRateLimited)
	require.Equal(t, []string{login}, p.requests())
}

func TestSharedLimiter(t *testing.T) {
	p, permits := newPlatform(t), new(counter)
	for range 2 {
		c := p.connect(t, client.WithLimiter(permits), client.WithRateLimit(ratelimit.Limits{PerDay: 1}))
		require.NoError(t, askForQuote(t.Context(), c))
	}
	require.Equal(t, 4, permits.count())
}

func TestValidation(t *testing.T) {
	t.Run("requests are enforced unless set", func(t *testing.T) {
		p := newPlatform(t)
		err := createInvalid(t.Context(), p.connect(t))
		require.ErrorIs(t, err, apierror.ErrValidation)
		require.Equal(t, []apierror.Field{{Name: "quoteId", Message: "must not be empty"}}, apierror.Of(err).Fields)
		require.Empty(t, p.requests())
	})
	t.Run("requests off", func(t *testing.T) {
		p := newPlatform(t)
		require.NoError(t, createInvalid(t.Context(), p.connect(t, client.WithRequestValidation(validate.Off))))
		require.Equal(t, []string{login, create}, p.requests())
	})
	t.Run("answers are observed unless set", func(t *testing.T) {
		p := newPlatform(t)
		p.script(create, answerWith(200, `{"data":{}}`))
		require.NoError(t, createConversion(t.Context(), p.connect(t)))
	})
	t.Run("answers enforced", func(t *testing.T) {
		p := newPlatform(t)
		p.script(quote, answerWith(200, `{"data":{}}`))
		err := askForQuote(t.Context(), p.connect(t, client.WithAnswerValidation(validate.Enforce)))
		require.ErrorIs(t, err, apierror.ErrAmbiguous)
		require.ErrorIs(t, err, apierror.ErrValidation)
		require.Equal(t, []string{login, quote}, p.requests(), "asking again gives the same answer")
	})
}

func TestUnverified(t *testing.T) {
	guess := operation.Operation{
		Platform: "wallex", Spec: "wallex/v1/conversions.yaml", ID: "createConversion", Method: http.MethodPost, Path: create,
		Security: []string{"apiKey", "token"}, Evidence: operation.Inferred, Retry: operation.Retry{Class: operation.Never},
		Result: []string{"data"},
	}
	call := func(c *client.Client) error {
		_, err := operation.One[conversions.Conversion](t.Context(), c.Caller(), &guess, new(operation.Input).Body(map[string]any{}))
		return err
	}
	p := newPlatform(t)
	require.ErrorIs(t, call(p.connect(t)), operation.ErrUnverified)
	require.Empty(t, p.requests())
	require.NoError(t, call(p.connect(t, client.WithUnverified())))
	require.Equal(t, []string{login, create}, p.requests())
}

// Programs put transports of their own in the place of http.DefaultTransport, for tracing.
func TestForeignDefaultTransport(t *testing.T) {
	usual := http.DefaultTransport
	t.Cleanup(func() { http.DefaultTransport = usual })
	var used atomic.Bool
	http.DefaultTransport = roundTripper(func(req *http.Request) (*http.Response, error) {
		used.Store(true)
		return usual.RoundTrip(req)
	})
	p := newPlatform(t)
	require.NoError(t, askForQuote(t.Context(), p.connect(t)))
	require.False(t, used.Load(), "a client has its own transport, so that it can close it")
}
