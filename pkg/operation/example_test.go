package operation_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
)

// A generated method is a description of its operation and one call.
func Example() {
	type balance struct {
		Currency string          `json:"currency"`
		Amount   decimal.Decimal `json:"amount"`
	}
	retrieveBalance := operation.Operation{
		Platform: "wallex", ID: "retrieveBalance", Method: "GET", Path: "/balances/v1/item/{currency}",
		Evidence: operation.Documented, Retry: operation.Retry{Class: operation.Safe}, Result: []string{"data"},
	}

	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, `{"data": {"currency": %q, "amount": "1005.15"}}`, r.URL.Path[len("/balances/v1/item/"):])
	}))
	defer server.Close()
	caller := &operation.Caller{BaseURL: server.URL, Transport: http.DefaultTransport}

	in := new(operation.Input).Path("currency", "SGD")
	got, err := operation.One[balance](context.Background(), caller, &retrieveBalance, in)
	fmt.Println(got.Amount, got.Currency, err)

	_, err = operation.One[balance](context.Background(), caller, &retrieveBalance, new(operation.Input).Path("currency", ".."))
	fmt.Println(errors.Is(err, apierror.ErrNotSent), err)
	// Output:
	// 1005.15 SGD <nil>
	// true wallex retrieveBalance: invalid request: currency must not have . or .. as a segment (not sent)
}
