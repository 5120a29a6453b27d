package auth_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/auth"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

// password is a strategy that logs in to a platform without API keys.
type password struct{ url string }

func (p password) Login(ctx context.Context, next http.RoundTripper, _ auth.Token) (auth.Token, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.url+"/login", http.NoBody)
	if err != nil {
		return auth.Token{}, err
	}
	resp, err := next.RoundTrip(req)
	if err != nil {
		return auth.Token{}, err
	}
	token, err := operation.Read(resp)
	return auth.Token{Value: secret.New(string(token)), Expires: time.Now().Add(time.Hour)}, err
}

func (password) Identify(context.Context, *http.Request) error { return nil }

func (password) Authorize(req *http.Request, token auth.Token) {
	req.Header.Set("Authorization", "Bearer "+token.Value.Reveal())
}

func (password) Rotated(context.Context, auth.Token) bool { return false }

// Two calls, one login. The token does not show when it is printed.
func ExampleNew() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		fmt.Printf("%s %q\n", req.URL.Path, req.Header.Get("Authorization"))
		_, _ = w.Write([]byte("abc"))
	}))
	defer server.Close()
	home, err := url.Parse(server.URL)
	if err != nil {
		fmt.Println(err)
		return
	}
	transport := auth.New(server.Client().Transport, home, password{server.URL})
	defer transport.Close()

	call := &operation.Call{Operation: &operation.Operation{ID: "listBalances", Security: []string{auth.SchemeToken}}}
	for range 2 {
		req := httptest.NewRequest(http.MethodGet, server.URL+"/balances", http.NoBody)
		resp, err := transport.RoundTrip(req.WithContext(operation.NewContext(req.Context(), call)))
		if err != nil {
			fmt.Println(err)
			return
		}
		_ = resp.Body.Close()
	}
	token, _ := transport.Tokens(auth.SchemeToken).Current()
	fmt.Println(token.Value)
	// Output:
	// /login ""
	// /balances "Bearer abc"
	// /balances "Bearer abc"
	// [redacted]
}
