package walletenginecards_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/wallex-sdk/wallex-go/gen/walletenginecards/cards"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/auth"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/walletenginecards"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// fixed is a source that has one token.
func fixed(context.Context) (secret.String, error) { return secret.New("token-1"), nil }

// numbered returns a source whose tokens are numbered.
func numbered() walletenginecards.TokenSource {
	var n atomic.Int64
	return func(context.Context) (secret.String, error) { return secret.New(fmt.Sprint("token-", n.Add(1))), nil }
}

// connect returns a client of a server that answers with what it is given, and what the server got.
func connect(t *testing.T, tokens walletenginecards.TokenSource, answer http.HandlerFunc) (*walletenginecards.Client, func() []string) {
	t.Helper()
	var mu sync.Mutex
	var seen []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		mu.Lock()
		seen = append(seen, r.Method+" "+r.URL.Path+" "+r.Header.Get("Authorization")+" "+string(body))
		mu.Unlock()
		answer(w, r)
	}))
	t.Cleanup(server.Close)
	c, err := walletenginecards.New(tokens, client.WithBaseURL(server.URL), client.WithUnverified())
	require.NoError(t, err)
	t.Cleanup(c.Close)
	return c, func() []string {
		mu.Lock()
		defer mu.Unlock()
		return seen
	}
}

func answerWith(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func TestNew(t *testing.T) {
	c, err := walletenginecards.New(fixed)
	require.NoError(t, err)
	defer c.Close()
	require.Equal(t, walletenginecards.Production, c.Caller().BaseURL)
	_, err = walletenginecards.New(nil)
	require.ErrorContains(t, err, "no source of tokens")
	_, err = walletenginecards.New(fixed, client.WithBaseURL("http://api.walletengine.io"))
	require.ErrorIs(t, err, client.ErrBaseURL)
}

func TestRequests(t *testing.T) {
	c, seen := connect(t, numbered(), answerWith(200, `{"Success":true,"CardToken":"c-1","Status":"active"}`))
	card, err := c.Cards.Retrieve(t.Context(), "c-1")
	require.NoError(t, err)
	require.Equal(t, &cards.Card{CardToken: "c-1", Status: "active"}, card)
	_, err = c.Cards.UpdateAccessStatus(t.Context(), cards.UpdateCardAccessStatusRequest{CardToken: "c-1", AccessStatus: "locked"})
	require.NoError(t, err)
	require.NoError(t, c.Cards.UpdateStatus(t.Context(), cards.UpdateCardStatusRequest{CardToken: "c-1", Status: "blocked"}))
	require.Equal(t, []string{
		`GET /v1/card/c-1 Bearer token-1 `,
		`POST /v1/card/access_status Bearer token-2 {"access_status":"locked","card_token":"c-1"}`,
		`POST /v1/card/status Bearer token-3 {"card_token":"c-1","status":"blocked"}`,
	}, seen(), "the source is asked for every request")
}

// The source does not show what the updates send.
func TestUpdatesAreInferred(t *testing.T) {
	c, err := walletenginecards.New(fixed, client.WithBaseURL("http://127.0.0.1:1"))
	require.NoError(t, err)
	defer c.Close()
	_, err = c.Cards.UpdateAccessStatus(t.Context(), cards.UpdateCardAccessStatusRequest{CardToken: "c-1", AccessStatus: "locked"})
	require.ErrorIs(t, err, operation.ErrUnverified)
	err = c.Cards.UpdateStatus(t.Context(), cards.UpdateCardStatusRequest{CardToken: "c-1", Status: "blocked"})
	require.ErrorIs(t, err, operation.ErrUnverified)
}

func TestErrors(t *testing.T) {
	for _, test := range []struct {
		name, body string
		status     int
		want       apierror.Error
	}{
		{"refused with 200", `{"Success":false,"ErrorCode":"E12","ErrorMessage":"No such card"}`, 200,
			apierror.Error{Outcome: apierror.Rejected, Code: "E12", Message: "No such card"}},
		{"refused with 200, without a code", `{"Success":false,"ErrorMessage":"No such card"}`, 200,
			apierror.Error{Outcome: apierror.Rejected, Message: "No such card"}},
		{"refused with 200, without a word", `{"Success":false}`, 200,
			apierror.Error{Outcome: apierror.Rejected, Message: "the answer says Success: false"}},
		{"refused with 404", `{"Success":false,"ErrorCode":"E12","ErrorMessage":"No such card"}`, 404,
			apierror.Error{Outcome: apierror.Rejected, Code: "E12", Message: "No such card", Kind: apierror.ErrNotFound}},
		{"failed", `{"Success":false,"ErrorCode":"E99"}`, 500, apierror.Error{Outcome: apierror.Ambiguous, Code: "E99"}},
		{"page of a proxy", `<html>`, 404, apierror.Error{Outcome: apierror.Ambiguous}},
		{"another object", `{"message":"m"}`, 400, apierror.Error{Outcome: apierror.Ambiguous}},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, seen := connect(t, fixed, answerWith(test.status, test.body))
			_, err := c.Cards.UpdateAccessStatus(t.Context(), cards.UpdateCardAccessStatusRequest{CardToken: "c-1", AccessStatus: "locked"})
			got := apierror.Of(err)
			require.NotNil(t, got)
			require.Equal(t, "walletenginecards", got.Platform)
			require.Equal(t, test.want.Outcome, got.Outcome)
			require.Equal(t, test.want.Code, got.Code)
			require.Equal(t, test.want.Kind, got.Kind)
			if test.want.Message != "" {
				require.Equal(t, test.want.Message, got.Message)
			}
			require.Len(t, seen(), 1)
		})
	}
}

