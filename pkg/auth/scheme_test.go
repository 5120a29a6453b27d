package auth_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/auth"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

// numbered gives out tokens with a name and a number, and remembers which ones it was told were refused.
type numbered struct {
	name    string
	given   int
	refused []string
	end     error // what a login after a refusal fails with
}

func (n *numbered) Login(_ context.Context, _ http.RoundTripper, refused auth.Token) (auth.Token, error) {
	n.refused = append(n.refused, refused.Value.Reveal())
	if n.end != nil && !refused.Value.IsZero() {
		return auth.Token{}, n.end
	}
	n.given++
	return auth.Token{Value: secret.New(fmt.Sprint(n.name, n.given)), Expires: time.Now().Add(time.Hour)}, nil
}

func (*numbered) Identify(context.Context, *http.Request) error { return nil }

func (*numbered) Authorize(req *http.Request, token auth.Token) {
	req.Header.Set("Authorization", token.Value.Reveal())
}

func (*numbered) Rotated(context.Context, auth.Token) bool { return false }

// scripted answers requests one after the other, and remembers their tokens.
type scripted struct {
	answers []step
	tokens  []string
}

func (s *scripted) RoundTrip(req *http.Request) (*http.Response, error) {
	s.tokens = append(s.tokens, req.Header.Get("Authorization"))
	next := answer(200, `{}`)
	if len(s.answers) > 0 {
		next, s.answers = s.answers[0], s.answers[1:]
	}
	return next(req)
}

func callWith(ctx context.Context, t *auth.Transport, schemes ...string) error {
	caller := &operation.Caller{BaseURL: home, Transport: t, DecodeError: func(body []byte) (operation.Refusal, bool) {
		refusal, ok := decode(body)
		refusal.CallerMistake = refusal.Code != "fatal"
		if refusal.Code == "session_over" {
			refusal.Kind = apierror.ErrUnauthorized
		}
		return refusal, ok
	}}
	op := &operation.Operation{
		ID: "query", Method: http.MethodPost, Path: "/query", Security: schemes, Empty: true,
		Evidence: operation.Documented, Retry: operation.Retry{Class: operation.Never},
	}
	return operation.None(ctx, caller, op, new(operation.Input))
}

func TestEachSchemeHasItsToken(t *testing.T) {
	address, err := url.Parse(home)
	require.NoError(t, err)
	server := &scripted{}
	first, second := &numbered{name: "first"}, &numbered{name: "second"}
	transport := auth.New(server, address, first)
	transport.Add("bearer", second)
	defer transport.Close()
	for _, schemes := range [][]string{{"token"}, {"apiKey", "bearer"}, {"token"}, {"bearer"}, {"apiKey"}, nil} {
		require.NoError(t, callWith(t.Context(), transport, schemes...))
	}
	require.Equal(t, []string{"first1", "second1", "first1", "second1", "", ""}, server.tokens)
	token, ok := transport.Tokens("bearer").Current()
	require.True(t, ok)
	require.Equal(t, "second1", token.Value.Reveal())
	require.Nil(t, transport.Tokens("unknown"))
}

// Some platforms answer 500 to a token that has ended; the code tells.
func TestTokenRefusedWithStatus500(t *testing.T) {
	over := errors.New("the user must sign in again")
	for _, test := range []struct {
		name    string
		answers []step
		end     error
		tokens  []string
		refused []string
		is      error
	}{
		{"another one is had", []step{answer(500, `{"code":"session_over"}`)}, nil,
			[]string{"t1", "t2"}, []string{"", "t1"}, nil},
		{"no other one is to be had", []step{answer(500, `{"code":"session_over"}`)}, over,
			[]string{"t1"}, []string{"", "t1"}, over},
		{"another mistake", []step{answer(500, `{"code":"other"}`)}, nil, []string{"t1"}, []string{""}, apierror.ErrRejected},
		{"a failure", []step{answer(500, `{"code":"fatal"}`)}, nil, []string{"t1"}, []string{""}, apierror.ErrAmbiguous},
	} {
		t.Run(test.name, func(t *testing.T) {
			address, err := url.Parse(home)
			require.NoError(t, err)
			server, strategy := &scripted{answers: test.answers}, &numbered{name: "t", end: test.end}
			transport := auth.New(server, address, strategy)
			defer transport.Close()
			require.ErrorIs(t, callWith(t.Context(), transport, "token"), test.is)
			require.Equal(t, test.tokens, server.tokens)
			require.Equal(t, test.refused, strategy.refused)
		})
	}
}