// A refusal comes with HTTP 200, whichever the method. A success may lack the flag.
func TestRefusalsWithStatus200(t *testing.T) {
	methods := map[string]func(context.Context, *walletenginecards.Client) error{
		"UpdateAccessStatus": func(ctx context.Context, c *walletenginecards.Client) error {
			_, err := c.Cards.UpdateAccessStatus(ctx, cards.UpdateCardAccessStatusRequest{CardToken: "c-1", AccessStatus: "locked"})
			return err
		},
		"UpdateStatus": func(ctx context.Context, c *walletenginecards.Client) error {
			return c.Cards.UpdateStatus(ctx, cards.UpdateCardStatusRequest{CardToken: "c-1", Status: "blocked"})
		},
		"Retrieve": func(ctx context.Context, c *walletenginecards.Client) error {
			_, err := c.Cards.Retrieve(ctx, "c-1")
			return err
		},
	}
	for name, method := range methods {
		for body, refused := range map[string]bool{
			`{"Success":false,"ErrorCode":"E12"}`: true,
			`{"success":false,"errorCode":"E12"}`: true,
			`{"Success":null}`:                    false,
			`{"success":true}`:                    false,
			`{}`:                                  false,
		} {
			t.Run(name+" "+body, func(t *testing.T) {
				c, seen := connect(t, fixed, answerWith(200, body))
				err := method(t.Context(), c)
				require.Len(t, seen(), 1)
				if !refused {
					require.NoError(t, err)
					return
				}
				require.ErrorIs(t, err, apierror.ErrRejected)
				require.Equal(t, "E12", apierror.Of(err).Code)
			})
		}
	}
	c, _ := connect(t, fixed, answerWith(200, `null`))
	require.NoError(t, methods["UpdateStatus"](t.Context(), c), "the documented answer")
}

func TestTokenThatIsRefused(t *testing.T) {
	refuse := func(token string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Authorization") == "Bearer "+token {
				answerWith(401, `{"Success":false,"ErrorCode":"E01"}`)(w, r)
				return
			}
			answerWith(200, `null`)(w, r)
		}
	}
	update := cards.UpdateCardStatusRequest{CardToken: "c-1", Status: "blocked"}

	c, seen := connect(t, numbered(), refuse("token-1"))
	require.NoError(t, c.Cards.UpdateStatus(t.Context(), update), "the source has another one")
	require.Len(t, seen(), 2)

	c, seen = connect(t, fixed, refuse("token-1"))
	err := c.Cards.UpdateStatus(t.Context(), update)
	require.ErrorIs(t, err, apierror.ErrUnauthorized)
	require.ErrorIs(t, err, apierror.ErrRejected)
	require.Len(t, seen(), 2)
}

func TestSourceFails(t *testing.T) {
	sealed := errors.New("the vault is sealed")
	for name, source := range map[string]walletenginecards.TokenSource{
		"with an error": func(context.Context) (secret.String, error) { return secret.New("hunter2"), sealed },
		"with nothing":  func(context.Context) (secret.String, error) { return secret.String{}, nil },
	} {
		t.Run(name, func(t *testing.T) {
			c, seen := connect(t, source, answerWith(200, `null`))
			err := c.Cards.UpdateStatus(t.Context(), cards.UpdateCardStatusRequest{CardToken: "c-1", Status: "blocked"})
			var failed *auth.LoginError
			require.ErrorAs(t, err, &failed)
			require.ErrorIs(t, err, apierror.ErrNotSent)
			require.Equal(t, name == "with an error", errors.Is(err, sealed))
			require.Empty(t, seen())
		})
	}
}

// Callers that come together ask the source once, and nobody waits for it longer than their own context allows.
func TestSourceThatHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked atomic.Int64
		c, err := walletenginecards.New(func(ctx context.Context) (secret.String, error) {
			asked.Add(1)
			<-ctx.Done()
			return secret.String{}, context.Cause(ctx)
		})
		require.NoError(t, err)
		defer c.Close()
		var crowd sync.WaitGroup
		for i := range 64 {
			crowd.Go(func() {
				patience := time.Duration(i) * time.Second / 4
				ctx, cancel := context.WithTimeout(t.Context(), patience)
				defer cancel()
				start := time.Now()
				_, err := c.Cards.Retrieve(ctx, "c-1")
				require.ErrorIs(t, err, context.DeadlineExceeded)
				require.ErrorIs(t, err, apierror.ErrNotSent)
				require.LessOrEqual(t, time.Since(start), patience)
			})
		}
		crowd.Wait()
		require.EqualValues(t, 1, asked.Load())
	})
}

// FuzzDecodeError feeds the decoder of refusals whatever a server may send.
func FuzzDecodeError(f *testing.F) {
	for _, seed := range []string{
		`{"Success":false,"ErrorCode":"E12","ErrorMessage":"m"}`, `{"errorcode":"E12"}`, `{"ErrorCode":12}`, `{}`, `null`, `[`, ``,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		refusal, ok := walletenginecards.DecodeError(body)
		require.Equal(t, ok, refusal.Code != "" || refusal.Message != "")
		require.False(t, ok && !json.Valid(body))
		require.False(t, refusal.CallerMistake)
		require.NoError(t, refusal.Kind)
	})
}

// A source cannot tell by the context who asks, since others may get the same token.
func TestUsersAreKeptApart(t *testing.T) {
	type user struct{}
	of := func(name string) walletenginecards.TokenSource {
		return func(ctx context.Context) (secret.String, error) {
			if ctx.Value(user{}) != nil {
				return secret.String{}, errors.New("the context tells who asked first")
			}
			return secret.New("token-of-" + name), nil
		}
	}
	ada, seen := connect(t, of("ada"), answerWith(200, `{"card_token":"c-1"}`))
	bob := ada.As(of("bob"))
	var crowd sync.WaitGroup
	for range 16 {
		for name, c := range map[string]*walletenginecards.Client{"ada": ada, "bob": bob} {
			crowd.Go(func() {
				_, err := c.Cards.Retrieve(context.WithValue(t.Context(), user{}, name), name)
				assert.NoError(t, err)
			})
		}
	}
	crowd.Wait()
	bob.Close()
	_, err := ada.Cards.Retrieve(t.Context(), "ada")
	require.NoError(t, err, "closing one leaves the other")
	require.Len(t, seen(), 33)
	for _, request := range seen() {
		name := request[len("GET /v1/card/"):][:3]
		require.Contains(t, request, "Bearer token-of-"+name)
	}
	require.Panics(t, func() { ada.As(nil) })
}
